-- 問い : どの種類の債権に残額があったか
-- 一行 : 債権の種類
-- 条件 : なし
-- 列   : claim_kind 債権の種類 / largest_yen いちばん多かったときの残額（円）
WITH owed AS (               -- 時点ごとの残額（納期未到来の額を含む）
    SELECT period_on, is_month, claim_kind, sum(outstanding_yen + not_due_yen) AS owed_yen
    FROM claims
    WHERE is_debtor_claim
    GROUP BY period_on, is_month, claim_kind
)
SELECT claim_kind, max(owed_yen)::BIGINT AS largest_yen
FROM owed
GROUP BY claim_kind
HAVING max(owed_yen) > 0
ORDER BY largest_yen DESC, claim_kind
