-- 問い : 債権のほかの記録（宛名、取組など）は、取り込みの単位ごとに何行あるか
-- 一行 : 取り込みの単位
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / record_rows 記録の行数
SELECT source_scope, count(*)::BIGINT AS record_rows
FROM records
GROUP BY source_scope
ORDER BY source_scope
