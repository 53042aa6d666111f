-- 問い : その年度に効いている目標は、いつ決めたどの版か
-- 一行 : 版と決め方の組ひとつ
-- 条件 : $fiscal_year 年度
-- 列   : version 版 / decided_on 決定日 / status 種別 / rule 決め方
SELECT DISTINCT version, decided_on, status, rule
FROM current_targets
WHERE fiscal_year = $fiscal_year AND is_matched
ORDER BY decided_on DESC, version DESC, status, rule
