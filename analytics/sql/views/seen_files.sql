-- 問い : 取り込んだファイルは、どの月末を見るときに載るか（意識調査や会議録は、次の月末の資料が届くまでと、そのあとも）
-- 一行 : 取り込んだファイルひとつ
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / seen_from この月末から / seen_to この月末まで
SELECT source_scope, as_of AS seen_from, as_of AS seen_to
FROM sources
WHERE coalesce(record, 'receivables') NOT LIKE 'survey%' AND coalesce(record, 'receivables') <> 'meetings'
UNION ALL
SELECT source_scope,
       coalesce((SELECT max(months.as_of) FROM sources AS months
                 WHERE coalesce(months.record, 'receivables') = 'receivables' AND months.as_of <= lasting.as_of),
                DATE '0001-01-01') AS seen_from,
       DATE '9999-12-31' AS seen_to
FROM sources AS lasting
WHERE record LIKE 'survey%' OR record = 'meetings'
