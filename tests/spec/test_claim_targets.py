"""債権ごとの目標とペース: 差、達成率の算式AとB、その債権の締切までの月あたりの減、件数の目標。"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analytics.figures import Figure, Selection, answer
from tests.monthly import Ledgers, month_end
from tests.settlement import Office
from tests.spec.test_months import Monthly
from tests.spec.worked import Example, check_card

FIGURE = "targets_by_claim_kind"
HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損"
Owed = tuple[str, str, str, str, int]  # month, claim, department, part, yen of each debtor


def books(*owed: Owed, debtors: int = 10) -> str:
    """Debtors who all owe the same; books roll over by the calendar."""
    rows = [HEAD]
    for month, claim, whose, part, yen in owed:
        year, number = map(int, month.split("-"))
        book = year if number >= (4 if claim == "水道料金" else 6) else year - 1
        levy = book if part == "現年" else book - 1
        rows += [
            f"{month} | {book} | {claim} | {whose} | {debtor} | 1期 | {levy}-04-30 | {part} | {levy} | {yen} | 0 | 0"
            for debtor in range(debtors)
        ]
    return "\n".join(rows)


CLOCKS = books(
    ("2026-10", "保育料", "こども課", "滞繰", 170),
    ("2026-10", "水道料金", "水道課", "滞繰", 100),
    ("2026-10", "軽自動車税", "税務課", "現年", 20),
    ("2026-10", "軽自動車税", "税務課", "滞繰", 50),
    ("2026-10", "なぞ料金", "公園課", "滞繰", 30),
)
AIMS = """
            年度 | 版 | 決定日     | 債権       | 区分       | 目標額（円）
            2026 | 1  | 2026-04-01 | 保育料     | 計         | 1000
            2026 | 1  | 2026-04-01 | 水道料金   | 計         | 500
            2026 | 1  | 2026-04-01 | 軽自動車税 | 現年度分   | 250
            2026 | 1  | 2026-04-01 | 軽自動車税 | 滞納繰越分 | 430
            2026 | 1  | 2026-04-01 | なぞ料金   | 計         | 200"""
TWO_CLOSINGS = books(
    ("2026-05", "保育料", "こども課", "滞繰", 240),
    ("2026-10", "保育料", "こども課", "滞繰", 170),
    ("2026-05", "介護保険料", "保険課", "滞繰", 90),
    ("2026-10", "介護保険料", "保険課", "滞繰", 110),
    ("2026-05", "児童扶養手当返還金", "福祉課", "滞繰", 50),
)
CASES = """
            年度 | 版 | 決定日     | 債権       | 区分       | 目標額（円） | 目標件数
            2026 | 1  | 2026-06-01 | 保育料     | 計         | 1000         | 8
            2026 | 1  | 2026-06-01 | 軽自動車税 | 滞納繰越分 | 430          | 5"""

EXAMPLES: list[Monthly | Example] = [
    Monthly(
        title="月あたりの減は、その債権の締切までの月数で割る",
        words="10月末から、5月31日の締切までは7か月、3月31日までは5か月。保育料は（1,700－1,000）÷7＝100円、水道料金は"
        "（1,000－500）÷5＝100円、軽自動車税の滞納繰越分は（500－430）÷7＝10円。現年度分は200円で、250円に届いた。"
        "なぞ料金は締切が決まっていないので、差は出るが、月あたりの減は出せない。",
        figure=FIGURE,
        books=CLOCKS,
        targets=AIMS,
        shows="""
            債権 | 区分 | 目標までの差（円） | 達成率 | 締切 | 目標までに要る月あたりの減（円） | 理由
            保育料 | 計 | 700 | 58.8％ | 5月31日 | 100 |
            水道料金 | 計 | 500 | 50.0％ | 3月31日 | 100 |
            軽自動車税 | 滞納繰越分 | 70 | 86.0％ | 5月31日 | 10 |
            なぞ料金 | 計 | 100 | 66.7％ | － | － | 締切が不明で、月あたりの減は出せない
            軽自動車税 | 現年度分 | −50 | 125.0％ | 5月31日 | － | 目標に届いた
        """,
        says="目標5件のうち、届いたのは1件。月あたりの減が最も要るのはこども課の保育料で、月に100円",
        compares="目標額の計2,380円に対し、残額は3,700円",
    ),
    Monthly(
        title="算式B: 年度の始まる前の残額から、どれだけ進んだか",
        words="保育料は5月末の2,400円から1,700円まで減った。（2,400－1,700）÷（2,400－1,000）＝50％。"
        "介護保険料は5月末の900円が目標の1,000円以下なので、進む道がなく、率はない（残額は1,100円で、差は100円）。"
        "児童扶養手当返還金は5月末の500円がなくなり、（500－0）÷（500－100）＝125％。",
        figure=FIGURE,
        books=TWO_CLOSINGS,
        targets="""
            年度 | 版 | 決定日     | 債権                 | 区分 | 目標額（円）
            2026 | 1  | 2026-06-01 | 保育料               | 計   | 1000
            2026 | 1  | 2026-06-01 | 介護保険料           | 計   | 1000
            2026 | 1  | 2026-06-01 | 児童扶養手当返還金 | 計   | 100
        """,
        changes=((2026, "児童扶養手当返還金", "すべて返還された"),),
        formula="B",
        shows="""
            債権 | 目標のある残額（円） | 目標までの差（円） | 達成率 | しるし | 理由
            保育料 | 1,700 | 700 | 50.0％ | |
            介護保険料 | 1,100 | 100 | － | 率なし | 年度の始まる前の残額が目標額以下か不明で、算式Bの達成率はない
            児童扶養手当返還金 | 0 | −100 | 125.0％ | 完納 | 目標に届いた
        """,
    ),
    Monthly(
        title="算式A: 何も残っていなければ「完納」",
        words="残額が0円では目標額を割れないので、率を出さずに「完納」とする。",
        figure=FIGURE,
        books=TWO_CLOSINGS,
        targets="""
            年度 | 版 | 決定日     | 債権                 | 区分 | 目標額（円）
            2026 | 1  | 2026-06-01 | 児童扶養手当返還金 | 計   | 100
        """,
        changes=((2026, "児童扶養手当返還金", "すべて返還された"),),
        shows="""
            債権 | 目標額（円） | 目標のある残額（円） | 達成率 | しるし | 理由
            児童扶養手当返還金 | 100 | 0 | － | 完納 | 目標に届いた
        """,
        says="目標1件のうち、届いたのは1件",
    ),
    Monthly(
        title="件数の目標は、納期限を過ぎて残額のある行の数と比べる",
        words="保育料は12行に残額がある。5ずつに丸めて10件と示し、目標の8件まであと2件。"
        "軽自動車税は区分ごとの目標で、行を区分に分けて数えられないので「－」とする。",
        figure=FIGURE,
        books=books(
            ("2026-10", "保育料", "こども課", "滞繰", 170),
            ("2026-10", "軽自動車税", "税務課", "滞繰", 50),
            debtors=12,
        ),
        targets=CASES,
        shows="""
            債権 | 区分 | 目標件数 | いまの件数 | 目標件数までの差 | 理由
            保育料 | 計 | 8 | 10 | 2 |
            軽自動車税 | 滞納繰越分 | 5 | － | － | 区分ごとの件数は数えられない
        """,
        notes=("いまの件数は、納期限を過ぎて残額のある明細の行の数です", "人数と件数は5ずつに丸め"),
    ),
    Example(
        title="決算では、資料の件数と比べる",
        words="市民税の滞納繰越分は500円に14件で、目標の10件まであと4件。使用料は件数が9件で「少数」。決算に、締切までの月は残っていない。",
        books="""
            年度 | 債権   | 課     | 区分 | 件数 | 調定 | 収入 | 欠損 | 未収
            2023 | 市民税 | 納税課 | 現年 |   20 |  900 |  500 |    0 |  400
            2023 | 市民税 | 納税課 | 滞繰 |   14 | 1000 |  500 |    0 |  500
            2023 | 使用料 | 公園課 | なし |    9 |  100 |   50 |    0 |   50
            2023 | 手数料 | 公園課 | なし |      |  100 |   80 |    0 |   20
        """,
        targets="""
            年度 | 版 | 決定日     | 債権   | 区分       | 目標額（円） | 目標件数
            2023 | 1  | 2023-06-01 | 市民税 | 滞納繰越分 | 450          | 10
            2023 | 1  | 2023-06-01 | 使用料 | 計         | 60           | 5
            2023 | 1  | 2023-06-01 | 手数料 | 計         | 10           | 3
        """,
        shows="""
            債権 | 区分 | 目標までの差（円） | 目標件数 | いまの件数 | 目標件数までの差 | しるし | 理由
            市民税 | 滞納繰越分 | 50 | 10 | 14 | 4 | |
            手数料 | 計 | 10 | 3 | － | － | | 資料に件数がない
            使用料 | 計 | −10 | 5 | 9 | 4 | 少数 | 件数 9件。目標に届いた
        """,
        says="目標3件のうち、届いたのは1件。額で最も遠いのは納税課の市民税（滞納繰越分）で、あと50円",
        notes=("決算は締切の日の数字なので、月あたりの減はありません。",),
    ),
]
MONTHLY = [example for example in EXAMPLES if isinstance(example, Monthly)]
YEARLY = [example for example in EXAMPLES if isinstance(example, Example)]


def shown(example: Monthly, folder: Path) -> Figure:
    office = Ledgers(folder, changes=example.changes).take_in(example.books).aim(example.targets)
    reader = replace(office.reader(), formula=example.formula)
    return answer(FIGURE, reader, Selection(month_end(example.month) if example.month else None))


@pytest.mark.parametrize("example", MONTHLY, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    check_card(shown(example, tmp_path), example)


@pytest.mark.parametrize("example", YEARLY, ids=lambda example: example.title)
def test_of_a_settlement(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)


def test_on_the_day_of_its_closing_a_claim_has_no_month_left(tmp_path: Path) -> None:
    """31 May: nursery closes today; water goes by the next year's target and has ten months."""
    office = Ledgers(tmp_path).take_in(
        books(
            ("2026-05", "保育料", "こども課", "滞繰", 170),
            ("2026-05", "水道料金", "水道課", "滞繰", 100),
        )
    )
    office.aim(AIMS + "\n            2025 | 1  | 2025-04-01 | 保育料 | 計 | 1500")
    rows = office.figure(FIGURE).frame.set_index("claim")
    assert rows["required_pace_yen"]["水道料金"] == 50
    assert rows["required_pace_yen"].isna()["保育料"]
    assert (rows["gap_yen"]["保育料"], rows["target_yen"]["保育料"]) == (200, 1500)
    assert rows["reason"]["保育料"] == "この月末が締切で、残りの月がない"


