-- 問い : 債務者のいない収入で、残額に数えていないものは何か
-- 一行 : 時点 × 債権の種類
-- 条件 : $period_on この時点まで / $is_month 月次の資料か
-- 列   : period_on 時点 / fiscal_year 年度 / claim_kind 債権の種類 / department_name 所管課 / outstanding_yen 収入未済額（円）
SELECT period_on, min(fiscal_year) AS fiscal_year, claim_kind, department_name, sum(outstanding_yen)::BIGINT AS outstanding_yen
FROM claims
WHERE period_on <= $period_on AND is_month = $is_month AND NOT is_debtor_claim
GROUP BY period_on, claim_kind, department_name
HAVING sum(outstanding_yen) <> 0
ORDER BY period_on, outstanding_yen DESC, claim_kind
