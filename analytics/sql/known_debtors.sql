-- 問い : 債務者番号のある債務者が、これまでにいたか
-- 一行 : 全体で1行
-- 条件 : なし
-- 列   : known_count 番号のある債務者の数の、いちばん多いとき
SELECT coalesce(max(known_count), 0)::BIGINT AS known_count
FROM debtors
ORDER BY known_count
