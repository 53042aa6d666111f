-- 問い : 目標（未収残額）にどれだけ近いか、課ごとの順位
-- 一行 : 所管課（順位に入らない課は下に並ぶ）
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $before_on 比べる前年度末（前年同月）の時点、なければNULL
--        $fiscal_year 目標の年度 / $few_cases 少数とする件数（これ未満） / $material_rate 比較不可とする割合（これ以上）
-- 列   : rank 順位 / department 所管課コード / department_name 所管課 / outstanding_yen 未収残額（円）
--        target_yen 目標額（円） / target_covered_yen 目標のある債権の残額（円） / gap_yen 目標までの差（円）
--        attainment_rate 達成率 / opening_yen 前年度末の残額（円） / change_yen 前年度末からの増減（円）
--        change_rate 前年度末からの増減率 / newly_arisen_yen 新規発生（円） / collected_yen 滞納繰越分の回収（円）
--        net_undivided_yen 区分のない債権の発生と収入の差（円） / written_off_yen 不納欠損（円）
--        written_off_divided_yen 不納欠損のうち回収の分かる債権の分（円）
--        case_count 件数 / mark しるし / reason 理由 / stale_on 前に届いた数字のままのとき、その基準日
WITH moved AS (              -- 今年度の債権ごとの動き
    SELECT * FROM movements WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
),
here AS (                    -- 今年度の所管課ごとの動き
    SELECT department, sum(closing_yen) AS outstanding_yen, sum(newly_arisen_yen) AS newly_arisen_yen,
           sum(collected_yen) AS collected_yen, sum(net_undivided_yen) AS net_undivided_yen,
           sum(collected_net_yen) AS collected_net_yen,
           sum(written_off_yen) AS written_off_yen,
           sum(written_off_yen) FILTER (collected_yen IS NOT NULL) AS written_off_divided_yen,
           CASE WHEN $is_month THEN (SELECT arg_max(debtor_count, debtors.as_of) FROM debtors
                                     WHERE debtors.department = moved.department AND debtors.as_of <= $period_on
                                       AND debtors.claim_kind IS NULL AND dimension = 'all')
                WHEN NOT bool_or(case_count IS NULL AND closing_yen <> 0) THEN sum(case_count) END AS case_count
    FROM moved
    GROUP BY department
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
aims AS (                    -- 効いている目標（債権ごとに、まだ開いている古い方の帳簿の年度のもの）
    SELECT account, claim, part, target_yen
    FROM current_targets
    LEFT JOIN (SELECT DISTINCT account, claim, target_year
               FROM claims
               WHERE period_on = $period_on AND is_month = $is_month) AS measured USING (account, claim)
    WHERE fiscal_year = coalesce(target_year, $fiscal_year) AND is_matched
),
owed AS (                    -- 債権ごと・区分ごとの残額と、区分を問わない合計。債権の課は1つ（要約が決めている）
    SELECT account, claim, coalesce(part, 'total') AS part, department, sum(outstanding_yen) AS outstanding_yen
    FROM claims
    WHERE period_on = $period_on AND is_month = $is_month AND fiscal_year = target_year AND is_debtor_claim
    GROUP BY GROUPING SETS ((account, claim, department, part), (account, claim, department))
),
holders AS (                 -- 残額がなくなった債権の目標も、持っていた課に数える
    SELECT account, claim, department FROM moved
),
aimed AS (                   -- 課ごとの目標額と、目標のある債権の残額
    SELECT coalesce(owed.department, holders.department) AS department,
           sum(target_yen) AS target_yen, sum(coalesce(owed.outstanding_yen, 0)) AS covered_yen
    FROM aims
    LEFT JOIN owed USING (account, claim, part)
    LEFT JOIN holders USING (account, claim)
    GROUP BY coalesce(owed.department, holders.department)
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
           target_yen, covered_yen, covered_yen - target_yen AS gap_yen,
           CASE WHEN covered_yen > 0 THEN target_yen::DOUBLE / covered_yen END AS attainment_rate,
           opening_yen, coalesce(outstanding_yen, 0) - opening_yen AS change_yen,
           CASE WHEN opening_yen > 0
                THEN (coalesce(outstanding_yen, 0) - opening_yen)::DOUBLE / opening_yen END AS change_rate,
           newly_arisen_yen, collected_yen, net_undivided_yen, written_off_yen, written_off_divided_yen, case_count,
           collected_net_yen = 0 AND written_off_yen > 0 AS is_only_written_off,
           stale_on, stale_before_on, former_name,
           former_name IS NOT NULL AND former_name <> department_name AS is_renamed,
           coalesce(entered_yen, 0) AS entered_yen, entered_claims,
           coalesce(entered_yen, 0)
               >= $material_rate * greatest(coalesce(outstanding_yen, 0), coalesce(opening_yen, 0)) AS is_material
    FROM here
    FULL JOIN before USING (department)
    LEFT JOIN named USING (department)
    LEFT JOIN entered USING (department)
    LEFT JOIN aimed USING (department)
    LEFT JOIN stale USING (department)
    WHERE coalesce(outstanding_yen, 0) <> 0 OR coalesce(opening_yen, 0) <> 0 OR coalesce(target_yen, 0) <> 0
),
marked AS (                  -- しるしと、その理由の言葉を付ける
    SELECT *,
           CASE WHEN stale_on IS NOT NULL THEN month(stale_on) || '月末の数字'
                WHEN is_renamed OR stale_before_on IS NOT NULL OR (entered_yen > 0 AND is_material) THEN '比較不可'
                WHEN case_count < $few_cases THEN '少数'
                WHEN is_only_written_off THEN '欠損のみ'
                WHEN target_yen IS NULL AND (SELECT count(*) FROM aims) > 0 THEN '目標なし'
                WHEN covered_yen = 0 AND outstanding_yen <> 0 THEN '対象完納'
                WHEN covered_yen = 0 THEN '完納'
                ELSE '' END AS mark,
           concat_ws('。',
               CASE WHEN stale_on IS NOT NULL THEN '資料が届いていない' END,
               CASE WHEN stale_before_on IS NOT NULL
                    THEN '前年同月は' || month(stale_before_on) || '月末の数字' END,
               CASE WHEN is_renamed AND $is_month THEN '組織改編（前年同月は' || former_name || '）'
                    WHEN is_renamed THEN '組織改編（前年度は' || former_name || '）' END,
               CASE WHEN entered_yen > 0 THEN entered_claims END,
               CASE WHEN case_count < $few_cases AND $is_month THEN '債務者が' || $few_cases || '人未満'
                    WHEN case_count < $few_cases THEN '件数 ' || case_count || '件' END,
               CASE WHEN is_only_written_off THEN '収入がなく、不納欠損だけがある'
                    WHEN change_yen < 0 AND written_off_yen >= -change_yen
                    THEN '減少の全額に当たる不納欠損がある' END,
               CASE WHEN covered_yen = 0 AND outstanding_yen <> 0
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
       attainment_rate, opening_yen::BIGINT AS opening_yen, change_yen::BIGINT AS change_yen, change_rate,
       newly_arisen_yen::BIGINT AS newly_arisen_yen, collected_yen::BIGINT AS collected_yen,
       net_undivided_yen::BIGINT AS net_undivided_yen, written_off_yen::BIGINT AS written_off_yen,
       written_off_divided_yen::BIGINT AS written_off_divided_yen,
       case_count::BIGINT AS case_count, mark, reason, stale_on
FROM marked
ORDER BY rank NULLS LAST, outstanding_yen DESC, department
