-- 問い : 意識調査の尺度の得点は、どの群で何点か（そのままは示さず、少ない群を伏せてから使う）
-- 一行 : 回 × 尺度 × 職位 × 部署群
-- 条件 : なし
-- 列   : wave 回 / scale 尺度 / rank_group 職位 / department_group 部署群 / answered_count 得点の出た人数
--        points_sum 得点の合計 / points_square_sum 得点の2乗の合計
WITH scored AS (             -- 1人の得点: その尺度の設問の半分以上に答えた人の、望ましい向きの答えの平均（0〜100点）
    SELECT wave, scale, rank_group, department_group, person, avg((favour - 1) * 25.0) AS points
    FROM given
    GROUP BY wave, scale, rank_group, department_group, person
    HAVING count(favour) * 2 >= count(*)
)
SELECT wave, scale, rank_group, department_group, count(*) AS answered_count, sum(points) AS points_sum,
       sum(points * points) AS points_square_sum
FROM scored
GROUP BY wave, scale, rank_group, department_group
ORDER BY wave, scale, rank_group, department_group
