-- 問い : 債権ごとの調定・収入・不納欠損・未収はいくらか（現年度分・滞納繰越分の別）
-- 一行 : 時点 × 年度 × 債権 × 所管課 × 区分
-- 条件 : $period_on この時点まで / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : period_on 時点 / fiscal_year 年度 / account 会計 / claim_group 債権のまとまり / claim_kind 債権の種類 / claim 債権 / part 区分
--        department 所管課コード / department_name 所管課 / booked_departments 記帳した課のコード
--        assessed_yen 調定額（円） / received_yen 収入済額（円） / refund_pending_yen 還付未済額（円）
--        written_off_yen 不納欠損額（円） / outstanding_yen 収入未済額（円） / is_debtor_claim 債務者のいる債権
--        case_count 件数 / line_count 元の行数
SELECT period_on, fiscal_year, account, claim_group, claim_kind, claim, part, department, department_name, booked_departments,
       assessed_yen, received_yen, refund_pending_yen, written_off_yen, outstanding_yen, is_debtor_claim,
       case_count, line_count
FROM claims
WHERE period_on <= $period_on AND is_month = $is_month AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
ORDER BY period_on, fiscal_year, account, claim_group, claim_kind, department, part DESC
