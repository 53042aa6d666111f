-- 問い : 数えられない目標はないか（残額の資料にない債権や区分、どの会計のものか分からない債権）
-- 一行 : 目標のファイルの行ひとつ
-- 条件 : $fiscal_year 年度
-- 列   : claim 債権 / source_name 目標のファイル / source_row その行 / choices その債権がある会計（2つ以上のときだけ）
WITH asked AS (              -- この年度の目標
    SELECT *, (decided_on, version) AS decided FROM current_targets WHERE fiscal_year = $fiscal_year
),
held AS (                    -- その名前の債権が、いくつの会計にあるか
    SELECT claim, count(DISTINCT account) AS account_count
    FROM claims
    WHERE is_debtor_claim AND fiscal_year IN ($fiscal_year, $fiscal_year - 1)
    GROUP BY claim
),
settled AS (                 -- 後の版で数えられている目標が、その債権のいくつの会計に、同じ会計にあるか
    SELECT stray.source_name, stray.source_row, count(DISTINCT later.account) AS account_count,
           bool_or(stray.account IS NULL OR later.account = stray.account) AS is_same
    FROM asked AS stray
    JOIN asked AS later ON later.claim = stray.claim AND later.is_matched AND later.decided > stray.decided
    WHERE NOT stray.is_matched
    GROUP BY stray.source_name, stray.source_row
)
SELECT claim, source_name, source_row, choices
FROM asked
LEFT JOIN settled USING (source_name, source_row)
LEFT JOIN held USING (claim)
WHERE NOT is_matched         -- 後の版で決め直した目標が数えられていれば、言わない
  AND NOT coalesce(is_same OR settled.account_count >= held.account_count, false)
ORDER BY claim, source_name, source_row
