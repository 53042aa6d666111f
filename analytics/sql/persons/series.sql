-- 問い : 選ばれた債務者の残額は、月末ごとにいくらだったか
-- 一行 : 人 × 所管課 × 債権の種類 × 債務者の番号 × 月末（明細のある月だけ）
-- 条件 : $first_on この月末から / $period_on この月末まで
-- 列   : person_id 名寄せの番号 / department 所管課コード / claim_kind 債権の種類 / debtor_key 債務者の番号
--        period_on 月末 / outstanding_yen 納期限の過ぎた残額（円）
SELECT person_id, department, claim_kind, debtor_key, period_on,
       coalesce(sum(outstanding_yen) FILTER (is_due), 0)::BIGINT AS outstanding_yen
FROM month_lines
JOIN standing USING (source_scope, account, claim)
JOIN chosen USING (department, claim_kind, debtor_key)
WHERE period_on BETWEEN $first_on AND $period_on AND is_debtor_claim
GROUP BY ALL
ORDER BY person_id, department, claim_kind, debtor_key, period_on
