-- 問い : 1つ前の資料のあとで、滞納者は何人加わり、何人いなくなったか
-- 一行 : 時点 × 所管課（資料の届いた課だけ）
-- 条件 : $period_on この時点まで / $since_on この時点から / $department 所管課コード（NULLなら全庁）
-- 列   : period_on 時点 / department 所管課コード / department_name 所管課 / arrived_count 加わった人数
--        arrived_yen その残額（円） / left_count いなくなった人数 / left_yen その前の残額（円） / stayed_count 続いている人数
--        arrived_largest_yen 加わった人のうちいちばん多い1人の残額（円） / left_largest_yen いなくなった人のうちいちばん多かった1人の残額（円）
WITH named AS (              -- その月の課の名前
    SELECT period_on, department, max(department_name) AS department_name
    FROM claims
    WHERE is_month
    GROUP BY period_on, department
)
SELECT period_on, department, department_name, arrived_count, arrived_yen, left_count, left_yen, stayed_count,
       arrived_largest_yen, left_largest_yen
FROM debtor_moves
JOIN named USING (period_on, department)
WHERE period_on BETWEEN $since_on AND $period_on AND ($department IS NULL OR department = $department)
ORDER BY period_on, department
