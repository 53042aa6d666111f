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
by_band AS (                 -- 満了の見込みの時期に分ける
    SELECT claim_kind, outstanding_yen, line_count, is_unconfirmed,
           CASE WHEN end_kind IN ('held', 'unknown') THEN end_kind
                WHEN ends_on <= period_on AND end_kind = 'invocation' THEN 'to_invoke'
                WHEN ends_on <= period_on THEN 'past'
                WHEN ends_on <= last_day(period_on + INTERVAL 3 MONTH) THEN 'months_3'
                WHEN ends_on <= last_day(period_on + INTERVAL 12 MONTH) THEN 'months_12'
                WHEN ends_on <= last_day(period_on + INTERVAL 24 MONTH) THEN 'months_24'
                ELSE 'later' END AS band
    FROM expiring
    SEMI JOIN held USING (account, claim)
    WHERE period_on = $period_on
)
SELECT claim_kind, band, sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(line_count)::BIGINT AS line_count,
       bool_or(is_unconfirmed) AS is_unconfirmed
FROM by_band
GROUP BY claim_kind, band
ORDER BY claim_kind, band
