-- 問い : 同じ人の答えが、意識調査の2つの回に入っていないか（2つの回の差から、一人ひとりの答えが分かってしまう）
-- 一行 : これから届く回と、重なるもう一方の回
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / wave 回 / other_wave もう一方の回 / other_name もう一方のファイル
WITH answers AS (             -- すでにある回（これから届く単位のものは置き換わる）と、一緒に届いた回
    SELECT * FROM stored_answers
    WHERE source_scope NOT IN (SELECT source_scope FROM incoming_answers)
    UNION ALL BY NAME
    SELECT * FROM incoming_answers
),
people AS (                   -- 1人の答えのすべて
    SELECT source_scope, source_name, wave, source_row, any_value(fielded_on) AS fielded_on,
           list(row(question, rank_group, department_group, answer) ORDER BY question)::VARCHAR AS answer_row
    FROM answers
    GROUP BY source_scope, source_name, wave, source_row
),
neighbours AS (               -- 次の行と合わせて見る（設問の少ない調査では、1行だけなら別の人でも同じになる）
    SELECT source_scope, wave, source_row, answer_row,
           lead(answer_row) OVER (PARTITION BY source_scope ORDER BY source_row) AS next_row
    FROM people
),
pairs AS (                    -- 新しい順に並ぶ表もあるので、どちらが先かは問わない
    SELECT source_scope, wave, source_row, least(answer_row, next_row) || greatest(answer_row, next_row) AS two_rows
    FROM neighbours
    WHERE next_row IS NOT NULL
),
waves AS (                    -- 答えた日が1日だけの回は、--as-of で渡された日かもしれない
    SELECT source_scope, source_name, wave, count(*) AS people_count,
           min(fielded_on) AS first_on, max(fielded_on) AS last_on, min(fielded_on) < max(fielded_on) AS has_days
    FROM people
    GROUP BY source_scope, source_name, wave
),
alike AS (                    -- 2つの回のどちらにもある行
    SELECT one.source_scope, other.source_scope AS other_scope,
           least(count(DISTINCT one.source_row), count(DISTINCT other.source_row)) AS row_count
    FROM pairs AS one
    JOIN pairs AS other ON one.two_rows = other.two_rows AND one.wave <> other.wave
    GROUP BY one.source_scope, other.source_scope
)
SELECT one.source_scope, one.wave, other.wave AS other_wave, other.source_name AS other_name
FROM waves AS one
JOIN waves AS other ON one.wave <> other.wave
LEFT JOIN alike ON alike.source_scope = one.source_scope AND alike.other_scope = other.source_scope
WHERE one.source_scope IN (SELECT source_scope FROM incoming_answers)
  AND CASE WHEN one.has_days AND other.has_days THEN one.first_on <= other.last_on AND other.first_on <= one.last_on
           ELSE 3 * coalesce(alike.row_count, 0) >= least(one.people_count, other.people_count) END
ORDER BY one.source_scope, other.source_name
