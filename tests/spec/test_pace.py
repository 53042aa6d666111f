"""目標までの月あたりの減、達成率の算式B、季節による遅れ、順位の推移、直接指導: 月ごとの目標の見方。"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault, ServerFault
from analytics.figures import Figure
from analytics.ledger.guidance import read_guidance
from analytics.settings import Settings
from tests.monthly import Ledgers
from tests.spec.test_months import Monthly
from tests.spec.worked import check_card

HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損"
TARGETS = """
            年度 | 版 | 決定日     | 債権     | 区分 | 目標額（円）
            2025 | 1  | 2025-05-01 | 保育料   | 計   | 1500
            2026 | 1  | 2026-05-01 | 保育料   | 計   | 1000
            2026 | 1  | 2026-04-01 | 水道料金 | 計   | 500
"""
NURSERY = {"2025-05": 260, "2025-10": 200, "2026-05": 240, "2026-10": 170}
WATER = {"2025-10": 90, "2026-03": 100, "2026-05": 100, "2026-10": 100}


def books(**balances: dict[str, int]) -> str:
    """Ten debtors of each kind who all owe the same: month → yen each. Books roll over by the calendar."""
    rows = [HEAD]
    for kind, owed in balances.items():
        first = 4 if kind == "水道料金" else 6
        whose = {"水道料金": "水道課", "保育料": "こども課"}[kind]
        for month, yen in owed.items():
            year, number = map(int, month.split("-"))
            book = year if number >= first else year - 1
            rows += [
                f"{month} | {book} | {kind} | {whose} | {debtor} | 1期 | 2024-06-30 | 滞繰 | 2024 | {yen} | 0 | 0"
                for debtor in range(10)
            ]
    return "\n".join(rows)


MISSED = {"2025-05": 260, "2025-10": 200, "2026-04": 140, "2026-10": 170}  # no file of the closing
BOTH = books(保育料=NURSERY, 水道料金=WATER)
EXAMPLES = [
    Monthly(
        title="月あたりの減は、それぞれの債権の締切までの月数で割る",
        words="保育料の締切は5月31日で、10月末から7か月。（1,700－1,000）÷7＝100円。水道料金の締切は3月31日で、5か月。"
        "（1,000－500）÷5＝100円。",
        figure="ranking",
        books=BOTH,
        targets=TARGETS,
        month="2026-10",
        shows="""
            順位 | 所管課   | 目標までの差（円） | 目標までに要る月あたりの減（円）
            1    | こども課 | 700                | 100
            2    | 水道課   | 500                | 100
        """,
    ),
    Monthly(
        title="季節による遅れか、締切でも届かなかったか",
        words="こども課は前年同月（2,000円）も令和7年度の目標1,500円に届かず、その締切の5月末も2,400円で届かなかった。",
        figure="ranking",
        books=BOTH,
        targets=TARGETS,
        month="2026-10",
        shows="""
            順位 | 所管課   | 理由
            1    | こども課 | 前年同月も目標に届かず、締切でも届かなかった
            2    | 水道課   |
        """,
    ),
    Monthly(
        title="前年同月に届かなくても、締切で届いていれば季節による遅れ",
        words="5月末の締切では1,400円で、令和7年度の目標1,500円に届いていた。",
        figure="ranking",
        books=books(保育料=NURSERY | {"2026-05": 140}, 水道料金=WATER),
        targets=TARGETS,
        month="2026-10",
        shows="""
            順位 | 所管課   | 季節による遅れ | 理由
            1    | こども課 | ○              | 季節による遅れ（前年同月も目標に届かず、締切では届いた）
            2    | 水道課   |                |
        """,
    ),
    Monthly(
        title="締切の月に資料が届いていなければ、締切で届いたかは言わない",
        words="こども課の5月末の資料がない。4月末の1,400円は目標1,500円の内だが、締切のときの残額は分からない。",
        figure="ranking",
        books=books(保育料=MISSED, 水道料金=WATER),
        targets=TARGETS,
        month="2026-10",
        shows="""
            順位 | 所管課   | 季節による遅れ | 理由
            1    | こども課 | ○              | 季節による遅れ（前年同月も目標に届かず）
            2    | 水道課   |                |
        """,
    ),
    Monthly(
        title="順位の推移: その時点の目標と残額で付ける",
        words="9月末はこども課が1,000÷2,000＝50％、水道課が500÷900＝55.6％。10月末はこども課58.8％、水道課50％で入れ替わる。",
        figure="positions",
        books=books(
            保育料={"2025-09": 200, "2025-10": 200, "2026-09": 200, "2026-10": 170},
            水道料金={"2025-09": 90, "2025-10": 90, "2026-09": 90, "2026-10": 100},
        ),
        targets=TARGETS,
        month="2026-10",
        shows="""
            月末          | 所管課   | 順位 | 達成率
            令和8年9月末  | 水道課   | 1    | 55.6％
            令和8年9月末  | こども課 | 2    | 50.0％
            令和8年10月末 | こども課 | 1    | 58.8％
            令和8年10月末 | 水道課   | 2    | 50.0％
        """,
        says="令和8年9月末からの順位では、最も上がったのはこども課（2位から1位）、最も下がったのは水道課（1位から2位）",
    ),
    Monthly(
        title="直接指導: 10％以上上回る状態が6か月以上続く課",
        words="水道課は5月末から10月末まで毎月、目標500円を100％上回る。こども課は8月末に目標以下だったので、続いているのは2か月。",
        figure="guidance",
        books=books(
            保育料={f"2026-{n:02}": 90 if n == 8 else 170 for n in range(5, 11)},
            水道料金={f"2026-{n:02}": 100 for n in range(5, 11)},
        ),
        targets=TARGETS,
        month="2026-10",
        shows="""
            所管課 | 目標までの差（円） | 達成率 | 続いている月数
            水道課 | 500                | 50.0％ | 6
        """,
        says="トップの直接指導が要る部署は1課（水道課）",
    ),
]


def shown(example: Monthly, folder: Path) -> Figure:
    office = Ledgers(folder).take_in(example.books)
    office.aim(example.targets)
    return office.figure(example.figure, example.month)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    check_card(shown(example, tmp_path), example)


def test_formula_b_is_the_share_of_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """(opening − actual) / (opening − target): nursery (2,400 − 1,700) / (2,400 − 1,000); water has not moved."""
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "B")
    figure = shown(EXAMPLES[0], tmp_path)
    rates = figure.frame.set_index("department_name")["attainment_rate"].to_dict()
    assert rates == {"こども課": 0.5, "水道課": 0.0}
    formula = "達成率 ＝ （年度の始まる前の残額 － 月末の残額）÷（年度の始まる前の残額 － 目標額）（算式B、"
    assert figure.facts["算式"].startswith(formula)


def test_formula_b_has_no_rate_where_the_file_of_the_opening_did_not_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What nursery owed at the end of April is not what its way began with on 31 May."""
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "B")
    missed = books(保育料=MISSED | {"2026-04": 240}, 水道料金=WATER)
    figure = shown(Monthly("", "", "ranking", missed, "", "2026-10", targets=TARGETS), tmp_path)
    marks = figure.frame.set_index("department_name")["mark"].to_dict()
    assert marks == {"こども課": "率なし", "水道課": ""}


