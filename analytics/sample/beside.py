"""What stands beside the monthly files: targets, and what the task force decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from analytics.sample.exports.columns import Table
from analytics.sample.exports.textfile import write_table
from analytics.sample.kinds import HOUSING, KINDS, LUNCH, TAX, Kind
from analytics.sample.levels import kind_yen
from analytics.sample.months import as_date, first_days, fiscal_year_of, on_a_working_day
from analytics.sample.plan import CITY, Plan

TARGET_HEADERS = (
    "自治体",
    "年度",
    "版",
    "決定日",
    "債権",
    "区分",
    "目標額（円）",
    "目標件数",
    "種別",
    "決め方",
)
AIM, HOUSING_AIM, REVISED = 0.82, 0.72, 0.95  # of the balance before; of the first version
CURRENT_SHARE = 0.35  # of a tax's target, that of the current year
MEETING_MONTHS = {1, 4, 7, 10}  # month − 1: February, May, August, November
DECISIONS = (
    "差押と給水停止の件数を毎月の庁内報に載せる",
    "高額の滞納から順に財産調査を行う",
    "残額の目標を課ごとに確かめ、遅れている課は次回までに手立てを示す",
    "12月を徴収強化月間とし、全課で電話催告を行う",
    "執行停止の要件に当たるものを年度内に整理する",
)
FOLLOW_UPS = (
    "建築住宅課は連帯保証人への請求計画を出す",
    "税務課は残額が横ばいの理由を調べる",
    "高齢者支援課は欠損以外の減らし方を示す",
    "水道課は給水停止の手順を見直す",
    "各課は納付相談の記録をそろえる",
)


def write_beside(folder: Path, plan: Plan) -> None:
    """The folders 目標 and 会議 in *folder*."""
    tables = {
        f"目標/{CITY}_目標.csv": _table(TARGET_HEADERS, _targets(plan)),
        f"会議/{CITY}_徴収対策会議.csv": _table(
            ("開催日", "会議", "保存した版", "決定事項", "宿題"), _meetings(plan)
        ),
    }
    for name, table in tables.items():
        (folder / name).parent.mkdir(exist_ok=True)
        write_table(folder / name, [table], "utf-8-sig")


def _table(headers: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> Table:
    listed = list(rows)
    return {header: [row[at] for row in listed] for at, header in enumerate(headers)}


def _targets(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The targets of every year with a file: decided in May; those of the last closed year again in October."""
    for year in range(int(fiscal_year_of(plan.first)), int(fiscal_year_of(plan.last)) + 1):
        versions = [(1, date(year, 5, 20), 1.0)]
        if year == plan.anchor:
            versions.append((2, date(year, 10, 1), REVISED))
        for version, decided_on, factor in versions:
            for kind in KINDS:
                if kind.department == LUNCH and year <= plan.lunch_since:
                    continue  # its first balance is not known yet
                for part, yen in _parts(kind, _aim(kind, year, plan) * factor):
                    yield (
                        CITY,
                        str(year),
                        str(version),
                        decided_on.isoformat(),
                        kind.name,
                        part,
                        str(yen),
                        "",
                        "架空",
                        "前年度末の残額から決めた架空の目標",
                    )


def _aim(kind: Kind, year: int, plan: Plan) -> float:
    return kind_yen(kind, year - 1, plan) * (HOUSING_AIM if kind.department == HOUSING else AIM)


def _parts(kind: Kind, yen: float) -> Iterator[tuple[str, int]]:
    """Taxes have a target for each part, the others one for all."""
    if kind.department == TAX:
        current = int(yen * CURRENT_SHARE) // 1000 * 1000
        yield "現年度分", current
        yield "滞納繰越分", int(yen) // 1000 * 1000 - current
    else:
        yield "計", int(yen) // 1000 * 1000


def _meetings(plan: Plan) -> Iterator[tuple[str, ...]]:
    """The task force meets four times a year."""
    held = [month for month in plan.months if month % 12 in MEETING_MONTHS]
    for number, month in enumerate(held):
        on = as_date(int(on_a_working_day(int(first_days(month)) + 11))).isoformat()
        decided = DECISIONS[number % len(DECISIONS)]
        yield on, f"第{number + 1}回徴収対策会議", "", decided, FOLLOW_UPS[number % len(FOLLOW_UPS)]
