"""A delivered file is looked at before it is read: what is no table, or would do harm, is refused in one sentence."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import sys
import zipfile
from pathlib import Path

import pytest

from analytics.errors import InputFault
from analytics.intake.tables import archive
from analytics.intake.tables.signs import COMPOUND, ZIP
from analytics.intake.tables.source import LIMIT_BYTES, Source, open_source
from tests.unit.tables.books import compound, row, xls, xlsx

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")


def refused(path: Path, *words: str) -> str:
    with pytest.raises(InputFault) as caught:
        open_source(path)
    sentence = str(caught.value)
    assert [word for word in words if word not in sentence] == []
    assert sentence.endswith("。")
    return sentence


def test_a_csv_is_known_by_name_size_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "滞納.csv"
    path.write_bytes("宛名番号,氏名\r\n1,山田\r\n".encode("cp932"))
    content = path.read_bytes()
    hashed = hashlib.sha256(content).hexdigest()
    assert open_source(path) == Source(path, "滞納.csv", len(content), hashed, "csv")


@pytest.mark.parametrize("name", ["表.xlsx", "表.csv", "表.xlsm"])
def test_a_workbook_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert open_source(xlsx(tmp_path / name, row(1, A="1"))).kind == "excel"


def test_an_old_workbook_is_known(tmp_path: Path) -> None:
    (tmp_path / "表.xls").write_bytes(xls())
    assert open_source(tmp_path / "表.xls").kind == "excel"


def test_text_called_xlsx_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "表.xlsx").write_text("a,b\n", encoding="utf-8")
    assert open_source(tmp_path / "表.xlsx").kind == "csv"


# What is no file to read ----------------------------------------------------------------------------


def test_missing(tmp_path: Path) -> None:
    refused(tmp_path / "ない.csv", "ない.csv がありません")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "表.csv").mkdir()
    refused(tmp_path / "表.csv", "フォルダです")


@POSIX
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    refused(tmp_path / "pipe.csv", "ふつうのファイルではありません")


@POSIX
def test_a_device(tmp_path: Path) -> None:
    (tmp_path / "zero.csv").symlink_to("/dev/zero")
    refused(tmp_path / "zero.csv", "ふつうのファイルではありません")


@POSIX
def test_a_ring_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.csv").symlink_to(tmp_path / "b.csv")
    (tmp_path / "b.csv").symlink_to(tmp_path / "a.csv")
    refused(tmp_path / "a.csv", "リンクが輪になっています")


def test_no_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "表.csv").write_text("a\n")

    def denied(*_: object, **__: object) -> None:  # whoever runs the tests may read everything
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    refused(tmp_path / "表.csv", "権限がありません")


@pytest.mark.parametrize(
    "content", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b" \n\x00"], ids=repr
)
def test_empty(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "空.csv").write_bytes(content)
    refused(tmp_path / "空.csv", "空のファイルです")


@pytest.mark.parametrize(
    "name", ["a\\b.csv", "C:表.csv", "改\n行.csv", "表\u202evsc.exe", "\x7f.csv"], ids=ascii
)
def test_names_with_places_or_unseen_signs(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("a\n")
    sentence = refused(tmp_path / name, "�", "名前を付け直して")
    assert name not in sentence


@POSIX
def test_a_name_in_another_encoding(tmp_path: Path) -> None:
    name = os.fsdecode("滞納.csv".encode("cp932"))
    (tmp_path / name).write_text("a\n")
    refused(tmp_path / name, "滞納.csv", "UTF-8ではありません")


def test_a_name_with_nul(tmp_path: Path) -> None:
    refused(tmp_path / "a\0.csv", "名前を付け直して")


def sparse(path: Path, size: int, head: bytes) -> Path:
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)
    return path


def test_two_gigabytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = sparse(tmp_path / "大.csv", 2 << 30, b"a,b\n")
    monkeypatch.setattr(Path, "open", None)  # nothing opens it
    refused(path, "2,048 MiB", "1,024 MiB まで")


@pytest.mark.parametrize("head", [ZIP, COMPOUND], ids=["xlsx", "xls"])
def test_a_workbook_may_be_less_large(tmp_path: Path, head: bytes) -> None:
    path = sparse(tmp_path / "大.xlsx", LIMIT_BYTES["excel"] + 1, head)
    refused(path, "Excelのブックは 200 MiB まで")


# What is no table -----------------------------------------------------------------------------------

FOREIGN = {
    "PDF": b"%PDF-1.7\n",
    "画像": b"\x89PNG\r\n\x1a\n",
    "画像 ": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "圧縮ファイル": b"\x1f\x8b\x08\x00",
    "圧縮ファイル ": b"\x22\x10-lh5-\x00\x00",
    "圧縮ファイル  ": b"7z\xbc\xaf\x27\x1c\x00",
    "リッチテキスト": b"{\\rtf1\\ansi",
    "JSON": b'{"rows": [1, 2]}',
    "JSON ": b'\xef\xbb\xbf[{"name": 1}]',
    "Excelで開けるHTMLの表": "<html><table><tr><td>氏名".encode("cp932"),
    "Excelで開けるHTMLの表 ": "\ufeff<META charset=utf-16><table>".encode("utf-16-le"),
    "XMLスプレッドシート": b'<?xml version="1.0"?><Workbook '
    b'xmlns="urn:schemas-microsoft-com:office:spreadsheet">',
    "XML": b'<?xml version="1.0"?><rows/>',
    "MHTML": b"MIME-Version: 1.0\nX-Document-Type: Workbook\n",
    "UTF-32": "氏名,住所\r\n".encode("utf-32"),
    "UTF-32 ": "氏名,住所\r\n".encode("utf-32-be"),
    "UTF-32  ": "氏名,住所,電話\r\n".encode("utf-32-le"),
}


@pytest.mark.parametrize("name", FOREIGN)
@pytest.mark.parametrize("called", ["表.csv", "表.xlsx", "表.xls"])
def test_what_it_is_is_said_whatever_it_is_called(tmp_path: Path, name: str, called: str) -> None:
    (tmp_path / called).write_bytes(FOREIGN[name])
    refused(tmp_path / called, called, name.strip(), "読めません")


@pytest.mark.parametrize(
    "content",
    ["[一覧],氏名\r\n", "BM,PAR\r\n", "<合計>,1\r\n", "MZ,1\r\n", "GIF,1\r\n", "{x},1\r\n"],
)
def test_a_table_that_begins_a_little_alike_is_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "表.csv").write_text(content, encoding="cp932", newline="")
    assert open_source(tmp_path / "表.csv").kind == "csv"


@pytest.mark.parametrize(
    ("part", "word"),
    [
        ("word/document.xml", "Wordの文書"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("xl/workbook.bin", ".xlsb"),
        ("content.xml", "OpenDocument"),
        ("a.csv", "圧縮ファイル（zip）"),
    ],
)
def test_other_zips(tmp_path: Path, part: str, word: str) -> None:
    with zipfile.ZipFile(tmp_path / "表.xlsx", "w") as other:
        other.writestr(part, "x")
    refused(tmp_path / "表.xlsx", word)


@pytest.mark.parametrize(
    ("stream", "word"), [("WordDocument", "Wordの文書"), ("Contents", "別のアプリの文書")]
)
def test_other_documents_of_old(tmp_path: Path, stream: str, word: str) -> None:
    (tmp_path / "表.xls").write_bytes(compound(**{stream: b"x"}))
    refused(tmp_path / "表.xls", word)


def test_a_workbook_with_a_password(tmp_path: Path) -> None:
    content = compound(EncryptionInfo=b"x", EncryptedPackage=b"x")
    (tmp_path / "表.xlsx").write_bytes(content)
    refused(tmp_path / "表.xlsx", "パスワードがかかっていて")


# What was made to do harm, or is damaged --------------------------------------------------------------


def zipped(path: Path, count: int, size: int) -> Path:
    """A workbook with *count* more parts of *size* zeros each."""
    xlsx(path, row(1, A="1"))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        for index in range(count):
            book.writestr(f"xl/media/{index}", bytes(size))
    return path


def test_a_part_that_swells(tmp_path: Path) -> None:
    refused(zipped(tmp_path / "表.xlsx", 1, 60 << 20), "200倍を超えて")


def test_many_parts_that_swell_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "UNPACKED_BYTES", 100 << 20)
    refused(zipped(tmp_path / "表.xlsx", 11, 10 << 20), "展開すると 110 MiB")


def test_too_many_parts(tmp_path: Path) -> None:
    refused(zipped(tmp_path / "表.xlsx", 2_000, 0), "中の部品が2,005")


def test_far_too_many_parts_are_not_even_listed(tmp_path: Path) -> None:
    path = zipped(tmp_path / "表.xlsx", 0, 0)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x05\x06")
    content[at + 12 : at + 16] = (200 << 20).to_bytes(4, "little")
    path.write_bytes(content)
    refused(path, "部品が多すぎます")


def test_a_part_larger_than_it_says(tmp_path: Path) -> None:
    """Whoever unpacks it without looking gets 10 MB where the directory says 10 bytes."""
    path = zipped(tmp_path / "表.xlsx", 1, 10 << 20)
    told = (10 << 20).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace(told, (10).to_bytes(4, "little")))
    refused(path, "壊れていて")


def test_two_parts_of_one_name(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", row(1, A="1"))
    with zipfile.ZipFile(path, "a") as book:
        book.writestr("xl/worksheets/SHEET1.xml", "<worksheet/>")
    refused(path, "壊れていて")


def test_an_encrypted_part(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", row(1, A="1"))
    content = bytearray(path.read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    refused(path, "パスワードがかかっていて")


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_workbook_cut_short(tmp_path: Path, keep: float) -> None:
    content = xlsx(tmp_path / "表.xlsx", row(1, A="1") * 50).read_bytes()
    (tmp_path / "表.xlsx").write_bytes(content[: int(len(content) * keep)])
    refused(tmp_path / "表.xlsx", "壊れていて")


def test_a_workbook_with_a_flipped_bit(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "表.xlsx", row(1, A="1") * 50)
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        at = book.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    content[at] ^= 0x10
    path.write_bytes(content)
    refused(path, "壊れていて")


@pytest.mark.parametrize("keep", [8, 100, 600, 1030])
def test_an_old_workbook_cut_short(tmp_path: Path, keep: int) -> None:
    (tmp_path / "表.xls").write_bytes(xls()[:keep])
    refused(tmp_path / "表.xls", "表.xls の中身は" if keep == 1030 else "壊れていて")


def test_a_ring_of_sectors_ends(tmp_path: Path) -> None:
    content = bytearray(xls())
    content[512 + 4 : 512 + 8] = (1).to_bytes(4, "little")  # the directory follows itself
    (tmp_path / "表.xls").write_bytes(content)
    refused(tmp_path / "表.xls", "壊れていて")
