"""Every way a file can be wrong: all of it is said at once, in Japanese, with the place and what to do.

Each case is a published file of Komae with one thing changed, taken in by the real command into a store that already
holds another year. Nothing of that store may change, not by one byte.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.pipeline.conftest import KOMAE, Original, Run, tree

FINDING = re.compile(
    r"^誤り (?P<file>\S+) (?P<place>\d+行目「.+?」|\d+行目|「.+?」|ファイル全体): (?P<what>.+)。→ (?P<todo>.+)。$"
)
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
KOMAE_2021 = KOMAE / "132195_kessan2021sainyu.csv"
Change = Callable[[Original], bytes]


@dataclass(frozen=True)
class Fault:
    """A thing that is wrong, and what must be said about it: (row or None, words that must stand there)."""

    title: str
    change: Change
    says: tuple[tuple[int | None, str], ...]
    name: str = ""  # of the file, when it is not the published one
    count: int | None = None  # how many errors, when more would be noise


NEW_LINE = "500200,2021,0,現年度,202206,1,一般会計,14,9,9,9,9,0,新しい使用料,0,90,40,0,0,50,0,-,-"
CARRIED_OVER = 246  # 個人市民税, 滞納繰越分, FY2021
FAULTS = [
    Fault(
        "only the head",
        lambda o: o.first(1).content,
        ((None, "見出しの下に行がありません"),),
        count=1,
    ),
    Fault(
        "utf-16",
        lambda o: o.content.decode("utf-8-sig").encode("utf-16"),
        ((None, "文字コードが utf-16 です"),),
        count=1,
    ),
    Fault(
        "utf-16 without its mark, big end first",
        lambda o: o.content.decode("utf-8-sig").encode("utf-16-be"),
        ((None, "文字コードが utf-16-be です"),),
        count=1,
    ),
    Fault(
        "utf-16 under headers that nobody knows",
        lambda o: o.first(1).content.decode("utf-8-sig")[::-1].encode("utf-16-be"),
        ((None, "文字コードが utf-16-be です"),),
        count=1,
    ),
    Fault(
        "euc-jp",
        lambda o: o.content.decode("utf-8-sig").replace("髙", "高").encode("euc_jp", "replace"),
        ((None, "文字コードが euc_jp です"),),
        count=1,
    ),
    Fault(
        "another city's code in the name",
        lambda o: o.content,
        ((None, "団体コード 132080 は狛江市（132195）のものではありません"),),
        name="132080_kessan2021sainyu.csv",
        count=1,
    ),
    Fault(
        "another year in the name",
        lambda o: o.content,
        ((None, "年度が食い違っています（ファイル名は令和4年度、年度の列は令和3年度）"),),
        name="132195_kessan2022sainyu.csv",
        count=1,
    ),
    Fault(
        "another city's departments",
        lambda o: o.with_column("所属コード", lambda code: f"77{code}").content,
        (
            (2, "部署表にない所属コード「77100100」です（近いコードは 700100）"),
            (2, "ほとんどの行の所属コードが部署表にありません"),
            (2, "（2〜699行目、読んだ698行のうち698行）"),
        ),
        count=1,
    ),
    Fault(
        "one unknown department",
        lambda o: o.with_cell(300, "所属コード", "300399").content,
        ((300, "令和3年度の部署表にない所属コード「300399」です（近いコードは 3003"),),
        count=1,
    ),
    Fault(
        "a department of another year",
        lambda o: o.with_cell(300, "所属コード", "300600").content,
        ((300, "所属コード「300600」"),),
        count=1,
    ),
    Fault(
        "a column is missing",
        lambda o: o.without_column("不納欠損額(円)").content,
        ((1, "見出し「不納欠損額(円)」がありません"),),
        count=1,
    ),
    Fault(
        "a column was renamed",
        lambda o: o.renamed("調定累計(円)", "調定額累計（円）").content,
        ((1, "見出し「調定累計(円)」がありません。近い見出しは「調定額累計（円）」です"),),
        count=1,
    ),
    Fault(
        "the column that names the claims was renamed",
        lambda o: o.renamed("科目名称", "科目の名称").content,
        ((1, "見出し「科目名称」がありません。近い見出しは「科目の名称」です"),),
        count=1,
    ),
    Fault(
        "the column of the departments is missing",
        lambda o: o.without_column("所属コード").content,
        ((1, "見出し「所属コード」がありません"),),
        count=1,
    ),
    Fault(
        "a column twice",
        lambda o: o.renamed("予算比(％)", "収入累計(円)").content,
        ((1, "見出し「収入累計(円)」が2つ以上あります"),),
        count=1,
    ),
    Fault(
        "letters in an amount column",
        lambda o: o.with_cell(CARRIED_OVER, "調定累計(円)", "12O0万").content,
        ((CARRIED_OVER, "金額の列に数でないもの（形「99A9漢」）があります"),),
    ),
    Fault(
        "a blank in an amount column",
        lambda o: o.with_cell(CARRIED_OVER, "還付未済額(円)", "").content,
        ((CARRIED_OVER, "金額の列に数でないもの（空白）があります"),),
    ),
    Fault(
        "a decimal in an amount column",
        lambda o: o.with_cell(CARRIED_OVER, "収入累計(円)", "100.5").content,
        ((CARRIED_OVER, "金額の列に数でないもの（形「999.9」）"),),
    ),
    Fault(
        "the identity does not hold",
        lambda o: o.with_cell(CARRIED_OVER, "収入未済額(円)", "1").content,
        ((CARRIED_OVER, "円合いません"),),
    ),
    Fault(
        "a cell too many",
        lambda o: o.with_line(300, o.lines[299] + ",1").content,
        ((300, "列の数が 24 で、見出しの 23 と違います"),),
        count=1,
    ),
    Fault(
        "a cell too few",
        lambda o: o.with_line(300, o.lines[299].rsplit(",", 1)[0]).content,
        ((300, "列の数が 22 で、見出しの 23 と違います"),),
        count=1,
    ),
    Fault(
        "a quotation mark that never closes",
        lambda o: o.with_line(300, '"' + o.lines[299]).content,
        ((300, "引用符"),),
        count=1,
    ),
    Fault(
        "a cell longer than any table's",
        lambda o: o.with_cell(300, "科目名称", "あ" * 140_000).content,
        ((300, "131,072字を超えるセルがあり、この行から先を読めません"),),
        count=1,
    ),
    Fault(
        "such a cell in the first row below the head",
        lambda o: o.with_cell(2, "科目名称", "あ" * 140_000).content,
        ((2, "131,072字を超えるセルがあり"),),
        count=1,
    ),
    Fault(
        "NUL in a name",
        lambda o: o.with_cell(300, "科目名称", "道\0路").content,
        ((300, "壊れた文字（U+0000）があります"),),
        count=1,
    ),
    Fault(
        "a letter lost in an earlier conversion",
        lambda o: o.with_cell(300, "科目名称", "道\ufffd路\ufffd").content,
        ((300, "壊れた文字（U+FFFD）があります"),),
        count=1,
    ),
    Fault(
        "NUL in a header",
        lambda o: o.renamed("不納欠損額(円)", "不納\0欠損額(円)").content,
        ((1, "壊れた文字（U+0000）があります"), (1, "見出し「不納欠損額(円)」がありません")),
        count=2,
    ),
    Fault(
        "a row of another year",
        lambda o: o.with_cell(300, "年度", "2020").content,
        ((300, "ほかの行（令和3年度）と違う年度です"),),
        count=1,
    ),
    Fault(
        "no year in the year column",
        lambda o: o.with_cell(300, "年度", "昨年").content,
        ((300, "年度の列に年度でないものがあります"),),
        count=1,
    ),
    Fault(
        "an unknown line that is owed something",
        lambda o: o.with_line(300, NEW_LINE).content,
        ((300, "どの債権か分からない行"), (300, "収入未済額か不納欠損額があります")),
        count=1,
    ),
    Fault(
        "cut in the middle of a line",
        lambda o: o.first(399).content + o.lines[399][:20].encode(),
        ((400, "最後の行が改行で終わっていません"), (400, "列の数が")),
    ),
    Fault(
        "cut in the middle of a character",
        lambda o: (
            o.first(399).content + o.lines[399].encode()[: o.lines[399].encode().index(b"\xe4") + 1]
        ),
        (
            (400, "文字コード utf-8-sig で読めない文字があります"),
            (400, "最後の行が改行で終わっていません"),
        ),
    ),
    Fault(
        "cut after a line, before the tax lines",
        lambda o: o.first(150).content,
        ((None, "「個人市民税」の行がありません"), (None, "「国民健康保険税」の行がありません")),
    ),
    Fault(
        "cut after a line, when the taxes are assessed and not yet collected",
        lambda o: o.first(229).content,
        ((None, "「国民健康保険税」の行がありません"),),
    ),
    Fault(
        "cut after a line, between the taxes",
        lambda o: o.first(250).content,
        ((None, "「国民健康保険税」の行がありません"),),
    ),
    Fault(
        "cut after a line, behind the taxes",
        lambda o: o.first(500).content,
        ((None, "「後期高齢者医療保険料」の行がありません"),),
    ),
    Fault(
        "the cash lines of one tax are lost",
        lambda o: o.without("300400,2021,0,現年度,202206,1,一般会計,1,2,1,1,").content,
        ((None, "「固定資産税」を部署間で合算すると現年度分の調定"),),
        count=1,
    ),
    Fault(
        "the assessment lines of one tax are lost",
        lambda o: o.without("300300,2021,0,現年度,202206,1,一般会計,1,2,1,1,").content,
        ((None, "「固定資産税」を部署間で合算すると収入未済額が"),),
        count=1,
    ),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.title)
def test_fault(
    fault: Fault, books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    path = tmp_path / (fault.name or books_2021.name)
    path.write_bytes(fault.change(books_2021))
    before = tree(stocked)
    checked = zangaku("check", path, "--store", stocked)
    imported = zangaku("import", path, "--store", stocked)
    assert (checked.code, imported.code) == (3, 3)
    assert tree(stocked) == before
    assert checked.errors == imported.errors
    for line in imported.errors:
        found = FINDING.match(line)
        assert found, line
        assert JAPANESE.search(found["what"])
        assert JAPANESE.search(found["todo"])
    for row, words in fault.says:
        place = f"{path.name} {f'{row}行目' if row else ''}"
        assert any(place in line and words in line for line in imported.errors), imported.said
    if fault.count is not None:
        assert f"誤り {fault.count:,}件" in imported.err
    assert "保管庫は変わっていません" in imported.err
    assert "Traceback" not in checked.said + imported.said


@pytest.mark.parametrize(
    "content", [b"", b"\xef\xbb\xbf", b"\r\n\r\n"], ids=["empty", "only a mark", "blank lines"]
)
def test_a_file_with_nothing_in_it(
    content: bytes, books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    path = tmp_path / books_2021.name
    path.write_bytes(content)
    before = tree(stocked)
    for command in ("check", "import"):
        done = zangaku(command, path, "--store", stocked)
        assert done.code == 3
        assert f"{path.name} は空のファイルです" in done.err
        assert "出力し直したファイルを選んでください" in done.err
    assert tree(stocked) == before


def test_a_damaged_character_is_told_with_its_column(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    path = books_2021.with_cell(300, "科目名称", "道\0路").save(tmp_path)
    (line,) = zangaku("check", path, "--store", tmp_path / "store").errors
    assert line.startswith(f"誤り {path.name} 300行目「科目名称（N列）」: 壊れた文字")
    assert "道" not in line


@pytest.mark.parametrize("byte", [b"\x80", b"\xa0", b"\xfd", b"\xff"], ids=bytes.hex)
def test_bytes_that_are_no_letter_in_cp932(
    byte: bytes, books_2023: Original, tmp_path: Path, zangaku: Run
) -> None:
    """Python reads them, as letters that only Apple and controls of old terminals have."""
    row = len(books_2023.lines)
    books = books_2023.with_cell(row, "科目名称", "雑%入")
    path = tmp_path / books.name
    path.write_bytes(books.content.replace(b"%", byte))
    (line,) = zangaku("check", path, "--store", tmp_path / "store").errors
    assert f"{row}行目「科目名称（N列）」: 壊れた文字（U+" in line


@pytest.mark.parametrize("end", ["\r", "\n"], ids=["old Mac", "Linux"])
def test_the_lines_of_other_systems_are_read(
    end: str, books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    books = replace(books_2021, end=end)
    whole = books.save(tmp_path)
    store = tmp_path / "store"
    assert zangaku("check", whole, "--store", store).code == 0
    whole.write_bytes(books.content[:-1])
    (line,) = zangaku("check", whole, "--store", store).errors
    assert f"{len(books.lines)}行目: 最後の行が改行で終わっていません" in line
    whole.write_bytes(books.with_cell(300, "科目名称", "道%路").content.replace(b"%", b"\xff"))
    (line,) = zangaku("check", whole, "--store", store).errors
    assert "300行目: 文字コード utf-8-sig で読めない文字があります" in line


def test_everything_wrong_with_a_file_is_said_at_once(
    books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    """Ten faults in one file, two of them in one row, and the file cut short: one run tells them all."""
    books = (
        books_2021.renamed("予算現額(千円)", "予算額(千円)")
        .with_cell(246, "調定累計(円)", "12O0万")
        .with_cell(246, "所属コード", "300499")
        .with_cell(300, "収入未済額(円)", "7")
        .with_cell(310, "所属コード", "999999")
        .with_line(320, books_2021.lines[319] + ",1")
        .with_line(330, NEW_LINE)
        .with_cell(340, "年度", "2020")
        .with_cell(350, "年度", "昨年")
    )
    content = bytearray(books.first(600).content)
    broken = content.index("道路".encode(), content.index(books.lines[500].encode()))
    content[broken] = 0xFF
    path = tmp_path / "132080_kessan2021sainyu.csv"
    path.write_bytes(bytes(content[:-5]))
    row_of_broken = bytes(content[:broken]).count(b"\n") + 1
    before = tree(stocked)
    done = zangaku("import", path, "--store", stocked)
    for place, words in [
        ("ファイル全体", "団体コード 132080"),
        ("1行目", "見出し「予算現額(千円)」がありません。近い見出しは「予算額(千円)」です"),
        ("246行目「調定累計(円)（P列）」", "形「99A9漢」"),
        ("246行目「所属コード（A列）」", "「300499」"),
        ("300行目「収入未済額(円)（T列）」", "合いません"),
        ("310行目「所属コード（A列）」", "「999999」"),
        ("320行目", "列の数が 24"),
        ("330行目", "どの債権か分からない行"),
        ("340行目「年度（B列）」", "違う年度"),
        ("350行目「年度（B列）」", "年度でないもの"),
        (f"{row_of_broken}行目", "読めない文字"),
        ("600行目", "最後の行が改行で終わっていません"),
        ("600行目", "列の数が"),
    ]:
        assert any(f"{path.name} {place}" in line and words in line for line in done.errors), place
    assert all(FINDING.match(line) for line in done.errors)
    assert len(done.errors) == 13
    assert "受け入れず 8" in done.out  # 246, 300, 310, 320, 330, 340, 350 and 600
    assert done.code == 3
    assert tree(stocked) == before


@pytest.mark.parametrize("cut", range(203, 259, 3))
def test_cut_anywhere_in_the_tax_lines(
    cut: int, books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """Even into an empty store, where there is no last year to compare with."""
    path = books_2021.first(cut).save(tmp_path)
    done = zangaku("import", path, "--store", tmp_path / "store")
    assert done.code == 3
    assert "ファイルが途中で切れていないか" in done.out
    assert not (tmp_path / "store" / "receivables").exists()


def test_missing_file(stocked: Path, tmp_path: Path, zangaku: Run) -> None:
    before = tree(stocked)
    for command in ("check", "import"):
        done = zangaku(command, tmp_path / "ない.csv", "--store", stocked)
        assert done.code == 3
        assert "ない.csv がありません。置き場所と名前を確かめてください" in done.err
    assert tree(stocked) == before


def test_file_of_an_unknown_form(stocked: Path, tmp_path: Path, zangaku: Run) -> None:
    path = tmp_path / "収入状況.csv"
    path.write_text("税目,調定,収入\n市民税,10,9\n", encoding="cp932")
    before = tree(stocked)
    done = zangaku("import", path, "--store", stocked)
    assert done.code == 3
    assert "収入状況.csv に合うレイアウトがありません（あるのは " in done.err
    assert "komae-settlement" in done.err
    assert tree(stocked) == before


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf\r\n", b"\0\0"], ids=repr)
def test_an_empty_file_is_told_to_be_empty(content: bytes, tmp_path: Path, zangaku: Run) -> None:
    """Also where nothing tells for which layout it was meant."""
    path = tmp_path / "R5.csv"
    path.write_bytes(content)
    done = zangaku("check", path, "--store", tmp_path / "store")
    assert done.code == 3
    assert "R5.csv は空のファイルです" in done.err
    assert "レイアウト" not in done.err


def test_a_column_twice_is_told_with_its_letters(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    path = books_2021.renamed("予算比(％)", "収入累計(円)").save(tmp_path)
    (line,) = zangaku("check", path, "--store", tmp_path / "store").errors
    assert "どの列か（Q列、V列）が決まるように" in line


def test_layout_that_does_not_exist(
    books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    path = books_2021.save(tmp_path)
    done = zangaku("import", path, "--store", stocked, "--layout", "komae")
    assert done.code == 3
    assert "レイアウト「komae」はありません。使えるのは " in done.err
    assert "komae-settlement" in done.err


def test_a_good_file_goes_in_beside_a_bad_one(
    books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    """Files are independent: each good one becomes a version, and the exit code tells of the bad one."""
    good = books_2021.save(tmp_path)
    bad = tmp_path / "132195_kessan2022sainyu.csv"
    bad.write_bytes(b"")
    done = zangaku("import", bad, good, "--store", stocked)
    assert done.code == 3
    assert "132195_kessan2021sainyu.csv を版 1 として取り込みました" in done.out


def test_markup_in_names_and_cells_is_shown_as_it_is(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """Square brackets mean something to the library that colours the terminal. They must not vanish, or break it."""
    books = books_2021.renamed("予算比(％)", "[bold]比[/x]").with_line(300, NEW_LINE)
    path = books.save(tmp_path, "[red]132195[x].csv")
    done = zangaku("check", path, "--store", tmp_path / "store")
    assert done.code == 3
    assert "[red]132195[x].csv" in done.out
    assert "「[bold]比[/x]」" in done.out
    assert "レイアウトの [claims] rules に" in done.out


def test_a_file_name_that_is_no_utf8(
    books_2021: Original, stocked: Path, tmp_path: Path, zangaku: Run
) -> None:
    """Copied from an old system: its name is bytes that Python holds as surrogates, and no record can keep."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/132195_\x8c\x88\x8eZ2021sainyu.csv"))
    path.write_bytes(books_2021.content)
    before = tree(stocked)
    for command in ("check", "import"):
        done = zangaku(command, path, "--store", stocked, "--layout", "komae-settlement")
        assert done.code == 3
        assert "132195_決算2021sainyu.csv の名前の文字コードがUTF-8ではありません" in done.err
        assert "名前を付け直して" in done.err
    assert tree(stocked) == before
    missing = zangaku("check", path.with_name(os.fsdecode(b"\x8c\x88.csv")), "--store", stocked)
    assert missing.code == 3
    assert "決.csv がありません" in missing.err


