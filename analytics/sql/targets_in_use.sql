-- 問い : その年度の目標は、誰がいつ決めたどの版か
-- 一行 : 目標の版
-- 条件 : $fiscal_year 年度
-- 列   : version 版 / decided_on 決定日 / status 種別 / rule 決め方 / target_count 目標の数 / target_yen 目標額の計（円）
SELECT version, decided_on, status, rule, count(*)::BIGINT AS target_count,
       sum(target_yen)::BIGINT AS target_yen
FROM targets
WHERE fiscal_year = $fiscal_year
GROUP BY version, decided_on, status, rule
ORDER BY decided_on DESC, version DESC, status, rule
