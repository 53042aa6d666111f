-- 問い : その時点を測っている目標は、いつ決めたどの版か
-- 一行 : 版と決め方の組ひとつ
-- 条件 : $period_on 時点 / $is_month 月次の資料か
-- 列   : version 版 / decided_on 決定日 / status 種別 / rule 決め方
SELECT DISTINCT version, decided_on, status, rule
FROM aims                    -- 4月と5月は、債権により前年度の目標で測る
WHERE period_on = $period_on AND is_month = $is_month
ORDER BY decided_on DESC, version DESC, status, rule
