-- 問い : 同じ債権が、同じ年度で別のファイルや別の基準日からも（月次なら同じ月に別のファイルからも）取り込まれていないか
-- 一行 : 二重になる債権とその元のファイル
-- 条件 : なし
-- 列   : claim 債権 / source_name 元のファイル / as_of その基準日
SELECT DISTINCT receivables.claim, receivables.source_name, receivables.as_of
FROM receivables
JOIN incoming_lines
  ON incoming_lines.fiscal_year = receivables.fiscal_year
 AND incoming_lines.account = receivables.account
 AND incoming_lines.claim = receivables.claim
 AND incoming_lines.part = receivables.part
WHERE incoming_lines.source_scope <> receivables.source_scope
  AND (incoming_lines.as_of = receivables.as_of
       OR coalesce(incoming_lines.basis, 'settlement') = 'settlement'
          AND coalesce(receivables.basis, 'settlement') = 'settlement')
ORDER BY receivables.claim, receivables.source_name
