-- 問い : 選ばれた債務者は、課の資料にどう書かれているか（いちばん新しい記録）
-- 一行 : 課の債務者
-- 条件 : $period_on この月末までの資料
-- 列   : department 所管課コード / debtor_key 債務者の番号 / name 氏名 / name_kana 氏名カナ / born_on 生年月日
--        postal_code 郵便番号 / address 住所 / phone 電話番号 / guarantor 保証人
SELECT persons.department, persons.debtor_key, name, name_kana, born_on, postal_code, address, phone, guarantor
FROM persons
SEMI JOIN chosen ON chosen.department = persons.department AND chosen.debtor_key = persons.debtor_key
WHERE as_of <= $period_on
QUALIFY row_number() OVER (PARTITION BY persons.department, persons.debtor_key
                           ORDER BY as_of DESC, source_name DESC, source_row DESC) = 1
ORDER BY persons.department, persons.debtor_key
