-- 問い : 債権ごとに、期首の残額・当年度の調定・収入・不納欠損・年度末の残額はいくらか
-- 一行 : 時点 × 債権
-- 条件 : $period_on この時点まで / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : period_on 時点 / fiscal_year 年度 / account 会計 / claim_group 債権のまとまり / claim 債権
--        department 所管課コード / department_name 所管課 / opening_yen 期首の残額（円） / opening_basis 期首の根拠
--        new_assessed_yen 当年度の調定額（円） / collected_net_yen 収入額（還付未済を除く）（円）
--        written_off_yen 不納欠損額（円） / closing_yen 年度末の未収残額（円）
--        previous_closing_yen 前年度末の未収残額（円） / opening_gap_yen 期首と前年度末の差（円）
SELECT period_on, fiscal_year, account, claim_group, claim, department, department_name, opening_yen, opening_basis,
       new_assessed_yen, collected_net_yen, written_off_yen, closing_yen,
       CASE WHEN presence IN ('continued', 'transferred') THEN previous_closing_yen END AS previous_closing_yen,
       CASE WHEN presence IN ('continued', 'transferred')
            THEN opening_yen - previous_closing_yen END AS opening_gap_yen
FROM movements
WHERE period_on <= $period_on AND is_month = $is_month AND is_debtor_claim AND presence <> 'left'
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
ORDER BY period_on, account, claim_group, claim
