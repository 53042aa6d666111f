-- 問い : ある基準日の明細（次の月と比べるため）
-- 一行 : 明細の行
-- 条件 : $as_of 基準日
-- 列   : source_scope 取り込みの単位 / as_of 基準日 / fiscal_year 年度 / account 会計 / claim 債権 / part 区分
--        debtor_key 債務者番号 / levy_year 賦課年度 / instalment 期別 / due_on 納期限
--        received_yen 収入済額（円） / outstanding_yen 収入未済額（円）
SELECT source_scope, as_of, fiscal_year, account, claim, part,
       debtor_key, levy_year, instalment, due_on, received_yen, outstanding_yen
FROM receivables
WHERE as_of = $as_of
ORDER BY source_scope, account, claim, debtor_key, levy_year, instalment, fiscal_year
