"""Monthly deliveries written as a small text table, and committed to a store by the store's own functions.

    月      | 年度 | 債権   | 課     | 債務者 | 期  | 納期限     | 区分 | 調定 | 収入 | 欠損
    2026-06 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 1000 |  900 |    0

One delivery is one layout and month; a department has a layout of its own name. `課` is a name, or ``12=納税課`` for a
code and its name in that month. Optional columns: `資料` (the layout), `未収` (else 調定－収入－欠損), `賦課` (the levy
year), `会計`, `基準` (すべて: with what is not yet due), `状態` (as on the screen), the days of DAYS, and `債務者あり`
with × for income that nobody owes. A debtor ``11～20`` is ten debtors, each with a line as it stands: of fewer than
eight hardly anything is shown.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from analytics.figures import Figure, Selection, answer
from analytics.ledger.columns import CHANGES, DOCUMENTS, RECEIVABLES, SOURCES, STATES
from analytics.store.documents import read_documents, seals
from analytics.store.reader import Reader, open_reader
from analytics.store.summaries import definition, extended
from tests.settlement import City, Rows, read

PARTS = {"現年": "current", "滞繰": "carried_over", "なし": "undivided"}
DAYS = {
    "契約日": "contracted_on",
    "督促": "reminded_on",
    "承認": "acknowledged_on",
    "停止": "suspended_on",
    "納付": "last_paid_on",
}
NAME = "ためし市"


def month_end(month: str) -> date:
    """The last day of ``2026-09``."""
    year, number = map(int, month.split("-"))
    return date(year, number, calendar.monthrange(year, number)[1])


def everybody(row: dict[str, str]) -> list[dict[str, str]]:
    """*row* for each of the debtors that it names.

    >>> [row["債務者"] for row in everybody({"債務者": "8～10"})]
    ['8', '9', '10']
    """
    first, _, last = row["債務者"].partition("～")
    if not last:
        return [row]
    return [row | {"債務者": str(number)} for number in range(int(first), int(last) + 1)]


def line(row: dict[str, str], number: int, layout: str) -> dict[str, object]:
    """One row of the text table as a line of receivables."""
    code, _, name = row["課"].partition("=")
    assessed, received, lost = (int(row[column]) for column in ("調定", "収入", "欠損"))
    owed = row.get("未収", "")
    as_of = month_end(row["月"])
    return dict.fromkeys(RECEIVABLES.names) | {
        "as_of": as_of,
        "fiscal_year": int(row["年度"]),
        "department": code,
        "department_name": name or code,
        "booked_department": code,
        "claim_kind": row["債権"],
        "claim": row["債権"],
        "claim_group": row["債権"],
        "account": row.get("会計", "一般"),
        "is_debtor_claim": row.get("債務者あり") != "×",
        "only_if_owed": False,
        "part": PARTS[row["区分"]],
        "assessed_yen": assessed,
        "received_yen": received,
        "refund_pending_yen": 0,
        "written_off_yen": lost,
        "outstanding_yen": int(owed) if owed else assessed - received - lost,
        "source_scope": f"{layout}@{as_of}",
        "source_name": f"{layout}_{row['月']}.csv",
        "source_row": number,
        "basis": "all" if row.get("基準") == "すべて" else "due",
        "debtor_key": row["債務者"] or None,
        "levy_year": int(row["賦課"]) if row.get("賦課") else None,
        "instalment": row["期"],
        "due_on": date.fromisoformat(row["納期限"]) if row["納期限"] else None,
        **{name: date.fromisoformat(row[word]) for word, name in DAYS.items() if row.get(word)},
        "state": next((state for state, word in STATES.items() if word == row.get("状態")), None),
    }


@dataclass
class Ledgers(City):
    """A city whose departments deliver every month."""

    changes: Sequence[tuple[int, str, str]] = ()  # fiscal year, claim, reason
    # department's code → name of its layout
    layouts: Mapping[str, str] = field(default_factory=dict)

    def take_in(self, books: str) -> Ledgers:
        """Commit each delivery of *books* as one version, the oldest month first; only the last is summed up."""
        rows = [each for row in read(books) for each in everybody(row)]
        deliveries: dict[tuple[str, str], Rows] = {}
        for row in rows:
            code = row["課"].partition("=")[0]
            layout = row.get("資料") or self.layouts.get(code, code)
            deliveries.setdefault((row["月"], layout), []).append(row)
        last = max(deliveries)
        for (month, layout), own in sorted(deliveries.items()):
            lines = [line(row, number, layout) for number, row in enumerate(own, start=2)]
            table = pa.Table.from_pylist(lines, schema=RECEIVABLES)
            self.deliver(table, summed_up=(month, layout) == last)
        return self

    def deliver(
        self,
        lines: pa.Table,
        *,
        summed_up: bool = True,
        beside: Mapping[str, pa.Table] | None = None,
    ) -> int:
        """Commit the lines of one delivery as the next version, with its summaries if *summed_up*, and say which.

        *beside* are records of persons or measures that come with it.
        """
        latest = self.store.latest()
        number = 0 if latest is None else latest + 1
        scope = lines["source_scope"][0].as_py()
        documents = self._documents(latest, number, lines)
        changes = documents["changes"]
        made = extended(self.store, latest, lines, changes) if summed_up else {}
        self.store.keep_marts(number, made | documents, definition())
        record = documents["sources"].filter(pc.field("source_scope") == scope).to_pylist()[0]
        tables = {"receivables": lines, **(beside or {})}
        self.store.commit(tables, [scope], number, record | seals(self.store, number))
        return number

    def reader(self) -> Reader:
        return open_reader(self.store.root, self.targets)

    def figure(self, name: str, month: str | None = None, department: str | None = None) -> Figure:
        """Figure *name* at the end of *month* (the newest if None)."""
        as_of = month_end(month) if month else None
        return answer(name, self.reader(), Selection(as_of, department))

    def _documents(self, latest: int | None, number: int, lines: pa.Table) -> dict[str, pa.Table]:
        scope = lines["source_scope"][0].as_py()
        others = pc.field("source_scope") != scope
        before = read_documents(self.store, latest) if latest is not None else {}
        sources = pa.Table.from_pylist([_record(lines, number)], schema=SOURCES)
        new = {"sources": sources, "changes": self._changes(scope)}
        return {
            name: pa.concat_tables(_both(before.get(name), others, new.get(name), schema))
            for name, schema in DOCUMENTS.items()
        }

    def _changes(self, scope: str) -> pa.Table:
        rows = [
            {"source_scope": scope, "fiscal_year": year, "claim": claim, "reason": reason}
            for year, claim, reason in self.changes
        ]
        return pa.Table.from_pylist(rows, schema=CHANGES)


def _both(
    before: pa.Table | None, others: pc.Expression, new: pa.Table | None, schema: pa.Schema
) -> Iterable[pa.Table]:
    yield before.filter(others) if before is not None else schema.empty_table()
    yield new if new is not None else schema.empty_table()


def _record(lines: pa.Table, number: int) -> dict[str, object]:
    first = lines.slice(0, 1).to_pylist()[0]
    return {
        "source_scope": first["source_scope"],
        "as_of": first["as_of"],
        "fiscal_year": first["fiscal_year"],
        "municipality": NAME,
        "source_name": first["source_name"],
        "sha256": f"{number:064}",
        "layout": first["source_scope"].partition("@")[0],
        "layout_title": "月次の滞納明細",
        "imported_at": datetime(2026, 11, 1, tzinfo=UTC),
        "version": number,
        "rows_read": lines.num_rows,
        "claim_rows": lines.num_rows,
        "rejected_rows": 0,
        "warning_count": 0,
        "outstanding_yen": pc.sum(lines["outstanding_yen"]).as_py(),
    }
