-- 問い : 債権ごと・年度末（月末）ごとの残額の要約（取り込みのときに一度だけ作る）
-- 一行 : 時点 × 帳簿の年度 × 債権 × 現年・滞納繰越の区分
-- 条件 : なし
-- 列   : period_on 時点（年度末は一般会計の出納閉鎖の日、月次は月末） / is_month 月次の資料
--        is_stale その月の資料が届かず、前に届いた数字のまま / as_of 基準日 / fiscal_year 年度
--        target_year 締切の分からないとき、どの年度の目標で測るか / account 会計 / department 所管課コード / department_name 所管課
--        booked_departments 記帳した課のコード / claim 債権 / claim_kind 債権の種類 / claim_group 債権のまとまり
--        is_debtor_claim 債務者のいる債権 / part 区分 / assessed_yen 調定額（円） / received_yen 収入済額（円）
--        refund_pending_yen 還付未済額（円） / written_off_yen 不納欠損額（円） / outstanding_yen 未収残額（円）
--        not_due_yen 納期未到来の額（円、残額に入れない） / is_due_only 納期到来分だけの資料
--        case_count 件数 / line_count 元の行数
WITH counted AS (            -- 時点ごとに数える資料。決算は年度、月次はその月に立っている資料
    SELECT make_date(fiscal_year + 1, 5, 31) AS period_on, false AS is_stale, deliveries.*
    FROM deliveries
    WHERE NOT is_month
    UNION ALL BY NAME
    SELECT standing.period_on, standing.as_of < standing.period_on AS is_stale, deliveries.*
    FROM standing
    JOIN deliveries USING (source_scope, account, claim)
    WHERE is_month
),
by_department AS (           -- 債権ごとに、どの課が収入と調定を持つか
    SELECT period_on, is_month, account, claim, department, department_name,
           sum(received_yen) AS received_yen, sum(assessed_yen) AS assessed_yen
    FROM counted
    GROUP BY ALL
),
owners AS (                  -- 現年と滞納繰越が別の課から届いた債権も、収入（なければ調定）の最も多い課のものとする
    SELECT DISTINCT ON (period_on, is_month, account, claim)
           period_on, is_month, account, claim, department, department_name
    FROM by_department
    ORDER BY period_on, is_month, account, claim, received_yen DESC, assessed_yen DESC, department
),
summed AS (                  -- 部署をまたいで記帳された行を、債権ごとに合算する
    SELECT period_on, is_month, is_stale, as_of, fiscal_year, account, owners.department, owners.department_name, claim,
           claim_kind, claim_group, is_debtor_claim, part, bool_or(only_if_owed) AS only_if_owed,
           coalesce(string_agg(DISTINCT booked_department, '/' ORDER BY booked_department) FILTER (has_amounts),
                    string_agg(DISTINCT booked_department, '/' ORDER BY booked_department)) AS booked_departments,
           sum(assessed_yen)::BIGINT AS assessed_yen, sum(received_yen)::BIGINT AS received_yen,
           sum(refund_pending_yen)::BIGINT AS refund_pending_yen,
           sum(written_off_yen)::BIGINT AS written_off_yen,
           sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(not_due_yen)::BIGINT AS not_due_yen,
           bool_or(is_due_only) AS is_due_only,
           CASE WHEN NOT bool_or(lacks_cases) THEN sum(case_count)::BIGINT END AS case_count,
           sum(line_count)::BIGINT AS line_count
    FROM counted
    JOIN owners USING (period_on, is_month, account, claim)
    GROUP BY ALL
),
by_claim AS (                -- 債権の時点ごとの動き
    SELECT account, claim, period_on, is_month, min(fiscal_year) AS target_year,
           sum(outstanding_yen) AS outstanding_yen,
           sum(abs(assessed_yen) + abs(received_yen) + abs(written_off_yen) + abs(outstanding_yen)
               + abs(not_due_yen)) AS moved_yen,
           sum(abs(written_off_yen) + abs(outstanding_yen)) AS owed_yen
    FROM summed
    GROUP BY account, claim, period_on, is_month
),
kept AS (                    -- 全額0円の債権は除く。雑入のような寄せ集めは、未収か欠損が今年あるか前年に未収があるものだけ
    SELECT summed.*, by_claim.target_year    -- 締切の分からない債権は、古い方の帳簿の年度の目標で測る
    FROM summed
    JOIN by_claim USING (account, claim, period_on, is_month)
    LEFT JOIN by_claim AS before
      ON before.account = summed.account AND before.claim = summed.claim AND before.is_month = summed.is_month
     AND before.period_on = last_day(summed.period_on - INTERVAL 1 YEAR)
    WHERE by_claim.moved_yen <> 0
      AND (NOT summed.only_if_owed OR by_claim.owed_yen <> 0 OR coalesce(before.outstanding_yen, 0) <> 0)
)
SELECT period_on, is_month, is_stale, as_of, fiscal_year, target_year, account, department, department_name,
       booked_departments, claim, claim_kind, claim_group, is_debtor_claim, part, assessed_yen, received_yen,
       refund_pending_yen, written_off_yen, outstanding_yen, not_due_yen, is_due_only, case_count, line_count
FROM kept
ORDER BY is_month, period_on, as_of, account, department, claim, fiscal_year, part
