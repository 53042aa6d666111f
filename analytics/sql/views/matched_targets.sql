-- 問い : 目標のファイルの行は、資料のどの会計のどの債権のものか（すべての版）
-- 一行 : 年度 × 版 × 会計 × 債権 × 区分
-- 条件 : なし
-- 列   : municipality 自治体 / fiscal_year 年度 / account 会計（決まらなければNULL） / claim 債権 / part 区分
--        target_yen 目標額（円） / target_case_count 目標件数 / version 版 / decided_on 決定日 / status 種別 / rule 決め方
--        source_name 目標のファイル / source_row その行
--        choices 2つ以上の会計にあって決まらないときの、その会計 / is_matched 残額の資料に、その会計・債権・区分がある
WITH found AS (              -- 目標の債権が、資料のどの会計にあるか。その年度になければ前年度を見る
    SELECT targets.fiscal_year, targets.claim, targets.account AS written_account, claims.account,
           bool_or(claims.part <> 'undivided') AS is_split
    FROM targets
    JOIN claims
      ON claims.claim = targets.claim AND claims.is_debtor_claim
     AND (targets.account IS NULL OR claims.account = targets.account)
     AND claims.fiscal_year IN (targets.fiscal_year, targets.fiscal_year - 1)
    GROUP BY targets.fiscal_year, targets.claim, targets.account, claims.account
    QUALIFY rank() OVER (PARTITION BY targets.fiscal_year, targets.claim, targets.account
                         ORDER BY max(claims.fiscal_year) DESC) = 1
),
meant AS (                   -- 会計が1つに決まるか。決まらない目標は、どの会計のものともしない
    SELECT fiscal_year, claim, written_account, bool_or(is_split) AS is_split,
           CASE WHEN count(*) = 1 THEN min(account) END AS account,
           CASE WHEN count(*) > 1
                THEN string_agg(coalesce(nullif(account, ''), '会計なし'), '、' ORDER BY account) END AS choices
    FROM found
    GROUP BY fiscal_year, claim, written_account
)
SELECT municipality, targets.fiscal_year, coalesce(meant.account, targets.account) AS account, targets.claim, part,
       target_yen, target_case_count, version, decided_on, status, rule, source_name, source_row, choices,
       meant.account IS NOT NULL
           AND (part = 'total' OR is_split = (part <> 'undivided')) AS is_matched    -- 円の目標が測れるか
FROM targets
LEFT JOIN meant
  ON meant.fiscal_year = targets.fiscal_year AND meant.claim = targets.claim
 AND meant.written_account IS NOT DISTINCT FROM targets.account
ORDER BY targets.fiscal_year, version, account, targets.claim, part
