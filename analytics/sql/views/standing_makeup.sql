-- 問い : それぞれの月末に立っている資料の残額は、どの課のどの古さ・大きさ・状態・賦課年度の分か
-- 一行 : 月末 × 債権 × 資料 × 賦課年度 × 古さ × 大きさ × 状態（債務者のいる債権だけ）
-- 条件 : なし
-- 列   : period_on 月末 / as_of 資料の基準日 / account 会計 / claim 債権 / claim_kind 債権の種類
--        department その月末の所管課コード / levy_year 賦課年度 / is_due 納期限が過ぎた / age_band 古さ
--        size_band 大きさ / state 状態 / outstanding_yen 未収残額（円） / line_count 件数
WITH places AS (             -- 月末ごとの債権の課と種類
    SELECT DISTINCT period_on, account, claim, claim_kind, department
    FROM claims
    WHERE is_month AND is_debtor_claim
)
SELECT period_on, standing.as_of, account, claim, claim_kind, department, levy_year, is_due, age_band, size_band, state,
       outstanding_yen, line_count
FROM standing
JOIN places USING (period_on, account, claim)
JOIN makeup USING (source_scope, account, claim)
