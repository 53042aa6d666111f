-- 問い : 月次の資料の行は、どの古さ・大きさ・状態の区分に入るか
-- 一行 : 残額のある明細ひとつ
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / as_of 基準日 / account 会計 / claim 債権 / claim_kind 債権の種類
--        department 所管課コード / is_debtor_claim 債務者のいる債権 / levy_year 賦課年度
--        debtor_key 債務者の番号 / is_due 納期限が過ぎた / is_owing 債務者の残額の合計が0円でない / age_band 古さ
--        size_band 大きさ / state 状態 / outstanding_yen 未収残額（円）
WITH owed AS (               -- 残額のある行
    SELECT * FROM month_lines WHERE outstanding_yen <> 0
),
totals AS (                  -- 課ごとの債務者の、納期限を過ぎた残額の合計
    SELECT as_of, department, debtor_key, sum(outstanding_yen) AS debtor_yen
    FROM owed
    WHERE is_due AND debtor_key IS NOT NULL
    GROUP BY as_of, department, debtor_key
),
stated AS (                  -- 状態の列がある資料か
    SELECT source_scope, bool_or(state IS NOT NULL) AS has_states FROM month_lines GROUP BY source_scope
)
SELECT source_scope, as_of, account, claim, claim_kind, department, is_debtor_claim, levy_year, debtor_key, is_due,
       coalesce(debtor_yen, 0) <> 0 AS is_owing,
       CASE WHEN NOT is_due THEN 'not_due'
            WHEN due_on IS NULL THEN 'unknown'
            WHEN as_of < due_on + INTERVAL 3 MONTH THEN 'months_0_3'
            WHEN as_of < due_on + INTERVAL 12 MONTH THEN 'months_3_12'
            WHEN as_of < due_on + INTERVAL 24 MONTH THEN 'years_1_2'
            WHEN as_of < due_on + INTERVAL 36 MONTH THEN 'years_2_3'
            WHEN as_of < due_on + INTERVAL 60 MONTH THEN 'years_3_5'
            ELSE 'years_5' END AS age_band,
       CASE WHEN debtor_key IS NULL THEN 'unknown'
            WHEN coalesce(debtor_yen, 0) < 10000 THEN 'under_1'
            WHEN debtor_yen < 50000 THEN 'from_1'
            WHEN debtor_yen < 100000 THEN 'from_5'
            WHEN debtor_yen < 500000 THEN 'from_10'
            WHEN debtor_yen < 1000000 THEN 'from_50'
            ELSE 'from_100' END AS size_band,
       coalesce(state, CASE WHEN has_states THEN 'untouched' ELSE 'unknown' END) AS state,
       outstanding_yen
FROM owed
JOIN stated USING (source_scope)
LEFT JOIN totals USING (as_of, department, debtor_key)
