-- 問い : 未収残額は、どの債権にいくらあるか（年度末か月末ごと）
-- 一行 : 時点 × 債権の種類
-- 条件 : $period_on この時点まで / $since_on この時点から / $is_month 月次の資料か
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
--        $is_all 納期未到来の額を加えるか
-- 列   : period_on 時点 / fiscal_year 年度 / claim_kind 債権の種類 / claim_group 債権のまとまり / outstanding_yen 未収残額（円）
--        outstanding_index 指数（最初の年度末＝100） / stale_on 前に届いた数字のままのとき、その基準日
WITH by_year AS (            -- 年度末ごと・債権の種類ごとの残額
    SELECT period_on, min(fiscal_year) AS fiscal_year, claim_kind, any_value(claim_group) AS claim_group,
           sum(outstanding_yen + CASE WHEN $is_all THEN not_due_yen ELSE 0 END)::BIGINT AS outstanding_yen,
           min(as_of) FILTER (is_stale) AS stale_on
    FROM claims
    WHERE period_on BETWEEN $since_on AND $period_on AND is_month = $is_month
      AND is_debtor_claim AND ($department IS NULL OR department = $department)
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
    GROUP BY period_on, claim_kind
),
compared AS (                -- 種類ごとに、最大と最初の残額を添える
    SELECT *, max(outstanding_yen) OVER (PARTITION BY claim_kind) AS largest_yen,
           first_value(outstanding_yen) OVER (PARTITION BY claim_kind ORDER BY period_on) AS first_yen
    FROM by_year
)
SELECT period_on, fiscal_year, claim_kind, claim_group, outstanding_yen,
       100.0 * outstanding_yen / nullif(first_yen, 0) AS outstanding_index, stale_on
FROM compared
WHERE largest_yen > 0
ORDER BY largest_yen DESC, claim_kind, period_on
