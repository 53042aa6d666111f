-- 問い : 集計して届いた調査では、どの群の何割が望ましい答えだったか（少ない群を伏せてから使う）
-- 一行 : 回 × 設問 × 職位 × 部署群（1つの回では、様式ごとにいちばん新しい資料だけ）
-- 条件 : なし
-- 列   : wave 回 / fielded_on 実施日 / question 設問 / rank_group 職位 / department_group 部署群
--        positive_percent 望ましい答えの割合（％） / answered_count 回答数（人）
WITH newest AS (             -- 職位ごとの表と部署群ごとの表が別の様式で届けば、どちらも効く
    SELECT wave, arg_max(source_scope, version) AS source_scope
    FROM (SELECT DISTINCT wave, source_scope FROM survey_results)
    JOIN sources USING (source_scope)
    GROUP BY wave, layout
)
SELECT wave, fielded_on, question || CASE WHEN coalesce(item, '') = '' THEN '' ELSE '（' || item || '）' END AS question,
       rank_group, department_group, positive_percent, answered_count
FROM survey_results
JOIN newest USING (wave, source_scope)
ORDER BY wave, question, rank_group, department_group
