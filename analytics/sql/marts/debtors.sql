-- 問い : 月次の資料で、納期の過ぎた残額のある債務者は課ごとに何人か（取り込みのときに一度だけ作る）
-- 一行 : 月 × 所管課
-- 条件 : なし
-- 列   : as_of 基準日 / department 所管課コード / debtor_count 債務者数（分からない行があればNULL）
SELECT as_of, department,
       CASE WHEN NOT bool_or(debtor_key IS NULL) THEN count(DISTINCT debtor_key) END::BIGINT AS debtor_count
FROM receivables
WHERE coalesce(basis, 'settlement') <> 'settlement' AND coalesce(due_on < as_of, true)
  AND is_debtor_claim AND outstanding_yen <> 0
GROUP BY as_of, department
ORDER BY as_of, department
