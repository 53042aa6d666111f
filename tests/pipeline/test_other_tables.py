"""Settlement tables of invented cities, each of another shape, taken in by a layout alone and by the real command.

The guide `docs/レイアウトの書き方.md` holds six more, which `tests/test_docs.py` takes in. Together they stand for
what cities print: long, wide, nested, in sections, with totals above, below and among the details.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.layout import read_layout
from tests.pipeline.conftest import Run

TABLES = Path(__file__).resolve().parent.parent / "files" / "tables"
NAMES = ("nested", "sections", "tabs", "water", "items", "compared", "premium", "indented")


@dataclass(frozen=True)
class Table:
    """What must come out: checked by adding up the printed table by hand."""

    name: str
    as_of: str
    outstanding_yen: int
    written_off_yen: int
    refund_pending_yen: int
    given: str = ""  # the as-of date given by hand, where the file has no year
    encoding: str = "utf-8-sig"


EXPECTED = [
    Table("nested", "2023-05-31", 7_450_000, 250_000, 0),
    Table("sections", "2020-05-31", 75_000_000, 5_000_000, 100_000, encoding="cp932"),
    Table("tabs", "2023-05-31", 1_655_000, 50_000, 0, given="2023-05-31", encoding="cp932"),
    Table("water", "2025-03-31", 188_000_000, 0, 0),
    Table("items", "2024-05-31", 128_189_943, 14_648_950, 1_000_300, encoding="cp932"),
    Table("compared", "2024-05-31", 131_089_000, 15_048_000, 0, given="2024-05-31"),
    Table("premium", "2024-05-31", 199_804_500, 20_114_000, 0, encoding="cp932"),
    Table("indented", "2020-05-31", 630_000, 40_000, 5_000),
]


@pytest.fixture
def zangaku_with(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, zangaku: Run) -> Run:
    """The command with these layouts and an empty store."""
    layouts = tmp_path / "layouts"
    layouts.mkdir()
    for name in NAMES:
        (layouts / f"{name}.toml").write_bytes((TABLES / f"{name}.toml").read_bytes())
    monkeypatch.setenv("ZANGAKU_LAYOUTS", str(layouts))
    monkeypatch.setenv("ZANGAKU_STORE", str(tmp_path / "store"))
    return zangaku


def arrived(
    folder: Path, name: str, change: tuple[str, str] = ("", ""), encoding: str = "utf-8-sig"
) -> Path:
    """The table as an office would send it: CRLF, and *change* made in it."""
    text = (TABLES / f"{name}.csv").read_text(encoding="utf-8")
    assert change[0] in text
    path = folder / f"{name}.csv"
    path.write_bytes(text.replace(*change, 1).replace("\n", "\r\n").encode(encoding))
    return path


@pytest.mark.parametrize("table", EXPECTED, ids=lambda table: table.name)
def test_table_is_taken_in(table: Table, tmp_path: Path, zangaku_with: Run) -> None:
    file = arrived(tmp_path, table.name, encoding=table.encoding)
    given = ["--as-of", table.given] if table.given else []
    checked = zangaku_with("check", file, *given)
    assert (checked.code, checked.errors) == (0, [])
    assert f"レイアウト {table.name} " in checked.out
    assert zangaku_with("import", file, *given).code == 0

    rows = json.loads(zangaku_with("figure", "receivables_by_claim", "--format", "json").out)
    assert rows["as_of"].startswith(table.as_of)
    owed = [row for row in rows["rows"] if row["is_debtor_claim"]]
    for column in ("outstanding_yen", "written_off_yen", "refund_pending_yen"):
        assert sum(row[column] for row in owed) == getattr(table, column), column
    assert zangaku_with("snapshots", "verify").code == 0


LOST = [  # a detail row that got lost on the way, and the totals that miss it
    ("nested", ",,滞繰,30,10,5,15,1\n", ["計の調定額", "小計の調定額", "市税合計の", "総合計の"]),
    ("sections", '　固定資産税,"35,000,000"', ["小計の調定済額", "総計の収入未済額"]),
    ("tabs", "\t\t滞繰\t300,000", ["合計の決算 調定 （円）"]),
    ("items", ',,,滞納繰越分,"20,000,000"', ["目の計の調定額", "項の計の収入済額", "款の計の"]),
    ("compared", ',滞納繰越分,"88,410"', ["小計の{年度} 調定済額", "合計の{年度} 収納未済額"]),
    ("premium", '退職被保険者等,"1,204,500"', ["計の調定額 医療分＋調定額 支援分", "総計の"]),
    (
        "indented",
        '　　　滞納繰越分,"20,000"',
        ["普通税・目的税の計の調定済額", "税目の計の", "個人・法人の計の", "合計の"],
    ),
]


@pytest.mark.parametrize(("name", "start", "says"), LOST, ids=lambda value: str(value)[:8])
def test_a_lost_row_is_missed_by_every_total_above_it(
    name: str, start: str, says: list[str], tmp_path: Path, zangaku_with: Run
) -> None:
    text = (TABLES / f"{name}.csv").read_text(encoding="utf-8")
    line = next(
        line for line in text.splitlines(keepends=True) if line.startswith(start.strip("\n"))
    )
    checked = zangaku_with(
        "check", arrived(tmp_path, name, (line, "")), "--layout", name, *year_of(name)
    )
    assert checked.code == 3
    for words in says:
        assert any(words in error and "合いません" in error for error in checked.errors), words


def year_of(name: str) -> list[str]:
    given = {table.name: table.given for table in EXPECTED}[name]
    return ["--as-of", given] if given else []


def test_one_layout_serves_each_year(tmp_path: Path, zangaku_with: Run) -> None:
    """Next year's table has the year in other words, and this year's columns beside its own."""
    zangaku_with("import", arrived(tmp_path, "compared"), "--as-of", "2024-05-31")
    head = "税目,区分,令和5年度,,,,,令和4年度"
    file = arrived(tmp_path, "compared", (head, "税目,区分,Ｒ６,,,,,令和５年度"))
    taken = zangaku_with("import", file, "--as-of", "2025-05-31")
    assert taken.code == 0
    assert "知らない見出し" not in taken.out
    rows = json.loads(zangaku_with("figure", "balance_by_year", "--format", "json").out)["rows"]
    for year in (2023, 2024):
        owed = [row["outstanding_yen"] for row in rows if row["fiscal_year"] == year]
        assert sum(owed) == 131_089_000


def test_a_year_in_the_headers_has_to_be_that_of_the_books(
    tmp_path: Path, zangaku_with: Run
) -> None:
    checked = zangaku_with("check", arrived(tmp_path, "compared"), "--as-of", "2023-05-31")
    says = "年度が食い違っています（指定した基準日は令和4年度、見出しは令和5年度）"
    assert [error for error in checked.errors if says in error]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("compared", "見出しの上の単位は「千円」ですが、レイアウトは円として読みます"),
        ("items", "見出し「調定額(千円)」は「千円」ですが、レイアウトは円として読みます"),
    ],
)
def test_a_forgotten_unit_is_found(name: str, says: str, tmp_path: Path, zangaku_with: Run) -> None:
    """Nothing else in a file shows that every amount is a thousandth of what it should be."""
    layout = tmp_path / "layouts" / f"{name}.toml"
    words = layout.read_text(encoding="utf-8")
    change = ("", "")
    if name == "items":
        change = ("調定額", "調定額（千円）")
        words = words.replace('"調定額"', '"調定額(千円)"')
    layout.write_text(words.replace('unit = "千円"', ""), encoding="utf-8")
    file = arrived(tmp_path, name, change)
    checked = zangaku_with("check", file, "--layout", name, *year_of(name))
    assert checked.code == 3
    assert any(says in error for error in checked.errors), checked.out


def test_the_day_of_the_other_clock_is_remarked_on(tmp_path: Path, zangaku_with: Run) -> None:
    checked = zangaku_with("check", arrived(tmp_path, "compared"), "--as-of", "2024-03-31")
    assert "帳簿の閉まる日（2024-05-31）ではありません" in checked.out


def test_columns_that_have_moved_are_not_read_as_others(tmp_path: Path, zangaku_with: Run) -> None:
    """A new column before one that has no header, only a letter in the layout."""
    moved = ("科　　　目,,,,予算現額", "科　　　目,備考,,,,予算現額")
    checked = zangaku_with("check", arrived(tmp_path, "items", moved), "--layout", "items")
    assert checked.code == 3
    says = "誤り items.csv 3行目「B列」: 見出しのないはずのB列に、見出し「備考」があります"
    assert [error for error in checked.errors if error.startswith(says)]


def test_totals_of_one_part_are_held_against_that_part(tmp_path: Path, zangaku_with: Run) -> None:
    """現年 and 滞納繰越 of a grand total, each against its own details, and 計 against both."""
    total = "総合計,,,5840,5070,25,745,1"
    three = (
        "総合計,,現年,5200,4880,0,320,1\n,,滞繰,630,180,25,425,1\n,,計,5830,5060,25,745,1".replace(
            "5200,4880", "5210,4890"
        ).replace("5830,5060", "5840,5070")
    )
    right = zangaku_with("check", arrived(tmp_path, "nested", (total, three)))
    assert (right.code, right.errors) == (0, [])
    wrong = three.replace(",滞繰,630,", ",滞繰,640,")
    found = zangaku_with("check", arrived(tmp_path, "nested", (total, wrong)))
    assert len(found.errors) == 1
    assert "総合計の調定額 6,400,000円が、明細の計 6,300,000円" in found.errors[0]


def test_a_table_without_its_grand_total_ends_too_early(tmp_path: Path, zangaku_with: Run) -> None:
    checked = zangaku_with(
        "check", arrived(tmp_path, "nested", ("総合計,,,5840,5070,25,745,1\n", ""))
    )
    assert [error for error in checked.errors if "総合計の行がありません" in error]


def test_one_unreadable_amount_is_not_said_twice(tmp_path: Path, zangaku_with: Run) -> None:
    """The totals over it are silent about that column: nobody knows what it should have been."""
    checked = zangaku_with("check", arrived(tmp_path, "nested", (",,滞繰,30,10,", ",,滞繰,3O,10,")))
    assert len(checked.errors) == 1
    assert "金額の列に数でないもの（形「9A」）" in checked.errors[0]


def test_a_changed_layout_reads_the_same_bytes_anew(tmp_path: Path, zangaku_with: Run) -> None:
    file = arrived(tmp_path, "water")
    assert "版 0 として" in zangaku_with("import", file).out
    assert "変更なし" in zangaku_with("import", file).out
    layout = tmp_path / "layouts" / "water.toml"
    layout.write_text(
        layout.read_text(encoding="utf-8").replace("上下水道局", "水道局"), encoding="utf-8"
    )
    assert "版 1 として" in zangaku_with("import", file).out
    shown = zangaku_with("figure", "receivables_by_claim", "--format", "json").out
    assert {row["department_name"] for row in json.loads(shown)["rows"]} == {"水道局"}


def test_another_file_of_the_same_unit_says_what_it_replaces(
    tmp_path: Path, zangaku_with: Run
) -> None:
    zangaku_with("import", arrived(tmp_path, "water"))
    changed = arrived(tmp_path, "water", ("310,", "311,")).rename(tmp_path / "water2.csv")
    assert "water.csv（版 0）を置き換えます" in zangaku_with("check", changed).out


def test_two_layouts_that_fit_alike_are_not_guessed_between(
    tmp_path: Path, zangaku_with: Run
) -> None:
    layout = tmp_path / "layouts" / "water.toml"
    text = layout.read_text(encoding="utf-8").replace('name = "water"', 'name = "twin"', 1)
    layout.with_name("twin.toml").write_text(text, encoding="utf-8")
    file = arrived(tmp_path, "water")
    assert "--layout で選んでください" in zangaku_with("check", file).err
    assert zangaku_with("check", file, "--layout", "twin").code == 0


def test_a_file_without_any_claim_is_kept_out(tmp_path: Path, zangaku_with: Run) -> None:
    """It would empty what the same unit delivered before."""
    layout = tmp_path / "layouts" / "water.toml"
    text = layout.read_text(encoding="utf-8")
    text = text.replace('expected = ["水道料金", "下水道使用料"]', 'unmatched = "not_receivable"')
    layout.write_text(text, encoding="utf-8")
    rows = "科目,現年・過年,件数,調定額,収入額,収入未済額\n工業用水,現年度,1,5,5,0\n"
    file = tmp_path / "water.csv"
    file.write_text(rows, encoding="utf-8")
    assert any("債権の行が1つもありません" in line for line in zangaku_with("check", file).errors)


MISTAKES = [  # what one writes wrong, and what is said of it
    ('clock = "E"', 'clock = "X"', "as_of.clock: 使える値ではありません"),
    (
        'clock = "E"',
        'title = "令和"',
        "as_of.title: 年度に当たる部分を (?P<fiscal_year>…) で囲んで",
    ),
    ('clock = "E"', "title = '(?P<fiscal_year>令和'", "as_of.title: パターン「"),
    ('clock = "E"', 'ignored = "備考"', "as_of.ignored: ignored はここには書けません"),
    ('clock = "E"', 'clokc = "E"', "as_of.clokc: 知らない項目です"),
    ("version = 1", 'version = "いち"', "layout.version: 引用符を付けずに整数を"),
    ('received_yen = "収入額"', 'received_yen = "調定額"', "金額の見出し「調定額」が2か所で"),
    ('received_yen = "収入額"', "", "amounts.1番目.received_yen: 書かれていません"),
    ('column = "part"', 'column = "区分"', "part の列「区分」が [texts] にありません"),
    ('"not_in_received"', '"not_in_recieved"', "refund_pending: 使える値ではありません"),
]


@pytest.mark.parametrize(("old", "new", "says"), MISTAKES)
def test_a_mistake_in_a_layout_is_said(old: str, new: str, says: str, tmp_path: Path) -> None:
    text = (TABLES / "water.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "water.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LayoutFault) as fault:
        read_layout(path)
    assert says in str(fault.value)
