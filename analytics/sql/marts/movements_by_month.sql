-- 問い : 債権ごとに、前年同月の残額がどう動いてこの月末の残額になったか（取り込みのときに一度だけ作る）
-- 一行 : 月 × 債権（前年同月からの1年に残額か動きのあったもの）
-- 条件 : なし
-- 列   : period_on 月末 / is_month 月次の資料 / before_on 前年同月の月末 / as_of 基準日 / fiscal_year 年度 / account 会計
--        department 所管課コード / department_name 所管課 / previous_department 前年同月の所管課コード / claim 債権
--        claim_kind 債権の種類 / claim_group 債権のまとまり / is_debtor_claim 債務者のいる債権
--        presence 前年同月との続き方 / reason 消えた理由 / case_count 件数
--        previous_closing_yen 前年同月の未収残額（円） / opening_yen 期首の残額（円） / opening_basis 期首の根拠
--        new_assessed_yen 当年度の調定額（円） / collected_net_yen 収入額（還付未済を除く）（円）
--        newly_arisen_yen 新規発生（円） / collected_yen 納期の過ぎた分の回収（円）
--        refunded_yen 還付（円） / net_undivided_yen 区分のない債権の発生と収入の差（円）
--        written_off_yen 不納欠損（円） / correction_yen 調定の更正・繰越しの差等（円）
--        documented_yen 理由の分かっている対象外（円） / unexplained_yen 不突合（円）
--        closing_yen 月末の未収残額（円）
WITH months AS (             -- 月と、資料のある前年同月
    SELECT this.period_on, before.period_on AS before_on
    FROM (SELECT DISTINCT period_on FROM standing) AS this
    LEFT JOIN (SELECT DISTINCT period_on FROM standing) AS before
      ON before.period_on = last_day(this.period_on - INTERVAL 1 YEAR)
),
by_claim AS (                -- 帳簿と区分をまたいで、債権ごとに1行にする
    SELECT period_on, account, claim, any_value(claim_kind) AS claim_kind, any_value(claim_group) AS claim_group,
           any_value(department) AS department, any_value(department_name) AS department_name,
           bool_or(is_debtor_claim) AS is_debtor_claim, sum(outstanding_yen) AS closing_yen
    FROM claims
    WHERE is_month
    GROUP BY period_on, account, claim
),
moves AS (                   -- 前年同月のあとの、月ごとの動きの合計
    SELECT months.period_on, account, claim, string_agg(DISTINCT reason, '、' ORDER BY reason) AS reason,
           sum(newly_arisen_yen) AS newly_arisen_yen, sum(collected_yen) AS collected_yen,
           sum(refunded_yen) AS refunded_yen, sum(written_off_yen) AS written_off_yen,
           sum(correction_yen) AS correction_yen, sum(documented_yen) AS documented_yen,
           sum(unexplained_yen) AS unexplained_yen
    FROM months
    JOIN steps ON steps.period_on > months.before_on AND steps.period_on <= months.period_on
    GROUP BY months.period_on, account, claim
),
named AS (                   -- この月か、前年同月か、その間にあった債権
    SELECT period_on, account, claim FROM by_claim
    UNION
    SELECT period_on, account, claim FROM moves
),
described AS (               -- 債権の種類と課。この月になければ、最後にあった月のもの
    SELECT named.period_on, account, claim, arg_max(claim_kind, by_claim.period_on) AS claim_kind,
           arg_max(claim_group, by_claim.period_on) AS claim_group,
           arg_max(department, by_claim.period_on) AS department,
           arg_max(department_name, by_claim.period_on) AS department_name,
           arg_max(is_debtor_claim, by_claim.period_on) AS is_debtor_claim,
           min(by_claim.period_on) AS first_on      -- 初めて届いた月。納め終えて行のない月があっても、続いている債権
    FROM named
    JOIN by_claim USING (account, claim)
    WHERE by_claim.period_on <= named.period_on
    GROUP BY named.period_on, account, claim
)
SELECT period_on, true AS is_month, before_on, period_on AS as_of,
       CASE WHEN month(period_on) >= 6 THEN year(period_on) ELSE year(period_on) - 1 END::INTEGER AS fiscal_year,
       account, described.department, described.department_name,
       coalesce(before.department, described.department) AS previous_department, claim, described.claim_kind,
       described.claim_group, described.is_debtor_claim,
       CASE WHEN before_on IS NULL THEN 'first'
            WHEN this.claim IS NULL AND (documented_yen <> 0 OR (unexplained_yen <> 0    -- 半分より多くがわけも分からず消えた
                 AND 2 * abs(unexplained_yen) >= coalesce(before.closing_yen, 0))) THEN 'left'
            WHEN first_on > before_on THEN 'joined'
            WHEN this.department <> before.department THEN 'transferred'
            ELSE 'continued' END AS presence,
       CASE WHEN this.claim IS NULL THEN reason END AS reason, NULL::BIGINT AS case_count,
       CASE WHEN before_on IS NOT NULL THEN coalesce(before.closing_yen, 0) END::BIGINT AS previous_closing_yen,
       CASE WHEN before_on IS NOT NULL THEN coalesce(before.closing_yen, 0) END::BIGINT AS opening_yen,
       CASE WHEN before_on IS NULL THEN '不明（前年同月の資料がない）' ELSE '前年同月の未収残額' END AS opening_basis,
       NULL::BIGINT AS new_assessed_yen, collected_yen::BIGINT AS collected_net_yen,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       refunded_yen::BIGINT AS refunded_yen, NULL::BIGINT AS net_undivided_yen, written_off_yen::BIGINT AS written_off_yen,
       correction_yen::BIGINT AS correction_yen, documented_yen::BIGINT AS documented_yen,
       unexplained_yen::BIGINT AS unexplained_yen, coalesce(this.closing_yen, 0)::BIGINT AS closing_yen
FROM named
JOIN months USING (period_on)
JOIN described USING (period_on, account, claim)
LEFT JOIN by_claim AS this USING (period_on, account, claim)
LEFT JOIN by_claim AS before
  ON before.period_on = months.before_on AND before.account = named.account AND before.claim = named.claim
LEFT JOIN moves USING (period_on, account, claim)
ORDER BY period_on, account, department, claim
