-- 問い : どの課が債権を持っているか（最新の名前）
-- 一行 : 所管課
-- 条件 : なし
-- 列   : department 所管課コード / department_name 所管課
SELECT department, arg_max(department_name, period_on) AS department_name
FROM claims
WHERE is_debtor_claim
GROUP BY department
HAVING sum(abs(outstanding_yen)) > 0
ORDER BY department
