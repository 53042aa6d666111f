"""What is fair between departments and told without more than the files carry, each case reckoned by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analytics.figures import Figure, Selection, answer
from analytics.figures.export import file_name
from tests.monthly import Ledgers, month_end

HEAD = "月 | 課 | 債権 | 債務者 | 年度 | 区分 | 賦課 | 期 | 納期限 | 調定 | 収入 | 欠損 | 状態 | 資料 | 基準"
AIMS = "年度 | 版 | 決定日 | 債権 | 区分 | 目標額（円）"
OLD = "滞繰 | 2024 | 1期 | 2024-06-30"


def many(month: str, office: str, kind: str, yen: str, part: str = OLD, count: int = 20) -> str:
    """*count* debtors with a line of *yen* (assessed | received | written off, then state, layout, basis) each."""
    year = int(month[:4]) - (month[5:] < "06")
    more = " | ".join(yen.split(" | ") + ["", office, ""][yen.count("|") - 2 :])
    rows = (
        f"{month} | {office} | {kind} | {kind}{who} | {year} | {part} | {more}"
        for who in range(count)
    )
    return "\n".join(rows)


def office(folder: Path, *books: str, aims: tuple[str, ...] = ()) -> Ledgers:
    made = Ledgers(folder).take_in("\n".join([HEAD, *books]))
    if aims:
        made.aim("\n".join([AIMS, *aims]))
    return made


def rows_of(figure: Figure, *columns: str) -> list[tuple[Any, ...]]:
    data = figure.frame[list(columns)]
    return [
        tuple(None if pd.isna(one) else one for one in row) for row in data.astype(object).values
    ]


def test_a_claim_that_is_paid_in_between_neither_joined_nor_left(tmp_path: Path) -> None:
    """学童 is there since August 2025, has no line in October 2025, and owes 1,000 again a year later."""
    rest = [
        many(f"{month}", "課", "保育料", "100 | 0 | 0")
        for month in ("2025-08", "2025-10", "2026-10")
    ]
    club = "学童クラブ育成料"
    made = office(
        tmp_path,
        *rest,
        many("2025-08", "課", club, "50 | 0 | 0", "現年 | 2025 | 7月 | 2025-07-31"),
        many("2026-10", "課", club, "50 | 0 | 0", "現年 | 2026 | 9月 | 2026-09-30"),
    )
    told = made.figure("balance_by_year", "2026-10")
    assert "加わった" not in told.title + "".join(told.notes)
    assert rows_of(made.figure("ranking", "2026-10"), "mark") == [("",)]


def test_what_vanished_with_a_balance_did_not_leave(tmp_path: Path) -> None:
    """950 were paid, 50 vanished: 回収 and 不突合, and the claim is not called one that left."""
    club = "学童クラブ育成料"
    made = office(
        tmp_path,
        *(
            many(month, "課", "保育料", "100 | 0 | 0")
            for month in ("2025-10", "2026-09", "2026-10")
        ),
        many("2025-10", "課", club, "50 | 0 | 0"),
        many("2026-09", "課", club, "50 | 50 | 0", count=19),
    )
    told = made.figure("balance_by_year", "2026-10")
    assert "外れた" not in told.title + "".join(told.notes)
    moved = dict(rows_of(made.figure("bridge", "2026-10"), "step", "change_yen"))
    assert (moved["collected"], moved["unexplained"]) == (-950, -50)


def test_persons_of_files_of_two_days_are_not_added_up(tmp_path: Path) -> None:
    """One person may stand in both: how many they are is not known, and is not 70."""
    made = office(
        tmp_path,
        many("2026-09", "水道課", "水道料金", "100 | 0 | 0 |  | 水道 | "),
        many("2026-09", "水道課", "下水道使用料", "100 | 0 | 0 |  | 下水 | ", count=30),
        many("2026-10", "水道課", "水道料金", "100 | 0 | 0 |  | 水道 | "),
    )
    found = made.figure("balance_by_age", "2026-10").frame
    now = found[found["period_on"] == found["period_on"].max()]
    assert now["outstanding_yen"].sum() == 5000
    assert now[now["outstanding_yen"] > 0]["debtor_count"].isna().all()


@pytest.mark.parametrize(
    "aims",
    [("2025 | 1 | 2025-05-01 | 保育料 | 計 | 1300",),
     ("2025 | 1 | 2025-05-01 | 保育料 | 滞納繰越分 | 900", "2025 | 1 | 2025-05-01 | 保育料 | 現年度分 | 400")],
)  # fmt: skip
def test_in_may_the_line_holds_the_next_year_s_book_as_it_stands(
    aims: tuple[str, ...], tmp_path: Path
) -> None:
    """1,500 of the old book against 1,300, and 300 of the new one: the line is at 1,600, the balance 200 above it."""
    made = office(
        tmp_path,
        many("2026-05", "課", "保育料", "100 | 0 | 0", count=10),
        many("2026-05", "課", "保育料", "50 | 0 | 0", "現年 | 2025 | 2期 | 2025-06-30", 10),
        many("2026-05", "課", "保育料", "30 | 0 | 0", "現年 | 2026 | 4月 | 2026-04-30", 10).replace(
            " | 2025 | 現年 | 2026", " | 2026 | 現年 | 2026"
        ),
        aims=aims,
    )
    told = made.figure("balance_by_year", "2026-05")
    assert told.beside is not None
    assert told.beside["aim_yen"].tolist() == [1600]
    assert any("次の年度の帳簿の300円" in note for note in told.notes)
    assert rows_of(made.figure("ranking", "2026-05"), "gap_yen") == [(200,)]


@pytest.mark.parametrize(
    ("month", "sewer", "nursery", "pace", "reason"),
    [
        ("2026-10", 1500, 1700, 200, ""),  # 500 / 5 + 700 / 7
        (
            "2026-10",
            500,
            1700,
            100,
            "",
        ),  # what the sewer is ahead does not help the nursery: 700 / 7
        ("2026-03", 1500, 1700, 350, "下水道使用料"),  # the sewer closes today; 700 / 2
    ],
)
def test_each_kind_that_is_behind_has_its_own_pace(
    month: str, sewer: int, nursery: int, pace: int, reason: str, tmp_path: Path
) -> None:
    kinds = {"下水道使用料": sewer, "保育料": nursery}
    made = office(
        tmp_path,
        *(many(month, "課", kind, f"{yen // 20} | 0 | 0") for kind, yen in kinds.items()),
        aims=tuple(
            f"{year} | 1 | 2025-05-01 | {kind} | 計 | 1000"
            for year in (2025, 2026)
            for kind in kinds
        ),
    )
    ((told, why),) = rows_of(made.figure("ranking", month), "required_pace_yen", "reason")
    assert told == pace
    assert why.startswith(f"きょうが締切の債権（{reason}）") if reason else why == ""


def test_what_was_left_of_the_current_part_is_carried_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1,500 and 500 were left on 31 May, so 2,000 were carried over: from there to 1,500 is half the way to 1,000."""
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "B")
    made = office(
        tmp_path,
        many("2026-05", "課", "保育料", "75 | 0 | 0"),
        many("2026-05", "課", "保育料", "25 | 0 | 0", "現年 | 2025 | 2期 | 2025-06-30"),
        many("2026-10", "課", "保育料", "75 | 0 | 0"),
        aims=("2026 | 1 | 2026-05-01 | 保育料 | 滞納繰越分 | 1000",),
    )
    assert rows_of(made.figure("ranking", "2026-10"), "attainment_rate") == [(0.5,)]


