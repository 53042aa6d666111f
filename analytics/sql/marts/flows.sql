-- 問い : 月ごとに、債権の行はどう動いたか（納期の過ぎた行を1行ずつ、前の資料と比べる。取り込みのときに一度だけ作る）
-- 一行 : 月 × 債権 × 会計年度の帳簿
-- 条件 : なし
-- 列   : period_on 月末 / compared_on 比べた前の資料の基準日 / account 会計 / claim 債権 / fiscal_year 帳簿の年度
--        newly_arisen_yen 新規発生（円、この間に納期を過ぎて納められていない額。欠損の前）
--        collected_yen 回収（円、すでに納期の過ぎていた行への収入） / written_off_yen 不納欠損（円）
--        correction_yen 調定の更正と繰越しの差（円）
WITH months AS (
    SELECT DISTINCT period_on, previous_on FROM standing WHERE previous_on IS NOT NULL
),
came AS (                    -- この月に新しく立った資料
    SELECT period_on, previous_on, source_scope, account, claim
    FROM standing
    SEMI JOIN months USING (period_on)
    ANTI JOIN standing AS before
      ON before.period_on = standing.previous_on AND before.source_scope = standing.source_scope
     AND before.account = standing.account AND before.claim = standing.claim
),
went AS (                    -- それに代わられた、1つ前の資料
    SELECT months.period_on, before.source_scope, before.account, before.claim, before.as_of
    FROM months
    JOIN standing AS before ON before.period_on = months.previous_on
    ANTI JOIN standing AS now
      ON now.period_on = months.period_on AND now.source_scope = before.source_scope
     AND now.account = before.account AND now.claim = before.claim
),
compared AS (                -- 債権ごとに、前の資料はいつのものか
    SELECT came.period_on, came.account, came.claim, any_value(came.previous_on) AS previous_on,
           coalesce(max(went.as_of), any_value(came.previous_on)) AS compared_on
    FROM came
    LEFT JOIN went USING (period_on, account, claim)
    GROUP BY came.period_on, came.account, came.claim
),
due AS (                     -- 納期の過ぎた行。同じ債務者・賦課年度・期別なら同じ行（年度がなければ納期限で見分ける）
    SELECT source_scope, account, claim, fiscal_year, part, due_on,
           concat_ws('|', coalesce(debtor_key, ''), coalesce(levy_year::VARCHAR, due_on::VARCHAR, ''),
                     coalesce(instalment, '')) AS line_key,
           assessed_yen, received_yen - refund_pending_yen AS net_yen, written_off_yen, outstanding_yen
    FROM receivables
    WHERE coalesce(basis, 'settlement') <> 'settlement' AND coalesce(due_on < as_of, true)
),
after AS (                   -- 今の行。前の資料のあとで納期を過ぎたものを分ける
    SELECT period_on, account, claim, compared_on, line_key, fiscal_year,
           coalesce(due_on >= compared_on, false) AS is_fresh,
           bool_and(due_on IS NULL AND part <> 'carried_over') AS is_undated,
           sum(assessed_yen) AS assessed_yen, sum(net_yen) AS net_yen, sum(written_off_yen) AS written_off_yen
    FROM came
    JOIN compared USING (period_on, account, claim)
    JOIN due USING (source_scope, account, claim)
    GROUP BY ALL
),
before AS (                  -- 前の行
    SELECT period_on, account, claim, line_key, fiscal_year, sum(assessed_yen) AS assessed_yen,
           sum(net_yen) AS net_yen, sum(written_off_yen) AS written_off_yen, sum(outstanding_yen) AS outstanding_yen
    FROM went
    JOIN due USING (source_scope, account, claim)
    GROUP BY ALL
),
closed AS (                  -- 帳簿が閉じて、次の帳簿に繰り越された行。繰り越す前の残額
    SELECT period_on, account, claim, line_key, max(fiscal_year) AS fiscal_year,
           sum(outstanding_yen) AS outstanding_yen
    FROM before
    ANTI JOIN after USING (period_on, account, claim, line_key, fiscal_year)
    GROUP BY period_on, account, claim, line_key
),
moved AS (                   -- 行ごとの動き。どれにも当たらない行（納期を過ぎてから現れた行）の額は、ここに入れない
    SELECT after.period_on, after.compared_on, after.account, after.claim, after.fiscal_year,
           CASE WHEN is_fresh OR (is_undated AND same.line_key IS NULL AND closed.line_key IS NULL)
                THEN after.assessed_yen - after.net_yen ELSE 0 END AS newly_arisen_yen,
           CASE WHEN is_fresh THEN 0
                WHEN same.line_key IS NOT NULL THEN after.net_yen - same.net_yen
                WHEN closed.line_key IS NOT NULL THEN after.net_yen ELSE 0 END AS collected_yen,
           CASE WHEN is_fresh OR is_undated AND same.line_key IS NULL THEN after.written_off_yen
                WHEN same.line_key IS NOT NULL THEN after.written_off_yen - same.written_off_yen
                WHEN closed.line_key IS NOT NULL THEN after.written_off_yen ELSE 0 END AS written_off_yen,
           CASE WHEN is_fresh THEN 0
                WHEN same.line_key IS NOT NULL THEN after.assessed_yen - same.assessed_yen
                WHEN closed.line_key IS NOT NULL THEN after.assessed_yen - closed.outstanding_yen
                ELSE 0 END AS correction_yen
    FROM after
    LEFT JOIN before AS same USING (period_on, account, claim, line_key, fiscal_year)
    LEFT JOIN closed
      ON closed.period_on = after.period_on AND closed.account = after.account AND closed.claim = after.claim
     AND closed.line_key = after.line_key AND closed.fiscal_year < after.fiscal_year AND same.line_key IS NULL
)
SELECT period_on, max(compared_on) AS compared_on, account, claim, fiscal_year,
       sum(newly_arisen_yen)::BIGINT AS newly_arisen_yen, sum(collected_yen)::BIGINT AS collected_yen,
       sum(written_off_yen)::BIGINT AS written_off_yen, sum(correction_yen)::BIGINT AS correction_yen
FROM moved
GROUP BY period_on, account, claim, fiscal_year
ORDER BY period_on, account, claim, fiscal_year
