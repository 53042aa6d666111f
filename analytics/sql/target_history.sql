-- 問い : その年度の目標は、いつ、いくらに決められ、前の版からいくら変わったか
-- 一行 : 版 × 会計 × 債権 × 区分（その版で決めたものだけ。書かれていない債権と区分は前の版のまま）
-- 条件 : $fiscal_year 年度
-- 列   : version 版 / decided_on 決定日 / account 会計 / claim 債権 / part 区分 / target_yen 目標額（円）
--        former_yen 前の版の目標額（円） / difference_yen 前の版との差（円） / target_case_count 目標件数
--        status 種別 / rule 決め方 / source_names その版の書かれたファイル
WITH asked AS (              -- この年度の目標。会計が空白の行は、ほかの版に書かれた会計が1つならそれとする
    SELECT version, decided_on, claim, part, target_yen, target_case_count, status, rule, source_name, municipality,
           coalesce(account, CASE WHEN min(account) OVER named = max(account) OVER named
                                  THEN min(account) OVER named END, '') AS account
    FROM targets
    WHERE fiscal_year = $fiscal_year
    WINDOW named AS (PARTITION BY claim)
),
written AS (                 -- 同じ版に自治体を名指しした行があれば、名指しのない行より先
    SELECT * EXCLUDE (municipality)
    FROM asked
    QUALIFY rank() OVER (PARTITION BY version, account, claim ORDER BY municipality DESC) = 1
),
versions AS (                -- 版ごとの種別と決め方
    SELECT version, version = min(version) OVER () AS is_first,
           string_agg(DISTINCT nullif(status, ''), '、' ORDER BY nullif(status, '')) AS status,
           string_agg(DISTINCT nullif(rule, ''), '、' ORDER BY nullif(rule, '')) AS rule,
           string_agg(DISTINCT source_name, '、' ORDER BY source_name) AS source_names
    FROM written
    GROUP BY version
),
replaced AS (                -- 決めた目標が、後のどの版で効かなくなったか（計は何かを、区分はその区分か計を決めたとき）
    SELECT former.account, former.claim, former.part, former.target_yen, later.version, later.decided_on
    FROM written AS former
    JOIN written AS later
      ON later.account = former.account AND later.claim = former.claim AND later.version > former.version
     AND (later.part = former.part OR 'total' IN (later.part, former.part))
    QUALIFY row_number() OVER (PARTITION BY former.version, former.account, former.claim, former.part
                               ORDER BY later.version) = 1
),
sides AS (                   -- 決めた目標と、それで効かなくなった前の目標
    SELECT version, decided_on, account, claim, part, target_yen, target_case_count, NULL::BIGINT AS former_yen
    FROM written
    UNION ALL
    SELECT version, decided_on, account, claim, part, NULL, NULL, target_yen FROM replaced
),
beside AS (                  -- 区分ごとに並べる
    SELECT version, max(decided_on) AS decided_on, account, claim, part, sum(target_yen) AS target_yen,
           sum(former_yen) AS former_yen, sum(target_case_count) AS target_case_count
    FROM sides
    GROUP BY version, account, claim, part
)
SELECT version, decided_on, account, claim, CASE part WHEN 'total' THEN '計' ELSE part END AS part,
       target_yen::BIGINT AS target_yen, former_yen::BIGINT AS former_yen,
       CASE WHEN NOT is_first THEN coalesce(target_yen, 0) - coalesce(former_yen, 0) END::BIGINT AS difference_yen,
       target_case_count::BIGINT AS target_case_count, coalesce(status, '') AS status, coalesce(rule, '') AS rule,
       source_names
FROM beside
JOIN versions USING (version)
ORDER BY version DESC, abs(difference_yen) DESC NULLS LAST, target_yen DESC NULLS LAST, account, claim, part
