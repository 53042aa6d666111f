-- 問い : どの年度の目標が、どの版まで決められているか
-- 一行 : 年度
-- 条件 : なし
-- 列   : fiscal_year 年度 / version いちばん新しい版 / decided_on その決定日
SELECT fiscal_year, max(version) AS version, arg_max(decided_on, version) AS decided_on
FROM targets
GROUP BY fiscal_year
ORDER BY fiscal_year
