-- 問い : どの時点の残額があり、それぞれ何と比べるか
-- 一行 : 時点
-- 条件 : なし
-- 列   : period_on 時点 / is_month 月次の資料 / as_of 基準日 / fiscal_year 目標の年度（月は一般会計の6月から5月まで）
--        before_on 1年前の時点 / previous_on 1つ前の時点
WITH known AS (              -- 残額のある時点と、その目標の年度
    SELECT period_on, is_month,
           CASE WHEN is_month THEN period_on ELSE max(as_of) END AS as_of,
           CASE WHEN is_month AND month(period_on) >= 6 THEN year(period_on) ELSE year(period_on) - 1 END AS fiscal_year
    FROM claims
    GROUP BY period_on, is_month
)
SELECT known.period_on, known.is_month, known.as_of, known.fiscal_year::INTEGER AS fiscal_year,
       before.period_on AS before_on,
       lag(known.period_on) OVER (PARTITION BY known.is_month ORDER BY known.period_on) AS previous_on
FROM known
LEFT JOIN known AS before
  ON before.is_month = known.is_month AND before.period_on = last_day(known.period_on - INTERVAL 1 YEAR)
ORDER BY known.is_month, known.period_on
