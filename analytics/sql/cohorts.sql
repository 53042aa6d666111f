-- 問い : 賦課した年度ごとに、帳簿が締まったときの残額が、その後どれだけ残っているか（月次の資料）
-- 一行 : 賦課年度 × 締切からの月数
-- 条件 : $period_on この時点まで / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : levy_year 賦課年度 / month_count 締切からの月数 / outstanding_yen 未収残額（円） / base_yen 締切のときの残額（円）
--        left_rate 残っている割合
WITH followed_claims AS (    -- 選んだ課がいま持つ債権の全部の月。移る前の課のときも追い、外れた理由の書いてある債権は追わない
    SELECT account, claim
    FROM claims
    WHERE is_month AND is_debtor_claim AND period_on <= $period_on
    GROUP BY account, claim
    HAVING (max(period_on) = $period_on OR claim NOT IN (SELECT claim FROM changes))
       AND ($department IS NULL OR arg_max(department, period_on) = $department)
       AND ($claim_kind IS NULL OR arg_max(claim_kind, period_on) = $claim_kind)
),
chosen AS (                  -- その債権の残額
    SELECT * FROM claims SEMI JOIN followed_claims USING (account, claim)
    WHERE is_month AND is_debtor_claim AND period_on <= $period_on
),
months AS (                  -- 選んだ範囲の資料がある月末
    SELECT DISTINCT period_on FROM chosen
),
owed AS (                    -- 賦課年度ごとの残額（納期限の過ぎた分）
    SELECT period_on, claim_kind, levy_year, sum(outstanding_yen) AS outstanding_yen
    FROM standing_makeup
    SEMI JOIN followed_claims USING (account, claim)
    WHERE is_due AND levy_year IS NOT NULL AND period_on <= $period_on
    GROUP BY period_on, claim_kind, levy_year
),
closings AS (                -- その年度の帳簿が、債権の種類ごとの締切で締まった日
    SELECT DISTINCT owed.claim_kind, levy_year, make_date(levy_year + 1, closing_month, 31) AS closing_on
    FROM owed
    JOIN clocks
      ON clocks.claim_kind = owed.claim_kind AND make_date(levy_year + 1, 3, 31) >= valid_from
     AND make_date(levy_year + 1, 3, 31) < valid_before
    WHERE closing_month IS NOT NULL
),
late AS (                    -- 資料が届かず、前に届いた数字が立っている月末と債権の種類
    SELECT DISTINCT period_on AS closing_on, claim_kind FROM chosen WHERE is_stale
),
started AS (                 -- 締切の月の資料が届いた年度だけを追う。そのときの残額が100％
    SELECT claim_kind, levy_year, closing_on, outstanding_yen AS base_yen
    FROM closings
    JOIN owed USING (claim_kind, levy_year)
    ANTI JOIN late USING (closing_on, claim_kind)
    WHERE owed.period_on = closing_on
),
followed AS (                -- その後の月末の残額。行がなくなれば0円
    SELECT started.claim_kind, started.levy_year, base_yen, coalesce(outstanding_yen, 0) AS outstanding_yen,
           datediff('month', closing_on, months.period_on) AS month_count
    FROM started
    JOIN months ON months.period_on >= closing_on
    LEFT JOIN owed
      ON owed.period_on = months.period_on AND owed.claim_kind = started.claim_kind
     AND owed.levy_year = started.levy_year
),
kinds AS (                   -- その年度に、いくつの種類があるか。まだ締まっていない種類があれば、追い始めない
    SELECT levy_year, count(*) AS kind_count
    FROM started
    ANTI JOIN (SELECT levy_year FROM closings WHERE closing_on > $period_on) AS open USING (levy_year)
    GROUP BY levy_year
)
SELECT levy_year, month_count, sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(base_yen)::BIGINT AS base_yen,
       sum(outstanding_yen)::DOUBLE / nullif(sum(base_yen), 0) AS left_rate
FROM followed
JOIN kinds USING (levy_year)
GROUP BY levy_year, month_count, kind_count
HAVING count(*) = kind_count AND sum(base_yen) > 0   -- すべての種類の資料がある月数だけを比べる
ORDER BY levy_year, month_count
