-- 問い : 名寄せで、債務者番号は何人になり、どう結び付き、何を人が確かめるか
-- 一行 : 数えるものひとつ
-- 条件 : なし
-- 列   : part 区分 / kind 内訳 / record_count 数
WITH counted AS (
    SELECT 'method' AS part, method AS kind, count(*) AS record_count           -- 債務者番号: どの方法で人に結び付いたか
    FROM links GROUP BY method
    UNION ALL
    SELECT 'persons', '', count(DISTINCT person_id)                             -- その番号を、人ごとにまとめた数
    FROM links
    UNION ALL
    SELECT 'reason', reason, count(*)                                           -- まだだれも決めていない組: なぜ人が確かめるか
    FROM waiting GROUP BY reason
    UNION ALL
    SELECT 'problem', problem, count(*)                                         -- 資料や判断に、おかしなところのある番号
    FROM problems GROUP BY problem
)
SELECT part, kind, record_count
FROM counted
ORDER BY part, kind
