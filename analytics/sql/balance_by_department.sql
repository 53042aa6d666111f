-- 問い : 未収残額は、どの課にいくらあるか（年度末か月末ごと）
-- 一行 : 時点 × 所管課
-- 条件 : $period_on この時点まで / $since_on この時点から / $is_month 月次の資料か
--        $claim_kind 債権の種類（NULLならすべて）
--        $is_all 納期未到来の額を加えるか
-- 列   : period_on 時点 / fiscal_year 年度 / department 所管課コード / department_name 所管課（最新の名前）
--        outstanding_yen 未収残額（円） / outstanding_index 指数（最初の年度末＝100） / renamed 前年度から名前が変わった
--        stale_on 前に届いた数字のままのとき、その基準日
WITH by_year AS (            -- 年度末ごとの、課の名前と残額
    SELECT period_on, min(fiscal_year) AS fiscal_year, department, max(department_name) AS name_then,
           sum(outstanding_yen + CASE WHEN $is_all THEN not_due_yen ELSE 0 END)::BIGINT AS outstanding_yen,
           min(as_of) FILTER (is_stale) AS stale_on
    FROM claims
    WHERE period_on BETWEEN $since_on AND $period_on AND is_month = $is_month AND is_debtor_claim
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
    GROUP BY period_on, department
),
compared AS (                -- 課ごとに、最新の名前、1つ前の名前、最初と最大の残額を添える
    SELECT *,
           arg_max(name_then, period_on) OVER (PARTITION BY department) AS department_name,
           lag(name_then) OVER (PARTITION BY department ORDER BY period_on) AS name_before,
           first_value(outstanding_yen) OVER (PARTITION BY department ORDER BY period_on) AS first_yen,
           max(outstanding_yen) OVER (PARTITION BY department) AS largest_yen
    FROM by_year
)
SELECT period_on, fiscal_year, department, department_name, outstanding_yen,
       100.0 * outstanding_yen / nullif(first_yen, 0) AS outstanding_index,
       coalesce(name_before <> name_then, false) AS renamed, stale_on
FROM compared
WHERE largest_yen > 0
ORDER BY largest_yen DESC, department, period_on
