-- 問い : 前の時点の未収残額は、何によって今の残額になったか（債権ごと。課や全庁は、その合計）
-- 一行 : 所管課 × 債権（間に課を移った債権は、前の課と今の課の2行）
-- 条件 : $from_on 前の時点 / $period_on 今の時点 / $is_month 月次の資料か
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : department 所管課コード / department_name 所管課 / account 会計 / claim_kind 債権の種類 / claim 債権
--        opening_yen 前の残額（円） / newly_arisen_yen 新規発生（円） / collected_yen 回収（円）
--        refunded_yen 還付（円） / net_undivided_yen 区分のない債権の増減（円） / written_off_yen 不納欠損（円）
--        transferred_yen 課の間の移動（円） / correction_yen 調定の更正・繰越しの差等（円）
--        documented_yen 理由の分かっている対象外（円） / unexplained_yen 不突合（円）
--        closing_yen 今の残額（円） / reason 理由 / unexplained_reason 不突合のわけ
WITH known AS (              -- 債権の種類と課。今の時点になければ、最後にあった時点のもの
    SELECT account, claim, arg_max(claim_kind, period_on) AS claim_kind,
           arg_max(department, period_on) AS department, arg_max(department_name, period_on) AS department_name,
           arg_max(is_debtor_claim, period_on) AS is_debtor_claim
    FROM claims
    WHERE period_on <= $period_on AND is_month = $is_month
    GROUP BY account, claim
),
opening AS (                 -- 前の時点の残額と、そのときの課
    SELECT account, claim, any_value(department) AS former, any_value(department_name) AS former_name,
           sum(outstanding_yen) AS opening_yen
    FROM claims
    WHERE period_on = $from_on AND is_month = $is_month
    GROUP BY account, claim
),
closing AS (                 -- 今の時点の残額
    SELECT account, claim, sum(outstanding_yen) AS closing_yen
    FROM claims
    WHERE period_on = $period_on AND is_month = $is_month
    GROUP BY account, claim
),
moved AS (                   -- その間の動き
    SELECT account, claim, sum(newly_arisen_yen) AS newly_arisen_yen, sum(collected_yen) AS collected_yen,
           sum(refunded_yen) AS refunded_yen, sum(net_undivided_yen) AS net_undivided_yen,
           sum(written_off_yen) AS written_off_yen, sum(correction_yen) AS correction_yen,
           sum(documented_yen) AS documented_yen, sum(unexplained_yen) AS unexplained_yen,
           string_agg(DISTINCT reason, '、' ORDER BY reason) AS reason,
           string_agg(DISTINCT unexplained_reason, '、' ORDER BY unexplained_reason)
               FILTER (unexplained_yen <> 0) AS unexplained_reason
    FROM moves
    WHERE is_month = $is_month AND period_on > $from_on AND period_on <= $period_on
    GROUP BY account, claim
),
paired AS (                  -- 債権ごとに並べる
    SELECT account, claim, claim_kind, department, department_name, coalesce(former, department) AS former, former_name,
           coalesce(opening_yen, 0) AS opening_yen, coalesce(closing_yen, 0) AS closing_yen,
           newly_arisen_yen, collected_yen, coalesce(refunded_yen, 0) AS refunded_yen, net_undivided_yen,
           coalesce(written_off_yen, 0) AS written_off_yen,
           coalesce(correction_yen, 0) AS correction_yen, coalesce(documented_yen, 0) AS documented_yen,
           coalesce(unexplained_yen, 0) AS unexplained_yen, reason, unexplained_reason
    FROM known
    LEFT JOIN opening USING (account, claim)
    LEFT JOIN closing USING (account, claim)
    LEFT JOIN moved USING (account, claim)
    WHERE is_debtor_claim AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
      AND (opening.claim IS NOT NULL OR closing.claim IS NOT NULL OR moved.claim IS NOT NULL)
),
lines AS (                   -- 課を移った債権は、前の課では残額が出ていき、今の課では入ってくる
    SELECT department, department_name, account, claim_kind, claim,
           CASE WHEN department = former THEN opening_yen ELSE 0 END AS opening_yen,
           newly_arisen_yen, collected_yen, refunded_yen, net_undivided_yen, written_off_yen,
           CASE WHEN department = former THEN 0 ELSE opening_yen END AS transferred_yen,
           correction_yen, documented_yen, unexplained_yen, closing_yen, reason, unexplained_reason
    FROM paired
    UNION ALL
    SELECT former, former_name, account, claim_kind, claim, opening_yen, 0, 0, 0, 0, 0,
           -opening_yen, 0, 0, 0, 0, NULL, NULL
    FROM paired
    WHERE department <> former
)
SELECT department, department_name, account, claim_kind, claim, opening_yen::BIGINT AS opening_yen,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       refunded_yen::BIGINT AS refunded_yen, net_undivided_yen::BIGINT AS net_undivided_yen,
       written_off_yen::BIGINT AS written_off_yen, transferred_yen::BIGINT AS transferred_yen,
       correction_yen::BIGINT AS correction_yen, documented_yen::BIGINT AS documented_yen,
       unexplained_yen::BIGINT AS unexplained_yen, closing_yen::BIGINT AS closing_yen, reason, unexplained_reason
FROM lines
WHERE ($department IS NULL OR department = $department)
ORDER BY department, claim_kind, claim, account
