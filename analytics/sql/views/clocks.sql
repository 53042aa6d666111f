-- 問い : 債権の種類ごとに、帳簿はいつ締まるか（data/rules/claim_kinds.toml の行を、当てはまる期間に直す）
-- 一行 : 債権の種類 × 当てはまる期間
-- 条件 : なし
-- 列   : claim_kind 債権の種類 / closing_clock 締切（G 5月31日、E 3月31日、分からなければNULL）
--        closing_month 締切の月（その31日） / valid_from この日から / valid_before この日の前まで
SELECT claim_kind, closing_clock, CASE closing_clock WHEN 'G' THEN 5 WHEN 'E' THEN 3 END AS closing_month, valid_from,
       coalesce(lead(valid_from) OVER (PARTITION BY claim_kind ORDER BY valid_from), DATE '9999-12-31') AS valid_before
FROM (SELECT DISTINCT claim_kind, closing_clock, coalesce(valid_from, DATE '0001-01-01') AS valid_from FROM claim_rules)
ORDER BY claim_kind, valid_from
