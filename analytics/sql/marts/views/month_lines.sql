-- 問い : いま見る月の資料の行はどれで、その納期限は過ぎているか
-- 一行 : 月次の資料の明細ひとつ（基準日が span の間にあるもの）
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / as_of 基準日 / account 会計 / claim 債権 / claim_kind 債権の種類
--        department 所管課コード / is_debtor_claim 債務者のいる債権 / fiscal_year 帳簿の年度 / part 区分
--        levy_year 賦課年度 / instalment 期別 / debtor_key 債務者の番号 / due_on 納期限 / is_due 納期限が過ぎた
--        contracted_on 契約日 / reminded_on 督促日 / acknowledged_on 承認日 / suspended_on 停止日
--        last_paid_on 最後の納付日 / state 状態 / assessed_yen 調定額（円） / received_yen 収入済額（円）
--        refund_pending_yen 還付未済額（円） / written_off_yen 不納欠損額（円） / outstanding_yen 未収残額（円）
--        source_name ファイル名 / source_row その行
SELECT source_scope, as_of, account, claim, claim_kind, department, is_debtor_claim, fiscal_year, part, levy_year,
       instalment, debtor_key, due_on, coalesce(due_on < as_of, true) AS is_due,    -- 納期限のない行は過ぎたものとする
       contracted_on, reminded_on, acknowledged_on, suspended_on, last_paid_on, state, assessed_yen, received_yen,
       refund_pending_yen, written_off_yen, outstanding_yen, source_name, source_row
FROM receivables
WHERE coalesce(basis, 'settlement') <> 'settlement'
  AND as_of BETWEEN (SELECT first_on FROM span) AND (SELECT last_on FROM span)
