-- 問い : 未収残額は、どの債権にいくらあるか（年度末ごと）
-- 一行 : 年度 × 債権の種類
-- 条件 : $fiscal_year この年度まで / $department 所管課コード（NULLなら全庁）
-- 列   : fiscal_year 年度 / claim_kind 債権の種類 / claim_group 債権のまとまり / outstanding_yen 未収残額（円）
--        outstanding_index 指数（最初の年度末＝100）
WITH by_year AS (            -- 年度末ごと・債権の種類ごとの残額
    SELECT fiscal_year, claim_kind, any_value(claim_group) AS claim_group,
           sum(outstanding_yen)::BIGINT AS outstanding_yen
    FROM claims
    WHERE fiscal_year <= $fiscal_year AND is_debtor_claim AND ($department IS NULL OR department = $department)
    GROUP BY fiscal_year, claim_kind
),
compared AS (                -- 種類ごとに、最大と最初の残額を添える
    SELECT *, max(outstanding_yen) OVER (PARTITION BY claim_kind) AS largest_yen,
           first_value(outstanding_yen) OVER (PARTITION BY claim_kind ORDER BY fiscal_year) AS first_yen
    FROM by_year
)
SELECT fiscal_year, claim_kind, claim_group, outstanding_yen,
       100.0 * outstanding_yen / nullif(first_yen, 0) AS outstanding_index
FROM compared
WHERE largest_yen > 0
ORDER BY largest_yen DESC, claim_kind, fiscal_year
