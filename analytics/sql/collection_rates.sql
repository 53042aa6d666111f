-- 問い : 収納率（参考）は年度ごとにどれだけか（不納欠損と並べて見る）
-- 一行 : 時点
-- 条件 : $period_on この時点まで / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁）
--        $claim_kind 債権の種類（NULLならすべて）
-- 列   : period_on 時点 / fiscal_year 年度 / current_rate 現年度分の収納率 / carried_over_rate 滞納繰越分の収納率
--        total_rate 合計の収納率 / written_off_yen 不納欠損（円） / assessed_yen 調定額（円） / received_yen 収入済額（円）
SELECT period_on, min(fiscal_year) AS fiscal_year,
       sum(received_yen) FILTER (part = 'current')
           / nullif(sum(assessed_yen) FILTER (part = 'current'), 0) AS current_rate,
       sum(received_yen) FILTER (part = 'carried_over')
           / nullif(sum(assessed_yen) FILTER (part = 'carried_over'), 0) AS carried_over_rate,
       sum(received_yen) / nullif(sum(assessed_yen), 0) AS total_rate,
       sum(written_off_yen)::BIGINT AS written_off_yen,
       sum(assessed_yen)::BIGINT AS assessed_yen, sum(received_yen)::BIGINT AS received_yen
FROM claims
WHERE period_on <= $period_on AND is_month = $is_month AND is_debtor_claim
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
GROUP BY period_on
ORDER BY period_on
