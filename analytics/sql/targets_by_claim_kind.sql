-- 問い : 債権ごとの目標まであといくらで、その債権の締切までに、月にいくらずつ減らせばよいか
-- 一行 : 所管課 × 会計 × 債権 × 区分（目標の効いているもの）
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁）
--        $claim_kind 債権の種類（NULLならすべて） / $few_cases 少数とする人数・件数（これ未満）
--        $formula 達成率の算式（A 目標額÷残額、B 減った割合）
-- 列   : department 所管課コード / department_name 所管課 / account 会計 / claim_kind 債権の種類 / claim 債権 / part 区分
--        target_yen 目標額（円） / covered_yen 目標のある残額（円） / gap_yen 目標までの差（円） / attainment_rate 達成率
--        closing_day 締切 / closing_on 次の締切の日 / month_count 締切までの月数 / required_pace_yen 目標までに要る月あたりの減（円）
--        target_case_count 目標件数 / actual_case_count いまの件数 / mark しるし / reason 理由
--        version 版 / decided_on 決定日 / status 種別 / rule 決め方 / is_apart 比べにくい（未着、少数）
WITH aimed AS (              -- その時点に効いている目標と、それで測る残額
    SELECT *, covered_yen - target_yen AS gap_yen
    FROM aims
    WHERE period_on = $period_on AND is_month = $is_month
      AND ($department IS NULL OR department = $department) AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
named AS (                   -- 課の名前（いちばん新しい資料のもの）
    SELECT department, arg_max(department_name, period_on) AS department_name
    FROM claims
    WHERE period_on <= $period_on AND is_month = $is_month
    GROUP BY department
),
held AS (                    -- 区分ごとの資料と、区分を問わない計。件数は、1つでも分からなければNULL
    SELECT account, claim, coalesce(claims.part, 'total') AS part, max(as_of) AS as_of,
           min(as_of) FILTER (is_stale) AS stale_on,
           CASE WHEN NOT bool_or(case_count IS NULL AND outstanding_yen <> 0) THEN sum(case_count) END AS case_count
    FROM claims
    WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
    GROUP BY GROUPING SETS ((account, claim, claims.part), (account, claim))
),
newer AS (                   -- 目標の年度より新しい帳簿にも残額のある債権（4月と5月）
    SELECT DISTINCT account, claim
    FROM claims
    JOIN (SELECT DISTINCT account, claim, target_year AS aimed_year FROM aimed) USING (account, claim)
    WHERE period_on = $period_on AND is_month = $is_month AND fiscal_year > aimed_year AND outstanding_yen <> 0
),
lines AS (                   -- 月次の資料の、納期限を過ぎて残額のある行の数（債権ごと。区分には分けられない）
    SELECT account, claim, sum(line_count) AS line_count
    FROM standing_makeup
    WHERE period_on = $period_on AND $is_month AND is_due
    GROUP BY account, claim
),
owing AS (                   -- 課と債権の種類ごとの債務者の数と、番号のある債務者の数
    SELECT department, claim_kind, as_of, debtor_count, known_count
    FROM debtors
    WHERE $is_month AND is_due AND dimension = 'all' AND claim_kind IS NOT NULL
),
judged AS (                  -- 達成率、月あたりの減、いまの件数を出す
    SELECT aimed.*, department_name, whole.stale_on,
           CASE WHEN $formula = 'A' AND covered_yen > 0 THEN target_yen::DOUBLE / covered_yen
                WHEN $formula = 'B' AND start_yen > target_yen
                THEN (start_yen - covered_yen)::DOUBLE / (start_yen - target_yen) END AS attainment_rate,
           CASE WHEN gap_yen > 0 AND month_count > 0 THEN ceil(round(gap_yen / month_count, 4)) END AS required_pace_yen,
           CASE WHEN target_case_count IS NULL THEN NULL
                WHEN NOT $is_month THEN own.case_count
                WHEN aimed.part IN ('total', 'undivided') AND newer.claim IS NULL THEN coalesce(line_count, 0)
                END AS actual_case_count,
           newer.claim IS NOT NULL AS has_newer,
           CASE WHEN $is_month THEN debtor_count ELSE whole.case_count END AS owing_count,
           debtor_count IS NULL AND known_count BETWEEN 1 AND $few_cases - 1 AS is_perhaps_few
    FROM aimed
    LEFT JOIN named USING (department)
    LEFT JOIN held AS whole
      ON whole.account = aimed.account AND whole.claim = aimed.claim AND whole.part = 'total'
    LEFT JOIN held AS own ON own.account = aimed.account AND own.claim = aimed.claim AND own.part = aimed.part
    LEFT JOIN newer ON newer.account = aimed.account AND newer.claim = aimed.claim
    LEFT JOIN lines ON lines.account = aimed.account AND lines.claim = aimed.claim
    LEFT JOIN owing
      ON owing.department = aimed.department AND owing.claim_kind = aimed.claim_kind AND owing.as_of = whole.as_of
),
marked AS (                  -- しるしと、その理由の言葉を付ける
    SELECT *,
           CASE WHEN stale_on IS NOT NULL THEN month(stale_on) || '月末の数字'
                WHEN covered_yen <= 0 THEN '完納'
                WHEN owing_count < $few_cases THEN '少数'
                WHEN is_perhaps_few THEN '少数か不明'
                WHEN attainment_rate IS NULL THEN '率なし'
                ELSE '' END AS mark,
           concat_ws('。',
               CASE WHEN stale_on IS NOT NULL THEN '資料が届いていない' END,
               CASE WHEN owing_count < $few_cases AND covered_yen > 0 AND $is_month
                    THEN '債務者が' || $few_cases || '人未満'
                    WHEN owing_count < $few_cases AND covered_yen > 0 THEN '件数 ' || owing_count || '件' END,
               CASE WHEN is_perhaps_few THEN '債務者の番号のない行があり、債務者が' || $few_cases || '人以上か分からない' END,
               CASE WHEN gap_yen <= 0 THEN '目標に届いた'
                    WHEN $is_month AND closing_clock IS NULL THEN '締切が不明で、月あたりの減は出せない'
                    WHEN $is_month AND month_count <= 0 THEN 'この月末が締切で、残りの月がない' END,
               CASE WHEN $formula = 'B' AND attainment_rate IS NULL AND covered_yen > 0
                    THEN '年度の始まる前の残額が目標額以下か不明で、算式Bの達成率はない' END,
               CASE WHEN target_case_count IS NULL OR actual_case_count IS NOT NULL THEN NULL
                    WHEN NOT $is_month THEN '資料に件数がない'
                    WHEN has_newer THEN '新しい帳簿の行と分けて件数を数えられない'
                    ELSE '区分ごとの件数は数えられない' END) AS reason
    FROM judged
)
SELECT department, department_name, account, claim_kind, claim, CASE part WHEN 'total' THEN '計' ELSE part END AS part,
       target_yen, covered_yen, gap_yen::BIGINT AS gap_yen, attainment_rate,
       CASE closing_clock WHEN 'G' THEN '5月31日' WHEN 'E' THEN '3月31日' END AS closing_day, closing_on, month_count,
       required_pace_yen::BIGINT AS required_pace_yen, target_case_count, actual_case_count::BIGINT AS actual_case_count,
       mark, reason, version, decided_on, status, rule,
       stale_on IS NOT NULL OR mark IN ('少数', '少数か不明') AS is_apart
FROM marked
ORDER BY is_apart, required_pace_yen DESC NULLS LAST, gap_yen DESC, department, account, claim, part
