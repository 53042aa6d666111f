-- 問い : 時効などの期間は、どの月の最後の日までに満了する見込みか（記録された出来事からの、最も早い見込み。要確認）
-- 一行 : 要約 marts/limitation の一行
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / claim_kind 債権の種類
--        debtor 債務者の通し番号（人を数えるため。番号のない行はNULL）
--        end_kind 満了のしかた（extinction 消滅見込、invocation 援用待ち、suspension 執行停止3年、held 差押中、unknown 算定不可）
--        missing 算定できない理由（rule 決まり、contract 契約日、due 納期限、stop 停止の日、between 途中の記録。できれば空）
--        ends_on 期間の最後の日の月末（差押中と算定不可はNULL） / is_unconfirmed 表の行を市がまだ確かめていない
--        outstanding_yen 未収残額（円） / line_count 件数
WITH ruled AS (              -- 当てはまる決まり。契約日で年数が変わる債権の契約日がなければ、決まりがない
    SELECT limitation.*, claim_rules.claim_kind AS rule_of, class, years, needs_invocation, share_group = 'T' AS is_tax,
           coalesce(confirmed_on IS NULL AND claim_rules.claim_kind IS NOT NULL, false) AS is_unconfirmed
    FROM limitation
    LEFT JOIN claim_rules
      ON claim_rules.claim_kind = limitation.claim_kind
     AND coalesce(claim_rules.valid_from, DATE '0001-01-01') <= period_on
     AND (contracted_from IS NULL OR contracted_on >= contracted_from)
     AND (contracted_before IS NULL OR contracted_on < contracted_before)
    QUALIFY claim_rules.claim_kind IS NULL
         OR coalesce(claim_rules.valid_from, DATE '0001-01-01')
            = max(coalesce(claim_rules.valid_from, DATE '0001-01-01')) OVER (PARTITION BY limitation.claim_kind, contracted_on)
),
asking AS (                  -- 契約日で決まりの変わる債権
    SELECT DISTINCT claim_kind
    FROM claim_rules
    WHERE (contracted_from IS NOT NULL OR contracted_before IS NOT NULL)
      AND coalesce(valid_from, DATE '0001-01-01') <= (SELECT max(period_on) FROM limitation)
),
dated AS (                   -- 期間の最後の月。執行停止から3年で、強制徴収公債権の納付の義務は消える
    SELECT *, last_day(CASE WHEN is_tax THEN taxed_on ELSE counted_on END + to_years(years)) AS over_on,
           CASE WHEN is_suspended AND class = 'public_enforceable' THEN last_day(suspended_on + INTERVAL 3 YEAR) END AS stopped_on,
           CASE WHEN is_tax THEN taxed_day ELSE counted_day END AS over_day,
           CASE WHEN rule_of IS NULL AND contracted_on IS NULL AND asking.claim_kind IS NOT NULL THEN 'contract'
                WHEN rule_of IS NULL THEN 'rule'
                WHEN counted_on IS NULL THEN 'due'
                WHEN is_suspended AND class = 'public_enforceable' AND suspended_on IS NULL THEN 'stop'
                WHEN CASE WHEN is_tax THEN taxed_idle_years ELSE idle_years END >= years THEN 'between'
                ELSE '' END AS missing
    FROM ruled
    LEFT JOIN asking USING (claim_kind)
),
ended AS (                   -- 満了のしかた。停止と時効が同じ月に終わるときは、早い日の方
    SELECT *, CASE WHEN is_seized THEN 'held'
                   WHEN missing <> '' THEN 'unknown'
                   WHEN stopped_on < over_on THEN 'suspension'
                   WHEN stopped_on = over_on AND stop_day < least(over_day, day(over_on)) THEN 'suspension'
                   WHEN needs_invocation THEN 'invocation'
                   ELSE 'extinction' END AS end_kind
    FROM dated
)
SELECT period_on, account, claim, claim_kind, debtor, end_kind, CASE WHEN end_kind = 'unknown' THEN missing ELSE '' END AS missing,
       CASE WHEN end_kind NOT IN ('held', 'unknown') THEN least(over_on, stopped_on) END::DATE AS ends_on,
       is_unconfirmed, outstanding_yen, line_count
FROM ended
