-- 問い : どの課（債権の種類）の組み合わせに滞納のある人が何人いて、いくらか
-- 一行 : 2つ以上の課（債権）の組み合わせ
-- 条件 : $period_on 月末 / $view 見方（department 課、claim_kind 債権の種類）
-- 列   : members 組み合わせ（斜線で区切る） / size 課（債権）の数 / held 課（債権）のならび
--        person_count そこだけに滞納のある人（そのまま。画面には出さない） / outstanding_yen その人たちの残額（円）
--        within_count ほかにも滞納のある人を入れた人数（そのまま） / within_yen その人たちの、ここでの残額（円）
WITH owed AS (               -- 月末の、人の組
    SELECT members, member, size, person_count, outstanding_yen
    FROM shared
    WHERE period_on = $period_on AND view = $view
),
sets AS (                    -- 組み合わせごとに1行
    SELECT members, size, list(member ORDER BY member) AS held, any_value(person_count) AS person_count,
           sum(outstanding_yen) AS outstanding_yen
    FROM owed
    GROUP BY members, size
),
wider AS (                   -- その組み合わせを含む組み合わせの人も入れる
    SELECT few.members, sum(many.person_count) AS within_count
    FROM sets AS few
    JOIN sets AS many ON list_has_all(many.held, few.held)
    GROUP BY few.members
),
wider_yen AS (               -- その人たちの、組み合わせのなかの残額
    SELECT few.members, sum(owed.outstanding_yen) AS within_yen
    FROM sets AS few
    JOIN sets AS many ON list_has_all(many.held, few.held)
    JOIN owed ON owed.members = many.members AND list_contains(few.held, owed.member)
    GROUP BY few.members
)
SELECT members, size, held, person_count::BIGINT AS person_count, outstanding_yen::BIGINT AS outstanding_yen,
       within_count::BIGINT AS within_count, within_yen::BIGINT AS within_yen
FROM sets
JOIN wider USING (members)
JOIN wider_yen USING (members)
WHERE size >= 2
ORDER BY members
