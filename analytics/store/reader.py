"""One version of the store, pinned: what a page or a command asks its questions of."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import LayoutFault
from analytics.intake.targets import read_targets, with_names_of
from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.claim_kinds_file import claim_kinds_path, read_claim_kinds
from analytics.ledger.columns import TARGETS
from analytics.ledger.guidance import GuidanceRule, read_guidance
from analytics.ledger.periods import Period
from analytics.settings import Formula, Settings
from analytics.store.documents import read_documents
from analytics.store.duck import Database
from analytics.store.matched import matched_files, unmatched_tables
from analytics.store.names import version_number
from analytics.store.pins import Pin, pinned
from analytics.store.questions import ask, question
from analytics.store.restating import restatements
from analytics.store.snapshots import Store, empty_store
from analytics.store.summaries import current, summaries

# questions whose answers other questions build on
VIEWS = (
    "matched_targets",
    "targets_by_version",
    "current_targets",
    "moves",
    "clocks",
    "aims",
    "department_aims",
    "standing_makeup",
    "expiring",
    "expiring_spans",
    "seen_files",
)
ANSWERS = 256  # that a reader keeps, of some hundred rows each
KEPT = ("aims", "department_aims")  # of every period at once, and asked for several times over


@dataclass(frozen=True)
class Reader:
    """A version's summaries and the targets beside them, as they were when it was opened."""

    store: Store
    version: int
    # when the version was asked for by this name
    pin: Pin | None = field(repr=False, compare=False)
    database: Database = field(repr=False, compare=False)
    targets_fault: str = field(
        repr=False, compare=False
    )  # why there are none: a line for each fault
    rules: ClaimKinds = field(repr=False, compare=False)
    formula: Formula = field(repr=False, compare=False)  # by which attainment is reckoned
    rules_in: Path = field(repr=False, compare=False)  # the folder of the rules that a city edits
    _with: Callable[[pa.Table], Database] = field(
        repr=False, compare=False
    )  # the version beside targets

    def aimed(self, targets: pa.Table) -> Reader:
        """The same version as it would be beside *targets*."""
        return replace(self, database=self._with(targets), targets_fault="")

    def ask(self, name: str, parameters: Mapping[str, object] | None = None) -> pa.Table:
        """The answer to the question in `analytics/sql/<name>.sql`."""
        given = parameters or {}
        return self._answer(name, tuple((key, given[key]) for key in question(name).parameters))

    @cached_property
    def _answer(self) -> Callable[[str, tuple[tuple[str, object], ...]], pa.Table]:
        """The last answers are kept: a version never changes, and the figures of a page ask much the same."""
        return lru_cache(ANSWERS)(lambda name, given: ask(self.database, name, dict(given)))

    @cached_property
    def reckoned(self) -> dict[Hashable, Any]:
        """What is reckoned once of this version in Python, by whoever keeps it here under a name of its own."""
        return {}

    @cached_property
    def guidance(self) -> GuidanceRule:
        """The rule by which the head of the city is called in. Raises `LayoutFault` for a faulty file."""
        return read_guidance(self.rules_in)

    @cached_property
    def restatements(self) -> pa.Table:
        """What was delivered again up to this version, and what it changed (`analytics/sql/restatements.sql`)."""
        return restatements(self.store, self.version)

    @cached_property
    def periods(self) -> list[Period]:
        """The year-ends there are, then the month-ends, each oldest first."""
        return [Period(**row) for row in self.ask("periods").to_pylist()]

    @cached_property
    def years(self) -> dict[int, date]:
        """Fiscal year → as-of date of every year-end, oldest first."""
        return {each.fiscal_year: each.as_of for each in self.periods if not each.is_month}

    @cached_property
    def departments(self) -> dict[str, str]:
        """Code → latest name of every department that was ever owed something."""
        return {
            row["department"]: row["department_name"] for row in self.ask("departments").to_pylist()
        }

    @cached_property
    def claim_kinds(self) -> list[str]:
        """Every kind of claim of which something was ever owed, by its largest balance."""
        return list(self.ask("claim_kinds")["claim_kind"].to_pylist())

    @cached_property
    def unknown_kinds(self) -> list[str]:
        """The kinds of claim that the table of rules does not know (`analytics/sql/unknown_kinds.sql`)."""
        return [row["claim_kind"] for row in self.ask("unknown_kinds").to_pylist()]

    @cached_property
    def sources(self) -> list[tuple[date, int, str]]:
        """As-of date, fiscal year and name of each file of the version, oldest first. Two files may share a name."""
        return [
            (row["as_of"], row["fiscal_year"], row["source_name"])
            for row in self.ask("sources", {"as_of": None}).to_pylist()
        ]


def open_reader(
    root: Path,
    targets: Path | None = None,
    version: int | str | None = None,
    rules: Path | None = None,
) -> Reader:
    """Open *version* (the newest when None) of the store at *root*, with the targets in the folder *targets*.

    *version* may be the name of a pin; the targets are then those of the day on which it was pinned. *rules* is the
    table of claim kinds, None that of the settings; questions find it as `claim_rules`. Raises `NothingToShow` for an
    empty store or an unknown version, `StoreFault` for a damaged one, `LayoutFault` for bad rules. Of bad targets there
    are none, and `targets_fault` says why: most figures ask for none.
    """
    store = Store(root)
    latest = store.latest()
    if latest is None:
        raise empty_store(root)
    pin, number = _chosen(store, version, latest)
    documents = read_documents(store, number)
    files = current(store, number)
    tables = {} if files else summaries(store, number, documents["changes"])
    people = matched_files(store, number)
    claims = store.mart(number, "claims") if files else tables["claims"]
    aims, fault = (pin.aims, "") if pin else _targets(targets)
    municipality = documents["sources"]["municipality"][0].as_py()
    kinds = read_claim_kinds(rules)
    views = {view: question(f"views/{view}").sql for view in VIEWS}

    def beside(aims: pa.Table) -> Database:
        ours = aims.filter(pc.field("municipality").isin(["", municipality]))
        for column in ("account", "claim"):
            ours = with_names_of(claims[column].unique().to_pylist(), ours, column)
        held = {"targets": ours, "claim_rules": kinds.as_table(), **documents, **tables}
        if not people:
            held |= unmatched_tables()
        return Database({**files, **people}, held, views, KEPT)

    folder = (rules or claim_kinds_path()).parent
    formula = Settings.load().attainment
    return Reader(store, number, pin, beside(aims), fault, kinds, formula, folder, beside)


def _targets(folder: Path | None) -> tuple[pa.Table, str]:
    """The targets in *folder*; none, and what is wrong with its files, when anything is."""
    try:
        return read_targets(folder) if folder else TARGETS.empty_table(), ""
    except LayoutFault as fault:
        return TARGETS.empty_table(), str(fault)


def number_of(store: Store, version: int | str | None = None) -> int:
    """The number of *version* (the newest when None; a number or the name of a pin). Raises as `open_reader`."""
    latest = store.latest()
    if latest is None:
        raise empty_store(store.root)
    return _chosen(store, version, latest)[1]


def _chosen(store: Store, version: int | str | None, latest: int) -> tuple[Pin | None, int]:
    """The pin that was asked for, if it was one, and the number of the version."""
    if version is None:
        return None, latest
    number = version_number(version) if isinstance(version, str) else version
    if number is not None:
        return None, store.version(number).number
    pin = pinned(store, str(version))
    return pin, store.version(pin.version).number
