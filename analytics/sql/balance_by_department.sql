-- 問い : 未収残額は、どの課にいくらあるか（年度末ごと）
-- 一行 : 年度 × 所管課
-- 条件 : $fiscal_year この年度まで
-- 列   : fiscal_year 年度 / department 所管課コード / department_name 所管課（最新の名前）
--        outstanding_yen 未収残額（円） / outstanding_index 指数（最初の年度末＝100） / renamed 前年度から名前が変わった
WITH by_year AS (
    SELECT fiscal_year, department, max(department_name) AS named,
           sum(outstanding_yen)::BIGINT AS outstanding_yen
    FROM claims
    WHERE fiscal_year <= $fiscal_year AND is_debtor_claim
    GROUP BY fiscal_year, department
),
named AS (
    SELECT *,
           last_value(named) OVER (PARTITION BY department ORDER BY fiscal_year
                                   ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS latest,
           first_value(outstanding_yen) OVER (PARTITION BY department ORDER BY fiscal_year) AS first_yen,
           lag(named) OVER (PARTITION BY department ORDER BY fiscal_year) AS before,
           max(outstanding_yen) OVER (PARTITION BY department) AS largest_yen
    FROM by_year
)
SELECT fiscal_year, department, latest AS department_name, outstanding_yen,
       100.0 * outstanding_yen / nullif(first_yen, 0) AS outstanding_index,
       coalesce(before <> named, false) AS renamed
FROM named
WHERE largest_yen > 0
ORDER BY largest_yen DESC, department, fiscal_year