def test_a_department_that_is_paid_in_full_is_first_and_not_small(tmp_path: Path) -> None:
    """30 owed in September, nobody does in October; an overpaid balance is as good as paid."""
    made = office(
        tmp_path,
        *(many(month, "税", "個人市民税", "100 | 0 | 0") for month in ("2026-09", "2026-10")),
        many("2026-09", "課", "保育料", "100 | 0 | 0"),
        many("2026-10", "課", "保育料", "100 | 100 | 0"),
        many("2026-10", "住宅", "市営住宅使用料", "100 | 101 | 0"),
        aims=("2026 | 1 | 2026-05-01 | 保育料 | 計 | 1000", "2026 | 1 | 2026-05-01 | 個人市民税 | 計 | 1000",
              "2026 | 1 | 2026-05-01 | 市営住宅使用料 | 計 | 1000"),
    )  # fmt: skip
    found = {
        row[0]: row[1:]
        for row in rows_of(made.figure("ranking", "2026-10"), "department_name", "mark", "rank")
    }
    assert found["課"][0] == found["住宅"][0] == "完納"
    assert {found["課"][1], found["住宅"][1]} == {1, 2}
    assert found["税"] == ("", 3)


def test_states_that_no_file_told_last_year_did_not_grow(tmp_path: Path) -> None:
    made = office(
        tmp_path,
        many("2025-10", "課", "個人市民税", "100 | 0 | 0"),
        many("2026-10", "課", "個人市民税", "100 | 0 | 0 | 執行停止・徴収停止 | 課 | "),
    )
    (row,) = rows_of(made.figure("ranking", "2026-10"), "to_settle_yen", "to_settle_change_yen")
    assert row == (2000, None)
    told = made.figure("balance_by_state", "2026-10")
    assert told.comparison == "前年同月の資料には区分が書かれていないため、比べられません"


