-- 問い : その課は、その番号の債務者を、最後にどう書いていたか
-- 一行 : その番号の最後の記録（なければ、行もない）
-- 条件 : $department 所管課コード / $debtor_key 債務者の番号
-- 列   : name 氏名 / name_kana ふりがな / born_on 生年月日 / address 住所 / postal_code 郵便番号 / phone 電話
SELECT name, name_kana, born_on, address, postal_code, phone
FROM persons
WHERE department = $department AND debtor_key = $debtor_key
ORDER BY as_of DESC, source_row DESC
LIMIT 1
