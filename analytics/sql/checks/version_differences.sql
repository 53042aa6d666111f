-- 問い : 2つの版のどちらにもある基準日で、どの課のどの債権の残額が、なぜ、いくら違うか
-- 一行 : 基準日 × 年度 × 所管課 × 債権（行のどれかが違うものだけ）
-- 条件 : なし
-- 列   : as_of 基準日 / fiscal_year 年度 / department 所管課コード / department_name 所管課 / account 会計 / claim 債権
--        old_yen 前の版の残額（円） / new_yen 後の版の残額（円） / difference_yen 差（円）
--        gone_count 前の版だけの行（件） / gone_yen 前の版だけの行による差（円）
--        come_count 後の版だけの行（件） / come_yen 後の版だけの行による差（円） / changed_count 変わった行（件）
--        assessed_count 調定額の変わった行（件） / assessed_yen 調定額による差（円）
--        received_count 収入済額の変わった行（件） / received_yen 収入済額による差（円）
--        refund_pending_count 還付未済額の変わった行（件） / refund_pending_yen 還付未済額による差（円）
--        written_off_count 不納欠損額の変わった行（件） / written_off_yen 不納欠損額による差（円）
--        unexplained_yen どの額でも説明できない差（円）
WITH shared AS (             -- どちらの版にもある基準日
    SELECT as_of
    FROM balances
    GROUP BY as_of
    HAVING sum(old_lines) > 0 AND sum(new_lines) > 0
),
keyed AS (                   -- 同じ行（債務者のいる資料は債務者の期別ごと）を、両方の版から1つに合わせる
    SELECT as_of, fiscal_year, department, account, claim, part, debtor_key, levy_year, instalment,
           bool_or(NOT is_later) AS is_old, bool_or(is_later) AS is_new,
           coalesce(sum(outstanding_yen) FILTER (is_later), 0) AS new_yen,
           coalesce(sum(outstanding_yen) FILTER (NOT is_later), 0) AS old_yen,
           sum(CASE WHEN is_later THEN assessed_yen ELSE -assessed_yen END) AS assessed_yen,
           sum(CASE WHEN is_later THEN -received_yen ELSE received_yen END) AS received_yen,
           sum(CASE WHEN is_later THEN refund_pending_yen ELSE -refund_pending_yen END) AS refund_pending_yen,
           sum(CASE WHEN is_later THEN -written_off_yen ELSE written_off_yen END) AS written_off_yen
    FROM both_lines
    WHERE as_of IN (SELECT as_of FROM shared)
    GROUP BY as_of, fiscal_year, department, account, claim, part, debtor_key, levy_year, instalment
),
told AS (                    -- 一方だけの行か、どの額の変わった行か
    SELECT *, is_old AND NOT is_new AS is_gone, is_new AND NOT is_old AS is_come,
           is_old AND is_new AND (new_yen <> old_yen OR assessed_yen <> 0 OR received_yen <> 0
                                  OR refund_pending_yen <> 0 OR written_off_yen <> 0) AS is_changed
    FROM keyed
),
explained AS (               -- 債権ごとに、わけ別に数え、残額への効きを足す（収入と欠損は残額を減らす）
    SELECT as_of, fiscal_year, department, account, claim,
           count(*) FILTER (is_gone) AS gone_count, -coalesce(sum(old_yen) FILTER (is_gone), 0) AS gone_yen,
           count(*) FILTER (is_come) AS come_count, coalesce(sum(new_yen) FILTER (is_come), 0) AS come_yen,
           count(*) FILTER (is_changed) AS changed_count,
           coalesce(sum(new_yen - old_yen) FILTER (is_changed), 0) AS changed_yen,
           count(*) FILTER (is_changed AND assessed_yen <> 0) AS assessed_count,
           coalesce(sum(assessed_yen) FILTER (is_changed), 0) AS assessed_yen,
           count(*) FILTER (is_changed AND received_yen <> 0) AS received_count,
           coalesce(sum(received_yen) FILTER (is_changed), 0) AS received_yen,
           count(*) FILTER (is_changed AND refund_pending_yen <> 0) AS refund_pending_count,
           coalesce(sum(refund_pending_yen) FILTER (is_changed), 0) AS refund_pending_yen,
           count(*) FILTER (is_changed AND written_off_yen <> 0) AS written_off_count,
           coalesce(sum(written_off_yen) FILTER (is_changed), 0) AS written_off_yen
    FROM told
    GROUP BY as_of, fiscal_year, department, account, claim
    HAVING gone_count + come_count + changed_count > 0
),
whole AS (                   -- 違わない行も含めた、債権ごとの残額
    SELECT as_of, fiscal_year, department, max(department_name) AS department_name, account, claim,
           sum(old_yen) AS old_yen, sum(new_yen) AS new_yen
    FROM balances
    GROUP BY as_of, fiscal_year, department, account, claim
)
SELECT as_of, fiscal_year, department, department_name, account, claim,
       old_yen::BIGINT AS old_yen, new_yen::BIGINT AS new_yen, (new_yen - old_yen)::BIGINT AS difference_yen,
       gone_count::BIGINT AS gone_count, gone_yen::BIGINT AS gone_yen,
       come_count::BIGINT AS come_count, come_yen::BIGINT AS come_yen, changed_count::BIGINT AS changed_count,
       assessed_count::BIGINT AS assessed_count, assessed_yen::BIGINT AS assessed_yen,
       received_count::BIGINT AS received_count, received_yen::BIGINT AS received_yen,
       refund_pending_count::BIGINT AS refund_pending_count, refund_pending_yen::BIGINT AS refund_pending_yen,
       written_off_count::BIGINT AS written_off_count, written_off_yen::BIGINT AS written_off_yen,
       (changed_yen - assessed_yen - received_yen - refund_pending_yen - written_off_yen)::BIGINT AS unexplained_yen
FROM explained
JOIN whole USING (as_of, fiscal_year, department, account, claim)
ORDER BY as_of, fiscal_year, department, account, claim
