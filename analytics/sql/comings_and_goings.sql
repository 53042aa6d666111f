-- 問い : 前年度末（前年同月）と比べるとき、片方にしかない債権はどれか
-- 一行 : 加わった債権か、離れた債権。課を選べば、ほかの課から受けた債権と、移した債権も
-- 条件 : $period_on 時点 / $is_month 月次の資料か / $department 所管課コード（NULLなら全庁） / $claim_kind 債権の種類（NULLならすべて）
-- 列   : claim 債権 / presence 出入りの仕方（joined 加わった、left 外れた、received 受けた、handed 移した） / balance_yen ある方の残額（円） / reason 理由
WITH told AS (               -- 比べる間に続いていない債権
    SELECT claim, presence, department, previous_department, closing_yen, coalesce(previous_closing_yen, 0) AS previous_yen,
           reason
    FROM movements
    WHERE period_on = $period_on AND is_month = $is_month AND is_debtor_claim
      AND ($claim_kind IS NULL OR claim_kind = $claim_kind)
),
changed AS (                 -- 市の全体では、課の間の移動は出入りではない
    SELECT claim, presence, greatest(closing_yen, previous_yen) AS balance_yen, reason
    FROM told
    WHERE presence IN ('joined', 'left') AND ($department IS NULL OR department = $department)
    UNION ALL
    SELECT claim, 'received', closing_yen, reason
    FROM told
    WHERE presence = 'transferred' AND department = $department
    UNION ALL
    SELECT claim, 'handed', previous_yen, reason
    FROM told
    WHERE presence = 'transferred' AND previous_department = $department
)
SELECT claim, presence, balance_yen, reason
FROM changed
WHERE balance_yen > 0
ORDER BY balance_yen DESC, claim
