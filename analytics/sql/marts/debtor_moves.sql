-- 問い : 前の資料のあとで、滞納者が何人加わり、何人いなくなったか（取り込みのときに一度だけ作る）
-- 一行 : 月 × 所管課（その月の資料が届いた課だけ。最初の月を除く）
-- 条件 : なし
-- 列   : period_on 月末 / department 所管課コード / arrived_count 加わった人数 / arrived_yen その残額（円）
--        left_count いなくなった人数 / left_yen その前の残額（円） / stayed_count 続いている人数
WITH months AS (
    SELECT DISTINCT period_on, previous_on FROM standing WHERE previous_on IS NOT NULL
),
owing AS (                   -- 月末に立っている資料で、納期限を過ぎた残額のある人
    SELECT period_on, department, debtor_key, sum(outstanding_yen) AS owed_yen,
           max(standing.as_of) = period_on AS is_fresh
    FROM standing
    JOIN banded USING (source_scope, account, claim)
    WHERE is_due AND is_debtor_claim
    GROUP BY period_on, department, debtor_key
),
delivered AS (               -- その月の資料が届いた課と、番号の分からない行があるか
    SELECT period_on, department, bool_or(debtor_key IS NULL) AS lacks_keys
    FROM owing
    GROUP BY period_on, department
    HAVING bool_or(is_fresh)
),
now AS (
    SELECT months.period_on, department, debtor_key, owed_yen FROM months JOIN owing USING (period_on)
),
before AS (
    SELECT months.period_on, department, debtor_key, owed_yen
    FROM months
    JOIN owing ON owing.period_on = months.previous_on
),
paired AS (                  -- 同じ人の、前の月末と今の月末
    SELECT period_on, department, now.owed_yen, before.owed_yen AS before_yen
    FROM now
    FULL JOIN before USING (period_on, department, debtor_key)
)
SELECT period_on, department,
       CASE WHEN NOT any_value(lacks_keys) THEN count(*) FILTER (before_yen IS NULL) END::BIGINT AS arrived_count,
       coalesce(sum(owed_yen) FILTER (before_yen IS NULL), 0)::BIGINT AS arrived_yen,
       CASE WHEN NOT any_value(lacks_keys) THEN count(*) FILTER (owed_yen IS NULL) END::BIGINT AS left_count,
       coalesce(sum(before_yen) FILTER (owed_yen IS NULL), 0)::BIGINT AS left_yen,
       CASE WHEN NOT any_value(lacks_keys)
            THEN count(*) FILTER (owed_yen IS NOT NULL AND before_yen IS NOT NULL) END::BIGINT AS stayed_count
FROM paired
JOIN delivered USING (period_on, department)
GROUP BY period_on, department
ORDER BY period_on, department
