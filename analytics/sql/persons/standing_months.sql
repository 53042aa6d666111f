-- 問い : それぞれの月末に、どの資料のどの債権が立っているか（債務者の明細を開く前に、読むファイルを決める）
-- 一行 : 月末 × 債権 × 資料
-- 条件 : $first_on この月末から / $period_on この月末まで / $newest_on この月末も
-- 列   : period_on 月末 / source_scope 取り込みの単位 / as_of その資料の基準日 / account 会計 / claim 債権
SELECT period_on, source_scope, as_of, account, claim
FROM standing
WHERE period_on BETWEEN $first_on AND $period_on OR period_on = $newest_on
ORDER BY period_on, account, claim, source_scope
