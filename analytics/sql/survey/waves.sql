-- 問い : 意識調査は、いつ、何人に配り、何人が答えたか
-- 一行 : 回（実施の古い順）
-- 条件 : なし
-- 列   : wave 回 / started_on 実施開始日 / fielded_on 実施終了日 / invited_count 配布数（人） / answered_count 回答数（人）
WITH answered AS (
    SELECT wave, min(fielded_on) AS first_on, max(fielded_on) AS last_on, count(DISTINCT person) AS answered_count
    FROM given
    GROUP BY wave
),
invited AS (
    SELECT wave, min(started_on) AS started_on, max(fielded_on) AS fielded_on, sum(invited_count)::BIGINT AS invited_count
    FROM asked
    GROUP BY wave
)
SELECT wave, coalesce(started_on, first_on) AS started_on, coalesce(fielded_on, last_on) AS fielded_on,
       invited_count, answered_count
FROM answered
LEFT JOIN invited USING (wave)
ORDER BY fielded_on, wave
