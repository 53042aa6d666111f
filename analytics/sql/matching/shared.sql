-- 問い : 月末ごとに、どの課（債権の種類）の組に滞納のある人が何人いて、いくらか（人ごとに1回だけまとめて数える）
-- 一行 : 月末 × 見方 × 課（債権）の組 × その組のなかの1つ
-- 条件 : なし
-- 列   : period_on 月末 / view 見方（department 課、claim_kind 債権の種類） / members 組（斜線で区切る） / member そのなかの1つ
--        size 組の数 / person_count 人数 / outstanding_yen その課（債権）の、納期限の過ぎた残額（円） / largest_yen 1人の最大（円）
WITH holdings AS (           -- 債務者ごとに、課と債権の種類ごとの、納期限の過ぎた残額
    SELECT period_on, department, claim_kind, debtor_key, sum(outstanding_yen) AS outstanding_yen
    FROM month_lines
    JOIN standing USING (source_scope, account, claim)
    WHERE is_due AND is_debtor_claim AND debtor_key IS NOT NULL
    GROUP BY ALL
),
known AS (                   -- どの人か。名寄せのない番号は、その課だけの人とする
    SELECT period_on, department, claim_kind, outstanding_yen,
           coalesce(person_id, department || '/' || debtor_key) AS person_id
    FROM holdings
    LEFT JOIN links USING (department, debtor_key)
),
viewed AS (                  -- 課の見方と、債権の種類の見方
    SELECT period_on, 'department' AS view, person_id, department AS member, sum(outstanding_yen) AS outstanding_yen
    FROM known GROUP BY ALL
    UNION ALL
    SELECT period_on, 'claim_kind' AS view, person_id, claim_kind AS member, sum(outstanding_yen) AS outstanding_yen
    FROM known GROUP BY ALL
),
owing AS (                   -- 残額のある人だけ
    SELECT * FROM viewed WHERE outstanding_yen > 0
),
persons AS (                 -- 人ごとに、どの組に滞納があるか
    SELECT period_on, view, person_id, string_agg(member, '/' ORDER BY member) AS members, count(*) AS size
    FROM owing
    GROUP BY ALL
)
SELECT period_on, view, members, member, size, count(*)::BIGINT AS person_count,
       sum(outstanding_yen)::BIGINT AS outstanding_yen, max(outstanding_yen)::BIGINT AS largest_yen
FROM owing
JOIN persons USING (period_on, view, person_id)
GROUP BY ALL
ORDER BY ALL
