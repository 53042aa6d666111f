-- 問い : 未収残額は、どの課にいくらあるか（年度末ごと）
-- 一行 : 年度 × 所管課
-- 条件 : $fiscal_year この年度まで
-- 列   : fiscal_year 年度 / department 所管課コード / department_name 所管課（最新の名前）
--        outstanding_yen 未収残額（円） / outstanding_index 指数（最初の年度末＝100） / renamed 前年度から名前が変わった
WITH by_year AS (            -- 年度末ごとの、課の名前と残額
    SELECT fiscal_year, department, max(department_name) AS name_then,
           sum(outstanding_yen)::BIGINT AS outstanding_yen
    FROM claims
    WHERE fiscal_year <= $fiscal_year AND is_debtor_claim
    GROUP BY fiscal_year, department
),
compared AS (                -- 課ごとに、最新の名前、1つ前の名前、最初と最大の残額を添える
    SELECT *,
           arg_max(name_then, fiscal_year) OVER (PARTITION BY department) AS department_name,
           lag(name_then) OVER (PARTITION BY department ORDER BY fiscal_year) AS name_before,
           first_value(outstanding_yen) OVER (PARTITION BY department ORDER BY fiscal_year) AS first_yen,
           max(outstanding_yen) OVER (PARTITION BY department) AS largest_yen
    FROM by_year
)
SELECT fiscal_year, department, department_name, outstanding_yen,
       100.0 * outstanding_yen / nullif(first_yen, 0) AS outstanding_index,
       coalesce(name_before <> name_then, false) AS renamed
FROM compared
WHERE largest_yen > 0
ORDER BY largest_yen DESC, department, fiscal_year