def test_last_year_is_not_said_to_have_been_behind_when_its_file_did_not_come(
    tmp_path: Path,
) -> None:
    """Of October 2025 only the waterworks delivered: nursery's 2,000 yen are of September."""
    nursery = {"2025-05": 260, "2025-09": 200, "2026-05": 140, "2026-10": 170}
    late = books(保育料=nursery, 水道料金=WATER)
    figure = shown(Monthly("", "", "ranking", late, "", "2026-10", targets=TARGETS), tmp_path)
    row = figure.frame.set_index("department_name").loc["こども課"]
    assert row["reason"] == "前年同月は9月末の数字"
    assert not row["is_seasonal"]


def test_a_month_that_a_department_did_not_deliver_stops_the_count(tmp_path: Path) -> None:
    """Nursery is as far behind as the waterworks, and its numbers of July are those of June: three months since."""
    delivered = {f"2026-{n:02}": 170 for n in (4, 5, 6, 8, 9, 10)}
    water = {f"2026-{n:02}": 100 for n in range(4, 11)}
    figure = shown(
        Monthly(
            "",
            "",
            "guidance",
            books(保育料=delivered, 水道料金=water),
            "",
            "2026-10",
            targets=TARGETS,
        ),
        tmp_path,
    )
    months = figure.frame.set_index("department_name")["month_count"].to_dict()
    assert months == {"水道課": 7}


