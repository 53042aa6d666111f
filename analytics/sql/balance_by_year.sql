-- 問い : 未収残額は年度末ごとにいくらか（現年度分・滞納繰越分の別）
-- 一行 : 年度 × 区分
-- 条件 : $fiscal_year この年度まで / $department 所管課コード（NULLなら全庁）
-- 列   : fiscal_year 年度 / as_of 基準日 / part 区分 / outstanding_yen 未収残額（円）
--        total_yen その年度末の合計（円）
SELECT fiscal_year, max(as_of) AS as_of, part,
       sum(outstanding_yen)::BIGINT AS outstanding_yen,
       sum(sum(outstanding_yen)) OVER (PARTITION BY fiscal_year)::BIGINT AS total_yen
FROM claims
WHERE fiscal_year <= $fiscal_year AND is_debtor_claim AND ($department IS NULL OR department = $department)
GROUP BY fiscal_year, part
ORDER BY fiscal_year, part
