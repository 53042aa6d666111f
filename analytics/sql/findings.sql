-- 問い : 取り込みの点検で、どんな注意が残ったか
-- 一行 : 注意ひとつ
-- 条件 : なし
-- 列   : source_name ファイル名 / severity 重さ / row 行 / column 列 / message 内容 / todo すること
SELECT source_name, severity, row, "column", message, todo
FROM findings
ORDER BY source_name DESC, row NULLS FIRST, message
