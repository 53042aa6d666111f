-- 問い : 債権ごと・年度末ごとの残額の要約（取り込みのときに一度だけ作る）
-- 一行 : 基準日 × 債権 × 現年・滞納繰越の区分
-- 条件 : なし
-- 列   : as_of 基準日 / fiscal_year 年度 / account 会計 / department 所管課コード / department_name 所管課
--        booked_departments 記帳した課のコード / claim 債権 / claim_kind 債権の種類 / claim_group 債権のまとまり
--        is_debtor_claim 債務者のいる債権 / part 区分 / assessed_yen 調定額（円） / received_yen 収入済額（円）
--        refund_pending_yen 還付未済額（円） / written_off_yen 不納欠損額（円） / outstanding_yen 未収残額（円）
--        case_count 件数 / line_count 元の行数
WITH by_department AS (      -- 債権ごとに、どの課が収入と調定を持つか
    SELECT fiscal_year, account, claim, department, department_name,
           sum(received_yen) AS received_yen, sum(assessed_yen) AS assessed_yen
    FROM receivables
    GROUP BY ALL
),
owners AS (                  -- 現年と滞納繰越が別の課から届いた債権も、収入（なければ調定）の最も多い課のものとする
    SELECT DISTINCT ON (fiscal_year, account, claim) fiscal_year, account, claim, department, department_name
    FROM by_department
    ORDER BY fiscal_year, account, claim, received_yen DESC, assessed_yen DESC, department
),
summed AS (                  -- 部署をまたいで記帳された行を、債権ごとに合算する
    SELECT as_of, fiscal_year, account, owners.department, owners.department_name, claim, claim_kind, claim_group,
           is_debtor_claim, part, bool_or(only_if_owed) AS only_if_owed,
           coalesce(string_agg(DISTINCT booked_department, '/' ORDER BY booked_department)
                        FILTER (assessed_yen <> 0 OR received_yen <> 0 OR written_off_yen <> 0 OR outstanding_yen <> 0),
                    string_agg(DISTINCT booked_department, '/' ORDER BY booked_department)) AS booked_departments,
           sum(assessed_yen)::BIGINT AS assessed_yen, sum(received_yen)::BIGINT AS received_yen,
           sum(refund_pending_yen)::BIGINT AS refund_pending_yen,
           sum(written_off_yen)::BIGINT AS written_off_yen,
           sum(outstanding_yen)::BIGINT AS outstanding_yen,
           CASE WHEN NOT bool_or(case_count IS NULL AND outstanding_yen <> 0)
                THEN sum(case_count)::BIGINT END AS case_count, count(*)::BIGINT AS line_count
    FROM receivables
    JOIN owners USING (fiscal_year, account, claim)
    GROUP BY ALL
),
by_claim AS (                -- 債権の年度ごとの動き
    SELECT account, claim, fiscal_year, sum(outstanding_yen) AS outstanding_yen,
           sum(abs(assessed_yen) + abs(received_yen) + abs(written_off_yen) + abs(outstanding_yen)) AS moved_yen,
           sum(abs(written_off_yen) + abs(outstanding_yen)) AS owed_yen
    FROM summed
    GROUP BY account, claim, fiscal_year
),
kept AS (                    -- 全額0円の債権は除く。雑入のような寄せ集めは、未収か欠損が今年あるか前年に未収があるものだけ
    SELECT summed.*
    FROM summed
    JOIN by_claim USING (account, claim, fiscal_year)
    LEFT JOIN by_claim AS before
      ON before.account = summed.account AND before.claim = summed.claim
     AND before.fiscal_year = summed.fiscal_year - 1
    WHERE by_claim.moved_yen <> 0
      AND (NOT summed.only_if_owed OR by_claim.owed_yen <> 0 OR coalesce(before.outstanding_yen, 0) <> 0)
)
SELECT as_of, fiscal_year, account, department, department_name, booked_departments, claim, claim_kind,
       claim_group, is_debtor_claim, part, assessed_yen, received_yen, refund_pending_yen, written_off_yen,
       outstanding_yen, case_count, line_count
FROM kept
ORDER BY as_of, account, department, claim, part
