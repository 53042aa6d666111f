-- 問い : 2つの課（債権の種類）の両方に滞納のある人は何人いて、いくらか
-- 一行 : 見方のなかの2つの組（行と列。同じなら、そこに滞納のある人すべて）
-- 条件 : $period_on 月末 / $view 見方（department 課、claim_kind 債権の種類）
-- 列   : row_member 行の課（債権） / column_member 列の課（債権） / person_count 人数（そのまま。画面には出さない）
--        outstanding_yen 行の残額（円） / together_yen 行と列の残額の合計（円）
WITH owed AS (               -- 月末の、人の組（名寄せのときに1回だけ数えてある。人どうしは突き合わせない）
    SELECT members, member, person_count, outstanding_yen
    FROM shared
    WHERE period_on = $period_on AND view = $view
)
SELECT here.member AS row_member, there.member AS column_member,
       sum(here.person_count)::BIGINT AS person_count,
       sum(here.outstanding_yen)::BIGINT AS outstanding_yen,
       sum(here.outstanding_yen + CASE WHEN here.member <> there.member THEN there.outstanding_yen ELSE 0 END)::BIGINT AS together_yen
FROM owed AS here
JOIN owed AS there USING (members)
GROUP BY ALL
ORDER BY row_member, column_member
