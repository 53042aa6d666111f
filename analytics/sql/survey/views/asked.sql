-- 問い : 意識調査は、どの群の何人に、いつ配ったか（1つの回では、いちばん新しい資料だけ）
-- 一行 : 回 × 職位 × 部署群
-- 条件 : なし
-- 列   : wave 回 / started_on 実施開始日 / fielded_on 実施終了日 / rank_group 職位 / department_group 部署群 / invited_count 配布数（人）
WITH newest AS (             -- 同じ回の資料が2つあれば、あとで取り込んだもの
    SELECT wave, arg_max(source_scope, version) AS source_scope
    FROM (SELECT DISTINCT wave, source_scope FROM survey_invited)
    JOIN sources USING (source_scope)
    GROUP BY wave
)
SELECT wave, min(started_on) AS started_on, max(fielded_on) AS fielded_on, rank_group, department_group,
       sum(invited_count)::BIGINT AS invited_count
FROM survey_invited
JOIN newest USING (wave, source_scope)
GROUP BY wave, rank_group, department_group
