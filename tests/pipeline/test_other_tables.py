"""Settlement tables of invented cities, each of another shape, taken in by a layout alone and by the real command.

The guide `docs/レイアウトの書き方.md` holds six more, which `tests/test_docs.py` takes in. Together they stand for
what cities print: long, wide, nested, in sections, with totals above, below and among the details.
"""

from __future__ import annotations

import csv
import json
import re
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.layouts import read_layout
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


LOST = [  # a detail row that got lost on the way, the innermost total that misses it, and those above
    (
        "nested",
        ",,滞繰,30,10,5,15,1\n",
        "計の調定額",
        "小計（8行目）、市税合計（14行目）、総合計（18行目）",
    ),
    ("sections", '　固定資産税,"35,000,000"', "小計の調定済額", "総計（12行目）"),
    ("tabs", "\t\t滞繰\t300,000", "合計の決算 調定 （円）", ""),
    ("items", ',,,滞納繰越分,"20,000,000"', "目の計の調定額", "款の計（4行目）、項の計（5行目）"),
    ("compared", ',滞納繰越分,"88,410"', "小計の{年度} 調定済額", "合計（13・14行目）"),
    ("premium", '退職被保険者等,"1,204,500"', "計の調定額 医療分＋調定額 支援分", "総計（13行目）"),
    (
        "indented",
        '　　　滞納繰越分,"20,000"',
        "個人・法人の計の調定済額",
        "普通税・目的税の計（4行目）、税目の計（5行目）、合計（19行目）",
    ),
]


