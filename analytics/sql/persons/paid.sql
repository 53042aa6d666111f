-- 問い : 選ばれた債務者の行に、どの月にいくらの収入が記録されたか（収入済額を、1つ前の月末の同じ行と比べる）
-- 一行 : 行 × 収入の動いた月末
-- 条件 : $first_on この月末から / $period_on この月末まで
-- 列   : person_id 名寄せの番号 / department 所管課コード / claim_kind 債権の種類 / debtor_key 債務者の番号
--        levy_year 賦課年度 / instalment 期別 / previous_on 比べた月末 / period_on 月末 / paid_yen 収入の増減（円）
--        last_paid_on 最後の納付日（その月末の資料）
WITH lines AS (              -- 同じ賦課年度・期別なら同じ行（年度がなければ納期限で見分ける）
    SELECT period_on, person_id, department, claim_kind, debtor_key, account, claim, fiscal_year, levy_year, instalment,
           CASE WHEN levy_year IS NULL THEN due_on END AS undated_on,
           sum(received_yen - refund_pending_yen) AS net_yen, max(last_paid_on) AS last_paid_on
    FROM month_lines
    JOIN standing USING (source_scope, account, claim)
    JOIN chosen USING (department, claim_kind, debtor_key)
    WHERE period_on BETWEEN $first_on AND $period_on AND is_debtor_claim
    GROUP BY ALL
),
ordered AS (                 -- 1つ前の月末を添える。帳簿が繰り越されると、収入は0円から数え直される
    SELECT *, lag(period_on) OVER earlier AS previous_on, lag(net_yen) OVER earlier AS before_yen,
           lag(fiscal_year) OVER earlier AS before_year
    FROM lines
    WINDOW earlier AS (PARTITION BY department, claim_kind, debtor_key, account, claim, levy_year, instalment, undated_on
                       ORDER BY period_on, fiscal_year)
),
moved AS (                   -- 収入の増減
    SELECT *, net_yen - CASE WHEN fiscal_year = before_year THEN before_yen ELSE 0 END AS paid_yen
    FROM ordered
    WHERE previous_on IS NOT NULL AND previous_on < period_on
)
SELECT person_id, department, claim_kind, debtor_key, levy_year, instalment, previous_on, period_on,
       paid_yen::BIGINT AS paid_yen, last_paid_on
FROM moved
WHERE paid_yen <> 0
ORDER BY person_id, department, claim_kind, debtor_key, period_on, levy_year, instalment, previous_on
