-- 問い : 2つの版には、どの資料にどの課のどの債権の残額がいくらあるか（債務者のいる債権の、納期の来た分）
-- 一行 : レイアウト × 基準日 × 年度 × 所管課 × 債権
-- 条件 : なし
-- 列   : layout レイアウト / as_of 基準日 / fiscal_year 年度 / department 所管課コード / department_name 所管課
--        account 会計 / claim 債権 / old_lines 前の版の行数 / new_lines 後の版の行数
--        old_yen 前の版の残額（円） / new_yen 後の版の残額（円）
SELECT regexp_replace(source_scope, '@[^@]*$', '') AS layout, as_of, fiscal_year, department,
       max_by(department_name, is_later) AS department_name, account, claim,
       count(*) FILTER (NOT is_later)::BIGINT AS old_lines,
       count(*) FILTER (is_later)::BIGINT AS new_lines,
       coalesce(sum(outstanding_yen) FILTER (NOT is_later), 0)::BIGINT AS old_yen,
       coalesce(sum(outstanding_yen) FILTER (is_later), 0)::BIGINT AS new_yen
FROM both_lines
GROUP BY source_scope, as_of, fiscal_year, department, account, claim
ORDER BY as_of, fiscal_year, department, account, claim, layout
