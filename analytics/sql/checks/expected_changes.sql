-- 問い : これから取り込むファイルで、どの課の残額がいくらからいくらになるか
-- 一行 : 取り込みの単位 × 所管課
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / department 所管課コード / department_name 所管課
--        was_on いまの数字の基準日 / was_yen いまの残額（円） / new_yen 取り込んだ後の残額（円）
WITH former AS (             -- 同じ基準日の資料があればそれ（訂正）、なければ同じレイアウトの、それより前の最後の資料
    SELECT incoming.source_scope, max_by(stored.source_scope, stored.as_of) AS former_scope, max(stored.as_of) AS was_on
    FROM (SELECT DISTINCT source_scope, layout, as_of FROM incoming) AS incoming
    JOIN (SELECT DISTINCT source_scope, layout, as_of FROM stored) AS stored
      ON stored.layout = incoming.layout AND stored.as_of <= incoming.as_of
    GROUP BY incoming.source_scope
),
both_sides AS (              -- いまの数字と、取り込んだ後の数字
    SELECT former.source_scope, department, department_name, outstanding_yen AS was_yen, NULL AS new_yen
    FROM stored
    JOIN former ON former.former_scope = stored.source_scope
    WHERE is_debtor_claim
    UNION ALL BY NAME
    SELECT source_scope, department, department_name, NULL AS was_yen, outstanding_yen AS new_yen
    FROM incoming
    WHERE is_debtor_claim
)
SELECT source_scope, department, max_by(department_name, new_yen IS NOT NULL) AS department_name, max(was_on) AS was_on,
       sum(was_yen)::BIGINT AS was_yen, sum(new_yen)::BIGINT AS new_yen
FROM both_sides
LEFT JOIN former USING (source_scope)
GROUP BY source_scope, department
ORDER BY department, source_scope
