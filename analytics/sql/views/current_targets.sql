-- 問い : いま効いている目標はどれか（債権と区分ごとに、いちばん新しく決めたもの）
-- 一行 : 年度 × 会計 × 債権 × 区分
-- 条件 : なし
-- 列   : fiscal_year 年度 / account 会計（決まらなければNULL） / claim 債権 / part 区分 / target_yen 目標額（円）
--        target_case_count 目標件数 / version 版 / decided_on 決定日 / status 種別 / rule 決め方
--        source_name 目標のファイル / source_row その行
--        choices 2つ以上の会計にあって決まらないときの、その会計 / is_matched 残額の資料に、その会計・債権・区分がある
SELECT fiscal_year, account, claim, part, target_yen, target_case_count, version, decided_on, status, rule,
       source_name, source_row, choices, is_matched
FROM targets_by_version
QUALIFY (at_decided_on, at_version) = max((at_decided_on, at_version)) OVER (PARTITION BY fiscal_year)
ORDER BY fiscal_year, account, claim, part
