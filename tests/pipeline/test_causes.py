"""One mistake in a file is told once, as what it is: not in every row and total that it spoils.

And what is wrong besides is told beside it. Each case is a published file of Komae with one thing done to it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.pipeline.conftest import Original, Run

Rows = list[list[str]]
ASSESSED, RECEIVED, SUBJECT, KAN, KOU = 15, 16, 13, 7, 8


def rows_of(books: Original) -> Rows:
    return [line.split(",") for line in books.lines]


def with_rows(books: Original, rows: Rows) -> Original:
    return replace(books, lines=tuple(map(",".join, rows)))


def inserted(books: Original, at: int, head: str, cell: str) -> Original:
    """A column more, at index *at*. With an empty *head* the headers stay where they were."""
    (first, *rest) = rows_of(books)
    first = [*first[:at], head, *first[at:]] if head else [*first, ""]
    return with_rows(books, [first, *([*row[:at], cell, *row[at:]] for row in rest)])


def swapped(books: Original, one: int, other: int) -> Original:
    """The cells of two columns exchanged below the head."""
    (first, *rest) = rows_of(books)
    for row in rest:
        row[one], row[other] = row[other], row[one]
    return with_rows(books, [first, *rest])


def without_cell(books: Original, at: int, rows: slice) -> Original:
    """The cell of index *at* missing in *rows*, so that those behind it have moved to the left."""
    changed = rows_of(books)
    for row in changed[rows]:
        del row[at]
    return with_rows(books, changed)


def misread(books: Original) -> bytes:
    """Saved in one encoding, opened in another and saved again: letters are lost."""
    return books.content.decode("cp932", errors="replace").encode()


def two_files(books: Original) -> bytes:
    """The second half appended from a file in another encoding."""
    first, second = books.lines[:300], books.lines[300:]
    return b"".join(
        f"{line}\r\n".encode(encoding, errors="replace")
        for part, encoding in ((first, "utf-8"), (second, "cp932"))
        for line in part
    )


@dataclass(frozen=True)
class Cause:
    """What was done to the file, and the one error that must be told: where, and in which words."""

    title: str
    done: Callable[[Original], bytes]
    place: str
    says: tuple[str, ...]
    name: str = ""


CAUSES = [
    Cause(
        "a column inserted below the head only",
        lambda o: inserted(o, RECEIVED, "", "0").content,
        "1行目「収入累計(円)（Q列）」",
        ("から右の金額が、見出しより1列右にずれている", "合わない64行が、そう読めばすべて合います"),
    ),
    Cause(
        "a column of words inserted below the head only",
        lambda o: inserted(o, RECEIVED, "", "済").content,
        "1行目「収入累計(円)（Q列）」",
        ("から右の金額が、見出しより1列右にずれている",),
    ),
    Cause(
        "a column inserted in the head only",
        lambda o: o.with_line(1, o.lines[0].replace("収入累計(円)", "備考,収入累計(円)")).content,
        "2行目",
        ("ほとんどの行で列の数が見出しと違います", "読んだ698行のうち698行", "列の数が 23"),
    ),
    Cause(
        "two columns of amounts swapped",
        lambda o: swapped(o, ASSESSED, RECEIVED).content,
        "1行目「調定累計(円)（P列）」",
        ("「調定累計(円)（P列）」と「収入累計(円)（Q列）」の中身が入れ替わっている",),
    ),
    Cause(
        "two columns of codes swapped",
        lambda o: swapped(o, KAN, KOU).content,
        "1行目「款（H列）」",
        ("「款（H列）」と「項（I列）」の中身が入れ替わっている", "分からない行が13行あります"),
    ),
    Cause(
        "a cell missing in every row",
        lambda o: without_cell(o, RECEIVED, slice(1, None)).content,
        "2行目",
        ("ほとんどの行で列の数が見出しと違います", "（2〜699行目、読んだ698行のうち698行）"),
    ),
    Cause(
        "a cell missing in every row, and a blank at its end",
        lambda o: (
            with_rows(
                o,
                [
                    rows_of(o)[0],
                    *([*r, ""] for r in rows_of(without_cell(o, RECEIVED, slice(1, None)))[1:]),
                ],
            ).content
        ),
        "2行目「収入未済額(円)（T列）」",
        ("ほとんどの行で金額が合いません。列がずれているか", "読んだ698行のうち684行"),
    ),
    Cause(
        "a cell missing in some rows",
        lambda o: without_cell(o, RECEIVED, slice(299, 309)).content,
        "300行目",
        ("列の数が 22 で、見出しの 23 と違います（300〜309行目の10行が同じです）",),
    ),
    Cause(
        "one row doubled",
        lambda o: replace(o, lines=(*o.lines[:300], *o.lines[299:])).content,
        "301行目",
        ("300行目とまったく同じ行です。",),
    ),
    Cause(
        "every row doubled",
        lambda o: replace(o, lines=(*o.lines, *o.lines[1:])).content,
        "700行目",
        ("2行目とまったく同じ行です（700〜", "690行がそれぞれ前の行と同じです"),
    ),
    Cause(
        "a file of another year",
        lambda o: o.with_column("年度", lambda year: "2019").content,
        "ファイル全体",
        ("年度が食い違っています（ファイル名は令和3年度、年度の列は令和元年度）",),
    ),
    Cause(
        "opened in the wrong encoding and saved",
        misread,
        "ファイル全体",
        ("ほとんどの行に壊れた文字があります。文字コードを取り違えて保存し直され",),
    ),
    Cause(
        "half of it in another encoding",
        two_files,
        "301行目",
        ("文字コード utf-8-sig で読めない文字があります（301〜699行目の399行が同じです）",),
    ),
    Cause(
        "a section nobody knows in many rows",
        lambda o: (
            o.with_column("所属コード", lambda code: "999999" if code == "300400" else code).content
        ),
        "246行目「所属コード（A列）」",
        ("部署表にない所属コード「999999」です（246〜264、582〜588行目の26行が同じです）",),
    ),
    Cause(
        "separated by tabs",
        lambda o: replace(o, lines=tuple(line.replace(",", "\t") for line in o.lines)).content,
        "ファイル全体",
        ("タブ区切りのファイルですが", "はコンマ区切りとして読みます", r'delimiter = "\t" と'),
    ),
]


@pytest.mark.parametrize("cause", CAUSES, ids=lambda cause: cause.title)
def test_one_cause_is_told_once(
    cause: Cause, books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    path = tmp_path / books_2021.name
    path.write_bytes(cause.done(books_2021))
    done = zangaku("check", path, "--store", tmp_path / "store")
    assert done.code == 3
    (line,) = done.errors
    assert line.startswith(f"誤り {path.name} {cause.place}: ")
    for words in cause.says:
        assert words in line
    assert "誤り 1、" in done.out


def test_what_is_wrong_besides_is_told_beside_it(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """Columns swapped, one amount wrong for another reason, a section nobody knows: three mistakes."""
    books = swapped(books_2021, ASSESSED, RECEIVED)
    books = books.with_cell(246, "収入未済額(円)", "7").with_cell(300, "所属コード", "999999")
    errors = zangaku("check", books.save(tmp_path), "--store", tmp_path / "store").errors
    places = [line.split(" ")[2] for line in errors]
    assert places == [
        *("1行目「調定累計(円)（P列）」:", "246行目「収入未済額(円)（T列）」:"),
        "300行目「所属コード（A列）」:",
    ]


def test_a_control_in_every_row_hides_nothing(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """A system that fills its columns with NUL: no letter is lost, and the rest can be read."""
    books = books_2021.with_column("予算区分名称", lambda name: f"{name}\0")
    books = books.with_cell(300, "所属コード", "999999")
    nul, section = zangaku("check", books.save(tmp_path), "--store", tmp_path / "store").errors
    assert (
        "2行目「予算区分名称（D列）」: 壊れた文字（U+0000）があります（2〜699行目の698行が" in nul
    )
    assert "300行目「所属コード（A列）」" in section


def test_words_that_nobody_knows_are_all_named(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    """Whoever writes a layout needs them; here every section has a new code."""
    books = books_2021.with_column("所属コード", lambda code: f"9{code[:3]}")
    (line,) = zangaku("check", books.save(tmp_path), "--store", tmp_path / "store").errors
    codes = {line.split(",")[0] for line in books.lines[1:]}
    assert "ほとんどの行の所属コードが部署表にありません" in line
    assert len(codes) > 10
    assert all(code in line for code in codes)


def test_a_few_wrong_rows_are_told_one_by_one(
    books_2021: Original, tmp_path: Path, zangaku: Run
) -> None:
    books = books_2021
    for row in (204, 205, 206):
        books = books.with_cell(row, "収入未済額(円)", str(row))
    errors = zangaku("check", books.save(tmp_path), "--store", tmp_path / "store").errors
    assert [line.split("「")[0][-5:] for line in errors] == [
        f"{row}行目" for row in (204, 205, 206)
    ]


def test_errors_come_before_warnings(books_2021: Original, tmp_path: Path, zangaku: Run) -> None:
    books = books_2021.renamed("予算比(％)", "比").with_cell(300, "所属コード", "999999")
    done = zangaku("check", books.save(tmp_path), "--store", tmp_path / "store")
    severities = [line.split(" ")[0] for line in done.out.splitlines()[:-1]]
    assert severities == ["誤り", "注意"]


def test_a_refund_counted_on_the_other_side_is_one_setting(
    books_2021: Original, tmp_path: Path, zangaku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The layout says that the cash holds no refunds, and it does."""
    root = Path(__file__).resolve().parent.parent.parent / "data"
    words = (root / "layouts" / "komae_settlement.toml").read_text(encoding="utf-8")
    words = words.replace('"in_received"', '"not_in_received"', 1)
    words = words.replace("../open", f"{root}/open")
    (tmp_path / "layouts").mkdir()
    (tmp_path / "layouts" / "komae.TOML").write_text(words, encoding="utf-8")
    monkeypatch.setenv("ZANGAKU_LAYOUTS", str(tmp_path / "layouts"))
    path = books_2021.save(tmp_path)
    (line,) = zangaku("check", path, "--store", tmp_path / "store").errors
    assert 'refund_pending を "in_received" に' in line
    assert "行が、同じわけで最大" in line
