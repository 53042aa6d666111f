-- 問い : 前年度末（前年同月）の未収残額は、何によって今の残額になったか
-- 一行 : 増減の要因ひとつ（不突合は、ほかの要因で説明できない額）
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁）
-- 列   : step 要因 / change_yen 増減額（円） / claim_count 関係する債権の数
WITH moved AS (              -- 債権が今年度・前年度にこの課にあれば1、なければ0。移った債権は両方の課に出る
    SELECT *,
           ($department IS NULL OR department = $department)::INT AS is_here,
           ($department IS NULL OR previous_department = $department)::INT AS was_here
    FROM movements
    WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim AND presence <> 'first'
),
steps AS (                   -- 調整は、所管の移動、繰越後の更正、理由の分かっている対象外
    SELECT 1 AS place, 'opening' AS step, previous_closing_yen * was_here AS yen FROM moved
    UNION ALL
    SELECT 2, 'newly_arisen', newly_arisen_yen * is_here FROM moved
    UNION ALL
    SELECT 3, 'collected', -collected_yen * is_here FROM moved
    UNION ALL
    SELECT 4, 'net_undivided', net_undivided_yen * is_here FROM moved
    UNION ALL
    SELECT 5, 'written_off', -written_off_yen * is_here FROM moved
    UNION ALL
    SELECT 6, 'adjustments', previous_closing_yen * (is_here - was_here)
                             + (correction_yen + documented_yen) * is_here FROM moved
    UNION ALL
    SELECT 7, 'unexplained', unexplained_yen * is_here FROM moved
    UNION ALL
    SELECT 8, 'closing', closing_yen * is_here FROM moved
)
SELECT step, coalesce(sum(yen), 0)::BIGINT AS change_yen, count(*) FILTER (yen <> 0)::BIGINT AS claim_count
FROM steps
GROUP BY place, step
ORDER BY place
