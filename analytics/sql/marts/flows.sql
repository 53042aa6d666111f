-- 問い : 月ごとに、債権の行はどう動いたか（行ごとの動きの合計。取り込みのときに一度だけ作る）
-- 一行 : 月 × 債権 × 会計年度の帳簿
-- 条件 : なし
-- 列   : period_on 月末 / account 会計 / claim 債権 / fiscal_year 帳簿の年度
--        newly_arisen_yen 新規発生（円、この間に納期を過ぎて納められていない額。欠損の前）
--        collected_yen 回収（円、すでに納期の過ぎていた行への収入） / refunded_yen 還付（円、同じ行の収入が減った額）
--        written_off_yen 不納欠損（円） / correction_yen 調定の更正と繰越しの差（円）
SELECT period_on, account, claim, fiscal_year,
       sum(newly_arisen_yen)::BIGINT AS newly_arisen_yen, sum(collected_yen)::BIGINT AS collected_yen,
       sum(refunded_yen)::BIGINT AS refunded_yen, sum(written_off_yen)::BIGINT AS written_off_yen,
       sum(correction_yen)::BIGINT AS correction_yen
FROM line_moves
WHERE NOT is_gone
GROUP BY period_on, account, claim, fiscal_year
ORDER BY period_on, account, claim, fiscal_year
