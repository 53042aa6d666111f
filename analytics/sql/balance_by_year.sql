-- 問い : 未収残額は年度末（月末）ごとにいくらか（現年度分・滞納繰越分の別）
-- 一行 : 時点 × 区分
-- 条件 : $period_on この時点まで / $since_on この時点から / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
--        $is_all 納期未到来の額を加えるか
-- 列   : period_on 時点 / fiscal_year 年度 / as_of 基準日 / part 区分 / outstanding_yen 未収残額（円）
--        total_yen その年度末の合計（円） / stale_yen うち前に届いた数字のままの額（円）
WITH chosen AS (             -- 対象の債権の残額
    SELECT * REPLACE (outstanding_yen + CASE WHEN $is_all THEN not_due_yen ELSE 0 END AS outstanding_yen)
    FROM claims
    WHERE period_on BETWEEN $since_on AND $period_on AND is_month = $is_month
      AND is_debtor_claim AND ($department IS NULL OR department = $department)
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
)
SELECT period_on, min(fiscal_year) AS fiscal_year, max(as_of) AS as_of, part,
       sum(outstanding_yen)::BIGINT AS outstanding_yen,
       sum(sum(outstanding_yen)) OVER (PARTITION BY period_on)::BIGINT AS total_yen,
       sum(coalesce(sum(outstanding_yen) FILTER (is_stale), 0)) OVER (PARTITION BY period_on)::BIGINT AS stale_yen
FROM chosen
GROUP BY period_on, part
ORDER BY period_on, part
