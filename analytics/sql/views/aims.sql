-- 問い : それぞれの時点で、どの債権と区分の目標がいくらで、残額はいくらか
-- 一行 : 時点 × 会計 × 債権 × 区分（目標の効いているもの）
-- 条件 : なし
-- 列   : period_on 時点 / is_month 月次の資料 / account 会計 / claim 債権 / claim_kind 債権の種類 / department 所管課コード
--        part 区分 / target_year 目標の年度 / target_yen 目標額（円） / covered_yen その債権と区分の残額（円）
--        is_stale その月の資料が届かず、前に届いた数字のまま / opened_on 目標の年度が始まる前の締切の日
--        start_yen 目標の年度が始まる前の締切の残額（円、その月の資料がなければNULL） / closing_clock 締切（分からなければNULL）
--        month_count 締切までの月数（年度末と、締切が分からないときはNULL） / version 版 / decided_on 決定日 / status 種別 / rule 決め方
--        closing_on その年度の締切の日（分からなければNULL） / target_case_count 目標件数
WITH periods AS (            -- 資料のある時点
    SELECT DISTINCT period_on, is_month FROM claims
),
held AS (                    -- 時点ごとの債権の種類と課。残額がなくなっていれば、最後に持っていた課
    SELECT periods.period_on, periods.is_month, account, claim, arg_max(claim_kind, claims.period_on) AS claim_kind,
           arg_max(department, claims.period_on) AS department,
           min(target_year) FILTER (claims.period_on = periods.period_on) AS book_year
    FROM periods
    JOIN claims ON claims.is_month = periods.is_month AND claims.period_on <= periods.period_on AND is_debtor_claim
    GROUP BY periods.period_on, periods.is_month, account, claim
),
timed AS (                   -- 目標の年度: まだ締まっていない古い方の帳簿。締切が分からない債権は、資料の帳簿の年度
    SELECT held.*, closing_clock, coalesce(closing_month, 5) AS closing_month,
           CASE WHEN NOT is_month THEN year(period_on) - 1
                WHEN closing_month IS NULL AND book_year IS NOT NULL THEN book_year
                ELSE year(period_on) - CASE WHEN month(period_on) <= coalesce(closing_month, 5) THEN 1 ELSE 0 END
           END AS target_year
    FROM held
    LEFT JOIN clocks
      ON clocks.claim_kind = held.claim_kind AND period_on >= valid_from AND period_on < valid_before
),
dated AS (                   -- その年度の締切の日と、前の年度の締切の日（決算は、どれも5月31日に並べる）
    SELECT *, make_date(target_year + 1, closing_month, 31) AS closing_on,
           make_date(target_year, CASE WHEN is_month THEN closing_month ELSE 5 END, 31) AS opened_on
    FROM timed
),
owed AS (                    -- 時点ごと・区分ごとの残額と、区分を問わない合計
    SELECT period_on, is_month, account, claim, fiscal_year, coalesce(part, 'total') AS part,
           sum(outstanding_yen) AS outstanding_yen
    FROM claims
    WHERE is_debtor_claim
    GROUP BY GROUPING SETS ((period_on, is_month, account, claim, fiscal_year, part),
                            (period_on, is_month, account, claim, fiscal_year))
),
covered AS (                 -- その年度の残額。前の年度の帳簿のまま届いた行も、その年度の滞納に数える
    SELECT dated.period_on, dated.is_month, dated.account, dated.claim, part, sum(outstanding_yen) AS covered_yen
    FROM dated
    JOIN owed USING (period_on, is_month, account, claim)
    WHERE fiscal_year <= target_year
    GROUP BY dated.period_on, dated.is_month, dated.account, dated.claim, part
),
late AS (                    -- 資料が届かず、前に届いた数字が立っている時点と債権
    SELECT DISTINCT period_on, is_month, account, claim FROM claims WHERE is_stale AND is_debtor_claim
),
decisions AS (              -- その時点までに決めた最後の版。まだ決めていなければ、最初の版
    SELECT dated.period_on, dated.is_month, target_year,
           coalesce(max((at_decided_on, at_version)) FILTER (at_decided_on <= dated.period_on),
                    min((at_decided_on, at_version))) AS decision
    FROM (SELECT DISTINCT period_on, is_month, target_year FROM dated) AS dated
    JOIN targets_by_version ON fiscal_year = target_year AND is_matched
    GROUP BY dated.period_on, dated.is_month, target_year
),
started AS (                 -- 目標の年度が始まる前の締切の残額。残った現年度分は繰り越され、新しい現年度分は0円から始まる
    SELECT dated.period_on, dated.is_month, dated.account, dated.claim,
           CASE WHEN part = 'current' THEN 'carried_over' ELSE part END AS part, sum(outstanding_yen) AS start_yen
    FROM dated
    JOIN owed
      ON owed.period_on = opened_on AND owed.is_month = dated.is_month AND owed.account = dated.account
     AND owed.claim = dated.claim AND owed.fiscal_year < target_year
    GROUP BY ALL
)
SELECT dated.period_on, dated.is_month, dated.account, dated.claim, claim_kind, department, aim.part, dated.target_year,
       target_yen, coalesce(covered_yen, 0)::BIGINT AS covered_yen,
       late.claim IS NOT NULL AS is_stale, opened_on,
       CASE WHEN opened.period_on IS NOT NULL AND opened_late.claim IS NULL
             AND (NOT dated.is_month OR closing_clock IS NOT NULL)
            THEN coalesce(start_yen, 0) END::BIGINT AS start_yen, closing_clock,
       CASE WHEN dated.is_month AND closing_clock IS NOT NULL
            THEN datediff('month', dated.period_on, closing_on) END AS month_count,
       version, decided_on, status, rule,
       CASE WHEN closing_clock IS NOT NULL THEN closing_on END AS closing_on, target_case_count
FROM dated
JOIN decisions
  ON decisions.period_on = dated.period_on AND decisions.is_month = dated.is_month
 AND decisions.target_year = dated.target_year
JOIN targets_by_version AS aim
  ON aim.fiscal_year = dated.target_year AND (at_decided_on, at_version) = decision
 AND aim.account = dated.account AND aim.claim = dated.claim AND aim.is_matched
LEFT JOIN periods AS opened ON opened.period_on = opened_on AND opened.is_month = dated.is_month
LEFT JOIN late
  ON late.period_on = dated.period_on AND late.is_month = dated.is_month AND late.account = dated.account
 AND late.claim = dated.claim
LEFT JOIN late AS opened_late
  ON opened_late.period_on = opened_on AND opened_late.is_month = dated.is_month
 AND opened_late.account = dated.account AND opened_late.claim = dated.claim
LEFT JOIN covered
  ON covered.period_on = dated.period_on AND covered.is_month = dated.is_month AND covered.account = dated.account
 AND covered.claim = dated.claim AND covered.part = aim.part
LEFT JOIN started
  ON started.period_on = dated.period_on AND started.is_month = dated.is_month AND started.account = dated.account
 AND started.claim = dated.claim AND started.part = aim.part
ORDER BY dated.is_month, dated.period_on, dated.account, dated.claim, aim.part
