-- 問い : このレイアウトのファイルは、これまでにどの債権を届けたか
-- 一行 : 債権
-- 条件 : $layout レイアウトの名前
-- 列   : claim 債権
SELECT DISTINCT claim
FROM receivables
WHERE source_scope LIKE $layout || '@%'
ORDER BY claim
