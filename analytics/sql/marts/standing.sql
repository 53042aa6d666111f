-- 問い : それぞれの月に、債権ごとにどの資料の数字が立っているか（届いていない課は、最後に届いた資料。取り込みのときに作る）
-- 一行 : 月 × 債権 × 資料
-- 条件 : なし
-- 列   : period_on 月末 / previous_on 1つ前の月末 / source_scope 取り込みの単位 / as_of その資料の基準日
--        account 会計 / claim 債権
WITH delivered AS (          -- 月次の資料
    SELECT DISTINCT layout, source_scope, as_of FROM deliveries WHERE is_month
),
months AS (                  -- 資料のある月と、その1つ前
    SELECT as_of AS period_on, lag(as_of) OVER (ORDER BY as_of) AS previous_on FROM delivered GROUP BY as_of
),
latest AS (                  -- 月ごとに、レイアウトごとの最後の資料
    SELECT period_on, previous_on, layout, max(as_of) AS as_of
    FROM months
    JOIN delivered ON delivered.as_of <= months.period_on
    GROUP BY period_on, previous_on, layout
),
carried AS (                 -- 債権に広げる
    SELECT DISTINCT latest.period_on, latest.previous_on, latest.layout, latest.as_of, source_scope, account, claim
    FROM latest
    JOIN deliveries ON deliveries.layout = latest.layout AND deliveries.as_of = latest.as_of AND deliveries.is_month
),
taken_over AS (              -- 古い資料の債権のうち、その後ほかのレイアウトが届けるようになったもの（並んで届けていたのではない）
    SELECT old.period_on, old.source_scope, old.account, old.claim
    FROM carried AS old
    JOIN carried AS new
      ON new.period_on = old.period_on AND new.account = old.account AND new.claim = old.claim
     AND new.layout <> old.layout AND new.as_of > old.as_of
    ANTI JOIN deliveries AS beside
      ON beside.is_month AND beside.layout = new.layout AND beside.as_of = old.as_of
     AND beside.account = old.account AND beside.claim = old.claim
),
gone AS (                    -- 外れた理由が書いてある債権は、その年度からは引き継がない
    SELECT DISTINCT carried.period_on, carried.source_scope, carried.account, carried.claim
    FROM carried
    JOIN changes
      ON changes.claim = carried.claim AND carried.as_of < carried.period_on
     AND make_date(changes.fiscal_year, 4, 1) <= carried.period_on
     AND carried.as_of <= make_date(changes.fiscal_year, 5, 31)
)
SELECT period_on, previous_on, source_scope, as_of, account, claim
FROM carried
ANTI JOIN taken_over USING (period_on, source_scope, account, claim)
ANTI JOIN gone USING (period_on, source_scope, account, claim)
ORDER BY period_on, account, claim, source_scope
