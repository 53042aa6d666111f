"""重複滞納: 2つ以上の課に滞納のある人は、どの組に何人いて、いくらか。少ない人数は、引き算でも分からないようにする。"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Figure, Selection, answer
from analytics.figures.overlaps import NEVER_MATCHED
from tests.matched import keep_links
from tests.monthly import Ledgers, month_end
from tests.settlement import read
from tests.spec.test_months import Monthly
from tests.spec.worked import check_card

FIGURE = "shared_debtors"
HEAD = """
  月      | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 調定 | 収入 | 欠損"""


def owed(claim: str, department: str, debtors: range, yen: int, month: str = "2026-10") -> str:
    """A line for each of *debtors*, who is one person at all departments."""
    return "".join(
        f"\n  {month} | 2026 | {claim} | {department} | {debtor} | 1期 | 2025-06-30 | 滞繰 | {yen} | 0 | 0"
        for debtor in debtors
    )


def city(month: str = "2026-10", more: int = 0) -> str:
    """Taxes of 60, water of 40, of whom 20 owe both; rents of 30, of whom 11 owe water, too."""
    return (
        owed("市民税", "納税課", range(1, 61), 100, month)
        + owed("水道料金", "水道課", range(41, 81), 10, month)
        + owed("家賃", "住宅課", range(70 - more, 100), 1000, month)
    )


EXAMPLES = [
    Monthly(
        title="2つの課に滞納のある人と、その人たちの残額",
        words="番号41から60までの20人は、納税課に100円ずつと水道課に10円ずつ。番号70から80までの11人は、水道課に10円ずつと住宅課に1,000円ずつで、"
        "11人は5ずつに丸めて10人と書く。納税課と住宅課の両方に滞納のある人はいない。重複滞納者は31人で、その残額は20×110＋11×1,010＝13,310円、"
        "すべての残額36,400円の36.6％。",
        figure=FIGURE,
        books=HEAD + city(),
        shows="""
            課（行） | ほかに滞納のある課（列） | 両方に滞納のある人数 | 行の課の残額（円） | 行と列の残額の合計（円）
            住宅課 | 住宅課 | 30 | 30,000 | 30,000
            住宅課 | 水道課 | 10 | 11,000 | 11,110
            住宅課 | 納税課 | 0  | 0      | 0
            水道課 | 住宅課 | 10 | 110    | 11,110
            水道課 | 水道課 | 40 | 400    | 400
            水道課 | 納税課 | 20 | 200    | 2,200
            納税課 | 住宅課 | 0  | 0      | 0
            納税課 | 水道課 | 20 | 2,000  | 2,200
            納税課 | 納税課 | 60 | 6,000  | 6,000
        """,
        says="重なる人が最も多いのは水道課と納税課で、およそ20人、2,200円",
        compares="残額4万円のうち1万円（36.6％）。滞納のある人はおよそ100人",
        notes=("8未満は示しません", "足しても全体の人数にはなりません"),
    ),
    Monthly(
        title="少ない人数は、引き算でも分からないように隠す",
        words="学校教育課の40人のうち、番号58から60までの3人は納税課にも滞納がある。3人は示さない。重複滞納者34人から20人と11人を引くと3人と分かるので、"
        "最も少ない11人の組も示さない。",
        figure=FIGURE,
        books=HEAD
        + owed("市民税", "納税課", range(1, 61), 100)
        + owed("水道料金", "水道課", range(38, 78), 10)
        + owed("給食費", "学校教育課", [*range(1, 4), *range(200, 237)], 5)  # type: ignore[arg-type]
        + owed("家賃", "住宅課", range(67, 97), 1000),
        shows="""
            課（行） | ほかに滞納のある課（列） | 両方に滞納のある人数 | 行の課の残額（円）
            住宅課 | 住宅課     | 30 | 30,000
            住宅課 | 学校教育課 | 0  | 0
            住宅課 | 水道課     | － | －
            住宅課 | 納税課     | 0  | 0
            学校教育課 | 住宅課     | 0  | 0
            学校教育課 | 学校教育課 | 40 | 200
            学校教育課 | 水道課     | 0  | 0
            学校教育課 | 納税課     | － | －
            水道課 | 住宅課     | － | －
            水道課 | 学校教育課 | 0  | 0
            水道課 | 水道課     | 40 | 400
            水道課 | 納税課     | 25 | 230
            納税課 | 住宅課     | 0  | 0
            納税課 | 学校教育課 | － | －
            納税課 | 水道課     | 25 | 2,300
            納税課 | 納税課     | 60 | 6,000
        """,
    ),
    Monthly(
        title="組み合わせごとの人数",
        words="水道課と納税課だけの20人、住宅課と水道課だけの11人（10人と書く）。",
        figure="shared_combinations",
        books=HEAD + city(),
        shows="""
            組み合わせ    | 数え方             | 人数 | その残額（円）
            水道課・納税課 | この組み合わせだけ | 20   | 2,200
            住宅課・水道課 | この組み合わせだけ | 10   | 11,110
        """,
        says="最も多い組み合わせは水道課・納税課だけの人で、およそ20人",
    ),
    Monthly(
        title="重複滞納者の推移",
        words="前年同月は11人ではなく16人が水道課と住宅課の両方に滞納し、重複滞納者は36人。1年で31人になった。",
        figure="shared_trend",
        books=HEAD + city("2025-10", more=5) + city(),
        shows="""
            月末          | 2つ以上の課に滞納のある人数 | その残額（円） | 債務者番号のある残額（円） | 残額のうちの割合
            令和7年10月末 | 35 | 18,360 | 41,400 | 44.3％
            令和8年10月末 | 30 | 13,310 | 36,400 | 36.6％
        """,
        says="残額の36.6％は、2つ以上の課に滞納のある人のもの",
        compares="その残額は1万円。前年同月はおよそ35人、2万円",
    ),
]


def figure(
    books: str, name: str, folder: Path, month: str | None = None, department: str | None = None
) -> Figure:
    """Figure *name* of a city where one number is one person."""
    office = Ledgers(folder).take_in(books)
    keep_links(office.store, {(row["課"], row["債務者"]): row["債務者"] for row in read(books)})
    as_of = month_end(month) if month else None
    return answer(name, office.reader(), Selection(as_of, department))


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    check_card(figure(example.books, example.figure, tmp_path), example)


@pytest.mark.parametrize(
    "name", ["shared_debtors", "shared_debtors_by_kind", "shared_combinations", "shared_trend"]
)
def test_a_version_that_was_never_matched_says_so(name: str, tmp_path: Path) -> None:
    made = Ledgers(tmp_path).take_in(HEAD + city()).figure(name)
    assert made.empty == made.title == NEVER_MATCHED
    assert made.frame.empty


def test_deliveries_without_numbers_of_debtors_say_so(tmp_path: Path) -> None:
    books = HEAD + "\n  2026-10 | 2026 | 市民税 | 納税課 | | 1期 | 2025-06-30 | 滞繰 | 100 | 0 | 0"
    made = Ledgers(tmp_path).take_in(books).figure(FIGURE)
    assert made.title == "重複滞納は、資料に債務者番号がないため出せません。"


def test_what_is_nobodys_is_said(tmp_path: Path) -> None:
    nobody = "\n  2026-10 | 2026 | 給食費 | 学校教育課 | | 1期 | 2025-06-30 | 滞繰 | 700 | 0 | 0"
    made = figure(HEAD + city() + nobody, FIGURE, tmp_path)
    assert made.facts["入っていない残額"] == "債務者番号のないものなど 700円"
    assert "学校教育課" not in set(made.frame["row_name"])


def test_a_department_where_nobody_owes_any_more_is_named(tmp_path: Path) -> None:
    """A year before 40 owed school meals, which they paid: a department is not gone without a word."""
    meals = owed("給食費", "学校教育課", range(1, 41), 5, "2025-10")
    paid = owed("給食費", "学校教育課", range(1, 41), 5).replace("| 5 | 0 | 0", "| 5 | 5 | 0")
    books = HEAD + city("2025-10") + meals + city() + paid
    note = "学校教育課は、この月末の資料に滞納のある人（債務者番号のある人）がいないため、表にありません。"
    made = figure(books, FIGURE, tmp_path / "now")
    assert "学校教育課" not in set(made.frame["row_name"])
    assert note in made.notes
    before = figure(books, FIGURE, tmp_path / "then", "2025-10")
    assert "学校教育課" in set(before.frame["row_name"])
    assert not [each for each in before.notes if "表にありません" in each]
    kinds = figure(books, "shared_debtors_by_kind", tmp_path / "kinds")
    assert note.replace("学校教育課", "給食費") in kinds.notes


def test_nobody_shares(tmp_path: Path) -> None:
    books = (
        HEAD
        + owed("市民税", "納税課", range(1, 61), 100)
        + owed("家賃", "住宅課", range(70, 99), 10)
    )
    made = figure(books, FIGURE, tmp_path)
    assert (made.title, made.headline) == ("2つ以上の課に滞納のある人はいない", "0人")


def test_nobody_owes_any_more(tmp_path: Path) -> None:
    books = HEAD + city().replace("| 0 | 0", "| 0 | 0")
    paid = "\n  2026-10 | 2026 | 市民税 | 納税課 | 1 | 1期 | 2025-06-30 | 滞繰 | 100 | 100 | 0"
    assert figure(books, FIGURE, tmp_path / "one").empty == ""
    made = figure(HEAD + paid, FIGURE, tmp_path / "two")
    assert made.empty == "令和8年10月末に、債務者番号のある未収残額はありません。"


def test_a_department_that_is_chosen_changes_nothing_and_that_is_said(tmp_path: Path) -> None:
    made = figure(HEAD + city(), FIGURE, tmp_path, department="納税課")
    assert len(made.frame) == 9
    assert "この図は、所管課を選んでも全庁のものです。" in made.notes


def test_kinds_stand_beside_each_other_like_departments(tmp_path: Path) -> None:
    made = figure(HEAD + city(), "shared_debtors_by_kind", tmp_path)
    assert made.title == "重なる人が最も多いのは市民税と水道料金で、およそ20人、2,200円"
    assert made.frame["person_count"].sum() == 30 + 40 + 60 + 2 * (10 + 20)
