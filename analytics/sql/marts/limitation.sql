-- 問い : 時効の期間は、いつの月の出来事から数えるか（いちばん新しい月末に立っている資料の、納期限の過ぎた行。
--        年数は見るときに債権の表から決める。期間の最後の日の月は、数え始めの日の月の年数後なので、月で足りる）
-- 一行 : 債権 × 債務者 × 数え始めの月 × 出来事の間の年数 × 契約の月 × 停止の日 × 差押中か
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / claim_kind 債権の種類
--        debtor 債務者の通し番号（課ごとの人を数えるためだけのもの。番号のない行はNULL）
--        counted_on 数え始めの月（納期限、督促、承認、最後の納付のうち最も遅い日の月。納期限がなければNULL）
--        taxed_on 税の数え始めの月（督促から10日たった日から数える）
--        idle_years 出来事と次の出来事の間に満ちた年数のうち最も長いもの / taxed_idle_years 税で満ちた年数
--        contracted_on 契約の月 / is_suspended 停止中 / suspended_on 停止の月
--        stop_day 停止の日の日付の数（月の最後の日は31。停止中だけ） / counted_day 数え始めの日の日付の数 / taxed_day 税の日付の数
--        is_seized 差押中 / outstanding_yen 未収残額（円） / line_count 件数
WITH owed AS (               -- 納期限の過ぎた残額のある行
    SELECT row_number() OVER () AS line, period_on, account, claim, claim_kind,
           CASE WHEN debtor_key IS NOT NULL THEN dense_rank() OVER (ORDER BY department, debtor_key) END AS debtor, due_on, reminded_on, acknowledged_on,
           last_paid_on, contracted_on, coalesce(state = 'suspended', false) AS is_suspended,
           CASE WHEN state = 'suspended' THEN suspended_on END AS suspended_on,
           coalesce(state = 'seized', false) AS is_seized, outstanding_yen
    FROM month_lines
    JOIN standing USING (source_scope, account, claim)
    WHERE period_on = (SELECT max(period_on) FROM standing) AND is_due AND is_debtor_claim AND outstanding_yen <> 0
),
told AS (                    -- 行 × 期間を始め直す出来事。その日と、税ではどの日から数えるか
    SELECT *, unnest([struct_pack(day := due_on, later := due_on),
                      struct_pack(day := reminded_on, later := reminded_on + 10),
                      struct_pack(day := acknowledged_on, later := acknowledged_on),
                      struct_pack(day := last_paid_on, later := last_paid_on)], recursive := true)
    FROM owed
),
chained AS (                 -- それまでは、どの日から数えていたか。納期限より前の出来事は数えない
    SELECT *, max(day) OVER earlier AS before_on, max(later) OVER earlier AS taxed_before_on
    FROM told
    WHERE due_on IS NULL OR day >= due_on
    WINDOW earlier AS (PARTITION BY line ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
),
counted AS (                 -- 行ごとに、最も遅い出来事と、満ちた年数（2月29日の前後でも、期間の最後の日までは満ちない）
    SELECT period_on, account, claim, claim_kind, debtor, due_on, contracted_on, is_suspended, suspended_on, is_seized, outstanding_yen,
           CASE WHEN due_on IS NOT NULL THEN max(day) END AS counted_on,
           CASE WHEN due_on IS NOT NULL THEN max(later) END AS taxed_on,
           coalesce(max(least(date_sub('year', before_on + 1, day), date_sub('year', before_on, day - 1))), 0) AS idle_years,
           coalesce(max(least(date_sub('year', taxed_before_on + 1, day),
                              date_sub('year', taxed_before_on, day - 1))), 0) AS taxed_idle_years
    FROM chained
    GROUP BY line, period_on, account, claim, claim_kind, debtor, due_on, contracted_on, is_suspended, suspended_on, is_seized, outstanding_yen
)
SELECT period_on, account, claim, claim_kind, debtor::BIGINT AS debtor,
       date_trunc('month', counted_on)::DATE AS counted_on, date_trunc('month', taxed_on)::DATE AS taxed_on,
       idle_years::INTEGER AS idle_years, taxed_idle_years::INTEGER AS taxed_idle_years,
       date_trunc('month', contracted_on)::DATE AS contracted_on, is_suspended,
       date_trunc('month', suspended_on)::DATE AS suspended_on,
       CASE WHEN suspended_on = last_day(suspended_on) THEN 31 ELSE day(suspended_on) END::INTEGER AS stop_day,
       CASE WHEN suspended_on IS NULL THEN NULL
            WHEN counted_on = last_day(counted_on) THEN 31 ELSE day(counted_on) END::INTEGER AS counted_day,
       CASE WHEN suspended_on IS NULL THEN NULL
            WHEN taxed_on = last_day(taxed_on) THEN 31 ELSE day(taxed_on) END::INTEGER AS taxed_day,
       is_seized, sum(outstanding_yen)::BIGINT AS outstanding_yen, count(*)::BIGINT AS line_count
FROM counted
GROUP BY ALL
ORDER BY ALL
