-- 問い : その年度の目標を決められる債権は、どんな名前か
-- 一行 : 債権の名前
-- 条件 : $fiscal_year 年度（資料になければ前年度を見る）
-- 列   : claim 債権
SELECT DISTINCT claim
FROM claims
WHERE is_debtor_claim AND fiscal_year IN ($fiscal_year, $fiscal_year - 1)
ORDER BY claim
