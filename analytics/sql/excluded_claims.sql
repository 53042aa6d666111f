-- 問い : 債務者のいない収入で、残額に数えていないものは何か
-- 一行 : 年度 × 債権の種類
-- 条件 : $fiscal_year この年度まで
-- 列   : fiscal_year 年度 / claim_kind 債権の種類 / department_name 所管課 / outstanding_yen 収入未済額（円）
SELECT fiscal_year, claim_kind, department_name, sum(outstanding_yen)::BIGINT AS outstanding_yen
FROM claims
WHERE fiscal_year <= $fiscal_year AND NOT is_debtor_claim
GROUP BY fiscal_year, claim_kind, department_name
HAVING sum(outstanding_yen) <> 0
ORDER BY fiscal_year, outstanding_yen DESC, claim_kind
