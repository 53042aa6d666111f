-- 問い : どの課の資料が、どの月末に立っているか（残額が0円なのか、資料がないのかを分ける）
-- 一行 : 所管課 × 月末
-- 条件 : $first_on この月末から / $period_on この月末まで
-- 列   : department 所管課コード / period_on 月末
SELECT DISTINCT department, period_on
FROM claims
WHERE is_month AND period_on BETWEEN $first_on AND $period_on
ORDER BY department, period_on
