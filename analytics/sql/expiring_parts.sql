-- 問い : 期間の満了の見込みごとの額は、どの課のどの種類の債権の、何人の分か（少人数の分を示さないため）
-- 一行 : 所管課 × 債権の種類 × 時期と満了のしかた（種類がNULLなら課の全部）
-- 条件 : $period_on 時点（いちばん新しい月末だけ）
-- 列   : department 所管課コード / claim_kind 債権の種類 / span 時期（past すでに過ぎた、quarter 24か月以内、later その先、held 差押中、unknown 算定不可）
--        quarter 何番目の3か月か（1から8、24か月以内だけ） / end_kind 満了のしかた / outstanding_yen 未収残額（円）
--        person_count 債務者の数 / largest_yen そのうちいちばん多い1人の残額（円）
WITH held AS (               -- 債権の課
    SELECT DISTINCT account, claim, department
    FROM claims
    WHERE period_on = $period_on AND is_month AND is_debtor_claim
),
by_debtor AS (               -- 1人ずつの残額
    SELECT department, claim_kind, span, quarter, end_kind, debtor, sum(outstanding_yen) AS owed_yen
    FROM expiring_spans
    JOIN held USING (account, claim)
    WHERE period_on = $period_on
    GROUP BY GROUPING SETS ((department, claim_kind, span, quarter, end_kind, debtor),
                            (department, span, quarter, end_kind, debtor))
)
SELECT department, claim_kind, span, quarter, end_kind, sum(owed_yen)::BIGINT AS outstanding_yen,
       count(debtor)::BIGINT AS person_count, max(abs(owed_yen)) FILTER (debtor IS NOT NULL)::BIGINT AS largest_yen
FROM by_debtor
GROUP BY department, claim_kind, span, quarter, end_kind
ORDER BY department, claim_kind NULLS FIRST, span, quarter, end_kind
