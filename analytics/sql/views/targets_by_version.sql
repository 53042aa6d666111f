-- 問い : それぞれの版を決めたときに、どの目標が効いていたか（書かれていない債権と区分は、前の版のまま）
-- 一行 : 年度 × 版 × 会計 × 債権 × 区分
-- 条件 : なし
-- 列   : at_version その版 / at_decided_on その決定日 / municipality 自治体 / fiscal_year 年度 / account 会計（決まらなければNULL）
--        claim 債権 / part 区分 / target_yen 目標額（円） / target_case_count 目標件数 / version 決めた版 / decided_on 決定日
--        status 種別 / rule 決め方 / source_name 目標のファイル / source_row その行
--        choices 2つ以上の会計にあって決まらないときの、その会計 / is_matched 残額の資料に、その会計・債権・区分がある
WITH versions AS (           -- 年度ごとの版と決定日
    SELECT DISTINCT fiscal_year, version AS at_version, decided_on AS at_decided_on FROM matched_targets
),
decided AS (                 -- その版までに決めた目標。同じ版では、自治体を名指しした方が後
    SELECT versions.at_version, versions.at_decided_on, aim.*, (decided_on, version, municipality) AS moment
    FROM versions
    JOIN matched_targets AS aim
      ON aim.fiscal_year = versions.fiscal_year AND (decided_on, version) <= (at_decided_on, at_version)
),
dated AS (                   -- その債権を、その区分を、計を、最後に決めたのはいつか
    SELECT *, max(moment) OVER own AS claim_moment, max(moment) OVER part_of AS part_moment,
           max(moment) FILTER (part = 'total') OVER own AS total_moment
    FROM decided
    WINDOW own AS (PARTITION BY fiscal_year, at_version, at_decided_on, account, claim, is_matched),
           part_of AS (PARTITION BY fiscal_year, at_version, at_decided_on, account, claim, is_matched, part)
)
SELECT * EXCLUDE (moment, claim_moment, part_moment, total_moment)
FROM dated                   -- 計は、後に何かを決めれば効かなくなる。区分は、後にその区分か計を決めれば効かなくなる
WHERE CASE WHEN part = 'total' THEN moment = claim_moment
           ELSE moment = part_moment AND (total_moment IS NULL OR moment > total_moment) END
ORDER BY fiscal_year, at_decided_on, at_version, account, claim, part
