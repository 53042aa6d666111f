-- 問い : 未収残額は、どの古さ・大きさ・状態の分がいくらか（月末ごと。見方は1つ）
-- 一行 : 時点 × 区分
-- 条件 : $period_on この時点まで / $since_on この時点から / $dimension 見方（age 古さ、size 大きさ、state 状態）
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて） / $is_all 納期未到来の額を加えるか
-- 列   : period_on 時点 / fiscal_year 年度 / band 区分 / outstanding_yen 未収残額（円） / line_count 件数
--        debtor_count 人数（課ごとに数えた延べ、分からなければNULL） / stale_on 前に届いた数字を含むとき、いちばん古い基準日
WITH by_band AS (            -- その時点に立っている資料の残額を、見方の区分に分ける
    SELECT period_on, department, as_of, outstanding_yen, line_count,
           CASE $dimension WHEN 'age' THEN age_band WHEN 'size' THEN size_band ELSE state END AS band
    FROM standing_makeup
    WHERE period_on BETWEEN $since_on AND $period_on AND (is_due OR $is_all)
      AND ($department IS NULL OR department = $department) AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
people AS (                  -- 区分ごとの人数。課をまたぐ人は、それぞれの課で数える
    SELECT period_on, band,
           CASE WHEN count(*) = count(debtor_count) AND NOT bool_or(is_mixed) THEN sum(debtor_count) END AS debtor_count
    FROM (SELECT period_on, department, as_of,    -- 基準日の違う資料が1つの課に立っていれば、同じ人かどうか分からない
                 count(*) OVER (PARTITION BY period_on, department) > 1 AS is_mixed
          FROM (SELECT DISTINCT period_on, department, as_of FROM by_band)) AS delivered
    JOIN debtors USING (department, as_of)
    WHERE debtors.is_due AND dimension = $dimension AND debtors.claim_kind IS NOT DISTINCT FROM $claim_kind
    GROUP BY period_on, band
)
SELECT period_on, (CASE WHEN month(period_on) >= 6 THEN year(period_on) ELSE year(period_on) - 1 END)::INTEGER AS fiscal_year,
       band, sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(line_count)::BIGINT AS line_count,
       any_value(debtor_count)::BIGINT AS debtor_count, min(as_of) FILTER (as_of < period_on) AS stale_on
FROM by_band
LEFT JOIN people USING (period_on, band)
GROUP BY period_on, band
ORDER BY period_on, band
