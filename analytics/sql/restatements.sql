-- 問い : どの資料が、いつ置き換えられ（訂正、取り消し）、どの課のどの債権の残額がいくら変わったか
-- 一行 : 置き換え × 年度 × 所管課 × 債権（金額のどれかが変わったものだけ）
-- 条件 : なし
-- 列   : restated_on 置き換えた日 / kind 種別 / as_of 基準日 / fiscal_year 年度 / layout レイアウト
--        department 所管課コード / department_name 所管課 / account 会計 / claim 債権
--        old_yen 前の残額（円） / new_yen 後の残額（円） / difference_yen 残額の差（円）
--        assessed_yen 調定額の差（円） / received_yen 収入済額の差（円）
--        refund_pending_yen 還付未済額の差（円） / written_off_yen 不納欠損額の差（円）
--        old_version 前の版 / new_version 後の版 / old_name 前のファイル / new_name 後のファイル
WITH sums AS (               -- 置き換えた資料ごとに、前と後を債権で合わせる
    SELECT source_scope, as_of, fiscal_year, department, max_by(department_name, is_later) AS department_name,
           account, claim,
           coalesce(sum(outstanding_yen) FILTER (NOT is_later), 0) AS old_yen,
           coalesce(sum(outstanding_yen) FILTER (is_later), 0) AS new_yen,
           sum(CASE WHEN is_later THEN assessed_yen ELSE -assessed_yen END) AS assessed_yen,
           sum(CASE WHEN is_later THEN received_yen ELSE -received_yen END) AS received_yen,
           sum(CASE WHEN is_later THEN refund_pending_yen ELSE -refund_pending_yen END) AS refund_pending_yen,
           sum(CASE WHEN is_later THEN written_off_yen ELSE -written_off_yen END) AS written_off_yen
    FROM both_lines
    GROUP BY source_scope, as_of, fiscal_year, department, account, claim
)
SELECT restated_on, kind, as_of, fiscal_year, layout, department, department_name, account, claim,
       old_yen::BIGINT AS old_yen, new_yen::BIGINT AS new_yen, (new_yen - old_yen)::BIGINT AS difference_yen,
       assessed_yen::BIGINT AS assessed_yen, received_yen::BIGINT AS received_yen,
       refund_pending_yen::BIGINT AS refund_pending_yen, written_off_yen::BIGINT AS written_off_yen,
       old_version, new_version, old_name, new_name
FROM sums
JOIN replacements USING (source_scope)
WHERE old_yen <> new_yen OR assessed_yen <> 0 OR received_yen <> 0 OR refund_pending_yen <> 0 OR written_off_yen <> 0
ORDER BY new_version DESC, as_of DESC, fiscal_year, department, account, claim
