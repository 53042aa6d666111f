-- 問い : 月次の資料で、残額のある債務者は課ごとに何人か。区分ごとでは何人か（取り込みのときに一度だけ作る）
-- 一行 : 月 × 所管課 × 債権の種類（NULLなら課の全部） × 納期限が過ぎたか × 区分の見方と値（見方が all なら区分の全部）
-- 条件 : $since この日からの資料
-- 列   : as_of 基準日 / department 所管課コード / claim_kind 債権の種類 / is_due 納期限が過ぎた / dimension 区分の見方
--        band 区分 / debtor_count 債務者数（納期の過ぎた残額の合計が0円でない人。番号のない行があればNULL）
--        known_count そのうち番号のある債務者の数 / person_count 行のある、番号のある債務者の数
--        largest_yen いちばん多い1人の残額（円、番号のある人がいなければNULL）
WITH owed AS (               -- 残額のある行
    SELECT * FROM banded WHERE as_of >= $since AND is_debtor_claim
),
by_debtor AS (               -- 区分ごとの、1人ずつの残額
    SELECT as_of, department, claim_kind, is_due,
           CASE WHEN grouping(age_band) = 0 THEN 'age'
                WHEN grouping(size_band) = 0 THEN 'size'
                WHEN grouping(state) = 0 THEN 'state'
                WHEN grouping(levy_year) = 0 THEN 'levy'
                ELSE 'all' END AS dimension,
           coalesce(age_band, size_band, state, levy_year::VARCHAR, '') AS band,
           debtor_key, bool_or(is_owing) AS is_owing, abs(sum(outstanding_yen)) AS owed_yen
    FROM owed
    GROUP BY GROUPING SETS (
        (as_of, department, is_due, debtor_key), (as_of, department, is_due, debtor_key, age_band),
        (as_of, department, is_due, debtor_key, size_band), (as_of, department, is_due, debtor_key, state),
        (as_of, department, is_due, debtor_key, levy_year),
        (as_of, department, claim_kind, is_due, debtor_key), (as_of, department, claim_kind, is_due, debtor_key, age_band),
        (as_of, department, claim_kind, is_due, debtor_key, size_band),
        (as_of, department, claim_kind, is_due, debtor_key, state),
        (as_of, department, claim_kind, is_due, debtor_key, levy_year))
)
SELECT as_of, department, claim_kind, is_due, dimension, band,
       CASE WHEN NOT bool_or(debtor_key IS NULL) THEN count(*) FILTER (is_owing) END::BIGINT AS debtor_count,
       count(debtor_key) FILTER (is_owing)::BIGINT AS known_count, count(debtor_key)::BIGINT AS person_count,
       max(owed_yen) FILTER (debtor_key IS NOT NULL)::BIGINT AS largest_yen
FROM by_debtor
GROUP BY as_of, department, claim_kind, is_due, dimension, band
ORDER BY as_of, department, claim_kind NULLS FIRST, is_due, dimension, band
