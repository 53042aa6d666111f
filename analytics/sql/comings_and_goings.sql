-- 問い : 前年度末と比べるとき、片方の年度にしかない債権はどれか
-- 一行 : 加わった債権か、離れた債権
-- 条件 : $fiscal_year 年度 / $department 所管課コード（NULLなら全庁）
-- 列   : claim 債権 / presence 加わったか離れたか / balance_yen ある方の年度末の残額（円） / reason 理由
SELECT claim, presence, greatest(closing_yen, coalesce(previous_closing_yen, 0)) AS balance_yen, reason
FROM movements
WHERE fiscal_year = $fiscal_year AND is_debtor_claim AND presence IN ('joined', 'left')
  AND ($department IS NULL OR department = $department)
  AND (closing_yen > 0 OR previous_closing_yen > 0)
ORDER BY balance_yen DESC, claim
