-- 問い : 数えられない目標はないか（残額の資料にない債権や区分、どの会計のものか分からない債権）
-- 一行 : 目標のファイルの行ひとつ
-- 条件 : $fiscal_year 年度
-- 列   : claim 債権 / source_name 目標のファイル / source_row その行 / choices その債権がある会計（2つ以上のときだけ）
WITH compared AS (           -- その債権の、数えられている目標のうち、いちばん新しい版を添える
    SELECT *, (decided_on, version) AS decided,
           max((decided_on, version)) FILTER (is_matched) OVER (PARTITION BY claim) AS counted
    FROM current_targets
    WHERE fiscal_year = $fiscal_year
)
SELECT claim, source_name, source_row, choices
FROM compared
WHERE NOT is_matched AND (counted IS NULL OR counted <= decided)  -- 後の版で決め直した目標が数えられていれば、言わない
ORDER BY claim, source_name, source_row
