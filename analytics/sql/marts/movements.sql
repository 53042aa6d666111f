-- 問い : 債権ごとに、前年度末の残額がどう動いて今年度末の残額になったか（取り込みのときに一度だけ作る）
-- 一行 : 年度 × 債権（翌年度の帳簿から消えた債権は、金額0円の行として残す）
-- 条件 : なし
-- 列   : period_on 時点（一般会計の出納閉鎖の日） / is_month 月次の資料 / before_on 前年度末の時点 / as_of 基準日
--        fiscal_year 年度 / account 会計 / department 所管課コード / department_name 所管課
--        previous_department 前年度の所管課コード / claim 債権 / claim_kind 債権の種類 / claim_group 債権のまとまり
--        is_debtor_claim 債務者のいる債権 / presence 前年度との続き方 / reason 消えた理由 / case_count 件数
--        previous_closing_yen 前年度末の未収残額（円） / opening_yen 期首の残額（円） / opening_basis 期首の根拠
--        new_assessed_yen 当年度の調定額（円） / collected_net_yen 収入額（還付未済を除く）（円）
--        newly_arisen_yen 新規発生（円、区分のある債権だけ） / collected_yen 滞納繰越分の回収（円、同）
--        refunded_yen 還付（円、滞納繰越分の還付未済が収入を上回る額）
--        net_undivided_yen 区分のない債権の発生と収入の差（円） / written_off_yen 不納欠損（円）
--        correction_yen 繰越後の更正等（円） / documented_yen 理由の分かっている対象外（円）
--        unexplained_yen 不突合（円） / closing_yen 年度末の未収残額（円）
WITH by_claim AS (           -- 現年・滞納繰越の行を、債権ごとに1行にする
    SELECT fiscal_year, account, claim, any_value(claim_kind) AS claim_kind,
           any_value(claim_group) AS claim_group, any_value(department) AS department,
           any_value(department_name) AS department_name, bool_or(is_debtor_claim) AS is_debtor_claim,
           bool_or(part <> 'undivided') AS is_split, bool_or(part = 'carried_over') AS has_carried_over,
           CASE WHEN NOT bool_or(case_count IS NULL AND outstanding_yen <> 0) THEN sum(case_count) END AS case_count,
           sum(assessed_yen) AS assessed_yen,
           sum(assessed_yen) FILTER (part = 'carried_over') AS carried_over_assessed_yen,
           sum(received_yen - refund_pending_yen) AS collected_net_yen,
           sum(received_yen - refund_pending_yen) FILTER (part = 'carried_over') AS carried_over_net_yen,
           sum(assessed_yen - received_yen + refund_pending_yen) FILTER (part = 'current') AS unpaid_yen,
           sum(written_off_yen) AS written_off_yen, sum(outstanding_yen) AS closing_yen
    FROM claims
    WHERE NOT is_month
    GROUP BY fiscal_year, account, claim
),
years AS (                   -- 年度ごとの基準日と、前年度の資料があるか
    SELECT this.fiscal_year, max(this.as_of) AS as_of,
           bool_or(before.fiscal_year IS NOT NULL) AS has_previous
    FROM claims AS this
    LEFT JOIN (SELECT DISTINCT fiscal_year FROM claims WHERE NOT is_month) AS before
      ON before.fiscal_year = this.fiscal_year - 1
    WHERE NOT this.is_month
    GROUP BY this.fiscal_year
),
paired AS (                  -- 同じ債権の前年度と今年度を並べる。片方だけの債権も残す
    SELECT years.fiscal_year, years.as_of, years.has_previous,
           coalesce(this.account, before.account) AS account, coalesce(this.claim, before.claim) AS claim,
           coalesce(this.claim_kind, before.claim_kind) AS claim_kind,
           coalesce(this.claim_group, before.claim_group) AS claim_group,
           coalesce(this.department, before.department) AS department,
           coalesce(this.department_name, before.department_name) AS department_name,
           before.department AS previous_department,
           coalesce(this.is_debtor_claim, before.is_debtor_claim) AS is_debtor_claim,
           CASE WHEN NOT years.has_previous THEN 'first' WHEN this.claim IS NULL THEN 'left'
                WHEN before.claim IS NULL THEN 'joined'
                WHEN this.department <> before.department THEN 'transferred'
                ELSE 'continued' END AS presence,
           CASE WHEN years.has_previous THEN coalesce(before.closing_yen, 0) END AS previous_closing_yen,
           this.* EXCLUDE (fiscal_year, account, claim, claim_kind, claim_group, department,
                           department_name, is_debtor_claim)
    FROM years
    JOIN (SELECT fiscal_year, account, claim FROM by_claim
          UNION
          SELECT fiscal_year + 1, account, claim FROM by_claim WHERE closing_yen <> 0) AS named
      ON named.fiscal_year = years.fiscal_year
    LEFT JOIN by_claim AS this
      ON this.fiscal_year = named.fiscal_year AND this.account = named.account AND this.claim = named.claim
    LEFT JOIN by_claim AS before
      ON before.fiscal_year = named.fiscal_year - 1 AND before.account = named.account
     AND before.claim = named.claim
),
opened AS (                  -- 期首の残額: 滞納繰越分の調定額があればそれ、なければ前年度末の収入未済額
    SELECT *,
           CASE WHEN has_carried_over THEN carried_over_assessed_yen
                ELSE previous_closing_yen END AS opening_yen,
           CASE WHEN has_carried_over THEN '滞納繰越分の調定額'
                WHEN has_previous THEN '前年度末の収入未済額'
                ELSE '不明（初年度）' END AS opening_basis
    FROM paired
),
known AS (                   -- 同じ債権の理由が2つ以上の資料にあっても、1行にする
    SELECT fiscal_year, claim, string_agg(DISTINCT reason, '、' ORDER BY reason) AS reason
    FROM changes
    GROUP BY fiscal_year, claim
),
flowed AS (                  -- 動きを種類に分ける
    SELECT make_date(opened.fiscal_year + 1, 5, 31) AS period_on,
           CASE WHEN has_previous THEN make_date(opened.fiscal_year, 5, 31) END AS before_on,
           opened.as_of, opened.fiscal_year, opened.account, opened.department, opened.department_name,
           coalesce(previous_department, opened.department) AS previous_department,
           opened.claim, claim_kind, claim_group, is_debtor_claim, presence, changes.reason, case_count,
           previous_closing_yen, opening_yen, opening_basis, assessed_yen - opening_yen AS new_assessed_yen,
           coalesce(collected_net_yen, 0) AS collected_net_yen,
           CASE WHEN is_split THEN coalesce(unpaid_yen, 0) END AS newly_arisen_yen,
           CASE WHEN is_split THEN greatest(coalesce(carried_over_net_yen, 0), 0) END AS collected_yen,
           CASE WHEN is_split THEN greatest(-coalesce(carried_over_net_yen, 0), 0) ELSE 0 END AS refunded_yen,
           CASE WHEN NOT is_split THEN closing_yen - opening_yen + written_off_yen END AS net_undivided_yen,
           coalesce(written_off_yen, 0) AS written_off_yen,
           CASE WHEN has_carried_over THEN opening_yen - previous_closing_yen ELSE 0 END AS correction_yen,
           coalesce(closing_yen, 0) AS closing_yen
    FROM opened
    LEFT JOIN known AS changes
      ON changes.fiscal_year = opened.fiscal_year AND changes.claim = opened.claim AND presence = 'left'
),
balanced AS (                -- 残り: 年度末の残額から、前年度末の残額とここまでの動きをすべて引いたもの
    SELECT *,
           closing_yen - previous_closing_yen - coalesce(newly_arisen_yen, 0) + coalesce(collected_yen, 0)
               - refunded_yen - coalesce(net_undivided_yen, 0) + written_off_yen - correction_yen AS rest_yen
    FROM flowed
)
SELECT period_on, false AS is_month, before_on, as_of, fiscal_year, account, department, department_name,
       previous_department, claim, claim_kind, claim_group, is_debtor_claim, presence, reason, case_count::BIGINT AS case_count,
       previous_closing_yen::BIGINT AS previous_closing_yen, opening_yen::BIGINT AS opening_yen, opening_basis,
       new_assessed_yen::BIGINT AS new_assessed_yen, collected_net_yen::BIGINT AS collected_net_yen,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       refunded_yen::BIGINT AS refunded_yen, net_undivided_yen::BIGINT AS net_undivided_yen, written_off_yen::BIGINT AS written_off_yen,
       correction_yen::BIGINT AS correction_yen,
       CASE WHEN reason IS NULL THEN 0 ELSE rest_yen END::BIGINT AS documented_yen,
       CASE WHEN reason IS NULL THEN rest_yen ELSE 0 END::BIGINT AS unexplained_yen,
       closing_yen::BIGINT AS closing_yen
FROM balanced
ORDER BY fiscal_year, account, department, claim
