-- 問い : どの課が、どの種類の債権を持っているか
-- 一行 : 所管課と債権の種類の組ひとつ
-- 条件 : なし
-- 列   : department 所管課コード / claim_kind 債権の種類
SELECT DISTINCT department, claim_kind
FROM claims
WHERE is_debtor_claim
ORDER BY department, claim_kind
