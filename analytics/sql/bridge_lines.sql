-- 問い : 調整と不突合は、どの債権から出ているか
-- 一行 : 債権と理由の組ひとつ
-- 条件 : $fiscal_year 年度 / $department 所管課コード（NULLなら全庁）
-- 列   : step 要因 / claim 債権 / department_name 所管課 / change_yen 増減額（円） / reason 理由
WITH moved AS (
    SELECT *,
           $department IS NULL OR department = $department AS is_here,
           $department IS NULL OR previous_department = $department AS was_here,
           presence = 'left' AND reason IS NOT NULL AS is_documented,
           closing_yen - previous_closing_yen - coalesce(newly_arisen_yen, 0) + coalesce(collected_yen, 0)
               - coalesce(net_undivided_yen, 0) + written_off_yen - correction_yen AS unexplained_yen
    FROM movements
    WHERE fiscal_year = $fiscal_year AND is_debtor_claim AND presence <> 'first'
),
lines AS (
    SELECT 'adjustments' AS step, claim, department_name, correction_yen AS yen,
           '繰越後の調定更正など' AS reason
    FROM moved WHERE is_here
    UNION ALL
    SELECT 'adjustments', claim, department_name,
           previous_closing_yen * (is_here::INT - was_here::INT),
           CASE WHEN is_here THEN '他の課から移った' ELSE '他の課へ移った' END
    FROM moved
    UNION ALL
    SELECT 'adjustments', claim, department_name, unexplained_yen, reason
    FROM moved WHERE is_here AND is_documented
    UNION ALL
    SELECT 'unexplained', claim, department_name, unexplained_yen,
           CASE WHEN presence = 'left' THEN '前年度末に残額があったが、今年度の帳簿に行がない'
                WHEN unexplained_yen = -previous_closing_yen
                THEN '前年度末に残額があったが、今年度の帳簿に滞納繰越分の行がない'
                ELSE '調定・収入・不納欠損からの計算と、帳簿の未収残額が合わない（端数処理など）' END
    FROM moved WHERE is_here AND NOT is_documented
)
SELECT step, claim, department_name, yen::BIGINT AS change_yen, reason
FROM lines
WHERE yen <> 0
ORDER BY step DESC, abs(yen) DESC, claim
