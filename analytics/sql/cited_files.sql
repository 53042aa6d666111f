-- 問い : 選んだ課と債権の数字は、どのファイルの記録から出たか
-- 一行 : 取り込んだファイルひとつ
-- 条件 : $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : as_of 基準日 / fiscal_year 年度 / source_name ファイル名
WITH held AS (               -- 選んだ課が一度でも持った、選んだ種類の債権
    SELECT DISTINCT account, claim
    FROM claims
    WHERE is_month = $is_month AND ($department IS NULL OR department = $department)
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
scopes AS (                  -- それが届いた取り込みの単位
    SELECT DISTINCT source_scope
    FROM deliveries
    SEMI JOIN held USING (account, claim)
    WHERE is_month = $is_month
)
SELECT as_of, fiscal_year, source_name
FROM sources
SEMI JOIN scopes USING (source_scope)
ORDER BY as_of, source_name
