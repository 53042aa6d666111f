-- 問い : 月次の資料で、納期の過ぎた残額のある債務者は課ごとに何人か。区分ごとでは何人か（取り込みのときに一度だけ作る）
-- 一行 : 月 × 所管課 × 債権の種類（NULLなら課の全部） × 区分の見方と値（見方が all なら区分の全部）
-- 条件 : $since この日からの資料
-- 列   : as_of 基準日 / department 所管課コード / claim_kind 債権の種類 / dimension 区分の見方 / band 区分
--        debtor_count 債務者数（番号のない行があればNULL） / known_count 番号のある債務者の数
WITH owed AS (               -- 納期の過ぎた残額のある行
    SELECT * FROM banded WHERE as_of >= $since AND is_due AND is_debtor_claim
)
SELECT as_of, department, claim_kind,
       CASE WHEN grouping(age_band) = 0 THEN 'age'
            WHEN grouping(size_band) = 0 THEN 'size'
            WHEN grouping(state) = 0 THEN 'state'
            ELSE 'all' END AS dimension,
       coalesce(age_band, size_band, state, '') AS band,
       CASE WHEN NOT bool_or(debtor_key IS NULL AND outstanding_yen <> 0) THEN count(DISTINCT debtor_key) FILTER (is_owing) END::BIGINT AS debtor_count,
       count(DISTINCT debtor_key) FILTER (is_owing)::BIGINT AS known_count
FROM owed
GROUP BY GROUPING SETS (
    (as_of, department), (as_of, department, age_band), (as_of, department, size_band), (as_of, department, state),
    (as_of, department, claim_kind), (as_of, department, claim_kind, age_band),
    (as_of, department, claim_kind, size_band), (as_of, department, claim_kind, state))
ORDER BY as_of, department, claim_kind NULLS FIRST, dimension, band
