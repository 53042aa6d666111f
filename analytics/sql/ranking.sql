-- 問い : 目標（未収残額）にどれだけ近いか、課ごとの順位
-- 一行 : 所管課（順位に入らない課は下に並ぶ）
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $before_on 比べる前年度末（前年同月）の時点、なければNULL
--        $few_cases 少数とする件数（これ未満） / $material_rate 比較不可とする割合（これ以上）
--        $formula 達成率の算式（A 目標額÷残額、B 減った割合）
-- 列   : rank 順位 / department 所管課コード / department_name 所管課 / outstanding_yen 未収残額（円）
--        target_yen 目標額（円） / target_covered_yen 目標のある債権の残額（円） / gap_yen 目標までの差（円）
--        attainment_rate 達成率 / required_pace_yen 目標までに要る月あたりの減（円） / opening_yen 前年度末の残額（円） / change_yen 前年度末からの増減（円）
--        change_rate 前年度末からの増減率 / newly_arisen_yen 新規発生（円） / collected_yen 滞納繰越分の回収（円）
--        net_undivided_yen 区分のない債権の発生と収入の差（円） / written_off_yen 不納欠損（円）
--        written_off_divided_yen 不納欠損のうち回収の分かる債権の分（円）
--        to_settle_yen 整理する債権（円） / to_settle_change_yen 整理する債権の前年度末からの増減（円）
--        before_gap_yen 前年度末のときの目標までの差（円） / is_seasonal 季節による遅れ / case_count 件数
--        mark しるし / reason 理由 / stale_on 前に届いた数字のままのとき、その基準日
WITH moved AS (              -- 今年度の債権ごとの動き
    SELECT * FROM movements WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
),
here AS (                    -- 今年度の所管課ごとの動き
    SELECT department, sum(closing_yen) AS outstanding_yen, sum(newly_arisen_yen) AS newly_arisen_yen,
           sum(collected_yen) AS collected_yen, sum(net_undivided_yen) AS net_undivided_yen,
           sum(collected_net_yen) AS collected_net_yen,
           sum(written_off_yen) AS written_off_yen,
           sum(written_off_yen) FILTER (collected_yen IS NOT NULL) AS written_off_divided_yen,
           CASE WHEN NOT bool_or(case_count IS NULL AND closing_yen <> 0) THEN sum(case_count) END AS case_count
    FROM moved
    GROUP BY department
),
owing AS (                   -- 課ごとの債務者の数と、番号のある債務者の数（その課のいちばん新しい資料のもの）
    SELECT department, CASE WHEN debtors.department IS NULL THEN 0 ELSE debtor_count END AS debtor_count, known_count AS keyed_count
    FROM (SELECT department, max(as_of) AS as_of
          FROM claims
          WHERE period_on = $period_on AND is_month AND $is_month AND is_debtor_claim
          GROUP BY department) AS newest
    LEFT JOIN debtors USING (department, as_of)
    WHERE debtors.department IS NULL OR (claim_kind IS NULL AND debtors.is_due AND dimension = 'all')
),
before AS (                  -- 前年度の所管課ごとの残額
    SELECT previous_department AS department, sum(previous_closing_yen) AS opening_yen
    FROM moved
    GROUP BY previous_department
),
named AS (                   -- 課の名前（今年度になければ前年度の名前）と、前年度の名前
    SELECT department,
           coalesce(max(department_name) FILTER (period_on = $period_on),
                    max(department_name) FILTER (period_on = $before_on)) AS department_name,
           max(department_name) FILTER (period_on = $before_on) AS former_name
    FROM claims
    WHERE period_on IN ($period_on, $before_on) AND is_month = $is_month
    GROUP BY department
),
entries AS (                 -- 加わった・なくなった・課を移った債権
    SELECT department, claim, greatest(closing_yen, coalesce(previous_closing_yen, 0)) AS yen,
           CASE presence WHEN 'joined' THEN '加入' WHEN 'left' THEN '離脱' ELSE '受入' END AS kind
    FROM moved
    WHERE presence IN ('joined', 'left', 'transferred')
    UNION ALL
    SELECT previous_department, claim, previous_closing_yen, '移管' FROM moved WHERE presence = 'transferred'
),
entered AS (                 -- 出入りした債権の、課ごとの額と名前
    SELECT department, sum(yen) AS entered_yen,
           string_agg(kind || ' ' || claim, '、' ORDER BY yen DESC, claim) AS entered_claims
    FROM entries
    WHERE yen > 0
    GROUP BY department
),
aimed AS (                   -- 課ごとの目標と、目標のある債権の残額
    SELECT * FROM department_aims WHERE period_on = $period_on AND is_month = $is_month
),
aimed_before AS (            -- 前年同月の、そのときの目標までの差。その月の資料が届いていなければ、分からない
    SELECT department, gap_yen
    FROM department_aims
    WHERE period_on = $before_on AND is_month = $is_month AND NOT is_stale
),
closed AS (                  -- 前の年度の締切の、そのときの目標までの差。締切の月の資料が届いていなければ、分からない
    SELECT now.department,
           CASE WHEN NOT bool_or(past.is_stale) THEN sum(past.covered_yen - past.target_yen) END AS gap_yen
    FROM (SELECT DISTINCT department, account, claim, opened_on FROM aims
          WHERE period_on = $period_on AND is_month AND $is_month
          QUALIFY bool_and(closing_clock IS NOT NULL) OVER (PARTITION BY department)) AS now
    JOIN aims AS past
      ON past.is_month AND past.period_on = now.opened_on AND past.account = now.account AND past.claim = now.claim
    GROUP BY now.department
),
settling AS (                -- 整理する債権（換価済・執行停止・時効期間経過・生活困窮）の、今と前年同月の残額
    SELECT department, count(*) FILTER (state <> 'unknown' AND period_on = $period_on) AS known_count,
           bool_or(state = 'unknown' AND period_on = $before_on)
               AND NOT bool_or(state = 'unknown' AND period_on = $period_on) AS was_unknown,    -- 前年同月の資料に状態がなかった
           sum(to_settle_yen) FILTER (period_on = $period_on) AS to_settle_yen,
           sum(to_settle_yen) FILTER (period_on = $before_on) AS to_settle_before_yen
    FROM (SELECT department, period_on, state,
                 CASE WHEN state IN ('nothing_left', 'suspended', 'time_barred', 'destitute')
                      THEN outstanding_yen ELSE 0 END AS to_settle_yen
          FROM standing_makeup
          WHERE period_on IN ($period_on, $before_on) AND $is_month AND is_due)
    GROUP BY department
),
stale AS (                   -- 資料が届かず、前の月末の数字のままの課
    SELECT department, min(as_of) FILTER (period_on = $period_on) AS stale_on,
           min(as_of) FILTER (period_on = $before_on) AS stale_before_on
    FROM claims
    WHERE period_on IN ($period_on, $before_on) AND is_month = $is_month AND is_stale AND is_debtor_claim
    GROUP BY department
),
judged AS (                  -- 課ごとに、目標との差、達成率、増減、比べられるかを出す
    SELECT department, department_name, coalesce(outstanding_yen, 0) AS outstanding_yen,
           target_yen, covered_yen, aimed.gap_yen AS gap_yen,
           CASE WHEN $formula = 'A' AND covered_yen > 0 THEN target_yen::DOUBLE / covered_yen
                WHEN $formula = 'B' AND start_yen > target_yen
                THEN (start_yen - covered_yen)::DOUBLE / (start_yen - target_yen) END AS attainment_rate,
           CASE WHEN covered_yen > target_yen AND clockless_kinds IS NULL AND pace_yen > 0
                THEN ceil(round(pace_yen, 4)) END AS required_pace_yen, clockless_kinds, due_kinds,
           CASE WHEN known_count > 0 THEN to_settle_yen END AS to_settle_yen,
           CASE WHEN known_count > 0 AND NOT was_unknown AND opening_yen IS NOT NULL
                THEN to_settle_yen - to_settle_before_yen END AS to_settle_change_yen,
           aimed_before.gap_yen AS before_gap_yen,
           $is_month AND covered_yen > target_yen AND aimed_before.gap_yen > 0 AS was_behind,
           closed.gap_yen AS closed_gap_yen,
           opening_yen, coalesce(outstanding_yen, 0) - opening_yen AS change_yen,
           CASE WHEN opening_yen > 0
                THEN (coalesce(outstanding_yen, 0) - opening_yen)::DOUBLE / opening_yen END AS change_rate,
           newly_arisen_yen, collected_yen, net_undivided_yen, written_off_yen, written_off_divided_yen,
           CASE WHEN $is_month THEN debtor_count ELSE case_count END AS case_count,
           debtor_count IS NULL AND keyed_count BETWEEN 1 AND $few_cases - 1 AS is_perhaps_few,
           collected_net_yen <= 0 AND written_off_yen > 0 AS is_only_written_off,
           stale_on, stale_before_on, former_name,
           former_name IS NOT NULL AND former_name <> department_name AS is_renamed,
           coalesce(entered_yen, 0) AS entered_yen, entered_claims,
           coalesce(entered_yen, 0)
               >= $material_rate * greatest(coalesce(outstanding_yen, 0), coalesce(opening_yen, 0)) AS is_material
    FROM here
    FULL JOIN before USING (department)
    LEFT JOIN owing USING (department)
    LEFT JOIN named USING (department)
    LEFT JOIN entered USING (department)
    LEFT JOIN aimed USING (department)
    LEFT JOIN aimed_before USING (department)
    LEFT JOIN closed USING (department)
    LEFT JOIN settling USING (department)
    LEFT JOIN stale USING (department)
    WHERE coalesce(outstanding_yen, 0) <> 0 OR coalesce(opening_yen, 0) <> 0 OR coalesce(target_yen, 0) <> 0
),
marked AS (                  -- しるしと、その理由の言葉を付ける
    SELECT *,
           CASE WHEN stale_on IS NOT NULL THEN month(stale_on) || '月末の数字'
                WHEN is_renamed OR stale_before_on IS NOT NULL OR (entered_yen > 0 AND is_material) THEN '比較不可'
                WHEN case_count < $few_cases AND (case_count > 0 OR NOT $is_month) THEN '少数'
                WHEN is_perhaps_few THEN '少数か不明'
                WHEN is_only_written_off THEN '欠損のみ'
                WHEN target_yen IS NULL AND (SELECT count(*) FROM aimed) > 0 THEN '目標なし'
                WHEN covered_yen <= 0 AND outstanding_yen > greatest(covered_yen, 0) THEN '対象完納'
                WHEN covered_yen <= 0 THEN '完納'
                WHEN $formula = 'B' AND target_yen IS NOT NULL AND attainment_rate IS NULL THEN '率なし'
                ELSE '' END AS mark,
           concat_ws('。',
               CASE WHEN stale_on IS NOT NULL THEN '資料が届いていない' END,
               CASE WHEN stale_before_on IS NOT NULL
                    THEN '前年同月は' || month(stale_before_on) || '月末の数字' END,
               CASE WHEN is_renamed AND $is_month THEN '組織改編（前年同月は' || former_name || '）'
                    WHEN is_renamed THEN '組織改編（前年度は' || former_name || '）' END,
               CASE WHEN entered_yen > 0 THEN entered_claims END,
               CASE WHEN is_perhaps_few
                    THEN '債務者の番号のない行があり、債務者が' || $few_cases || '人以上か分からない' END,
               CASE WHEN case_count BETWEEN 1 AND $few_cases - 1 AND $is_month THEN '債務者が' || $few_cases || '人未満'
                    WHEN case_count < $few_cases AND NOT $is_month THEN '件数 ' || case_count || '件' END,
               CASE WHEN is_only_written_off THEN '収入がなく、不納欠損だけがある'
                    WHEN change_yen < 0 AND written_off_yen >= -change_yen
                    THEN '減少の全額に当たる不納欠損がある' END,
               CASE WHEN was_behind AND closed_gap_yen > 0 THEN '前年同月も目標に届かず、締切でも届かなかった'
                    WHEN was_behind THEN '季節による遅れ（前年同月も目標に届かず'
                        || CASE WHEN closed_gap_yen <= 0 THEN '、締切では届いた）' ELSE '）' END END,
               CASE WHEN due_kinds IS NOT NULL AND covered_yen > target_yen
                    THEN 'きょうが締切の債権（' || due_kinds || '）の差は、ペースに入らない' END,
               CASE WHEN clockless_kinds IS NOT NULL AND covered_yen > target_yen
                    THEN '締切が不明（' || clockless_kinds || '）で、ペースは出せない' END,
               CASE WHEN $formula = 'B' AND target_yen IS NOT NULL AND attainment_rate IS NULL AND covered_yen > 0
                    THEN '年度の始まる前の残額が目標額以下か不明で、算式Bの達成率はない' END,
               CASE WHEN covered_yen <= 0 AND outstanding_yen > greatest(covered_yen, 0)
                    THEN '目標のある債権は0円、ほかの債権か区分に残額がある' END) AS reason
    FROM judged
)
SELECT CASE WHEN mark IN ('', '完納', '対象完納') AND (target_yen IS NOT NULL OR change_yen IS NOT NULL)
            THEN rank() OVER (
                PARTITION BY mark IN ('', '完納', '対象完納')
                ORDER BY mark <> '' DESC, attainment_rate DESC NULLS LAST,
                         gap_yen NULLS LAST, change_rate NULLS LAST) END::BIGINT AS rank,
       department, department_name, outstanding_yen::BIGINT AS outstanding_yen,
       target_yen::BIGINT AS target_yen, covered_yen::BIGINT AS target_covered_yen, gap_yen::BIGINT AS gap_yen,
       attainment_rate, required_pace_yen::BIGINT AS required_pace_yen, opening_yen::BIGINT AS opening_yen,
       change_yen::BIGINT AS change_yen, change_rate,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       net_undivided_yen::BIGINT AS net_undivided_yen, written_off_yen::BIGINT AS written_off_yen,
       written_off_divided_yen::BIGINT AS written_off_divided_yen,
       to_settle_yen::BIGINT AS to_settle_yen, to_settle_change_yen::BIGINT AS to_settle_change_yen,
       before_gap_yen::BIGINT AS before_gap_yen, coalesce(was_behind AND coalesce(closed_gap_yen, 0) <= 0, false) AS is_seasonal,
       case_count::BIGINT AS case_count, mark, reason, stale_on
FROM marked
ORDER BY rank NULLS LAST, outstanding_yen DESC, department
