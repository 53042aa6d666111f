-- 問い : 意識調査の尺度は、同じものを聞けているか（クロンバックのα の材料）
-- 一行 : 回 × 尺度
-- 条件 : なし
-- 列   : wave 回 / scale 尺度 / question_count 設問の数 / person_count その全部に答えた人数
--        item_variances 設問ごとの分散 / sum_variance 合計点の分散
WITH asked_count AS (
    SELECT wave, scale, count(DISTINCT question) AS question_count
    FROM given
    GROUP BY wave, scale
),
whole AS (                   -- その尺度のすべての設問に答えた人
    SELECT wave, scale, person, sum(favour) AS total
    FROM given
    GROUP BY wave, scale, person
    HAVING count(favour) = count(*)
),
items AS (
    SELECT wave, scale, question, var_samp(favour) AS variance
    FROM given
    JOIN whole USING (wave, scale, person)
    GROUP BY wave, scale, question
),
item_lists AS (
    SELECT wave, scale, list(variance ORDER BY question) AS item_variances
    FROM items
    GROUP BY wave, scale
),
totals AS (
    SELECT wave, scale, count(*) AS person_count, var_samp(total) AS sum_variance
    FROM whole
    GROUP BY wave, scale
)
SELECT wave, scale, question_count, coalesce(person_count, 0) AS person_count, item_variances, sum_variance
FROM asked_count
LEFT JOIN item_lists USING (wave, scale)
LEFT JOIN totals USING (wave, scale)
ORDER BY wave, scale
