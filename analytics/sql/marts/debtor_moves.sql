-- 問い : 前の資料のあとで、滞納者が何人加わり、何人いなくなったか（取り込みのときに一度だけ作る）
-- 一行 : 月 × 所管課（その月の資料が届き、前の資料もある課だけ）
-- 条件 : なし
-- 列   : period_on 月末 / department 所管課コード / arrived_count 加わった人数 / arrived_yen その残額（円）
--        left_count いなくなった人数 / left_yen その前の残額（円） / stayed_count 続いている人数
--        arrived_largest_yen 加わった人のうちいちばん多い1人の残額（円） / left_largest_yen いなくなった人のうちいちばん多かった1人の残額（円）
WITH months AS (             -- 月と、その1つ前
    SELECT DISTINCT period_on, previous_on FROM standing WHERE previous_on IS NOT NULL
),
places AS (                  -- どの資料がどの課のものか（残額のない行も見る）
    SELECT DISTINCT source_scope, account, claim, department
    FROM month_lines
    WHERE is_debtor_claim
),
stood AS (                   -- 月末ごとに、課の資料が立っているか、その月のものか
    SELECT period_on, department, bool_or(as_of = period_on) AS is_fresh
    FROM standing
    JOIN places USING (source_scope, account, claim)
    GROUP BY period_on, department
),
owing AS (                   -- 月末に立っている資料で、納期限を過ぎた残額のある人
    SELECT period_on, department, debtor_key, sum(outstanding_yen) AS owed_yen
    FROM standing
    JOIN banded USING (source_scope, account, claim)
    WHERE is_due AND is_debtor_claim AND (is_owing OR debtor_key IS NULL)
    GROUP BY period_on, department, debtor_key
),
delivered AS (               -- その月の資料が届き、前の月末にも資料のあった課
    SELECT months.period_on, stood.department
    FROM months
    JOIN stood USING (period_on)
    SEMI JOIN stood AS earlier ON earlier.period_on = months.previous_on AND earlier.department = stood.department
    WHERE is_fresh
),
now AS (                     -- 今の月末の滞納者
    SELECT months.period_on, department, debtor_key, owed_yen FROM months JOIN owing USING (period_on)
),
before AS (                  -- 前の月末の滞納者
    SELECT months.period_on, department, debtor_key, owed_yen
    FROM months
    JOIN owing ON owing.period_on = months.previous_on
),
paired AS (                  -- 同じ人の、前の月末と今の月末
    SELECT period_on, department, debtor_key IS NULL AS lacks_key, now.owed_yen, before.owed_yen AS before_yen
    FROM now
    FULL JOIN before USING (period_on, department, debtor_key)
)
SELECT period_on, department,
       CASE WHEN NOT coalesce(bool_or(lacks_key), false)
            THEN count(*) FILTER (owed_yen IS NOT NULL AND before_yen IS NULL) END::BIGINT AS arrived_count,
       coalesce(sum(owed_yen) FILTER (before_yen IS NULL), 0)::BIGINT AS arrived_yen,
       CASE WHEN NOT coalesce(bool_or(lacks_key), false)
            THEN count(*) FILTER (owed_yen IS NULL AND before_yen IS NOT NULL) END::BIGINT AS left_count,
       coalesce(sum(before_yen) FILTER (owed_yen IS NULL), 0)::BIGINT AS left_yen,
       CASE WHEN NOT coalesce(bool_or(lacks_key), false)
            THEN count(*) FILTER (owed_yen IS NOT NULL AND before_yen IS NOT NULL) END::BIGINT AS stayed_count,
       coalesce(max(abs(owed_yen)) FILTER (before_yen IS NULL), 0)::BIGINT AS arrived_largest_yen,
       coalesce(max(abs(before_yen)) FILTER (owed_yen IS NULL), 0)::BIGINT AS left_largest_yen
FROM delivered
LEFT JOIN paired USING (period_on, department)
GROUP BY period_on, department
ORDER BY period_on, department