def lines_of(name: str, start: str) -> str:
    """The first line of a table that begins with *start*."""
    lines = (TABLES / f"{name}.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    return next(line for line in lines if line.startswith(start.strip("\n")))


@pytest.mark.parametrize(
    ("name", "start", "innermost", "above"), LOST, ids=lambda value: str(value)[:8]
)
def test_a_lost_row_is_told_once_with_every_total_that_misses_it(
    name: str, start: str, innermost: str, above: str, tmp_path: Path, zangaku_with: Run
) -> None:
    file = arrived(tmp_path, name, (lines_of(name, start), ""))
    checked = zangaku_with("check", file, "--layout", name, *year_of(name))
    assert checked.code == 3
    (error,) = checked.errors
    assert innermost in error
    assert "合いません" in error
    assert f"。{above}が合わないのも、この差のためです" in error if above else "この差" not in error


def test_a_lost_row_is_told_with_what_each_column_lacks(tmp_path: Path, zangaku_with: Run) -> None:
    checked = zangaku_with("check", arrived(tmp_path, "nested", (",,滞繰,30,10,5,15,1\n", "")))
    (error,) = checked.errors
    assert "計の調定額 5,300,000円が、明細の計 5,000,000円と300,000円合いません" in error
    assert "ほかの列の差は 収入済額 100,000円、不納欠損額 50,000円、収入未済額 150,000円" in error
    assert "読んだ行 16（受け入れ 12〔うち計・注記 8〕、受け入れず 4）" in checked.out


def test_of_totals_over_one_row_the_innermost_is_told(tmp_path: Path, zangaku_with: Run) -> None:
    """款, 項 and 目 of one detail say the same: the one to look at is the 目."""
    line = ',,,現年課税分,"280,000,000"'
    file = arrived(tmp_path, "items", (lines_of("items", line), ""))
    (error,) = zangaku_with("check", file, "--layout", "items").errors
    assert "19行目「調定額（F列）」: 目の計の調定額 281,334,512円が、明細の計 0円" in error
    assert "款の計（4行目）、項の計（18行目）が合わないのも" in error


def test_totals_are_left_alone_while_their_columns_are_missing(
    tmp_path: Path, zangaku_with: Run
) -> None:
    """Nobody knows then which rows are theirs."""
    file = arrived(tmp_path, "nested", ("税目,種別,", "税目,種類,"))
    codes = [error.split(": ")[1][:12] for error in zangaku_with("check", file).errors]
    assert codes == ["見出し「種別」がありません"[:12]]


def test_moved_columns_of_totals_are_told_with_those_of_the_details(
    tmp_path: Path, zangaku_with: Run
) -> None:
    """A column inserted below the head moves the amounts of the totals as well."""
    with (TABLES / "sections.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    rows[2].append("")
    for row in rows[3:]:
        row.insert(2, "○")
    file = tmp_path / "sections.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (error,) = zangaku_with("check", file, "--layout", "sections").errors
    assert "「収入済額（C列）」から右の金額が、見出しより1列右にずれている" in error


def test_swapped_columns_that_leave_no_detail_are_told(tmp_path: Path, zangaku_with: Run) -> None:
    """款 and 項 exchanged: every row would be the total of something."""
    with (TABLES / "items.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.reader(lines))
    for row in rows[3:-2]:
        row[:2] = row[1::-1]
    file = tmp_path / "items.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows(rows)
    (error,) = zangaku_with("check", file, "--layout", "items").errors
    assert "3行目「科目（A列）」: 「科目（A列）」と「B列」の中身が入れ替わっている" in error
    assert "明細が1行もありませんが" in error


def test_many_totals_are_read_quickly(tmp_path: Path, zangaku_with: Run) -> None:
    """Five hundred groups with a row lost in each: every cause is told, and named with its own totals."""
    head = (TABLES / "items.csv").read_text(encoding="utf-8").splitlines()[:3]
    amounts = "{0},{0},4,0,0,{1},1"
    part = f"現年課税分,{amounts.format(5, 1)}"
    whole = amounts.format(10, 6)
    groups = (
        f"{number}市税,,,,{whole}\n,1市民税,,,{whole}\n,,1個人,,{whole}\n,,,{part}"
        for number in range(500)
    )
    file = tmp_path / "items.csv"
    file.write_text("\n".join([*head, *groups]), encoding="utf-8")
    begun = time.process_time()
    done = zangaku_with("check", file, "--layout", "items")
    took = time.process_time() - begun
    assert took < 10  # seconds of work; it was minutes while each looked at all details
    assert "誤り 500、" in done.out
    assert "6行目「調定額（F列）」: 目の計の調定額 10円が" in done.errors[0]
    assert "款の計（4行目）、項の計（5行目）が合わないのも" in done.errors[0]
    assert "款の計（8行目）、項の計（9行目）が合わないのも" in done.errors[1]


def test_two_lost_rows_are_two_causes(tmp_path: Path, zangaku_with: Run) -> None:
    """And the grand total, which lacks both, is explained by the two together."""
    file = arrived(tmp_path, "nested", (",,滞繰,30,10,5,15,1\n", ""))
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(",,滞繰,300,100,0,200,1\n", ""), encoding="utf-8")
    errors = zangaku_with("check", file).errors
    assert [error.split("円が、")[0].split(": ")[1] for error in errors] == [
        *("計の調定額 5,300,000", "計の調定額 33,000,000")
    ]
    assert all("市税合計（13行目）、総合計（17行目）が合わないのも" in error for error in errors)


def test_a_wrong_total_beside_a_lost_row_is_told_too(tmp_path: Path, zangaku_with: Run) -> None:
    file = arrived(tmp_path, "nested", (",,滞繰,30,10,5,15,1\n", ""))
    text = file.read_text(encoding="utf-8-sig")
    file.write_text(text.replace(",,計,3300,", ",,計,3390,"), encoding="utf-8")
    lost, wrong = zangaku_with("check", file).errors
    assert "7行目「調定額（D列）」: 計の調定額 5,300,000円が" in lost
    assert (
        "11行目「調定額（D列）」: 計の調定額 33,900,000円が、明細の計 33,000,000円と900,000円"
        in wrong
    )
    assert "この差" not in wrong


@pytest.mark.parametrize("name", ["nested", "sections", "items", "compared", "indented"])
def test_a_doubled_row_does_not_make_its_totals_wrong(
    name: str, tmp_path: Path, zangaku_with: Run
) -> None:
    line = lines_of(name, {lost[0]: lost[1] for lost in LOST}[name])
    file = arrived(tmp_path, name, (line, line * 2))
    (error,) = zangaku_with("check", file, "--layout", name, *year_of(name)).errors
    assert "とまったく同じ行です" in error


def test_a_row_that_its_totals_count_twice_is_still_told_once(
    tmp_path: Path, zangaku_with: Run
) -> None:
    """Doubled before the totals were made: they agree with what stands in the file."""
    file = arrived(tmp_path, "sections")
    text = "市税徴収実績表（令和5年度）\n税目,調定済額,収入済額,不納欠損額,左のうち還付未済額,収入未済額,徴収率\n"
    rows = "現年課税分,,,,,,\n市民税,10,4,1,0,5,\n市民税,10,4,1,0,5,\n小計,20,8,2,0,10,\n総計,20,8,2,0,10,\n"
    file.write_text(text + rows, encoding="utf-8")
    (error,) = zangaku_with("check", file, "--layout", "sections").errors
    assert "5行目: 4行目とまったく同じ行です" in error


def test_a_wrong_amount_points_at_its_column(tmp_path: Path, zangaku_with: Run) -> None:
    """The identity cannot say which of its amounts is wrong; the totals can."""
    file = arrived(tmp_path, "nested", (",,滞繰,30,10,5,15,1", ",,滞繰,90,10,5,15,1"))
    line, total = zangaku_with("check", file).errors
    assert "7行目「収入未済額（G列）」: 調定額－収入済額－不納欠損額＝750,000円が" in line
    assert "8行目「調定額（D列）」" in total


def test_a_total_that_is_wrong_itself_is_told_beside_a_wrong_one_that_it_has_nothing_to_do_with(
    tmp_path: Path, zangaku_with: Run
) -> None:
    """Off by the same amount, but the one stands below the other, and cannot be the cause of it."""
    file = arrived(tmp_path, "nested", ("市税合計,,,5040,", "市税合計,,,5140,"))
    text = file.read_text(encoding="utf-8-sig").replace(",,計,800,", ",,計,900,")
    file.write_text(text, encoding="utf-8-sig")
    errors = zangaku_with("check", file).errors
    assert [re.findall(r"\d+行目", error)[0] for error in errors] == ["15行目", "18行目"]


REFUNDS = """
[layout]
name = "refunds"
version = 1
title = "差引のある表"
municipality = "架空市"

[as_of]
fiscal_year = 2023

[texts]
claim = "税目"
memo = "備考"

[[amounts]]
unit = "円"
assessed_yen = "調定額"
received_yen = "収入済額"
written_off_yen = "不納欠損額"
outstanding_yen = "収入未済額"

[departments]
fixed = { code = "1", name = "税務課" }

[claims]
rules = [{ kind = "使用料", when = { claim = ["税0", "税1", "税2", "税3", "税4", "税5"] }, split = false }]
"""


def with_refunds(folder: Path, *, refund_pending: str) -> Path:
    """A right table: 差引 is what the identity gives, 収入未済額 has the refunds in it. Its layout, as asked."""
    layout = f'refund_pending = "{refund_pending}"\nignored = "差引"\n{REFUNDS}'
    (folder / "layouts" / "refunds.toml").write_text(layout, encoding="utf-8")
    rows = [f"税{at},{1000 + at},{800 + at},10,{190 + at * 5},190," for at in range(6)]
    head = "税目,調定額,収入済額,不納欠損額,収入未済額,差引,備考"
    file = folder / "refunds.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def test_a_right_file_is_not_taken_for_one_whose_columns_have_moved(
    tmp_path: Path, zangaku_with: Run
) -> None:
    """Read one column to the right there would be no refund to infer, which is no reason to refuse it."""
    file = with_refunds(tmp_path, refund_pending="not_shown")
    done = zangaku_with("check", file, "--layout", "refunds")
    assert done.errors == []
    assert "還付未済額とみなします" in done.out


def test_a_wrong_setting_is_not_taken_for_columns_that_have_moved(
    tmp_path: Path, zangaku_with: Run
) -> None:
    file = with_refunds(tmp_path, refund_pending="not_in_received")
    errors = zangaku_with("check", file, "--layout", "refunds").errors
    assert any("refund_pending を" in error for error in errors), errors
    assert not any("ずれている" in error for error in errors)


def test_the_same_file_cannot_be_two_years(tmp_path: Path, zangaku_with: Run) -> None:
    """A layout without a year in the table believes the name; the bytes tell that it is last year's file again."""
    file = arrived(tmp_path, "tabs", encoding="cp932")
    assert zangaku_with("import", file, "--as-of", "2023-05-31").code == 0
    again = zangaku_with("import", file, "--as-of", "2024-05-31")
    assert again.code == 3
    (error,) = again.errors
    assert "2022年度として取り込んだ tabs.csv と、まったく同じ中身です" in error


def test_more_written_off_than_received_is_remarked_on(tmp_path: Path, zangaku_with: Run) -> None:
    """The two change places in the identity and in every total without a trace."""
    file = arrived(tmp_path, "nested", ("収入済額,不納欠損額", "不納欠損額,収入済額"))
    done = zangaku_with("check", file)
    assert done.errors == []
    assert (
        "不納欠損額の合計 50,600,000円 が、収入済額の合計 250,000円 より多くなっています"
        in done.out
    )


def test_a_total_row_that_is_cut_is_told_once(tmp_path: Path, zangaku_with: Run) -> None:
    """Neither is it missing, nor do the details above it count as those of the next total."""
    file = arrived(tmp_path, "nested", (",,計,530,490,5,35,1", ",,計,530,490,5"))
    (error,) = zangaku_with("check", file).errors
    assert "8行目: 列の数が 6" in error


def test_rounded_sums_are_answered_with_the_tolerance_to_write(
    tmp_path: Path, zangaku_with: Run
) -> None:
    layout = tmp_path / "layouts" / "compared.toml"
    words = layout.read_text(encoding="utf-8")
    layout.write_text(re.sub("(tolerance|rounding) = .*", "", words), encoding="utf-8")
    checked = zangaku_with("check", arrived(tmp_path, "compared"), *year_of("compared"))
    identity, totals = checked.errors
    assert "（5、7〜8、10〜11行目の5行が、同じわけで最大1,000円合いません）" in identity
    assert "レイアウトの rounding を 1000 以上に" in identity
    assert (
        "1,000円合いません。小計（9行目）、合計（14・15行目）も、端数ほどの差で合いません" in totals
    )
    assert 'reason = "小計" に tolerance = 1000、reason = "合計" に tolerance = 1000' in totals

    advised = words.replace("rounding = 2000", "rounding = 1000")
    layout.write_text(re.sub("tolerance = .*", "tolerance = 1000", advised), encoding="utf-8")
    assert zangaku_with("check", tmp_path / "compared.csv", *year_of("compared")).code == 0


def test_a_table_in_yen_is_not_told_to_round(tmp_path: Path, zangaku_with: Run) -> None:
    file = arrived(tmp_path, "sections", ('　固定資産税,"35,000,000"', '　固定資産税,"35,000,001"'))
    said = zangaku_with("check", file, "--layout", "sections")
    assert said.code == 3
    assert "rounding" not in said.out
    assert "tolerance" not in said.out


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


@pytest.mark.parametrize("chosen", [[], ["--layout"]], ids=["recognised", "chosen"])
@pytest.mark.parametrize(
    ("name", "signs", "says"),
    [
        (
            "nested",
            ",\t",
            r'タブ区切りのファイルですが、レイアウト「nested」はコンマ区切り.*delimiter = "\\t" と',
        ),
        ("nested", ",;", r'セミコロン区切りのファイルですが.*delimiter = ";" と'),
        (
            "tabs",
            "\t,",
            r'コンマ区切りのファイルですが、レイアウト「tabs」はタブ区切り.*delimiter = "," と',
        ),
    ],
)
def test_another_delimiter_is_told_by_name(
    name: str, signs: str, says: str, chosen: list[str], tmp_path: Path, zangaku_with: Run
) -> None:
    """Also where the layout has to be found by the headers."""
    text = (TABLES / f"{name}.csv").read_text(encoding="utf-8").replace(*signs)
    file = tmp_path / f"{name}.csv"
    file.write_text(text, encoding="cp932")
    done = zangaku_with("check", file, *year_of(name), *chosen, *([name] if chosen else []))
    assert done.code == 3
    (error,) = done.errors
    assert re.search(says, error)


@pytest.mark.parametrize("title", ["令和5年度　水道料金等未収状況", "水道料金等（R5）", "2023年度"])
def test_a_title_of_another_year_is_remarked_on(
    title: str, tmp_path: Path, zangaku_with: Run
) -> None:
    """The layout says 2024, and has no pattern for titles: which of the two is right, people have to see."""
    done = zangaku_with("check", arrived(tmp_path, "water", ("科目,", f"{title},,,,,\n科目,")))
    assert done.code == 0
    assert "見出しより上に「令和5年度」とありますが、令和6年度の決算として読みます" in done.out


@pytest.mark.parametrize(
    "title", ["令和6年度　水道料金", "令和5年度・令和6年度の比較", "令和7年5月31日現在"]
)
def test_a_title_of_the_year_is_not_remarked_on(
    title: str, tmp_path: Path, zangaku_with: Run
) -> None:
    done = zangaku_with("check", arrived(tmp_path, "water", ("科目,", f"{title},,,,,\n科目,")))
    assert "注意 0" in done.out


def test_a_title_that_the_layout_reads_has_to_agree(tmp_path: Path, zangaku_with: Run) -> None:
    done = zangaku_with("check", arrived(tmp_path, "nested"), "--as-of", "2024-05-31")
    says = "年度が食い違っています（表題は令和4年度、指定した基準日は令和5年度）"
    assert [error for error in done.errors if says in error]


THIS_YEAR = ("（R4）", "（R5）")


def test_a_total_that_last_year_had_is_missed(tmp_path: Path, zangaku_with: Run) -> None:
    """Its details are there and add up in every other total: nothing in the file itself shows it."""
    zangaku_with("import", arrived(tmp_path, "nested"))
    whole = arrived(tmp_path, "nested", THIS_YEAR)
    assert "計の行（" not in zangaku_with("check", whole).out
    text = whole.read_text(encoding="utf-8-sig").replace(",,計,530,490,5,35,1\n", "")
    whole.write_text(text, encoding="utf-8")
    done = zangaku_with("check", whole)
    assert done.code == 0
    says = "計の行（市税合計、総合計、小計、計）が、前年度の 8行 から 7行 に減っています"
    assert says in done.out


def test_a_tax_that_ended_with_its_total_is_no_lost_total(
    tmp_path: Path, zangaku_with: Run
) -> None:
    zangaku_with("import", arrived(tmp_path, "nested"))
    text = arrived(tmp_path, "nested", THIS_YEAR).read_text(encoding="utf-8-sig")
    before, ended, _ = text.partition("国民健康保険税")
    assert ended
    file = tmp_path / "nested.csv"
    file.write_text(f"{before}総合計,,,5040,4450,15,575,1\n", encoding="utf-8")
    done = zangaku_with("check", file)
    assert done.code == 0
    assert "計の行（" not in done.out


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
