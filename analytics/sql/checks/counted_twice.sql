-- 問い : 同じ債権が、同じ年度で別のファイルや別の基準日からも（月次なら同じ月に別のファイルからも）届いていないか
-- 一行 : 二重になる債権と、もう一方のファイル
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / claim 債権 / source_name もう一方のファイル / as_of その基準日
--        is_month 月次の資料
WITH others AS (             -- すでにある資料（これから届く単位のものは置き換わる）と、一緒に届いた資料
    SELECT * FROM stored_claims
    WHERE source_scope NOT IN (SELECT source_scope FROM incoming_claims)
    UNION ALL BY NAME
    SELECT * FROM incoming_claims
)
SELECT DISTINCT incoming_claims.source_scope, claim, others.source_name, others.as_of, is_month
FROM incoming_claims
JOIN others USING (fiscal_year, account, claim, part, is_month)
WHERE incoming_claims.source_scope <> others.source_scope
  AND (NOT is_month OR incoming_claims.as_of = others.as_of)
ORDER BY incoming_claims.source_scope, claim, others.source_name
