-- 問い : 2つ以上の課（債権の種類）に滞納のある人は、月ごとに何人いて、残額のどれだけか
-- 一行 : 月末
-- 条件 : $period_on この時点まで / $since_on この時点から / $view 見方（department 課、claim_kind 債権の種類）
-- 列   : period_on 月末 / person_count 滞納のある人（そのまま。画面には出さない） / outstanding_yen その残額（円）
--        shared_count 2つ以上に滞納のある人（そのまま） / shared_yen 2つ以上の人の残額（円） / shared_rate 残額のうちの割合
--        several_count 3つ以上に滞納のある人（そのまま） / several_yen 3つ以上の人の残額（円）
WITH owed AS (               -- 人の組
    SELECT period_on, members, member, size, person_count, outstanding_yen
    FROM shared
    WHERE period_on BETWEEN $since_on AND $period_on AND view = $view
),
sets AS (                    -- 組ごとに1行：人は1回だけ数える
    SELECT period_on, members, size, any_value(person_count) AS person_count, sum(outstanding_yen) AS outstanding_yen
    FROM owed
    GROUP BY period_on, members, size
),
summed AS (
    SELECT period_on, sum(person_count) AS person_count, sum(outstanding_yen) AS outstanding_yen,
           coalesce(sum(person_count) FILTER (size >= 2), 0) AS shared_count,
           coalesce(sum(outstanding_yen) FILTER (size >= 2), 0) AS shared_yen,
           coalesce(sum(person_count) FILTER (size >= 3), 0) AS several_count,
           coalesce(sum(outstanding_yen) FILTER (size >= 3), 0) AS several_yen
    FROM sets
    GROUP BY period_on
)
SELECT period_on, person_count::BIGINT AS person_count, outstanding_yen::BIGINT AS outstanding_yen,
       shared_count::BIGINT AS shared_count, shared_yen::BIGINT AS shared_yen,
       (shared_yen / outstanding_yen)::DOUBLE AS shared_rate,
       several_count::BIGINT AS several_count, several_yen::BIGINT AS several_yen
FROM summed
ORDER BY period_on
