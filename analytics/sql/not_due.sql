-- 問い : 納期がまだ来ていない額はいくらか。それが分からない資料か
-- 一行 : 債権の種類
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : claim_kind 債権の種類 / not_due_yen 納期未到来の額（円） / is_due_only 納期到来分だけの資料
SELECT claim_kind, sum(not_due_yen)::BIGINT AS not_due_yen, bool_or(is_due_only) AS is_due_only
FROM claims
WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
GROUP BY claim_kind
HAVING sum(not_due_yen) <> 0 OR bool_or(is_due_only)
ORDER BY not_due_yen DESC, claim_kind
