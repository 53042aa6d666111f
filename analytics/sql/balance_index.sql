-- 問い : 最初の年度末（月末）を100とすると、未収残額はどう動いたか（すべての年度にある債権だけの場合も）
-- 一行 : 時点
-- 条件 : $period_on この時点まで / $since_on この時点から / $is_month 月次の資料か
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
--        $is_all 納期未到来の額を加えるか
-- 列   : period_on 時点 / fiscal_year 年度 / outstanding_yen 未収残額（円） / outstanding_index 指数（最初の年度末＝100）
--        like_for_like_yen 全年度にある債権の未収残額（円） / like_for_like_index 同 指数（最初の年度末＝100）
--        stale_yen うち前に届いた数字のままの額（円）
WITH chosen AS (             -- 対象の債権の残額
    SELECT period_on, fiscal_year, account, claim, is_stale,
           outstanding_yen + CASE WHEN $is_all THEN not_due_yen ELSE 0 END AS outstanding_yen
    FROM claims
    WHERE period_on BETWEEN $since_on AND $period_on AND is_month = $is_month
      AND is_debtor_claim AND ($department IS NULL OR department = $department)
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
always AS (                  -- すべての年度にある債権。同じ名前でも、会計が違えば別の債権
    SELECT account, claim
    FROM chosen
    GROUP BY account, claim
    HAVING count(DISTINCT period_on) = (SELECT count(DISTINCT period_on) FROM chosen)
),
by_year AS (                 -- 年度末ごとの合計と、すべての年度にある債権だけの合計
    SELECT period_on, min(fiscal_year) AS fiscal_year, sum(outstanding_yen)::BIGINT AS outstanding_yen,
           coalesce(sum(outstanding_yen) FILTER ((account, claim) IN (SELECT (account, claim) FROM always)), 0)::BIGINT
               AS like_for_like_yen,
           coalesce(sum(outstanding_yen) FILTER (is_stale), 0)::BIGINT AS stale_yen
    FROM chosen
    GROUP BY period_on
)
SELECT period_on, fiscal_year, outstanding_yen,
       100.0 * outstanding_yen
             / nullif(first_value(outstanding_yen) OVER (ORDER BY period_on), 0) AS outstanding_index,
       like_for_like_yen,
       100.0 * like_for_like_yen
             / nullif(first_value(like_for_like_yen) OVER (ORDER BY period_on), 0) AS like_for_like_index,
       stale_yen
FROM by_year
ORDER BY period_on
