-- 問い : どのファイルを、いつ、どのレイアウトで、どんな点検のうえ取り込んだか
-- 一行 : 取り込んだファイルひとつ
-- 条件 : $as_of この月末の資料（NULLならすべて。意識調査や会議録も）
-- 列   : as_of 基準日 / fiscal_year 年度 / municipality 自治体 / source_name ファイル名 / size_bytes 大きさ（バイト）
--        sha256 SHA-256 / encoding 文字コード / layout レイアウト / layout_title レイアウトの内容 / layout_version レイアウトの版
--        imported_at 取込日時 / version 取り込んだ版 / rows_read 読んだ行数 / accepted_rows 受け入れた行数
--        rejected_rows 受け入れなかった行数 / set_aside_rows 合計などの行数 / claim_rows 債権の行数
--        repaired_rows うち直して読んだ行数 / outstanding_yen 収入未済額（円） / warning_count 注意の数 / publisher 公表者 / licence 利用条件
--        attribution 出典の表示 / url 公表場所
SELECT as_of, fiscal_year, municipality, source_name, size_bytes, sha256, encoding, layout, layout_title, layout_version,
       imported_at, version, rows_read, accepted_rows, rejected_rows, set_aside_rows, claim_rows,
       coalesce(repaired_rows, 0) AS repaired_rows,
       CASE WHEN coalesce(record, 'receivables') = 'receivables' THEN outstanding_yen END AS outstanding_yen,
       warning_count, publisher, licence, attribution, url
FROM sources
JOIN seen_files USING (source_scope)
WHERE $as_of IS NULL OR $as_of BETWEEN seen_from AND seen_to
ORDER BY as_of, source_name
