-- 問い : どの年度末の残額があるか
-- 一行 : 年度
-- 条件 : なし
-- 列   : fiscal_year 年度 / as_of 基準日
SELECT fiscal_year, max(as_of) AS as_of
FROM claims
GROUP BY fiscal_year
ORDER BY fiscal_year
