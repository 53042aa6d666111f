-- 問い : 残額のある債権の帳簿は、それぞれいつ締まるか
-- 一行 : 債権の種類
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : claim_kind 債権の種類 / closing_clock 締切（G 5月31日、E 3月31日、分からなければNULL） / outstanding_yen 未収残額（円）
SELECT claims.claim_kind, any_value(closing_clock) AS closing_clock, sum(outstanding_yen)::BIGINT AS outstanding_yen
FROM claims
LEFT JOIN clocks
  ON clocks.claim_kind = claims.claim_kind AND period_on >= valid_from AND period_on < valid_before
WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
  AND ($department IS NULL OR department = $department)
  AND ($claim_kind IS NULL OR claims.claim_kind = $claim_kind)
GROUP BY claims.claim_kind
HAVING sum(outstanding_yen) <> 0
ORDER BY outstanding_yen DESC, claims.claim_kind
