-- 問い : 前の時点の未収残額は、何によって今の残額になったか（債権ごと。課や全庁は、その合計）
-- 一行 : 所管課 × 債権（間に課を移った債権は、持っていた課ごとに1行。動きは、そのとき持っていた課のもの）
-- 条件 : $from_on 前の時点 / $period_on 今の時点 / $is_month 月次の資料か
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : department 所管課コード / department_name 所管課 / account 会計 / claim_kind 債権の種類 / claim 債権
--        opening_yen 前の残額（円） / newly_arisen_yen 新規発生（円） / collected_yen 回収（円）
--        refunded_yen 還付（円） / net_undivided_yen 区分のない債権の増減（円） / written_off_yen 不納欠損（円）
--        transferred_yen 課の間の移動（円） / correction_yen 調定の更正・繰越しの差等（円）
--        documented_yen 理由の分かっている対象外（円） / unexplained_yen 不突合（円）
--        closing_yen 今の残額（円） / reason 理由 / unexplained_reason 不突合のわけ
WITH owned AS (              -- 時点ごとに、債権を持つ課と残額
    SELECT period_on, account, claim, any_value(claim_kind) AS claim_kind, any_value(department) AS department,
           any_value(department_name) AS department_name, bool_or(is_debtor_claim) AS is_debtor_claim,
           sum(outstanding_yen) AS outstanding_yen
    FROM claims
    WHERE period_on <= $period_on AND is_month = $is_month
    GROUP BY period_on, account, claim
),
known AS (                   -- 選んだ種類の債権。種類は、最後にあった時点のもの
    SELECT account, claim, arg_max(claim_kind, period_on) AS claim_kind
    FROM owned
    GROUP BY account, claim
    HAVING arg_max(is_debtor_claim, period_on) AND ($claim_kind IS NULL OR arg_max(claim_kind, period_on) = $claim_kind)
),
times AS (                   -- 前の時点から今の時点まで
    SELECT DISTINCT period_on FROM owned WHERE period_on >= $from_on
    UNION
    SELECT DISTINCT period_on FROM moves WHERE is_month = $is_month AND period_on BETWEEN $from_on AND $period_on
),
held AS (                    -- どの時点でどの課が持っていたか。残額がなければ、最後に持っていた課
    SELECT looked.period_on, looked.account, looked.claim, looked.claim_kind, department, department_name,
           owned.period_on = looked.period_on AS is_there,
           CASE WHEN is_there THEN outstanding_yen ELSE 0 END AS outstanding_yen
    FROM (SELECT * FROM times CROSS JOIN known) AS looked
    ASOF JOIN owned
      ON owned.account = looked.account AND owned.claim = looked.claim AND owned.period_on <= looked.period_on
),
followed AS (                -- 1つ前の時点の課と残額を並べる
    SELECT *, lag(department) OVER before AS former, lag(department_name) OVER before AS former_name,
           lag(outstanding_yen) OVER before AS handed_yen
    FROM held
    WINDOW before AS (PARTITION BY account, claim ORDER BY period_on)
),
parts AS (                   -- 始まりの残額、動き、課の間の移動、終わりの残額を、そのときの課に付ける
    SELECT period_on, department, department_name, account, claim_kind, claim, outstanding_yen AS opening_yen
    FROM held
    WHERE period_on = $from_on AND is_there
    UNION ALL BY NAME
    SELECT period_on, department, department_name, account, claim_kind, claim, newly_arisen_yen, collected_yen,
           refunded_yen, net_undivided_yen, written_off_yen, correction_yen, documented_yen, unexplained_yen, reason,
           CASE WHEN unexplained_yen <> 0 THEN unexplained_reason END AS unexplained_reason
    FROM held
    JOIN moves USING (period_on, account, claim)
    WHERE moves.is_month = $is_month AND period_on > $from_on
    UNION ALL BY NAME
    SELECT period_on, department, department_name, account, claim_kind, claim, handed_yen AS transferred_yen
    FROM followed
    WHERE department <> former AND handed_yen <> 0
    UNION ALL BY NAME
    SELECT period_on, former AS department, former_name AS department_name, account, claim_kind, claim,
           -handed_yen AS transferred_yen
    FROM followed
    WHERE department <> former AND handed_yen <> 0
    UNION ALL BY NAME
    SELECT period_on, department, department_name, account, claim_kind, claim, outstanding_yen AS closing_yen
    FROM held
    WHERE period_on = $period_on AND is_there
)
SELECT department, arg_max(department_name, period_on) AS department_name, account, claim_kind, claim,
       coalesce(sum(opening_yen), 0)::BIGINT AS opening_yen, sum(newly_arisen_yen)::BIGINT AS newly_arisen_yen,
       sum(collected_yen)::BIGINT AS collected_yen, coalesce(sum(refunded_yen), 0)::BIGINT AS refunded_yen,
       sum(net_undivided_yen)::BIGINT AS net_undivided_yen, coalesce(sum(written_off_yen), 0)::BIGINT AS written_off_yen,
       coalesce(sum(transferred_yen), 0)::BIGINT AS transferred_yen,
       coalesce(sum(correction_yen), 0)::BIGINT AS correction_yen,
       coalesce(sum(documented_yen), 0)::BIGINT AS documented_yen,
       coalesce(sum(unexplained_yen), 0)::BIGINT AS unexplained_yen, coalesce(sum(closing_yen), 0)::BIGINT AS closing_yen,
       string_agg(DISTINCT reason, '、' ORDER BY reason) AS reason,
       string_agg(DISTINCT unexplained_reason, '、' ORDER BY unexplained_reason) AS unexplained_reason
FROM parts
WHERE ($department IS NULL OR department = $department)
GROUP BY department, account, claim_kind, claim
ORDER BY department, claim_kind, claim, account
