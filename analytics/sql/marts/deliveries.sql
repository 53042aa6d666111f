-- 問い : 届いたファイルごとに、債権の調定・収入・不納欠損・未収はいくらか（取り込みのときに一度だけ作る）
-- 一行 : 取り込みの単位 × 会計年度の帳簿 × 債権 × 区分 × 記帳した課
-- 条件 : なし
-- 列   : source_scope 取り込みの単位 / layout レイアウト / is_month 月次の資料 / as_of 基準日 / fiscal_year 帳簿の年度
--        account 会計 / department 所管課コード / department_name 所管課 / booked_department 記帳した課のコード
--        claim 債権 / claim_kind 債権の種類 / claim_group 債権のまとまり / is_debtor_claim 債務者のいる債権
--        only_if_owed 未収があるときだけ数える債権 / part 区分 / assessed_yen 調定額（円） / received_yen 収入済額（円）
--        refund_pending_yen 還付未済額（円） / written_off_yen 不納欠損額（円） / outstanding_yen 未収残額（円）
--        not_due_yen 納期未到来の額（円、残額に入れない） / is_due_only 納期到来分だけの資料
--        has_amounts 金額のある行がある / lacks_cases 件数の分からない行がある
--        case_count 件数 / line_count 元の行数
WITH lines AS (              -- 月次の資料は、納期限が基準日より前の行（納期限のない行を含む）だけを残額に数える
    SELECT *, coalesce(basis, 'settlement') <> 'settlement' AS is_month,
           coalesce(basis, 'settlement') = 'settlement' OR coalesce(due_on < as_of, true) AS is_due
    FROM receivables
)
SELECT source_scope, regexp_replace(source_scope, '@[^@]*$', '') AS layout, is_month, as_of, fiscal_year, account,
       department, department_name, booked_department, claim, claim_kind, claim_group, is_debtor_claim, only_if_owed,
       part, coalesce(sum(assessed_yen) FILTER (is_due), 0)::BIGINT AS assessed_yen,
       coalesce(sum(received_yen) FILTER (is_due), 0)::BIGINT AS received_yen,
       coalesce(sum(refund_pending_yen) FILTER (is_due), 0)::BIGINT AS refund_pending_yen,
       coalesce(sum(written_off_yen) FILTER (is_due), 0)::BIGINT AS written_off_yen,
       coalesce(sum(outstanding_yen) FILTER (is_due), 0)::BIGINT AS outstanding_yen,
       coalesce(sum(outstanding_yen) FILTER (NOT is_due), 0)::BIGINT AS not_due_yen,
       bool_or(coalesce(basis, '') = 'due') AS is_due_only,
       bool_or(assessed_yen <> 0 OR received_yen <> 0 OR written_off_yen <> 0 OR outstanding_yen <> 0) AS has_amounts,
       bool_or(is_due AND outstanding_yen <> 0
               AND CASE WHEN is_month THEN debtor_key IS NULL ELSE case_count IS NULL END) AS lacks_cases,
       CASE WHEN bool_or(is_month) THEN count(DISTINCT debtor_key) FILTER (is_due AND outstanding_yen <> 0)
            ELSE sum(case_count) END::BIGINT AS case_count,
       count(*)::BIGINT AS line_count
FROM lines
GROUP BY ALL
ORDER BY as_of, source_scope, fiscal_year, account, department, department_name, booked_department, claim, part,
         claim_kind, claim_group, is_debtor_claim, only_if_owed
