-- 問い : 債権の残額は、1つ前の月末からこの月末までにどう動いたか（取り込みのときに一度だけ作る）
-- 一行 : 月 × 債権（最初の月を除く）
-- 条件 : なし
-- 列   : period_on 月末 / previous_on 1つ前の月末 / account 会計 / claim 債権 / reason 理由
--        previous_yen 1つ前の月末の残額（円） / newly_arisen_yen 新規発生（円） / collected_yen 回収（円）
--        refunded_yen 還付（円） / written_off_yen 不納欠損（円）
--        correction_yen 調定の更正・繰越しの差・初めて届いた残額（円） / documented_yen 理由の分かっている対象外（円）
--        unexplained_yen 不突合（円） / closing_yen この月末の残額（円）
WITH months AS (             -- 月と、その1つ前
    SELECT DISTINCT period_on, previous_on FROM standing WHERE previous_on IS NOT NULL
),
first_seen AS (              -- 債権が初めて届いた月
    SELECT account, claim, min(period_on) AS period_on FROM standing GROUP BY account, claim
),
closings AS (                -- 月末ごとの残額
    SELECT period_on, account, claim, sum(outstanding_yen) AS closing_yen
    FROM claims
    WHERE is_month
    GROUP BY period_on, account, claim
),
moves AS (                   -- 帳簿をまたいで合わせた動き
    SELECT period_on, account, claim, sum(newly_arisen_yen) AS newly_arisen_yen, sum(collected_yen) AS collected_yen,
           sum(refunded_yen) AS refunded_yen, sum(written_off_yen) AS written_off_yen, sum(correction_yen) AS correction_yen
    FROM flows
    GROUP BY period_on, account, claim
),
named AS (                   -- この月か1つ前の月にある債権
    SELECT period_on, account, claim FROM closings
    UNION
    SELECT months.period_on, account, claim FROM closings JOIN months ON months.previous_on = closings.period_on
    UNION
    SELECT period_on, account, claim FROM moves
),
known AS (                   -- 外れた理由の書いてある債権
    SELECT period_on, claim, string_agg(DISTINCT reason, '、' ORDER BY reason) AS reason
    FROM changes
    JOIN months ON period_on BETWEEN make_date(fiscal_year, 4, 1) AND make_date(fiscal_year + 1, 5, 31)
    GROUP BY period_on, claim
),
paired AS (                  -- 1つ前の月末、動き、この月末
    SELECT months.period_on, months.previous_on, account, claim,
           CASE WHEN now.claim IS NULL THEN known.reason END AS reason,
           coalesce(before.closing_yen, 0) AS previous_yen, coalesce(newly_arisen_yen, 0) AS newly_arisen_yen,
           coalesce(collected_yen, 0) AS collected_yen, coalesce(refunded_yen, 0) AS refunded_yen,
           coalesce(written_off_yen, 0) AS written_off_yen, coalesce(correction_yen, 0) AS correction_yen,
           coalesce(now.closing_yen, 0) AS closing_yen, first_seen.period_on IS NOT NULL AS is_first
    FROM named
    JOIN months USING (period_on)
    LEFT JOIN closings AS now USING (period_on, account, claim)
    LEFT JOIN closings AS before
      ON before.period_on = months.previous_on AND before.account = named.account AND before.claim = named.claim
    LEFT JOIN moves USING (period_on, account, claim)
    LEFT JOIN first_seen USING (period_on, account, claim)
    LEFT JOIN known ON known.period_on = months.period_on AND known.claim = named.claim
),
balanced AS (                -- 残り: 動きで説明できない額
    SELECT *, closing_yen - previous_yen - newly_arisen_yen + collected_yen - refunded_yen + written_off_yen
           - correction_yen AS rest_yen
    FROM paired
)
SELECT period_on, previous_on, account, claim, reason, previous_yen::BIGINT AS previous_yen,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       refunded_yen::BIGINT AS refunded_yen, written_off_yen::BIGINT AS written_off_yen,
       (correction_yen + CASE WHEN is_first THEN rest_yen ELSE 0 END)::BIGINT AS correction_yen,
       CASE WHEN NOT is_first AND reason IS NOT NULL THEN rest_yen ELSE 0 END::BIGINT AS documented_yen,
       CASE WHEN NOT is_first AND reason IS NULL THEN rest_yen ELSE 0 END::BIGINT AS unexplained_yen,
       closing_yen::BIGINT AS closing_yen
FROM balanced
ORDER BY period_on, account, claim
