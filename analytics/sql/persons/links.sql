-- 問い : どの課のどの債務者が、だれか（名寄せ）
-- 一行 : 課の債務者
-- 条件 : なし
-- 列   : department 所管課コード / debtor_key 債務者の番号 / person_id 名寄せの番号
SELECT department, debtor_key, person_id
FROM links
ORDER BY department, debtor_key
