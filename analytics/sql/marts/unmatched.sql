-- 問い : どの動きでも説明できない額は、どの資料のどの行から出ているか（取り込みのときに一度だけ作る）
-- 一行 : 月 × 債権 × 行
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / fiscal_year 帳簿の年度 / rest_yen 説明できない額（円）
--        source_name ファイル名（消えた行は前の資料の） / source_row その行 / due_on 納期限 / is_gone 消えた行
SELECT period_on, account, claim, fiscal_year, rest_yen::BIGINT AS rest_yen, source_name, source_row, due_on, is_gone
FROM line_moves
WHERE rest_yen <> 0
ORDER BY period_on, account, claim, fiscal_year, source_name, source_row
