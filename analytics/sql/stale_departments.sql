-- 問い : この時点の資料が届かず、前の月末の数字のままの課はどれか
-- 一行 : 所管課 × 数字の基準日
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
--        $is_all 納期未到来の額を加えるか
-- 列   : department 所管課コード / department_name 所管課 / as_of 数字の基準日 / outstanding_yen 未収残額（円）
SELECT department, max(department_name) AS department_name, as_of,
       sum(outstanding_yen + CASE WHEN $is_all THEN not_due_yen ELSE 0 END)::BIGINT AS outstanding_yen
FROM claims
WHERE period_on = $period_on AND is_month = $is_month AND is_stale AND is_debtor_claim
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
GROUP BY department, as_of
ORDER BY outstanding_yen DESC, department, as_of
