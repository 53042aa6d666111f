-- 問い : 残額の資料にない債権や区分への目標はないか（名前の書き違いなど）
-- 一行 : 債権の名前
-- 条件 : $fiscal_year 年度
-- 列   : claim 債権
WITH divided AS (            -- 現年度分と滞納繰越分に分かれた債権か
    SELECT claim, bool_or(part <> 'undivided') AS is_split
    FROM claims
    WHERE fiscal_year IN ($fiscal_year, $fiscal_year - 1) AND is_debtor_claim
    GROUP BY claim
)
SELECT DISTINCT targets.claim
FROM targets
LEFT JOIN divided ON divided.claim = targets.claim
WHERE targets.fiscal_year = $fiscal_year
  AND (divided.claim IS NULL
       OR (targets.part <> 'total' AND is_split <> (targets.part <> 'undivided')))
ORDER BY targets.claim
