-- 問い : 債権の残額は、1つ前の時点からどう動いたか（決算は年度ごと、月次は月ごと）
-- 一行 : 時点 × 債権（最初の時点を除く）
-- 条件 : なし
-- 列   : period_on 時点 / is_month 月次の資料 / account 会計 / claim 債権
--        newly_arisen_yen 新規発生（円） / collected_yen 回収（円） / refunded_yen 還付（円）
--        net_undivided_yen 区分のない債権の発生と収入の差（円） / written_off_yen 不納欠損（円）
--        correction_yen 調定の更正・繰越しの差等（円） / documented_yen 理由の分かっている対象外（円）
--        unexplained_yen 不突合（円） / reason 理由 / unexplained_reason 不突合のわけ
SELECT period_on, is_month, account, claim, newly_arisen_yen, collected_yen, refunded_yen, net_undivided_yen,
       written_off_yen, correction_yen, documented_yen, unexplained_yen, reason,
       CASE WHEN presence = 'left' THEN '前年度末に残額があったが、今年度の帳簿に行がない'
            WHEN unexplained_yen = -previous_closing_yen
            THEN '前年度末に残額があったが、今年度の帳簿に滞納繰越分の行がない'
            ELSE '調定・収入・不納欠損からの計算と、帳簿の未収残額が合わない（端数処理など）' END AS unexplained_reason
FROM movements
WHERE NOT is_month AND presence <> 'first'
UNION ALL
SELECT period_on, true, account, claim, newly_arisen_yen, collected_yen, refunded_yen, NULL,
       written_off_yen, correction_yen, documented_yen, unexplained_yen, reason,
       '前の資料にあった行が残額のあるまま消えたか、納期を過ぎてから現れた'
FROM steps