def test_a_few_debtors_and_a_delivery_that_waits_stand_apart(tmp_path: Path) -> None:
    """Both are far from their targets, and the sentence names neither."""
    office = Ledgers(tmp_path).take_in(
        books(("2026-10", "介護保険料", "保険課", "滞繰", 900), debtors=9)
        + books(("2026-09", "水道料金", "水道課", "滞繰", 900)).removeprefix(HEAD)
        + books(("2026-10", "保育料", "こども課", "滞繰", 101)).removeprefix(HEAD)
    )
    office.aim(AIMS + "\n            2026 | 1  | 2026-04-01 | 介護保険料 | 計 | 1000")
    figure = office.figure(FIGURE)
    assert figure.frame[["claim", "mark", "is_apart"]].values.tolist() == [
        ["保育料", "", False],
        ["水道料金", "9月末の数字", True],
        ["介護保険料", "少数", True],
    ]
    assert figure.frame["reason"].tolist() == ["", "資料が届いていない", "債務者が10人未満"]
    assert figure.title.endswith("最も要るのはこども課の保育料で、月に2円")  # 10 yen in 7 months
    assert "水道課" in figure.facts["未着の課"]


def test_a_debtor_without_a_number_may_make_them_ten(tmp_path: Path) -> None:
    nine = books(("2026-10", "保育料", "こども課", "滞繰", 900), debtors=9)
    unknown = nine.splitlines()[-1].replace("| 8 |", "|  |")
    office = Ledgers(tmp_path).take_in(f"{nine}\n{unknown}").aim(AIMS)
    (row,) = office.figure(FIGURE).frame.to_dict("records")
    assert (row["mark"], row["is_apart"]) == ("少数か不明", True)


