-- 問い : どの課の残額が、これからのどの3か月に時効などの期間を満了する見込みか（記録された出来事からの、最も早い見込み。要確認）
-- 一行 : 所管課 × 時期 × 3か月 × 満了のしかた × 算定できない理由
-- 条件 : $period_on 時点（いちばん新しい月末だけ） / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : department 所管課コード / department_name 所管課
--        span 時期（past すでに過ぎた、quarter 24か月以内、later その先、held 差押中、unknown 算定不可）
--        quarter 何番目の3か月か（1から8、24か月以内だけ） / end_kind 満了のしかた / missing 算定できない理由
--        outstanding_yen 未収残額（円） / line_count 件数 / is_unconfirmed 表の行を市がまだ確かめていない
WITH held AS (               -- 債権の課
    SELECT DISTINCT account, claim, department, department_name
    FROM claims
    WHERE period_on = $period_on AND is_month AND is_debtor_claim
      AND ($department IS NULL OR department = $department) AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
)
SELECT department, department_name, span, quarter, end_kind, missing,
       sum(outstanding_yen)::BIGINT AS outstanding_yen, sum(line_count)::BIGINT AS line_count,
       bool_or(is_unconfirmed) AS is_unconfirmed
FROM expiring_spans
JOIN held USING (account, claim)
WHERE period_on = $period_on
GROUP BY department, department_name, span, quarter, end_kind, missing
ORDER BY department, span, quarter, end_kind, missing
