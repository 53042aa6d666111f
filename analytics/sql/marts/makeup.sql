-- 問い : 月次の資料の残額は、どの古さ・大きさ・状態・賦課年度の分がいくらか（取り込みのときに一度だけ作る）
-- 一行 : 取り込みの単位 × 債権 × 賦課年度 × 古さ × 大きさ × 状態
-- 条件 : $since この日からの資料
-- 列   : as_of 基準日 / source_scope 取り込みの単位 / account 会計 / claim 債権 / levy_year 賦課年度
--        is_due 納期限が過ぎた / age_band 古さ / size_band 大きさ / state 状態
--        outstanding_yen 未収残額（円） / line_count 件数
SELECT as_of, source_scope, account, claim, levy_year, is_due, age_band, size_band, state,
       sum(outstanding_yen)::BIGINT AS outstanding_yen, count(*)::BIGINT AS line_count
FROM banded
WHERE as_of >= $since
GROUP BY ALL
ORDER BY ALL
