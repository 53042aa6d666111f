-- 問い : それぞれの時点で、課の目標の計はいくらで、どれだけ離れているか
-- 一行 : 時点 × 所管課（目標の効いている債権のある課）
-- 条件 : なし
-- 列   : period_on 時点 / is_month 月次の資料 / department 所管課コード / target_yen 目標額（円）
--        covered_yen 目標のある債権の残額（円） / gap_yen 目標までの差（円）
--        is_stale 目標のある債権に、その月の資料が届かず、前に届いた数字のままのものがある
--        start_yen 目標の年度が始まる前の締切の残額（円、1つでも分からなければNULL）
--        pace_yen 締切までに要る月あたりの減（円、目標に届かない債権の分。先に届いた債権とは差し引かない）
--        due_kinds 締切を迎えて、目標に届いていない債権の種類 / clockless_kinds 締切の分からない債権の種類（月次の資料）
WITH by_claim AS (           -- 債権ごとに、区分の目標を合わせる
    SELECT period_on, is_month, department, account, claim, any_value(claim_kind) AS claim_kind,
           any_value(closing_clock) AS closing_clock, any_value(month_count) AS month_count, bool_or(is_stale) AS is_stale,
           sum(target_yen) AS target_yen, sum(covered_yen) AS covered_yen,
           CASE WHEN count(start_yen) = count(*) THEN sum(start_yen) END AS start_yen
    FROM aims
    GROUP BY period_on, is_month, department, account, claim
)
SELECT period_on, is_month, department, sum(target_yen) AS target_yen, sum(covered_yen) AS covered_yen,
       sum(covered_yen - target_yen) AS gap_yen,
       bool_or(is_stale) AS is_stale,
       CASE WHEN count(start_yen) = count(*) THEN sum(start_yen) END AS start_yen,
       sum((covered_yen - target_yen) / month_count) FILTER (month_count > 0 AND covered_yen > target_yen) AS pace_yen,
       string_agg(DISTINCT claim_kind, '、' ORDER BY claim_kind)
           FILTER (month_count <= 0 AND covered_yen > target_yen) AS due_kinds,
       string_agg(DISTINCT claim_kind, '、' ORDER BY claim_kind)
           FILTER (is_month AND closing_clock IS NULL) AS clockless_kinds
FROM by_claim
GROUP BY period_on, is_month, department
