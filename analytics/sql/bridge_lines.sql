-- 問い : 調整と不突合は、どの債権から出ているか
-- 一行 : 債権と理由の組ひとつ
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁）
-- 列   : step 要因 / claim 債権 / department_name 所管課 / change_yen 増減額（円） / reason 理由
WITH moved AS (              -- 債権が今年度・前年度にこの課にあれば1、なければ0。移った債権は両方の課に出る
    SELECT *,
           ($department IS NULL OR department = $department)::INT AS is_here,
           ($department IS NULL OR previous_department = $department)::INT AS was_here
    FROM movements
    WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim AND presence <> 'first'
),
lines AS (                   -- 要因と理由ごとの額。同じ債権に2つ以上あれば、行も分かれる
    SELECT 'adjustments' AS step, claim, department_name, correction_yen * is_here AS yen,
           CASE WHEN is_month THEN '調定の更正、繰越しの差、初めて届いた残額' ELSE '繰越後の調定更正など' END AS reason
    FROM moved
    UNION ALL
    SELECT 'adjustments', claim, department_name, previous_closing_yen * (is_here - was_here),
           CASE WHEN is_here = 1 THEN '他の課から移った' ELSE '他の課へ移った' END
    FROM moved
    UNION ALL
    SELECT 'adjustments', claim, department_name, documented_yen * is_here, reason
    FROM moved
    UNION ALL
    SELECT 'unexplained', claim, department_name, unexplained_yen * is_here,
           CASE WHEN is_month THEN '前の資料にあった行が納められずに消えたか、納期を過ぎてから現れた'
                WHEN presence = 'left' THEN '前年度末に残額があったが、今年度の帳簿に行がない'
                WHEN unexplained_yen = -previous_closing_yen
                THEN '前年度末に残額があったが、今年度の帳簿に滞納繰越分の行がない'
                ELSE '調定・収入・不納欠損からの計算と、帳簿の未収残額が合わない（端数処理など）' END
    FROM moved
)
SELECT step, claim, department_name, yen::BIGINT AS change_yen, reason
FROM lines
WHERE yen <> 0
ORDER BY step DESC, abs(yen) DESC, claim
