"""What the product says, as plain dicts: the rows of its figures and of its summaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pandas as pd

from analytics.figures import Figure, Selection, answer
from analytics.store.reader import Reader
from tests.reconcile.plain import CLOCKS, CODES
from tests.reconcile.plain_moves import Moves
from tests.reconcile.plain_targets import Measured

Row = dict[str, Any]
Where = dict[str, str]  # the fields of a `Selection` that say whose claims
WHERE: list[Where] = [
    {},
    *({"department": code} for code in sorted(CODES.values())),
    *({"claim_kind": claim} for claim in sorted(CLOCKS)),
]


def called(where: Where) -> str:
    """Its name as the parameter of a test."""
    return "-".join(where.values()) or "city"


def asked(where: Where) -> dict[str, str | None]:
    """The same as the questions take it."""
    return {"department": where.get("department"), "claim_kind": where.get("claim_kind")}


def figure_rows(
    reader: Reader, name: str, as_of: date | None = None, department: str | None = None
) -> list[Row]:
    """The frame of figure *name*: days as dates, and None for what is missing."""
    return plain_rows(answer(name, reader, Selection(as_of, department)))


def plain_rows(figure: Figure) -> list[Row]:
    """The same of a figure that was answered."""
    return [
        {str(column): _plain(value) for column, value in row.items()}
        for row in figure.frame.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value


def shown(persons: int) -> int | None:
    """Persons, or lines, as a shared screen may show them: by fives, and none where they are few (facts.md 7)."""
    return None if 0 < persons < 8 else round(persons / 5 + 1e-9) * 5


def summary_rows(reader: Reader, name: str) -> list[Row]:
    """Every row of the summary *name* that is of months."""
    rows: list[Row] = reader.database.select(f"SELECT * FROM {name}").to_pylist()
    return [row for row in rows if row.get("is_month", True)]


def all_debtors(reader: Reader) -> list[Row]:
    """The rows of the summary of debtors that count those of a whole department."""
    rows = summary_rows(reader, "debtors")
    return [
        row
        for row in rows
        if row["dimension"] == "all" and row["claim_kind"] is None and row["is_due"]
    ]


def by(rows: list[Row], *columns: str) -> dict[Any, Row]:
    """*rows* by the values of *columns*, of which no two rows share all."""
    keys = [tuple(row[column] for column in columns) for row in rows]
    assert len(set(keys)) == len(rows)
    return {key[0] if len(columns) == 1 else key: row for key, row in zip(keys, rows, strict=True)}


def column(rows: dict[Any, Row], name: str) -> dict[Any, Any]:
    """One column of what `by` gives, without its noughts."""
    return {key: row[name] for key, row in rows.items() if row[name] != 0}


def present(amounts: dict[Any, int]) -> dict[Any, int]:
    """*amounts* without the noughts: what is not there owes nothing."""
    return {key: yen for key, yen in amounts.items() if yen}


STEPS = (
    "opening",
    "newly_arisen",
    "collected",
    "written_off",
    "adjustments",
    "unexplained",
    "closing",
)
SIGNS = {"collected": -1, "written_off": -1}  # plain Python tells these without their sign


def moves_of(yen: Mapping[str, int]) -> Moves:
    """Steps as a bridge shows them, signed as they move the balance; what is not among them moved nothing."""
    assert yen.get("net_undivided", 0) == 0  # every line of a month is divided
    return Moves(*(SIGNS.get(step, 1) * yen.get(step, 0) for step in STEPS))


def shown_moves(figure: Figure) -> Moves:
    """The bars of the figure `bridge`."""
    bars = by(plain_rows(figure), "step")
    return moves_of({step: row["change_yen"] for step, row in bars.items()})


def check_pace(told: int | None, aims: Measured | None) -> None:
    """What a month still has to bring, in whole yen and never too little; none for who is there already."""
    if aims is None or aims.gap <= 0 or aims.pace is None or aims.pace <= 0:
        assert told is None
    else:
        assert told is not None
        assert -1e-6 <= told - aims.pace < 1
