-- 問い : 時効の期間が最も早く満了する見込みの時期ごとに、残額はいくらか（記録された出来事からの計算。要確認）
-- 一行 : 債権の種類 × 時期
-- 条件 : $period_on 時点（いちばん新しい月末だけ） / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : claim_kind 債権の種類 / band 時期 / outstanding_yen 未収残額（円） / line_count 件数
--        is_unconfirmed 表の行を市がまだ確かめていない
WITH held AS (               -- 債権の課
    SELECT DISTINCT account, claim
    FROM claims
    WHERE period_on = $period_on AND is_month AND is_debtor_claim
      AND ($department IS NULL OR department = $department) AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
ruled AS (                   -- 当てはまる決まり。契約日で年数が変わる債権の契約日がなければ、決まりがない
    SELECT limitation.*, claim_rules.class AS class, claim_rules.years AS years, confirmed_on IS NULL AS is_unconfirmed
    FROM limitation
    SEMI JOIN held USING (account, claim)
    LEFT JOIN claim_rules
      ON claim_rules.claim_kind = limitation.claim_kind
     AND coalesce(claim_rules.valid_from, DATE '0001-01-01') <= period_on
     AND (contracted_from IS NULL OR contracted_on >= contracted_from)
     AND (contracted_before IS NULL OR contracted_on < contracted_before)
    WHERE period_on = $period_on
    QUALIFY claim_rules.claim_kind IS NULL
         OR coalesce(claim_rules.valid_from, DATE '0001-01-01')
            = max(coalesce(claim_rules.valid_from, DATE '0001-01-01')) OVER (PARTITION BY limitation.claim_kind, contracted_on)
),
expiring AS (                -- 満了の見込みの月。執行停止から3年で、強制徴収公債権の納付の義務は消える
    SELECT *, least(starts_on + to_years(years),
                    CASE WHEN class = 'public_enforceable' THEN suspended_on + INTERVAL 3 YEAR END)::DATE AS expires_on
    FROM ruled
),
by_band AS (                 -- 満了の見込みの時期に分ける
    SELECT claim_kind, outstanding_yen, line_count, coalesce(is_unconfirmed, false) AS is_unconfirmed,
           CASE WHEN is_seized THEN 'held'
                WHEN starts_on IS NULL OR years IS NULL THEN 'unknown'
                WHEN last_day(expires_on) <= period_on AND class = 'private' THEN 'to_invoke'
                WHEN last_day(expires_on) <= period_on THEN 'past'
                WHEN last_day(expires_on) <= last_day(period_on + INTERVAL 3 MONTH) THEN 'months_3'
                WHEN last_day(expires_on) <= last_day(period_on + INTERVAL 12 MONTH) THEN 'months_12'
                WHEN last_day(expires_on) <= last_day(period_on + INTERVAL 24 MONTH) THEN 'months_24'
                ELSE 'later' END AS band
    FROM expiring
)
SELECT claim_kind, band, sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(line_count)::BIGINT AS line_count,
       bool_or(is_unconfirmed) AS is_unconfirmed
FROM by_band
GROUP BY claim_kind, band
ORDER BY claim_kind, band
