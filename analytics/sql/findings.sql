-- 問い : 取り込みの点検で、どんな注意が残り、何を直して読んだか
-- 一行 : 注意、または直して読んだこと、ひとつ
-- 条件 : $as_of この月末の資料のもの（NULLならすべて。意識調査や会議録のものは、次の月末の資料が届くまで）
-- 列   : source_name ファイル名 / severity 重さ / row 行 / column 列 / message 内容 / todo すること
SELECT findings.source_name, severity, row, "column", message, todo
FROM findings
LEFT JOIN sources USING (source_scope)
WHERE $as_of IS NULL
   OR sources.as_of = $as_of
   OR (
       (sources.record LIKE 'survey%' OR sources.record = 'meetings')
       AND NOT EXISTS (
           SELECT 1 FROM sources AS later
           WHERE coalesce(later.record, 'receivables') = 'receivables' AND later.as_of > $as_of AND later.as_of <= sources.as_of
       )
   )
ORDER BY severity = 'repair', findings.source_name DESC, row NULLS FIRST, message
