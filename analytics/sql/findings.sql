-- 問い : 取り込みの点検で、どんな注意が残り、何を直して読んだか
-- 一行 : 注意、または直して読んだこと、ひとつ
-- 条件 : $as_of この月末の資料のもの（NULLならすべて。意識調査や会議録のものも）
-- 列   : source_name ファイル名 / severity 重さ / row 行 / column 列 / message 内容 / todo すること
SELECT findings.source_name, severity, row, "column", message, todo
FROM findings
LEFT JOIN seen_files USING (source_scope)
WHERE $as_of IS NULL OR $as_of BETWEEN seen_from AND seen_to
ORDER BY severity = 'repair', findings.source_name DESC, row NULLS FIRST, message
