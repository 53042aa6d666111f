-- 問い : 意識調査の設問に、どの群の何人がどう答えたか（そのままは示さず、少ない群を伏せてから使う）
-- 一行 : 回 × 設問 × 文言 × 職位 × 部署群 × 望ましい向きの答え（答えなしは空）
-- 条件 : なし
-- 列   : wave 回 / question 設問 / wording 聞いた文言 / rank_group 職位 / department_group 部署群
--        favour 望ましい向きの答え（5が最も望ましい） / answered_count 人数
SELECT wave, question, wording, rank_group, department_group, favour, count(*) AS answered_count
FROM given
GROUP BY wave, question, wording, rank_group, department_group, favour
ORDER BY wave, question, wording, rank_group, department_group, favour
