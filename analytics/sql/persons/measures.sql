-- 問い : 選ばれた債務者に、これまでどの取組が記録されているか（自由に書かれたメモは読まない）
-- 一行 : 取組の記録
-- 条件 : $period_on この日まで
-- 列   : department 所管課コード / debtor_key 債務者の番号 / claim_kind 債権の種類（記録になければNULL）
--        done_on 行った日 / action 取組 / concerned_yen 対象の額（円）
SELECT actions.department, actions.debtor_key, actions.claim_kind, done_on, action, concerned_yen
FROM actions
SEMI JOIN chosen ON chosen.department = actions.department AND chosen.debtor_key = actions.debtor_key
WHERE done_on <= $period_on
ORDER BY actions.department, actions.debtor_key, done_on, action, actions.claim_kind, source_name, source_row
