"""時効管理 by the month, of the debts that the reader may see: what ends when, at which department, and how.

`analytics.figures.limitation_calendar` tells everybody the quarters, without those of few persons. Who may see the
debtors may see their sums, so here nothing is withheld; what may not be seen is not in it. Demands are reckoned with.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd

from analytics.access.gate import Gate
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons.debts import Debt, debts, end_words, read_events
from analytics.figures.persons.guidance_cases import is_asked
from analytics.figures.persons.looking import Look, look
from analytics.figures.persons.parts import Row
from analytics.figures.persons.words import NOTES, framed, labelled
from analytics.ledger.calendar import month_label
from analytics.ledger.money import words

MONTHS = 24
GROUPS = ("existence", "amount", "state")
LABELS = {
    "month_label": "満了の月",
    "department_name": "所管課",
    "end_label": "満了のしかた",
    "outstanding_yen": "未収残額（円）",
    "line_count": "件数",
}
EXTRA = ("period_on", "span", "ends_on", "department", "end_kind")
DEMANDS = "文書による催告からの6か月の猶予を入れているので、入れていない3か月ごとの額とは違うことがあります。"
NONE = "見られる範囲に、今後24か月に期間の満了する見込みの残額はありません。"


def limitation_months(gate: Gate, selection: Selection, at: datetime) -> Figure:
    """The yen and lines of each of the next 24 months, by department and by how the period ends.

    Raises `NothingToShow` for a reader who sees no person and for a year-end, `LayoutFault` for faulty rules,
    `StoreFault` for what cannot be read or written down.
    """
    here = look(gate, selection)
    asked = [part for part in here.parts if is_asked(part, selection)]
    found = debts(here, asked, read_events(gate.reader))
    rows = _rows(here, [*found.values()])
    here.write_down(asked, GROUPS, "時効管理（月ごと）", at)
    yen = sum(row["outstanding_yen"] for row in rows)
    count = sum(row["line_count"] for row in rows)
    most = max(rows, key=lambda row: row["outstanding_yen"], default=None)
    title = f"今後24か月に満了する見込みは{count:,}件、{words(yen)}"
    if most is not None:
        title += f"。最も多いのは{most['month_label']}の{most['department_name']}"
    return here.figure(
        "limitation_months",
        title=title if rows else NONE,
        measure="見られる債権の、月ごとの満了の見込み（要確認）",
        headline=words(yen) if rows else "－",
        comparison=f"{count:,}件" if rows else "",
        frame=framed(rows, [*EXTRA, *LABELS]),
        labels=labelled(rows, LABELS),
        notes=(*NOTES, DEMANDS),
        empty="" if rows else NONE,
    )


def _rows(here: Look, found: list[Debt]) -> list[Row]:
    """One row per month, department and way of ending; the earliest first."""
    sums: dict[tuple[date, str, str], list[int]] = {}
    for month, department, end, yen in _ends(here, found):
        sums.setdefault((month, department, end), []).append(yen)
    return [
        {
            "period_on": here.on,
            "span": "month",
            "ends_on": month,
            "department": department,
            "end_kind": end,
            "month_label": month_label(month),
            "department_name": here.department_name(department),
            "end_label": end_words(end),
            "outstanding_yen": sum(amounts),
            "line_count": len(amounts),
        }
        for (month, department, end), amounts in sorted(sums.items())
    ]


def _ends(here: Look, found: list[Debt]) -> Iterator[tuple[date, str, str, int]]:
    """The month-end at or after the day on which each line ends, where that is one of the next 24."""
    last = pd.date_range(here.on, periods=MONTHS + 1, freq="ME")[-1].date()
    for each in found:
        for line in each.owed:
            day = line["expires_on"]
            if day is not None and here.on < day <= last:
                month = (pd.Timestamp(day) + pd.offsets.MonthEnd(0)).date()
                yen = int(line["outstanding_yen"])
                yield month, each.part.department, line["expiry_end"], yen
