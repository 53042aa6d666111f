-- 問い : 意識調査の尺度の設問には、1人が合わせてどう答えたか（そのままは示さず、クロンバックのα だけを出す）
-- 一行 : 回 × 尺度 × 職位 × 部署群 × 答えの組
-- 条件 : なし
-- 列   : wave 回 / scale 尺度 / rank_group 職位 / department_group 部署群
--        favours 設問ごとの望ましい向きの答え（答えなしは空） / person_count 人数
WITH together AS (
    SELECT wave, scale, rank_group, department_group, person, list(favour ORDER BY question) AS favours
    FROM given
    GROUP BY wave, scale, rank_group, department_group, person
)
SELECT wave, scale, rank_group, department_group, favours, count(*) AS person_count
FROM together
GROUP BY wave, scale, rank_group, department_group, favours
ORDER BY wave, scale, rank_group, department_group, favours