STRANGE_FOLDERS = {
    "a note": ("memo.txt",),
    "several things": ("b.txt", "a.txt", "sources"),
    "hidden things": (".profile",),
}


@pytest.mark.parametrize("names", STRANGE_FOLDERS.values(), ids=STRANGE_FOLDERS)
@pytest.mark.parametrize(
    "command",
    [("import", KOMAE_2021), ("check", KOMAE_2021), ("figure", "bridge"), ("snapshots", "list")],
    ids=lambda words: words[0],
)
def test_a_folder_of_somebody_else_is_no_store(
    command: tuple[object, ...], names: tuple[str, ...], tmp_path: Path, zangaku: Run
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    for name in names:
        (folder / name).write_text("mine")
    done = zangaku(*command, "--store", folder)
    assert done.code == 5
    assert "は保管庫ではなく、ほかのもの（" in done.err
    assert min(names) in done.err
    assert "--store で指定してください" in done.err
    assert sorted(path.name for path in folder.iterdir()) == sorted(names)


@pytest.mark.parametrize("names", [(), (".DS_Store", ".gitignore"), (".lock", "sources")])
def test_a_folder_with_nothing_of_somebody_else_can_become_a_store(
    names: tuple[str, ...], tmp_path: Path, zangaku: Run
) -> None:
    """Empty, with what a desktop leaves, or left by a first import that was killed."""
    folder = tmp_path / "new"
    folder.mkdir()
    for name in names:
        (folder / name).mkdir() if name == "sources" else (folder / name).touch()
    assert zangaku("import", KOMAE_2021, "--store", folder).code == 0


def test_a_store_may_hold_a_note(stocked: Path, zangaku: Run) -> None:
    (stocked / "README.txt").write_text("保管庫")
    assert zangaku("import", KOMAE_2021, "--store", stocked).code == 0


STORELESS = [
    ("check", KOMAE_2021),
    ("import", KOMAE_2021),
    ("figure", "bridge"),
    ("snapshots", "list"),
    ("snapshots", "show", "0"),
    ("snapshots", "verify"),
    ("serve",),
    ("demo",),
]


@pytest.mark.parametrize("command", STORELESS, ids=lambda words: words[0])
def test_a_file_is_no_store(command: tuple[object, ...], tmp_path: Path, zangaku: Run) -> None:
    file = tmp_path / "保管庫"
    file.write_text("a file")
    for place in (file, file / "below"):
        done = zangaku(*command, "--store", place)
        assert done.code == 5
        assert f"保管庫 {place} はフォルダではありません" in done.err
    assert file.read_text() == "a file"


def test_a_store_whose_name_is_no_utf8(tmp_path: Path, zangaku: Run) -> None:
    place = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\x8c\x88"))
    done = zangaku("import", KOMAE_2021, "--store", place)
    assert done.code == 5
    assert "/決 の名前の文字コードがUTF-8ではありません" in done.err
    assert not place.exists()


def test_a_file_whose_name_is_too_long(tmp_path: Path, zangaku: Run) -> None:
    done = zangaku("check", tmp_path / f"{'a' * 300}.csv", "--store", tmp_path / "store")
    assert done.code == 3
    assert "を開けません（名前が長すぎます）" in done.err
    done = zangaku("check", KOMAE_2021, "--store", tmp_path / ("a" * 300))
    assert done.code == 5
    assert "を開けません（名前が長すぎます）" in done.err
