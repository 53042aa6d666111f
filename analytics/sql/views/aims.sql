-- 問い : それぞれの時点で、どの債権と区分の目標がいくらで、残額はいくらか
-- 一行 : 時点 × 会計 × 債権 × 区分（目標の効いているもの）
-- 条件 : なし
-- 列   : period_on 時点 / is_month 月次の資料 / account 会計 / claim 債権 / claim_kind 債権の種類 / department 所管課コード
--        part 区分 / target_year 目標の年度 / target_yen 目標額（円） / covered_yen その債権と区分の残額（円）
--        opened_on 目標の年度が始まる前の締切の日 / start_yen 目標の年度が始まる前の締切の残額（円、資料がなければNULL） / closing_clock 締切（分からなければNULL）
--        month_count 締切までの月数（年度末と、締切が分からないときはNULL）
WITH periods AS (
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
    SELECT held.*, closing_clock,
           CASE WHEN NOT is_month THEN year(period_on) - 1
                WHEN closing_clock = 'E' THEN year(period_on) - CASE WHEN month(period_on) < 4 THEN 1 ELSE 0 END
                WHEN closing_clock = 'G' OR book_year IS NULL
                THEN year(period_on) - CASE WHEN month(period_on) < 6 THEN 1 ELSE 0 END
                ELSE book_year END AS target_year
    FROM held
    LEFT JOIN clocks
      ON clocks.claim_kind = held.claim_kind AND period_on >= valid_from AND period_on < valid_before
),
dated AS (                   -- その年度の締切の日と、前の年度の締切の日
    SELECT *, make_date(target_year + 1, CASE closing_clock WHEN 'E' THEN 3 ELSE 5 END, 31) AS closing_on,
           CASE WHEN is_month THEN make_date(target_year, CASE closing_clock WHEN 'E' THEN 3 ELSE 5 END, 31)
                ELSE make_date(target_year, 5, 31) END AS opened_on
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
started AS (                 -- 目標の年度が始まる前の締切の残額
    SELECT dated.period_on, dated.is_month, dated.account, dated.claim, part, sum(outstanding_yen) AS start_yen
    FROM dated
    JOIN owed
      ON owed.period_on = opened_on AND owed.is_month = dated.is_month AND owed.account = dated.account
     AND owed.claim = dated.claim AND owed.fiscal_year < target_year
    GROUP BY dated.period_on, dated.is_month, dated.account, dated.claim, part
)
SELECT dated.period_on, dated.is_month, dated.account, dated.claim, claim_kind, department, aim.part, target_year,
       target_yen, coalesce(covered_yen, 0)::BIGINT AS covered_yen, opened_on,
       CASE WHEN opened.period_on IS NOT NULL THEN coalesce(start_yen, 0) END::BIGINT AS start_yen, closing_clock,
       CASE WHEN dated.is_month AND closing_clock IS NOT NULL
            THEN datediff('month', dated.period_on, closing_on) END AS month_count
FROM dated
JOIN current_targets AS aim
  ON aim.fiscal_year = target_year AND aim.account = dated.account AND aim.claim = dated.claim AND aim.is_matched
LEFT JOIN periods AS opened ON opened.period_on = opened_on AND opened.is_month = dated.is_month
LEFT JOIN covered
  ON covered.period_on = dated.period_on AND covered.is_month = dated.is_month AND covered.account = dated.account
 AND covered.claim = dated.claim AND covered.part = aim.part
LEFT JOIN started
  ON started.period_on = dated.period_on AND started.is_month = dated.is_month AND started.account = dated.account
 AND started.claim = dated.claim AND started.part = aim.part
ORDER BY dated.is_month, dated.period_on, dated.account, dated.claim, aim.part
