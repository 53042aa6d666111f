"""The records behind one month-end of a version, opened for a click: one cell of the matrix, or one debtor.

Everything else reads summaries. Of the receivables only those files are opened that hold lines of the months asked
for; which delivery stands in which month is known from the summary `standing`. Nothing here knows who may see what:
`analytics.figures.persons` asks that first, and chooses by it whose records it goes on to read.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import pyarrow as pa

from analytics.ledger.columns import RECEIVABLES, RECORDS
from analytics.ledger.periods import Period
from analytics.store.beside import beside, files_beside
from analytics.store.duck import Database
from analytics.store.months import SPAN
from analytics.store.questions import question
from analytics.store.reader import Reader
from analytics.store.summaries import REPLACED

SHOWN = 24  # month-ends of a debtor that are shown, the chosen one among them
BESIDE = ("persons", "actions")
CHOSEN = pa.schema(  # whose records are read on
    [
        pa.field("person_id", pa.string(), nullable=False),
        pa.field("department", pa.string(), nullable=False),
        pa.field("claim_kind", pa.string(), nullable=False),
        pa.field("debtor_key", pa.string(), nullable=False),
    ]
)


def months_to(reader: Reader, period: Period, count: int = SHOWN) -> list[date]:
    """The last *count* month-ends up to *period* that the version knows, oldest first."""
    wanted = set(period.last(count))
    return [each.period_on for each in reader.periods if each.is_month and each.period_on in wanted]


def newest_month(reader: Reader) -> date:
    """The newest month-end of the version, by which it is told who owes what now."""
    return max(each.period_on for each in reader.periods if each.is_month)


def open_lines(reader: Reader, months: list[date]) -> Database:
    """What `analytics/sql/persons/*.sql` ask of: the lines of *months* and of the newest, persons, measures, links.

    Their answers need `grants` and `consented`, or `chosen`, besides: `Database.add`. Raises `StoreFault` for a
    damaged store.
    """
    span = {"first_on": months[0], "period_on": months[-1], "newest_on": newest_month(reader)}
    standing = reader.ask("persons/standing_months", span)
    known = set(standing["as_of"].to_pylist())
    first, last = min(known, default=None), max(known, default=None)
    tables = {
        "standing": standing,
        "span": pa.Table.from_pylist([{"first_on": first, "last_on": last}], schema=SPAN),
        "links": reader.ask("persons/links"),
        "incoming_lines": RECEIVABLES.empty_table(),  # for columns that older files lack
    }
    files = _files(reader, first, last)
    tables |= {kind: RECORDS[kind].empty_table() for kind in BESIDE if not files[kind]}
    views = {
        "receivables": REPLACED if files["stored_lines"] else "FROM incoming_lines",
        "month_lines": question("marts/views/month_lines").sql,
    }
    return Database({name: paths for name, paths in files.items() if paths}, tables, views)


def choose(lines: Database, debtors: list[dict[str, str]]) -> None:
    """Let the next questions be about *debtors*, each in the columns of `CHOSEN`."""
    lines.add("chosen", pa.Table.from_pylist(debtors, schema=CHOSEN))


@lru_cache(16)
def _files(reader: Reader, first: date | None, last: date | None) -> dict[str, list[Path]]:
    """The files to open, which never change for a version; no *first*: it has no line of these months."""
    store, number = reader.store, reader.version
    beside_it = beside(store.version(number))
    lines = store.files(number, since=first, until=last) if first else []
    return {"stored_lines": lines} | {
        kind: files_beside(store.root, kind, beside_it.get(kind)) for kind in BESIDE
    }
