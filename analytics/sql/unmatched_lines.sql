-- 問い : 不突合は、どの資料のどの行から出ているか（月次の資料）
-- 一行 : 明細ひとつ（納められずに消えた行か、納期を過ぎてから現れた行）
-- 条件 : $from_on 前の時点 / $period_on 今の時点 / $department 所管課コード（NULLなら全庁）
--        $claim_kind 債権の種類（NULLならすべて）
-- 列   : period_on 月末 / department_name 所管課 / claim 債権 / fiscal_year 帳簿の年度 / rest_yen 説明できない額（円）
--        is_gone 消えた行 / due_on 納期限 / source_name ファイル名 / source_row その行
WITH odd AS (                -- 不突合のある月と債権
    SELECT period_on, account, claim FROM steps
    WHERE period_on > $from_on AND period_on <= $period_on AND unexplained_yen <> 0
),
known AS (                   -- その債権の課
    SELECT account, claim, arg_max(department, period_on) AS department,
           arg_max(department_name, period_on) AS department_name, arg_max(claim_kind, period_on) AS claim_kind
    FROM claims
    WHERE is_month AND period_on <= $period_on
    GROUP BY account, claim
)
SELECT period_on, department_name, claim, fiscal_year, rest_yen, is_gone, due_on, source_name, source_row
FROM unmatched
JOIN odd USING (period_on, account, claim)
JOIN known USING (account, claim)
WHERE ($department IS NULL OR department = $department) AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
ORDER BY period_on DESC, abs(rest_yen) DESC, source_name, source_row
