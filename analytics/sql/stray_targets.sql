-- 問い : 残額の資料にない債権や区分への目標はないか（名前の書き違いなど）
-- 一行 : 債権の名前
-- 条件 : $fiscal_year 年度
-- 列   : claim 債権
SELECT DISTINCT claim
FROM current_targets
WHERE fiscal_year = $fiscal_year AND NOT is_matched
ORDER BY claim