def test_lines_of_a_newer_book_are_not_counted_as_cases(tmp_path: Path) -> None:
    """In April two books are open: what of the lines is of which cannot be told."""
    new = books(("2026-06", "保育料", "こども課", "現年", 5)).replace("2026-06", "2026-04")
    old = books(("2026-04", "保育料", "こども課", "滞繰", 170)).removeprefix(HEAD)
    office = Ledgers(tmp_path).take_in(new.replace("2026-04-30", "2026-04-20") + old)
    office.aim(CASES.replace("2026 |", "2025 |").replace("2026-", "2025-"))
    (row,) = office.figure(FIGURE).frame.to_dict("records")
    assert (row["covered_yen"], row["gap_yen"]) == (1700, 700)
    assert row["actual_case_count"] != row["actual_case_count"] or row["actual_case_count"] is None
    assert "新しい帳簿の行と分けて件数を数えられない" in row["reason"]


def test_fewer_than_eight_lines_are_not_counted(tmp_path: Path) -> None:
    office = Ledgers(tmp_path)
    office.take_in(books(("2026-10", "保育料", "こども課", "滞繰", 900), debtors=7)).aim(CASES)
    figure = office.figure(FIGURE)
    assert figure.frame["actual_case_count"].isna().all()
    assert figure.frame["gap_case_count"].isna().all()
    assert figure.labels["actual_case_count"] == "いまの件数"


def test_a_place_without_targets_says_so(tmp_path: Path) -> None:
    office = Ledgers(tmp_path).take_in(CLOCKS)
    nobody = office.figure(FIGURE)
    assert nobody.empty == nobody.title == "全庁には、令和8年10月末に数えられる目標がありません。"
    office.aim(AIMS)
    own = answer(FIGURE, office.reader(), Selection(department="水道課", claim_kind="水道料金"))
    assert own.frame["claim"].tolist() == ["水道料金"]
    assert own.title.startswith("水道課（水道料金）の目標1件のうち、")
    other = answer(FIGURE, office.reader(), Selection(department="水道課", claim_kind="保育料"))
    assert other.empty == "水道課（保育料）には、令和8年10月末に数えられる目標がありません。"


def test_a_target_of_no_known_claim_is_named(tmp_path: Path) -> None:
    office = (
        Office(tmp_path).take_in(YEARLY[0].books).aim(YEARLY[0].targets.replace("手数料", "謎"))
    )
    assert any("目標の債権 謎（" in note for note in office.figure(FIGURE).notes)
