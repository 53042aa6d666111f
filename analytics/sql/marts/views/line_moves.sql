-- 問い : 債権の行は、1つ前の資料からどう動いたか（納期の過ぎた行を1行ずつ、前の資料と比べる）
-- 一行 : 月 × 債権 × 会計年度の帳簿 × 行（消えた行を含む）
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / fiscal_year 帳簿の年度
--        newly_arisen_yen 新規発生（円、この間に納期を過ぎて納められていない額。欠損の前）
--        collected_yen 回収（円、すでに納期の過ぎていた行への収入） / refunded_yen 還付（円、同じ行の収入が減った額）
--        written_off_yen 不納欠損（円） / correction_yen 調定の更正と繰越しの差（円） / rest_yen どれでも説明できない額（円）
--        source_name ファイル名（消えた行は前の資料の） / source_row その行 / due_on 納期限 / is_gone 消えた行
WITH months AS (             -- 月と、その1つ前
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
keyed AS (                   -- 同じ債務者・賦課年度・期別なら同じ行（年度がなければ納期限で見分ける）
    SELECT source_scope, account, claim, fiscal_year, part, due_on, source_name, source_row, instalment,
           concat_ws('|', coalesce(debtor_key, ''), coalesce(levy_year::VARCHAR, due_on::VARCHAR, ''),
                     coalesce(instalment, '')) AS line_key,
           assessed_yen, received_yen - refund_pending_yen AS net_yen, written_off_yen, outstanding_yen,
           is_due
    FROM month_lines
),
due AS (                     -- 納期の過ぎた行
    SELECT * FROM keyed WHERE is_due
),
later AS (                   -- 今の行。前の資料のあとで納期を過ぎたものを分ける
    SELECT period_on, account, claim, line_key, fiscal_year,
           coalesce(due_on >= compared_on, false) AS is_fresh,
           bool_and(due_on IS NULL AND part <> 'carried_over') AS is_undated, count(instalment) = 0 AS is_unnumbered,
           sum(assessed_yen) AS assessed_yen, sum(net_yen) AS net_yen, sum(written_off_yen) AS written_off_yen,
           sum(outstanding_yen) AS outstanding_yen, min(due_on) AS due_on,
           min(source_name) AS source_name, min(source_row) AS source_row
    FROM came
    JOIN compared USING (period_on, account, claim)
    JOIN due USING (source_scope, account, claim)
    GROUP BY ALL
),
after AS (                   -- 納期を過ぎたばかりの行が、前からの行とは別の行か（期別がないか、前からの行もある）を添える
    SELECT *, is_fresh AND (is_unnumbered OR bool_or(NOT is_fresh)
                  OVER (PARTITION BY period_on, account, claim, line_key, fiscal_year)) AS is_beside
    FROM later
),
before AS (                  -- 前の行
    SELECT period_on, account, claim, line_key, fiscal_year, sum(assessed_yen) AS assessed_yen,
           sum(net_yen) AS net_yen, sum(written_off_yen) AS written_off_yen, sum(outstanding_yen) AS outstanding_yen,
           min(due_on) AS due_on, min(source_name) AS source_name, min(source_row) AS source_row
    FROM went
    JOIN due USING (source_scope, account, claim)
    GROUP BY ALL
),
put_off AS (                 -- 今の資料で、納期限がまだの行
    SELECT DISTINCT period_on, account, claim, line_key
    FROM came
    JOIN keyed USING (source_scope, account, claim)
    WHERE NOT is_due
),
not_yet AS (                 -- 前の資料で納期限がまだだった行。そのときの不納欠損は、残額から出る前に数えてある
    SELECT period_on, account, claim, line_key, fiscal_year, sum(written_off_yen) AS written_off_yen
    FROM went
    JOIN keyed USING (source_scope, account, claim)
    WHERE NOT is_due
    GROUP BY ALL
),
closed AS (                  -- 帳簿が閉じて、次の帳簿に繰り越された行。繰り越す前の残額
    SELECT period_on, account, claim, line_key, max(fiscal_year) AS fiscal_year,
           sum(outstanding_yen) AS outstanding_yen, min(due_on) AS due_on,
           min(source_name) AS source_name, min(source_row) AS source_row
    FROM before
    ANTI JOIN after USING (period_on, account, claim, line_key, fiscal_year)
    GROUP BY period_on, account, claim, line_key
),
paired AS (                  -- 今の行に、同じ帳簿の前の行か、繰り越す前の行を並べる
    SELECT after.*, same.line_key IS NOT NULL AS is_same,
           same.line_key IS NULL AND closed.line_key IS NOT NULL AND NOT is_fresh AS is_carried,
           same.line_key IS NULL AND (is_fresh OR (is_undated AND closed.line_key IS NULL)) AS is_new,
           same.assessed_yen AS same_assessed_yen, same.net_yen AS same_net_yen,
           same.written_off_yen AS same_written_off_yen, same.outstanding_yen AS same_outstanding_yen,
           closed.outstanding_yen AS closed_outstanding_yen,
           coalesce(not_yet.written_off_yen, 0) AS counted_yen
    FROM after
    LEFT JOIN before AS same    -- 納期限が延びた行も、同じ行
      ON same.period_on = after.period_on AND same.account = after.account AND same.claim = after.claim
     AND same.line_key = after.line_key AND same.fiscal_year = after.fiscal_year AND NOT is_beside
    LEFT JOIN closed
      ON closed.period_on = after.period_on AND closed.account = after.account AND closed.claim = after.claim
     AND closed.line_key = after.line_key AND closed.fiscal_year < after.fiscal_year AND same.line_key IS NULL
    LEFT JOIN not_yet
      ON not_yet.period_on = after.period_on AND not_yet.account = after.account AND not_yet.claim = after.claim
     AND not_yet.line_key = after.line_key AND not_yet.fiscal_year = after.fiscal_year AND is_fresh
),
moved AS (                   -- 行ごとの動き。どれにも当たらない行（納期を過ぎてから現れた行）には動きがなく、残りになる
    SELECT *,
           CASE WHEN is_new THEN assessed_yen - net_yen - counted_yen ELSE 0 END AS newly_arisen_yen,
           CASE WHEN is_same THEN net_yen - same_net_yen
                WHEN is_carried THEN net_yen ELSE 0 END AS paid_yen,
           CASE WHEN is_same THEN written_off_yen - same_written_off_yen
                WHEN is_new OR is_carried OR is_undated THEN written_off_yen - counted_yen ELSE 0 END AS gone_yen,
           CASE WHEN is_same THEN assessed_yen - same_assessed_yen
                WHEN is_carried THEN assessed_yen - closed_outstanding_yen ELSE 0 END AS correction_yen,
           coalesce(same_outstanding_yen, CASE WHEN is_carried THEN closed_outstanding_yen END, 0) AS before_yen
    FROM paired
)
SELECT period_on, account, claim, fiscal_year, newly_arisen_yen,
       greatest(paid_yen, 0) AS collected_yen, greatest(-paid_yen, 0) AS refunded_yen,    -- 収入が減れば還付
       gone_yen AS written_off_yen, correction_yen,
       outstanding_yen - before_yen - newly_arisen_yen + paid_yen + gone_yen - correction_yen AS rest_yen,
       source_name, source_row, due_on, false AS is_gone
FROM moved
UNION ALL                    -- 前の資料にあり、今の資料のどの行にもつながらない行
SELECT closed.period_on, account, claim, fiscal_year, 0, 0, 0, 0,
       CASE WHEN put_off.line_key IS NULL THEN 0 ELSE -outstanding_yen END,
       CASE WHEN put_off.line_key IS NULL THEN -outstanding_yen ELSE 0 END,
       source_name, source_row, due_on, put_off.line_key IS NULL
FROM closed
SEMI JOIN compared USING (period_on, account, claim)
ANTI JOIN (SELECT * FROM moved WHERE is_carried) AS next USING (period_on, account, claim, line_key)
LEFT JOIN put_off USING (period_on, account, claim, line_key)
