-- 問い : だれのどの課のどの債権を、読み手は何の根拠で、どの項目まで見てよいか
-- 一行 : 人 × 所管課 × 債権の種類 × 債務者の番号（見てよいものだけ。ないことも、あることも、ほかには残らない）
-- 条件 : $first_on この月末からの明細 / $period_on この月末まで / $newest_on いちばん新しい月末
--        $own 所管課長の課（徴収対策室ならNULL） / $person_id この人だけ（NULLなら全員）
-- 列   : person_id 名寄せの番号 / department 所管課コード / claim_kind 債権の種類 / debtor_key 債務者の番号
--        outstanding_yen 納期限の過ぎた残額（円、$period_on の月末）
--        fields 見てよい項目 / bases 項目ごとの根拠 / decision_nos 項目ごとの決裁の番号
WITH named AS (              -- 明細の行は、だれのものか。名寄せのない番号は、その課だけの人とする
    SELECT period_on, coalesce(person_id, department || '/' || debtor_key) AS person_id, department, claim_kind,
           debtor_key, is_due, outstanding_yen
    FROM month_lines
    JOIN standing USING (source_scope, account, claim)
    LEFT JOIN links USING (department, debtor_key)
    WHERE is_debtor_claim AND debtor_key IS NOT NULL
      AND ($person_id IS NULL OR coalesce(person_id, department || '/' || debtor_key) = $person_id)
),
parts AS (                   -- 人ごと、課ごと、債権ごと
    SELECT person_id, department, claim_kind, debtor_key,
           coalesce(sum(outstanding_yen) FILTER (period_on = $period_on AND is_due), 0) AS outstanding_yen
    FROM named
    WHERE period_on BETWEEN $first_on AND $period_on
    GROUP BY ALL
),
own AS (                     -- 所管課長の課に、いま何を滞納している人か
    SELECT person_id, claim_kind AS to_kind
    FROM named
    WHERE period_on = $newest_on AND department = $own AND is_due
    GROUP BY ALL
    HAVING sum(outstanding_yen) > 0
),
granted AS (                 -- 表による許しと、本人の同意による許し
    SELECT from_department, from_kind, to_kind, field_group, basis, decision_no, NULL AS of_key FROM grants
    UNION ALL
    SELECT from_department, from_kind, to_kind, field_group, basis, decision_no, debtor_key FROM consented
),
met AS (                     -- 当てはまる許し。いくつもあれば1つ
    SELECT person_id, department, claim_kind, debtor_key, outstanding_yen, field_group,
           arg_max((basis, decision_no), (of_key IS NULL, granted.to_kind)) AS why
    FROM parts
    JOIN granted
      ON from_department = department AND from_kind = claim_kind AND (of_key IS NULL OR of_key = debtor_key)
    LEFT JOIN own USING (person_id, to_kind)
    WHERE granted.to_kind = '' OR own.to_kind IS NOT NULL
    GROUP BY ALL
)
SELECT person_id, department, claim_kind, debtor_key, outstanding_yen::BIGINT AS outstanding_yen,
       list(field_group ORDER BY field_group) AS fields, list(why[1] ORDER BY field_group) AS bases,
       list(why[2] ORDER BY field_group) AS decision_nos
FROM met
GROUP BY person_id, department, claim_kind, debtor_key, met.outstanding_yen
HAVING bool_or(field_group = 'existence')
ORDER BY person_id, department, claim_kind, debtor_key
