-- 問い : 意識調査で、だれがどの設問にどう答えたか（1つの回では、いちばん新しい資料だけ）
-- 一行 : 1人の1問への答え
-- 条件 : なし
-- 列   : wave 回 / fielded_on 回答日 / rank_group 職位 / department_group 部署群 / person 回答者（資料と行。名前ではない）
--        question 設問 / wording 聞いた文言 / scale 尺度 / favour 望ましい向きの答え（5が最も望ましい）
WITH newest AS (             -- 同じ回の資料が2つあれば、あとで取り込んだもの
    SELECT wave, arg_max(source_scope, version) AS source_scope
    FROM (SELECT DISTINCT wave, source_scope FROM survey)
    JOIN sources USING (source_scope)
    GROUP BY wave
)
SELECT wave, fielded_on, coalesce(rank_group, '不明') AS rank_group, coalesce(department_group, '不明') AS department_group,
       source_scope || ' ' || source_row AS person, question, wording, scale,
       CASE WHEN is_turned THEN 6 - answer ELSE answer END AS favour
FROM survey
JOIN newest USING (wave, source_scope)
JOIN survey_questions USING (question)
