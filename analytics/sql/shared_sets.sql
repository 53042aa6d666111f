-- 問い : 少ない人数が分からないようにするために、どの組に何人いるかを見る（画面には出さない）
-- 一行 : 月末 × 見方 × 課（債権）の組 × その組のなかの1つ
-- 条件 : $period_on この時点まで / $since_on この時点から
-- 列   : period_on 月末 / view 見方 / members 組 / member そのなかの1つ / person_count 人数（そのまま）
--        outstanding_yen その残額（円） / largest_yen 1人の最大（円）
SELECT period_on, view, members, member, person_count, outstanding_yen, largest_yen
FROM shared
WHERE period_on BETWEEN $since_on AND $period_on
ORDER BY period_on, view, members, member