def test_formula_b_has_no_rate_where_there_was_no_way_to_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "B")
    few = Monthly("", "", "ranking", books(保育料=NURSERY | {"2026-05": 100}), "", "2026-10")
    office = Ledgers(tmp_path).take_in(few.books)
    office.aim(TARGETS)
    (row,) = office.figure("ranking", "2026-10").frame.to_dict("records")
    assert row["attainment_rate"] != row["attainment_rate"]
    assert (row["mark"], row["rank"] is None or row["rank"] != row["rank"]) == ("率なし", True)
    assert "算式Bの達成率はない" in row["reason"]


def test_an_unknown_formula_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "C")
    with pytest.raises(ServerFault, match="ZANGAKU_ATTAINMENT の「C」は使えません。A か B"):
        Settings.load()


def test_a_deadline_that_is_past_asks_for_no_pace(tmp_path: Path) -> None:
    office = Ledgers(tmp_path).take_in(BOTH)
    office.aim(TARGETS)
    rows = office.figure("ranking", "2026-05").frame.set_index("department_name")
    assert rows["required_pace_yen"].isna()["こども課"]  # its books close on that day
    assert rows["required_pace_yen"]["水道課"] == 50  # 500 yen in the ten months to 31 March


def test_a_target_year_is_that_of_the_calendar(tmp_path: Path) -> None:
    """A file of May may list the new book only, since the old lines are paid: the old year's target is measured."""
    rows = [HEAD] + [
        f"{month} | {book} | 保育料 | こども課 | {debtor} | {term} | {due} | 現年 | {book} | {yen} | {paid} | 0"
        for month, book, term, due, yen, paid in (
            ("2026-04", 2025, "1期", "2025-06-30", 50, 40),
            ("2026-05", 2026, "2期", "2026-05-15", 90, 0),
        )
        for debtor in range(10)
    ]
    office = Ledgers(tmp_path).take_in("\n".join(rows))
    office.aim(TARGETS)
    (row,) = office.figure("ranking", "2026-05").frame.to_dict("records")
    assert (row["target_yen"], row["target_covered_yen"], row["mark"]) == (1500, 0, "対象完納")


def test_the_target_of_a_claim_that_is_paid_in_full_stays(tmp_path: Path) -> None:
    later = {"2026-09": 170, "2026-10": 170}
    paid = books(保育料=later).replace("保育料", "学童クラブ育成料").replace("2026-10", "2026-11")
    gone = "\n".join(line for line in paid.split("\n")[1:] if "2026-11" not in line)
    office = Ledgers(tmp_path).take_in(books(保育料=later) + "\n" + gone)
    office.aim(TARGETS + "            2026 | 1  | 2026-05-01 | 学童クラブ育成料 | 計 | 300\n")
    (row,) = office.figure("ranking", "2026-10").frame.to_dict("records")
    assert row["target_yen"] == 1300


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("behind_rate = 0.1", "months は 1 から 24 まで"),
        ('behind_rate = "多い"\nmonths = 6', "behind_rate は 0 から 10 まで"),
        ("behind_rate = 0.1\nmonths = 6\nmonth = 3", "month は知らないキーです"),
        ("behind_rate 0.1", "読めません"),
    ],
)
def test_a_faulty_rule_is_named(text: str, why: str, tmp_path: Path) -> None:
    (tmp_path / "guidance.toml").write_text(text, encoding="utf-8")
    with pytest.raises(LayoutFault, match=why):
        read_guidance(tmp_path)


def test_only_the_versions_that_measure_a_month_are_named(tmp_path: Path) -> None:
    """At the end of May nursery still goes by the target of 2025, water by that of 2026 since April."""
    office = Ledgers(tmp_path).take_in(BOTH).aim(TARGETS)
    aims = office.figure("ranking", "2026-05").frame.set_index("department_name")["target_yen"]
    assert aims.to_dict() == {"こども課": 1500, "水道課": 500}
    told = office.figure("ranking", "2026-05").facts
    assert told["目標の版"] == "版1（令和8年4月1日決定）、版1（令和7年5月1日決定）"
    assert all(told.values())  # what a target file does not tell (種別) is no line without words
