"""One look at persons: who they are, what of them this reader may see, and that it is written down before it is shown.

Whatever shows a person begins with `look` and ends with `Look.write_down`. What is not permitted never gets into
`Look.parts`: nothing that is reckoned from there can hint at it, by a sum, a count or a missing row.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from analytics.access.audit import Read
from analytics.access.gate import Gate
from analytics.access.permission import BASES, Basis
from analytics.access.viewer import Viewer
from analytics.errors import NothingToShow
from analytics.figures.base import Scope, scope, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons.parts import Part, Row
from analytics.store.debtor_lines import choose, months_to, newest_month, open_lines
from analytics.store.duck import Database
from analytics.store.questions import ask
from analytics.store.reader import Reader

REFUSED = "この役割では、債務者ごとの内容は見られません。"
NOBODY = (
    "見られる範囲に、その番号の人はいません。番号と月を確かめるか、一覧から選び直してください。"
)
FORMER = (
    "債務者ごとの内容は、いまの版でだけ見られます。"
    "前の版では、その後の納付、名寄せの判断、番号の訂正が効いていないためです。"
)
NO_MONTHS = (
    "債務者ごとの内容は、月次の滞納明細がある月末でだけ見られます。月末を選び直してください。"
)


@dataclass(frozen=True)
class Look:
    """One version at one month-end before one reader; `parts` is all there is for that reader."""

    gate: Gate
    here: Scope
    months: tuple[date, ...]
    lines: Database
    parts: tuple[Part, ...]

    @property
    def reader(self) -> Reader:
        """The version that is looked at."""
        return self.gate.reader

    @property
    def on(self) -> date:
        """The month-end that is shown."""
        return self.here.period.period_on

    def department_name(self, department: str) -> str:
        """The name of a department by its code."""
        return self.reader.departments.get(department, department)

    def ask(self, name: str, parts: Iterable[Part]) -> list[Row]:
        """The answer to question persons/*name* about *parts*, nothing of it withheld yet."""
        columns = ("person_id", "department", "claim_kind", "debtor_key")
        debtors = [{name: getattr(part, name) for name in columns} for part in parts]
        if not debtors:
            return []
        choose(self.lines, debtors)
        span = {"first_on": self.months[0], "period_on": self.on}
        return list(ask(self.lines, f"persons/{name}", span).to_pylist())

    def sees_all_kinds(self, department: str, group: str) -> bool:
        """Whether *group* of every kind of claim of *department* may be seen, whoever the debtor is."""
        granted = {
            row["from_kind"]
            for row in self.gate.grants.to_pylist()
            if row["from_department"] == department
            and row["field_group"] == group
            and not row["to_kind"]
        }
        return granted >= self.gate.kinds_of.get(department, set())

    def write_down(
        self, parts: Iterable[Part], groups: Collection[str], purpose: str, at: datetime
    ) -> None:
        """Put into the audit trail that *groups* of *parts* are shown. Raises `StoreFault` where it cannot be."""
        met: dict[tuple[str, str], dict[str, Basis]] = {}
        for part in parts:
            shown = {group: why for group, why in part.met.items() if group in groups}
            met.setdefault((part.department, part.debtor_key), {}).update(shown)
        self.gate.write_down([Read(*debtor, why) for debtor, why in met.items()], purpose, at)

    def figure(self, name: str, **slots: Any) -> Figure:
        """A figure of this look. The files named are those of the month, whoever is shown."""
        return Figure(
            name=name,
            as_of=self.here.as_of,
            version=self.reader.version,
            sources=source_names(self.reader, self.here, self.here.period),
            **slots,
        )


def refuse(viewer: Viewer) -> None:
    """Raise `NothingToShow` for a reader who sees no person, before anything is looked for."""
    if not viewer.sees_persons:
        raise NothingToShow(REFUSED)


def look(
    gate: Gate, selection: Selection, person_id: str | None = None, *, is_long: bool = False
) -> Look:
    """Open the month of *selection* for the reader of *gate*: all persons, or the one with *person_id*.

    With *is_long* what was owed in the months before is among the parts as well. Consents are read anew. Raises
    `NothingToShow` for a reader who sees no person, a version that is not the newest, a time there is not, and a
    year-end.
    """
    refuse(gate.viewer)
    if gate.reader.version != gate.reader.store.latest():
        raise NothingToShow(FORMER)
    here = scope(gate.reader, selection)
    if not here.period.is_month:
        raise NothingToShow(NO_MONTHS)
    months = months_to(gate.reader, here.period)
    lines = open_lines(gate.reader, months)
    lines.add("grants", gate.grants)
    lines.add("consented", gate.consented())
    span = {
        "first_on": months[0] if is_long else here.period.period_on,
        "period_on": here.period.period_on,
        "newest_on": newest_month(gate.reader),
        "own": gate.viewer.department,
        "person_id": person_id,
    }
    parts = tuple(map(_part, ask(lines, "persons/seen", span).to_pylist()))
    return Look(gate, here, tuple(months), lines, parts)


def _part(row: Row) -> Part:
    met = {
        group: Basis(kind, BASES.get(kind, kind), number)
        for group, kind, number in zip(
            row["fields"], row["bases"], row["decision_nos"], strict=True
        )
    }
    names = ("person_id", "department", "claim_kind", "debtor_key", "outstanding_yen")
    return Part(**{name: row[name] for name in names}, met=met)
