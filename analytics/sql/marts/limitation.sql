-- 問い : 時効の起算に当たる日は、いつの残額がいくらか（いちばん新しい月末に立っている資料の、納期限の過ぎた行。
--        年数は見るときに債権の表から決める）
-- 一行 : 債権 × 起算の月 × 契約の月 × 停止の月 × 差押中か
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / claim_kind 債権の種類
--        starts_on 起算の月（納期限の翌日、督促、承認、最後の納付のうち最も遅い日の月。納期限がなければNULL）
--        contracted_on 契約の月 / suspended_on 停止の月 / is_seized 差押中
--        outstanding_yen 未収残額（円） / line_count 件数
SELECT period_on, account, claim, claim_kind,
       CASE WHEN due_on IS NOT NULL
            THEN date_trunc('month', greatest(due_on + 1, reminded_on, acknowledged_on, last_paid_on)) END::DATE AS starts_on,
       date_trunc('month', contracted_on)::DATE AS contracted_on,
       CASE WHEN state = 'suspended' THEN date_trunc('month', suspended_on) END::DATE AS suspended_on,
       coalesce(state = 'seized', false) AS is_seized,
       sum(outstanding_yen)::BIGINT AS outstanding_yen, count(*)::BIGINT AS line_count
FROM month_lines
JOIN standing USING (source_scope, account, claim)
WHERE period_on = (SELECT max(period_on) FROM standing) AND is_due AND is_debtor_claim AND outstanding_yen <> 0
GROUP BY ALL
ORDER BY ALL
