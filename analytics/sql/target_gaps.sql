-- 問い : 課ごとに、目標のある債権の残額は目標額をいくら上回っていたか（時点ごと）
-- 一行 : 時点 × 所管課
-- 条件 : $period_on この時点まで / $is_month 月次の資料か
-- 列   : period_on 時点 / department 所管課コード / target_yen 目標額（円） / covered_yen 目標のある債権の残額（円）
--        is_stale その月の資料が届かず、前に届いた数字のまま
SELECT period_on, department, target_yen::BIGINT AS target_yen, covered_yen::BIGINT AS covered_yen, is_stale
FROM department_aims
WHERE period_on <= $period_on AND is_month = $is_month
ORDER BY department, period_on
