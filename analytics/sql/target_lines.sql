-- 問い : 目標どおりになると、残額はいくらになるか（版ごと。目標のない債権は、いまの残額のまま足す）
-- 一行 : 年度 × 目標の版
-- 条件 : $period_on この時点まで / $since_on この時点から / $is_month 月次の資料か
--        $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : fiscal_year 年度 / version 版 / decided_on 決定日 / target_yen 目標額（円） / claim_count 目標のある債権の数
--        uncovered_yen 目標のない債権と区分の残額（円） / uncovered_count その債権の数
--        next_yen 4月と5月に、もう開いている次の年度の帳簿の残額（円）
--        first_on 目標が効く最初の時点 / last_on 同じく最後の時点
WITH starts AS (             -- 年度の目標が効き始める月。一般会計があれば6月、公営企業会計だけなら4月
    SELECT CASE WHEN $is_month AND bool_and(coalesce(closing_clock, '') = 'E') THEN 4 ELSE 6 END AS first_month
    FROM claims
    LEFT JOIN clocks
      ON clocks.claim_kind = claims.claim_kind AND $period_on >= valid_from AND $period_on < valid_before
    WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
      AND ($department IS NULL OR department = $department)
      AND ($claim_kind IS NULL OR claims.claim_kind = $claim_kind)
),
years AS (                   -- 時点の年度と、その年度で最初と最後に示す時点
    SELECT fiscal_year, min(period_on) AS first_on, max(period_on) AS last_on
    FROM (SELECT DISTINCT period_on,
                 year(period_on) - CASE WHEN month(period_on) >= first_month THEN 0 ELSE 1 END AS fiscal_year
          FROM claims
          CROSS JOIN starts
          WHERE is_month = $is_month AND period_on BETWEEN $since_on AND $period_on)
    GROUP BY fiscal_year
),
held AS (                    -- 年度ごとに、選んだ範囲の債権（残額がなくなっていても、最後に持っていた課のもの）
    SELECT years.fiscal_year, account, claim, arg_max(claim_kind, period_on) AS claim_kind
    FROM years
    JOIN claims ON claims.period_on <= last_on AND claims.is_month = $is_month AND is_debtor_claim
    GROUP BY years.fiscal_year, account, claim
    HAVING ($department IS NULL OR arg_max(department, period_on) = $department)
       AND ($claim_kind IS NULL OR arg_max(claim_kind, period_on) = $claim_kind)
),
standing AS (                -- 年度の最後の時点の残額。次の年度の帳簿（3月31日に締める債権を除く）は、この目標の外
    SELECT held.fiscal_year, account, claim, part, outstanding_yen,
           claims.fiscal_year > held.fiscal_year AND coalesce(closing_clock, 'G') = 'G' AS is_next
    FROM held
    JOIN years USING (fiscal_year)
    JOIN claims USING (account, claim)
    LEFT JOIN clocks
      ON clocks.claim_kind = held.claim_kind AND last_on >= valid_from AND last_on < valid_before
    WHERE period_on = last_on AND is_month = $is_month
),
owed AS (                    -- その年度の帳簿の残額
    SELECT fiscal_year, account, claim, part, sum(outstanding_yen) AS outstanding_yen
    FROM standing
    WHERE NOT is_next
    GROUP BY fiscal_year, account, claim, part
),
next AS (                    -- 次の年度の帳簿の残額
    SELECT fiscal_year, sum(outstanding_yen) AS next_yen FROM standing WHERE is_next GROUP BY fiscal_year
),
in_force AS (                -- その版を決めたときに効いていた目標
    SELECT fiscal_year, at_version AS version, at_decided_on AS decided_on, account, claim, part, target_yen
    FROM targets_by_version
    SEMI JOIN held USING (fiscal_year, account, claim)
    WHERE is_matched
),
aimed AS (                   -- その版のときの、目標額の計
    SELECT fiscal_year, version, decided_on, sum(target_yen) AS target_yen,
           count(DISTINCT (account, claim)) AS claim_count
    FROM in_force
    GROUP BY fiscal_year, version, decided_on
),
uncovered AS (               -- その版に目標のない債権と区分
    SELECT aimed.fiscal_year, version, decided_on, sum(outstanding_yen) AS uncovered_yen,
           count(DISTINCT (account, claim)) AS uncovered_count
    FROM aimed
    JOIN owed ON owed.fiscal_year = aimed.fiscal_year AND outstanding_yen <> 0
    ANTI JOIN in_force AS aim
      ON aim.fiscal_year = aimed.fiscal_year AND aim.version = aimed.version AND aim.decided_on = aimed.decided_on
     AND aim.account = owed.account AND aim.claim = owed.claim AND aim.part IN (owed.part, 'total')
    GROUP BY aimed.fiscal_year, version, decided_on
)
SELECT fiscal_year, version, decided_on, target_yen::BIGINT AS target_yen, claim_count,
       coalesce(uncovered_yen, 0)::BIGINT AS uncovered_yen, coalesce(uncovered_count, 0) AS uncovered_count,
       coalesce(next_yen, 0)::BIGINT AS next_yen, first_on, last_on
FROM aimed
JOIN years USING (fiscal_year)
LEFT JOIN uncovered USING (fiscal_year, version, decided_on)
LEFT JOIN next USING (fiscal_year)
ORDER BY fiscal_year, decided_on, version
