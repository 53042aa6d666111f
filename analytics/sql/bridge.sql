-- 問い : 前年度末の未収残額は、何によって今年度末の残額になったか
-- 一行 : 増減の要因ひとつ（不突合は、ほかの要因で説明できない額）
-- 条件 : $fiscal_year 年度 / $department 所管課コード（NULLなら全庁）
-- 列   : step 要因 / change_yen 増減額（円） / claim_count 関係する債権の数
WITH moved AS (              -- 所管の移った債権は、移した課と受けた課の両方に出る（その課にない額は0円）
    SELECT previous_closing_yen * was_here::INT AS opening_yen,
           coalesce(newly_arisen_yen, 0) * is_here::INT AS newly_arisen_yen,
           -coalesce(collected_yen, 0) * is_here::INT AS collected_yen,
           coalesce(net_undivided_yen, 0) * is_here::INT AS net_undivided_yen,
           -written_off_yen * is_here::INT AS written_off_yen,
           correction_yen * is_here::INT AS correction_yen,
           previous_closing_yen * (is_here::INT - was_here::INT) AS transferred_yen,
           CASE WHEN presence = 'left' AND reason IS NOT NULL THEN -previous_closing_yen ELSE 0 END
               * was_here::INT AS documented_yen,
           closing_yen * is_here::INT AS closing_yen
    FROM (SELECT *,
                 $department IS NULL OR department = $department AS is_here,
                 $department IS NULL OR previous_department = $department AS was_here
          FROM movements
          WHERE fiscal_year = $fiscal_year AND is_debtor_claim AND presence <> 'first')
),
adjusted AS (                -- 調整: 繰越後の更正、所管の移動、理由の分かっている対象外
    SELECT *, correction_yen + transferred_yen + documented_yen AS adjustments_yen FROM moved
),
explained AS (               -- 不突合: 年度末の残額から、前年度末とすべての要因を引いた残り
    SELECT *, closing_yen - opening_yen - newly_arisen_yen - collected_yen - net_undivided_yen
              - written_off_yen - adjustments_yen AS unexplained_yen
    FROM adjusted
),
steps AS (
    SELECT 1 AS place, 'opening' AS step, opening_yen AS yen FROM explained
    UNION ALL
    SELECT 2, 'newly_arisen', newly_arisen_yen FROM explained
    UNION ALL
    SELECT 3, 'collected', collected_yen FROM explained
    UNION ALL
    SELECT 4, 'net_undivided', net_undivided_yen FROM explained
    UNION ALL
    SELECT 5, 'written_off', written_off_yen FROM explained
    UNION ALL
    SELECT 6, 'adjustments', adjustments_yen FROM explained
    UNION ALL
    SELECT 7, 'unexplained', unexplained_yen FROM explained
    UNION ALL
    SELECT 8, 'closing', closing_yen FROM explained
)
SELECT step, sum(yen)::BIGINT AS change_yen, count(*) FILTER (yen <> 0)::BIGINT AS claim_count
FROM steps
GROUP BY place, step
ORDER BY place
