"""The sections of 自課点検: the rows of each, taken from the figures, or the sentence that says why there are none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from analytics.access.small_numbers import persons
from analytics.access.suppression import DOMINANCE
from analytics.figures.base import Scope, at, frame, records
from analytics.figures.figure import Figure
from analytics.figures.stale import waiting_at
from analytics.ledger.periods import end_label
from analytics.store.reader import Reader

SERIES = 13  # periods of the small series: this one, and back to the same month of last year
NO_COMINGS = "債務者ごとの明細がないため、出入りは分かりません。"
NOT_COME = "{end}の資料が届いていないため、{what}は分かりません。"
NONE_BEFORE = "前回の資料がないため、前回からの{what}は分かりません。"
STANDING, SERIES_OF, MONTH, KINDS = "いまの位置", "残額の動き", "前回からの増減", "債権"
AGE, SIZE, STATE, COMINGS, LIMITS = "古さ", "大きさ", "状態", "滞納者の出入り", "時効の見通し"
SPLITS = (KINDS, AGE, SIZE, STATE)
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """The rows of one section, or the sentence that says why there are none."""

    rows: list[Row]
    empty: str = ""


def of_standing(standing: Row) -> list[Row]:
    """Balance, target, gap and pace, as far as they are known."""
    named = {
        "未収残額": "outstanding_yen",
        "目標のある債権の残額": "target_covered_yen",
        "目標額": "target_yen",
        "目標までの差": "gap_yen",
        "目標までに要る月あたりの減": "required_pace_yen",
        "この1年の回収": "collected_yen",
        "この1年の不納欠損": "written_off_yen",
        "整理する債権": "to_settle_yen",
    }
    rows = [
        {"label": label, "amount_yen": standing[name], "key": name}
        for label, name in named.items()
        if standing.get(name) is not None
    ]
    rows[0] = rows[0] | {"change_yen": standing.get("change_yen")}
    return rows


def series(reader: Reader, here: Scope) -> list[Row]:
    """The balance at this period and those before it, the oldest first; none of one that nobody delivered."""
    data, _ = frame(reader, "balance_by_year", here.parameters)
    totals = {row["period_on"].date(): row["total_yen"] for row in records(data)}
    shown = here.period.last(SERIES)
    known = [on for on in shown if on in totals]
    return [
        {
            "label": end_label(on, here.period.is_month),
            "amount_yen": totals.get(on, 0 if on in here.periods else None),
        }
        for on in shown
        if known and known[0] <= on <= known[-1]
    ]


def unknown_since(reader: Reader, here: Scope, what: str) -> str:
    """Why nobody can tell *what* happened since the period just before, "" where it is known.

    Last numbers that stand in for a file would tell of another time than of the one between the two.
    """
    if here.previous is None:
        return NONE_BEFORE.format(what=what)
    waiting = waiting_at(reader, here, here.previous)
    told = ((here.previous, waiting.then), (here.period, waiting.now))
    late = [period.end for period, rows in told if rows]
    return NOT_COME.format(end="と".join(late), what=what) if late else ""


def steps(reader: Reader, month: Figure, here: Scope) -> Part:
    """What moved the balance since the period just before."""
    if unknown := unknown_since(reader, here, "増減"):
        return Part([], unknown)
    rows = [
        {"label": row["step_label"], "amount_yen": row["change_yen"]}
        for row in records(month.frame)
    ]
    return Part(rows, month.empty)


def of_kinds(figure: Figure, here: Scope, aims: pd.DataFrame) -> list[Row]:
    """Each kind of claim now and a year before, the largest first, and how far it is from its targets, *aims*."""
    gaps = aims.groupby("claim_kind")["gap_yen"].sum().to_dict()
    now = records(at(figure.frame, here.period).sort_values("outstanding_yen", ascending=False))
    then = at(figure.frame, here.before) if here.before else figure.frame.head(0)
    before = then.set_index("claim_kind")["outstanding_yen"].to_dict()
    total = sum(row["outstanding_yen"] for row in now)
    return [
        {
            "label": row["claim_kind"],
            "amount_yen": row["outstanding_yen"],
            "change_yen": row["outstanding_yen"] - before.get(row["claim_kind"], 0)
            if before
            else None,  # nobody delivered anything of it then: unknown, not none
            "share_rate": row["outstanding_yen"] / total if total else None,
            "gap_yen": gaps.get(row["claim_kind"]),
        }
        for row in now
        if row["outstanding_yen"] or before.get(row["claim_kind"])
    ]


def of_bands(figure: Figure, here: Scope) -> list[Row]:
    """The bands of one way of dividing the balance that hold anything, now or a year before."""
    if figure.empty:
        return []
    return [
        {"label": row["band_label"], "amount_yen": row["outstanding_yen"]}
        | {name: row[name] for name in ("change_yen", "share_rate", "line_count", "debtor_count")}
        for row in records(at(figure.frame, here.period))
        if pd.isna(row["outstanding_yen"])
        or row["outstanding_yen"]
        or (pd.notna(row["before_yen"]) and row["before_yen"])
    ]


def comings(reader: Reader, here: Scope) -> Part:
    """Who came and who went since the delivery before; few persons are not counted, nor is what they owe."""
    if not here.period.is_month:
        return Part([], NO_COMINGS)
    if unknown := unknown_since(reader, here, "出入り"):
        return Part([], unknown)
    data, _ = frame(reader, "debtor_moves", here.parameters | {"since_on": here.period.period_on})
    if data.empty:
        return Part([], NONE_BEFORE.format(what="出入り"))
    row = records(data)[0]
    rows = []
    for label, name in (("前回から加わった人", "arrived"), ("前回からいなくなった人", "left")):
        count = persons(row[f"{name}_count"])
        yen = None if count is None or _is_dominated(row, name) else row[f"{name}_yen"]
        rows.append({"label": label, "amount_yen": yen, "debtor_count": count})
    rows.append({"label": "続いている人", "debtor_count": persons(row["stayed_count"])})
    return Part(rows)


def _is_dominated(row: Row, name: str) -> bool:
    """Whether one debtor owes most of what those who came, or went, owe."""
    return bool(row[f"{name}_largest_yen"] > DOMINANCE * abs(row[f"{name}_yen"]))


def limits(figure: Figure) -> Part:
    """When limitation may end, where anything does."""
    if figure.empty:
        return Part([], figure.empty)
    return Part(
        [
            {
                "label": row["band_label"],
                "amount_yen": row["outstanding_yen"],
                "line_count": row["line_count"],
                "key": row["band"],
            }
            for row in records(figure.frame)
            if pd.isna(row["outstanding_yen"]) or row["outstanding_yen"]
        ]
    )
