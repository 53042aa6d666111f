-- 問い : 未収残額の区分ごとの額は、どの課のどの種類の債権の、何人の分か（少人数の分を示さないため）
-- 一行 : 時点 × 所管課 × 債権の種類 × 資料の基準日 × 納期限が過ぎたか × 区分
-- 条件 : $period_on この時点まで / $since_on この時点から / $dimension 見方（age 古さ、size 大きさ、state 状態、levy 賦課年度）
-- 列   : period_on 時点 / department 所管課コード / claim_kind 債権の種類 / as_of 資料の基準日 / is_due 納期限が過ぎた / band 区分
--        outstanding_yen 未収残額（円） / person_count その種類の債務者の数 / largest_yen そのうちいちばん多い1人の残額（円）
--        department_person_count 課の債務者の数 / department_largest_yen 課でいちばん多い1人の残額（円）
WITH by_band AS (            -- 立っている資料の残額を、見方の区分に分ける
    SELECT period_on, department, claim_kind, as_of, is_due,
           CASE $dimension WHEN 'age' THEN age_band WHEN 'size' THEN size_band WHEN 'state' THEN state
                           ELSE coalesce(levy_year::VARCHAR, '') END AS band,
           sum(outstanding_yen)::BIGINT AS outstanding_yen
    FROM standing_makeup
    WHERE period_on BETWEEN $since_on AND $period_on
    GROUP BY ALL
),
counted AS (                 -- その見方の人数
    SELECT as_of, department, claim_kind, is_due, band, person_count, largest_yen
    FROM debtors
    WHERE dimension = $dimension
)
SELECT period_on, department, by_band.claim_kind, as_of, is_due, band, outstanding_yen,
       own.person_count, own.largest_yen, whole.person_count AS department_person_count, whole.largest_yen AS department_largest_yen
FROM by_band
LEFT JOIN counted AS own USING (as_of, department, claim_kind, is_due, band)
LEFT JOIN (SELECT * FROM counted WHERE claim_kind IS NULL) AS whole USING (as_of, department, is_due, band)
ORDER BY period_on, department, by_band.claim_kind, as_of, is_due, band
