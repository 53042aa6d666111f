-- 問い : 前年度末（前年同月）と比べるとき、片方にしかない債権はどれか
-- 一行 : 加わった債権か、離れた債権
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : claim 債権 / presence 加わったか離れたか / balance_yen ある方の残額（円） / reason 理由
SELECT claim, presence, greatest(closing_yen, coalesce(previous_closing_yen, 0)) AS balance_yen, reason
FROM movements
WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim AND presence IN ('joined', 'left')
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
  AND (closing_yen > 0 OR previous_closing_yen > 0)
ORDER BY balance_yen DESC, claim
