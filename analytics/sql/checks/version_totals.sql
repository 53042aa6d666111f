-- 問い : 版の中の行数と金額は、取り込みのときの記録どおりか
-- 一行 : 取り込んだファイルひとつ
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / claim_rows 行数 / assessed_yen 調定額（円） / received_yen 収入済額（円）
--        refund_pending_yen 還付未済額（円） / written_off_yen 不納欠損額（円） / outstanding_yen 収入未済額（円）
SELECT source_scope, count(*)::BIGINT AS claim_rows,
       sum(assessed_yen) FILTER (is_debtor_claim)::BIGINT AS assessed_yen,
       sum(received_yen) FILTER (is_debtor_claim)::BIGINT AS received_yen,
       sum(refund_pending_yen) FILTER (is_debtor_claim)::BIGINT AS refund_pending_yen,
       sum(written_off_yen) FILTER (is_debtor_claim)::BIGINT AS written_off_yen,
       sum(outstanding_yen) FILTER (is_debtor_claim)::BIGINT AS outstanding_yen
FROM receivables
GROUP BY source_scope
ORDER BY source_scope
