-- 問い : 資料にあって、債権の種類の表（data/rules/claim_kinds.toml）にない債権はどれか
-- 一行 : 債権の種類
-- 条件 : なし
-- 列   : claim_kind 債権の種類
SELECT DISTINCT claim_kind
FROM claims
ANTI JOIN claim_rules USING (claim_kind)
WHERE is_debtor_claim
ORDER BY claim_kind
