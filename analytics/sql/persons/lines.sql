-- 問い : 選ばれた債務者の、月末に立っている明細の行はどれか
-- 一行 : 明細の行
-- 条件 : $period_on 月末
-- 列   : person_id 名寄せの番号 / department 所管課コード / claim_kind 債権の種類 / debtor_key 債務者の番号
--        fiscal_year 帳簿の年度 / part 区分 / levy_year 賦課年度 / instalment 期別 / due_on 納期限 / is_due 納期限が過ぎた
--        assessed_yen 調定額（円） / received_yen 収入済額（円） / outstanding_yen 未収残額（円） / state 状態
--        contracted_on 契約日 / reminded_on 督促日 / acknowledged_on 承認日 / suspended_on 停止日
--        last_paid_on 最後の納付日 / source_name ファイル名 / source_row その行
SELECT person_id, department, claim_kind, debtor_key, fiscal_year, part, levy_year, instalment, due_on, is_due,
       assessed_yen, received_yen, outstanding_yen, state, contracted_on, reminded_on, acknowledged_on, suspended_on,
       last_paid_on, source_name, source_row
FROM month_lines
JOIN standing USING (source_scope, account, claim)
JOIN chosen USING (department, claim_kind, debtor_key)
WHERE period_on = $period_on AND is_debtor_claim
ORDER BY person_id, department, claim_kind, debtor_key, due_on, levy_year, instalment, source_name, source_row
