-- 問い : いちばん新しい月末に、どの債務者が、どの種類の債権を滞納しているか
-- 一行 : 所管課・債務者の番号・債権の種類の組ひとつ
-- 条件 : なし
-- 列   : department 所管課コード / debtor_key 債務者の番号 / claim_kind 債権の種類
SELECT department, debtor_key, claim_kind
FROM month_lines
JOIN standing USING (source_scope, account, claim)
WHERE is_due AND is_debtor_claim AND debtor_key IS NOT NULL
  AND period_on = (SELECT max(period_on) FROM standing)
GROUP BY department, debtor_key, claim_kind
HAVING sum(outstanding_yen) > 0
ORDER BY department, debtor_key, claim_kind
