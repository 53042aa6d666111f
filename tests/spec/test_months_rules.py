"""Rules of months that are easily got wrong: targets in time, unknown debtors, lines put off, kinds without a clock."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from tests.monthly import Ledgers, month_end

HEAD = "月 | 年度 | 債権 | 課 | 債務者 | 期 | 納期限 | 区分 | 賦課 | 調定 | 収入 | 欠損"
MONTHS = [f"2025-{n:02}" for n in range(5, 13)] + [f"2026-{n:02}" for n in range(1, 6)]
REVISED = """
    年度 | 版 | 決定日     | 債権   | 区分 | 目標額（円）
    2025 | 1  | 2025-06-01 | 保育料 | 計   | 1200
    2025 | 2  | 2026-04-20 | 保育料 | 計   | 1000"""


def line(month: str, kind: str, who: str, due: str, *yen: int) -> str:
    amounts = " | ".join(map(str, yen))
    return f"{month} | 2025 | {kind} | 課 | {who} | 1期 | {due} | 滞繰 | 2024 | {amounts}"


def many(months: list[str], kind: str, count: int) -> str:
    return "\n".join(
        line(month, kind, f"{who}", "2025-01-31", 100, 0, 0)
        for month in months
        for who in range(count)
    )


def test_a_revision_holds_from_the_day_of_its_decision(tmp_path: Path) -> None:
    """1,200 yen are left against 1,200 until April, when the target becomes 1,000: behind since then alone."""
    office = Ledgers(tmp_path).take_in(f"{HEAD}\n{many(MONTHS, '保育料', 12)}")
    office.aim(REVISED)
    for month, gap, versions in (
        ("2026-03", 0, "版1（令和7年6月1日決定）"),
        ("2026-04", 200, "版2（令和8年4月20日決定）"),
    ):
        figure = office.figure("ranking", month)
        assert figure.frame["gap_yen"].tolist() == [gap]
        assert figure.facts["目標の版"] == versions
    assert office.figure("guidance", "2026-05").frame.empty
    rows = office.figure("positions", "2026-05").frame
    assert rows["gap_yen"].dropna().tolist()[-3:] == [0, 200, 200]


@pytest.mark.parametrize(
    ("known", "unknown", "mark", "count"),
    [(12, 0, "", 12), (9, 0, "少数", 9), (9, 1, "少数か不明", None), (12, 1, "", None)],
)
def test_debtors_without_a_number(
    known: int, unknown: int, mark: str, count: int | None, tmp_path: Path
) -> None:
    """What an earlier month counted says nothing of this one."""
    books = [many(["2025-10"], "保育料", 5), many(["2025-11"], "保育料", known)]
    books += [line("2025-11", "保育料", "", "2025-01-31", 50, 0, 0)] * unknown
    (row,) = (
        Ledgers(tmp_path)
        .take_in("\n".join([HEAD, *books]))
        .figure("ranking", "2025-11")
        .frame.to_dict("records")
    )
    assert row["mark"] == mark
    assert (None if row["case_count"] != row["case_count"] else row["case_count"]) == count


def test_what_was_written_off_before_a_line_was_put_off_is_counted_once(tmp_path: Path) -> None:
    rows = [
        line("2025-06", "保育料", "1", "2025-04-30", 9000, 0, 0),
        line("2025-07", "保育料", "1", "2025-04-30", 9000, 1000, 3000),
        line("2025-08", "保育料", "1", "2025-09-15", 9000, 1000, 3000),
        line("2025-09", "保育料", "1", "2025-09-15", 9000, 1000, 3000),
    ]
    office = Ledgers(tmp_path).take_in("\n".join([HEAD, *rows]))
    asked = Selection(month_end("2025-09"), from_on=month_end("2025-06"))
    shown = answer("bridge", office.reader(), asked).frame
    assert dict(zip(shown["step"], shown["change_yen"], strict=True)) == {
        "opening": 9000,
        "newly_arisen": 5000,
        "collected": -1000,
        "written_off": -3000,
        "adjustments": -5000,
        "closing": 5000,
    }


def test_a_kind_without_a_clock_has_no_rate_by_formula_b(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said of a closing of which nobody knows when it is."""
    monkeypatch.setenv("ZANGAKU_ATTAINMENT", "B")
    books = f"{HEAD}\n{many(['2025-05', '2025-06', '2026-05', '2026-06'], 'なぞ料金', 12)}"
    office = Ledgers(tmp_path).take_in(books)
    office.aim(
        """
        年度 | 版 | 決定日     | 債権     | 区分 | 目標額（円）
        2025 | 1  | 2025-06-01 | なぞ料金 | 計   | 1000"""
    )
    (row,) = office.figure("ranking", "2026-06").frame.to_dict("records")
    assert row["attainment_rate"] != row["attainment_rate"]
    assert row["mark"] == "率なし"
    assert "締切でも" not in row["reason"]
    assert "締切が不明（なぞ料金）" in row["reason"]
