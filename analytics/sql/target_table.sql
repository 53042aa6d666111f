-- 問い : 目標を決める債権と区分はどれで、いまの残額と目標はいくらか
-- 一行 : 会計 × 債権 × 区分（計で目標の決まっている債権は、計の一行）
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $target_year 目標の年度
-- 列   : department 所管課コード / department_name 所管課 / account 会計 / claim 債権 / part 区分
--        outstanding_yen いまの残額（円） / target_yen いまの目標額（円） / target_case_count いまの目標件数
WITH held AS (               -- この時点の債権。目標の年度までの帳簿（4月と5月の新しい帳簿は入れない）
    SELECT * FROM claims
    WHERE period_on = $period_on AND is_month = $is_month AND fiscal_year <= $target_year AND is_debtor_claim
),
owners AS (                  -- 債権の所管課
    SELECT DISTINCT account, claim, department, department_name FROM held
),
owed AS (                    -- 債権ごと・区分ごとの残額と、区分を問わない合計
    SELECT account, claim, coalesce(part, 'total') AS part, sum(outstanding_yen) AS outstanding_yen
    FROM held
    GROUP BY GROUPING SETS ((account, claim, part), (account, claim))
),
in_force AS (                -- いま効いている目標と、その件数
    SELECT account, claim, part, target_yen, target_case_count
    FROM current_targets
    WHERE fiscal_year = $target_year AND is_matched
),
whole AS (                   -- 計で目標の決まっている債権
    SELECT account, claim FROM in_force WHERE part = 'total'
)
SELECT department, department_name, account, claim, part,
       coalesce(outstanding_yen, 0)::BIGINT AS outstanding_yen, target_yen, target_case_count
FROM owed
FULL JOIN in_force USING (account, claim, part)
JOIN owners USING (account, claim)
WHERE (part = 'total') = ((account, claim) IN (FROM whole))
ORDER BY department, account, claim, part = 'carried_over', part
