-- 問い : 満了の見込みは、これからの24か月のどの3か月か、その前か、その先か
-- 一行 : views/expiring の一行
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / claim_kind 債権の種類
--        debtor 債務者の通し番号（番号のない行はNULL） / end_kind 満了のしかた / missing 算定できない理由
--        is_unconfirmed 表の行を市がまだ確かめていない / outstanding_yen 未収残額（円） / line_count 件数
--        span 時期（past すでに過ぎた、quarter 24か月以内、later その先、held 差押中、unknown 算定不可）
--        quarter 何番目の3か月か（1から8、24か月以内だけ）
WITH spanned AS (            -- 時期に分ける
    SELECT *,
           CASE WHEN end_kind IN ('held', 'unknown') THEN end_kind
                WHEN ends_on <= period_on THEN 'past'
                WHEN ends_on <= last_day(period_on + INTERVAL 24 MONTH) THEN 'quarter'
                ELSE 'later' END AS span
    FROM expiring
)
SELECT period_on, account, claim, claim_kind, debtor, end_kind, missing, is_unconfirmed, outstanding_yen, line_count, span,
       (CASE WHEN span = 'quarter' THEN (date_diff('month', period_on, ends_on) + 2) // 3 END)::INTEGER AS quarter
FROM spanned
