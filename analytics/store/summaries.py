"""The summaries that pages read: what `analytics/sql/marts/*.sql` make of the lines of a version.

`deliveries` and those of OF_LINES look at every line; the others are made of these. So a month that comes in costs the
lines of that month and of the one before, and nothing for those that lie further back (`extended`).

They are written with their version and bear the fingerprint of their definition. A release that defines them otherwise
leaves what is there alone and makes them anew, in memory, whenever it opens the version (docs/decisions/0004).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.ledger.columns import CHANGES, RECEIVABLES
from analytics.store.duck import Database
from analytics.store.months import OF_LINES, UNMATCHED, VIEWS, Months, from_before
from analytics.store.questions import ask, question
from analytics.store.snapshots import Store

SUMMARIES = ("deliveries", "standing", *OF_LINES, UNMATCHED, "claims", "steps", "movements")
EVERY_RELEASE = ("claims", "movements")  # those that a store of an earlier release has, too
MONTHLY = "movements_by_month"  # the rows of `movements` that monthly deliveries make
Tables = dict[str, pa.Table]
REPLACED = """
    SELECT * FROM stored_lines WHERE source_scope NOT IN (SELECT source_scope FROM incoming_lines)
    UNION ALL BY NAME
    SELECT * FROM incoming_lines
"""


@cache
def definition() -> str:
    """Sixteen characters that change when the SQL of a summary does, or the columns it is made of."""
    columns = [f"{field.name} {field.type}" for field in (*RECEIVABLES, *CHANGES)]
    asked = (
        *(f"marts/{name}" for name in (*SUMMARIES, MONTHLY)),
        *(f"marts/views/{name}" for name in VIEWS),
    )
    told = [*columns, *(question(name).sql for name in asked)]
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def lines(stored: Sequence[Path], incoming: pa.Table | None = None) -> Database:
    """`receivables`: the lines in the files *stored*, once *incoming* has replaced what its scope delivered before.

    A column that the files do not have yet is empty.
    """
    new = RECEIVABLES.empty_table() if incoming is None else incoming
    if not stored:
        return Database({}, {"receivables": new})
    return Database({"stored_lines": stored}, {"incoming_lines": new}, {"receivables": REPLACED})


def build(receivables: Database, changes: pa.Table) -> Tables:
    """The summaries of *receivables*, with the documented *changes* of claims, from all lines."""
    deliveries = ask(receivables, "marts/deliveries")
    below = _below(deliveries, changes)
    standing = ask(below, "marts/standing")
    months = Months(receivables, standing)
    of_lines = months.summaries(date.min)
    made = _summed_up(below, {"deliveries": deliveries, "standing": standing, **of_lines})
    return made | {UNMATCHED: months.unmatched(made["steps"])}


def extended(store: Store, number: int | None, incoming: pa.Table, changes: pa.Table) -> Tables:
    """The summaries once *incoming* has replaced, in version *number*, what its scopes delivered before.

    They equal those of `build`. Where today's definition made those of *number*, only the months are looked at again
    that the incoming lines can have changed; what settled years hold is summed up from `deliveries`.
    """
    if number is None or not current(store, number):
        stored = [] if number is None else store.files(number)
        return build(lines(stored, incoming), changes)
    former = {
        name: store.mart(number, name) for name in ("deliveries", "standing", *OF_LINES, UNMATCHED)
    }
    deliveries = _replaced(former["deliveries"], incoming)
    below = _below(deliveries, changes)
    standing = ask(below, "marts/standing")
    since = _first_changed(former["standing"], standing, incoming)
    made = former | {"deliveries": deliveries, "standing": standing}
    if since is None:
        return _summed_up(below, made)
    first = from_before(standing, since)["as_of"]
    months = Months(lines(store.files(number, since=pc.min(first).as_py()), incoming), standing)
    for name, rows in months.summaries(since).items():
        made[name] = _since(former[name], rows, OF_LINES[name], since)
    made = _summed_up(below, made)
    steps = made["steps"].filter(pc.field("period_on") >= since)
    made[UNMATCHED] = _since(former[UNMATCHED], months.unmatched(steps), "period_on", since)
    return made


def _since(former: pa.Table, now: pa.Table, day: str, since: date) -> pa.Table:
    """The rows of *former* before *since*, and all of *now*, which is of *since* and later; without a *day* that alone.

    *former* is in the order of its *day*.
    """
    if not day:
        return now
    kept = pc.sum(pc.less(former[day], since)).as_py() or 0
    return pa.concat_tables([former.slice(0, kept), now])


def _below(deliveries: pa.Table, changes: pa.Table) -> Database:
    """What the summaries of summaries are made of: at first just what `standing` is."""
    return Database({}, {"deliveries": deliveries, "changes": changes})


def _summed_up(below: Database, made: Tables) -> Tables:
    """*made*, the summaries of lines, with those that are made of summaries. *below* has its `deliveries` already."""
    made = dict(made)
    for name in made.keys() - {"deliveries"}:
        below.add(name, made[name])
    for name in ("claims", "steps"):
        made[name] = ask(below, f"marts/{name}")
        below.add(name, made[name])
    yearly, monthly = (ask(below, f"marts/{name}") for name in ("movements", MONTHLY))
    made["movements"] = pa.concat_tables([yearly, monthly.cast(yearly.schema)])
    return made


def _replaced(deliveries: pa.Table, incoming: pa.Table) -> pa.Table:
    """*deliveries* with those of the scopes of *incoming* made anew, in the order of the question."""
    scopes = pc.unique(incoming["source_scope"])
    others = deliveries.filter(pc.invert(pc.is_in(deliveries["source_scope"], value_set=scopes)))
    new = ask(Database({}, {"receivables": incoming}), "marts/deliveries")
    order = "as_of source_scope fiscal_year account department department_name booked_department claim part"
    ties = "claim_kind claim_group is_debtor_claim only_if_owed"
    both = pa.concat_tables([others.cast(new.schema), new])
    return both.sort_by([(name, "ascending") for name in f"{order} {ties}".split()])


def _first_changed(former: pa.Table, now: pa.Table, incoming: pa.Table) -> date | None:
    """The first month whose numbers may differ from before: of the incoming lines, or where other files now stand."""
    monthly = incoming.filter(~(pc.field("basis").is_null() | (pc.field("basis") == "settlement")))
    days = set(monthly["as_of"].to_pylist())
    before, after = ({tuple(row.values()) for row in each.to_pylist()} for each in (former, now))
    return min(days | {row[0] for row in before ^ after}, default=None)


def current(store: Store, number: int) -> dict[str, list[Path]]:
    """The files of version *number*'s summaries; none unless all are there and made by today's definition."""
    made_by = {name: store.definition(number, name) for name in SUMMARIES}
    if set(made_by.values()) != {definition()}:
        return {}
    return {name: [store.mart_file(number, name)] for name in SUMMARIES}


def expected(store: Store, number: int) -> tuple[str, ...]:
    """The summaries that version *number* must have: all of today's, if any of them is, else those of any release."""
    is_todays = any(store.definition(number, name) == definition() for name in SUMMARIES)
    return SUMMARIES if is_todays else EVERY_RELEASE


def summaries(store: Store, number: int, changes: pa.Table) -> Tables:
    """The summaries of version *number* by today's definition: as stored, or else made anew."""
    if current(store, number):
        return {name: store.mart(number, name) for name in SUMMARIES}
    return build(lines(store.files(number)), changes)
