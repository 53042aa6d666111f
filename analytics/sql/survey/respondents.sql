-- 問い : 職位と部署群の組ごとに、何人に配り、何人が答えたか（そのままは示さず、少ない群を伏せてから使う）
-- 一行 : 回 × 職位 × 部署群
-- 条件 : なし
-- 列   : wave 回 / rank_group 職位 / department_group 部署群 / invited_count 配布数（人） / answered_count 回答数（人）
WITH answered AS (
    SELECT wave, rank_group, department_group, count(DISTINCT person) AS answered_count
    FROM given
    GROUP BY wave, rank_group, department_group
),
invited AS (
    SELECT wave, coalesce(rank_group, '') AS rank_group, coalesce(department_group, '') AS department_group, invited_count
    FROM asked
)
SELECT wave, rank_group, department_group, invited_count, coalesce(answered_count, 0) AS answered_count
FROM answered
FULL JOIN invited USING (wave, rank_group, department_group)
ORDER BY wave, rank_group, department_group