def test_a_claim_that_moved_is_named_where_it_came_from_and_where_it_went(tmp_path: Path) -> None:
    """Nothing was paid: 甲課 is down by 2,000 and 乙課 up, for the nursery fees changed hands."""
    both = {"甲課": "個人市民税", "乙課": "介護保険料"}
    books = [
        many(month, name, kind, "100 | 0 | 0")
        for month in ("2025-10", "2026-10")
        for name, kind in both.items()
    ]
    books += [
        many("2025-10", "甲課", "保育料", "100 | 0 | 0"),
        many("2026-10", "乙課", "保育料", "100 | 0 | 0"),
    ]
    made = office(tmp_path, *books)
    for name, said in (("甲課", "ほかの課へ移った"), ("乙課", "ほかの課から移ってきた")):
        told = made.figure("balance_by_year", "2026-10", name)
        assert told.title.endswith(f"（保育料2,000円が{said}ため）")
    assert "保育料" not in made.figure("balance_by_year", "2026-10").title


def test_what_was_collected_is_told_of_who_held_the_claim_then(tmp_path: Path) -> None:
    """甲課 collects 300 of 2,000 in September and hands the rest over in October, as its own bridges of a month say."""
    kept = [
        many(month, "甲課", "個人市民税", "100 | 0 | 0")
        for month in ("2026-08", "2026-09", "2026-10")
    ]
    books = [many("2026-08", "甲課", "保育料", "100 | 0 | 0"), many("2026-09", "甲課", "保育料", "100 | 15 | 0"),
             many("2026-10", "乙課", "保育料", "100 | 15 | 0")]  # fmt: skip
    made = office(tmp_path, *kept, *books)
    for name, steps in (
        ("甲課", {"opening": 4000, "collected": -300, "adjustments": -1700, "closing": 2000}),
        ("乙課", {"opening": 0, "adjustments": 1700, "closing": 1700}),
        (None, {"opening": 4000, "collected": -300, "closing": 3700}),
    ):
        asked = Selection(month_end("2026-10"), name, from_on=month_end("2026-08"))
        assert dict(rows_of(answer("bridge", made.reader(), asked), "step", "change_yen")) == steps


def test_a_claim_that_left_or_moved_is_not_taken_for_one_that_was_paid(tmp_path: Path) -> None:
    """Nobody paid anything since May: all of what each department has now is left, whoever had it then."""
    levied = "現年 | 2025 | 1期 | 2025-06-30"
    kinds = {
        "個人市民税": "甲課",
        "保育料": "甲課",
        "学童クラブ育成料": "甲課",
        "介護保険料": "乙課",
    }
    books = [many("2026-05", whose, kind, "100 | 0 | 0", levied) for kind, whose in kinds.items()]
    now = {"個人市民税": "甲課", "保育料": "乙課", "介護保険料": "乙課"}
    later = levied.replace("現年", "滞繰")
    books += [many("2026-08", whose, kind, "100 | 0 | 0", later) for kind, whose in now.items()]
    made = Ledgers(tmp_path, changes=[(2026, "学童クラブ育成料", "ほかの会計へ移った")])
    made.take_in("\n".join([HEAD, *books]))
    for department, base in ((None, 6000), ("甲課", 2000), ("乙課", 4000)):
        found = made.figure("cohorts", "2026-08", department)
        last = rows_of(found, "month_count", "base_yen", "left_rate")[-1]
        assert last == (3, base, 1.0)
        assert found.headline == "100.0％"


def test_a_balance_with_what_is_not_yet_due_says_so_wherever_it_stands(tmp_path: Path) -> None:
    part = "現年 | 2026 | 9月 | 2026-11-30"
    made = office(
        tmp_path,
        *(many(month, "課", "保育料", "100 | 0 | 0") for month in ("2026-09", "2026-10")),
        many("2026-10", "課", "学童クラブ育成料", "50 | 0 | 0 |  | 課 | すべて", part),
    )
    for name in (
        "balance_by_year",
        "balance_by_department",
        "balance_by_claim_kind",
        "balance_index",
    ):
        chosen = Selection(month_end("2026-10"))
        due = answer(name, made.reader(), chosen)
        every = answer(name, made.reader(), Selection(month_end("2026-10"), is_all=True))
        assert "未到来" not in due.title + due.measure + "".join(due.labels.values()) + file_name(
            due
        )
        assert every.measure == f"納期未到来を含む{due.measure}"
        assert every.title.startswith("納期未到来を含めると、")
        assert "納期未到来を含む未収残額（円）" in every.labels.values()
        assert "with-not-due" in file_name(every)
        assert every.frame["outstanding_yen"].iloc[-1] >= 1000
