-- 問い : いま効いている目標はどれか（債権ごとに、いちばん新しく決めた版）
-- 一行 : 年度 × 債権 × 区分
-- 条件 : なし
-- 列   : fiscal_year 年度 / claim 債権 / part 区分 / target_yen 目標額（円） / version 版 / decided_on 決定日
--        status 種別 / rule 決め方 / is_matched 残額の資料に、その債権と区分がある
WITH divided AS (            -- その年度か前年度の資料にある債権が、現年度分と滞納繰越分に分かれているか
    SELECT targets.fiscal_year, targets.claim, bool_or(claims.part <> 'undivided') AS is_split
    FROM targets
    JOIN claims
      ON claims.claim = targets.claim AND claims.is_debtor_claim
     AND claims.fiscal_year IN (targets.fiscal_year, targets.fiscal_year - 1)
    GROUP BY targets.fiscal_year, targets.claim
),
matched AS (                 -- 目標の債権と区分が、残額の資料にあるか（測るのは円。目標件数は使わない）
    SELECT fiscal_year, claim, part, target_yen, version, decided_on, status, rule, municipality,
           is_split IS NOT NULL AND (part = 'total' OR is_split = (part <> 'undivided')) AS is_matched
    FROM targets
    LEFT JOIN divided USING (fiscal_year, claim)
)
SELECT fiscal_year, claim, part, target_yen, version, decided_on, status, rule, is_matched
FROM matched
QUALIFY rank() OVER (PARTITION BY fiscal_year, claim, is_matched
                     ORDER BY decided_on DESC, version DESC, municipality DESC) = 1  -- 最後に、自治体を名指しした方
ORDER BY fiscal_year, claim, part
