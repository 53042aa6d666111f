"""Small cities with persons: monthly deliveries as text (`tests.monthly`), persons, measures, and who is who.

    課 | 債務者 | 氏名     | 住所   | 電話    | 保証人
    10 | K10    | 架空太郎 | 本町1 | 0000-10 |

    課 | 債務者 | 債権     | 日         | 取組
    10 | K10    | 市県民税 | 2026-09-01 | 文書催告

Who is who is written as a matching would have written it: ``{"P1": ["10/K10", "40/K40"]}``.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.access.gate import Gate, open_gate
from analytics.access.viewer import Viewer
from analytics.ledger.calendar import JAPAN
from analytics.ledger.columns import ACTIONS, LINKS, PERSONS, RECEIVABLES, SHARED
from analytics.settings import DATA
from analytics.store.reader import Reader, open_reader
from tests.monthly import Ledgers, line, month_end
from tests.settlement import read

TODAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, 0, tzinfo=JAPAN)
WRITTEN = {
    "氏名": "name",
    "住所": "address",
    "電話": "phone",
    "保証人": "guarantor",
}


@dataclass
class Known(Ledgers):
    """A city whose debtors are known by name."""

    def take_in_all(
        self, books: str, persons: str = "", measures: str = "", month: str = "2026-10"
    ) -> Known:
        """Commit each delivery of *books* as one version; *persons* and *measures* come with the last, of *month*."""
        deliveries: dict[tuple[str, str], list[dict[str, str]]] = {}
        for row in read(books):
            deliveries.setdefault((row["月"], row.get("資料") or "all"), []).append(row)
        beside = {"persons": _persons(persons, month), "actions": _measures(measures, month)}
        last = max(deliveries)
        for delivery, own in sorted(deliveries.items()):
            lines = [line(row, number, delivery[1]) for number, row in enumerate(own, start=2)]
            table = pa.Table.from_pylist(lines, schema=RECEIVABLES)
            is_last = delivery == last
            self.deliver(table, summed_up=is_last, beside=beside if is_last else None)
        return self

    def linked(self, people: Mapping[str, Sequence[str]]) -> Known:
        """Let these debtors (``10/K10``) be one person each, in the newest version."""
        number = self.store.latest()
        folder = self.store.root / "matching" / str(number) / "1"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        rows = [
            {
                "department": debtor.partition("/")[0],
                "debtor_key": debtor.partition("/")[2],
                "person_id": person,
                "method": "decision",
            }
            for person, debtors in people.items()
            for debtor in debtors
        ]
        pq.write_table(pa.Table.from_pylist(rows, schema=LINKS), folder / "links.parquet")
        pq.write_table(SHARED.empty_table(), folder / "shared.parquet")
        return self

    def copied(self, folder: Path) -> Known:
        """The same city in *folder*, for a test to write into."""
        shutil.copytree(self.folder, folder)
        return Known(folder)

    def gate(self, viewer: Viewer, rules: Path | None = None, on: date = TODAY) -> Gate:
        """The gate of the newest version, by the rules in the folder *rules* (None: those that ship)."""
        return open_gate(self.opened(rules), viewer, on)

    def opened(self, rules: Path | None = None) -> Reader:
        """The newest version, by the rules in the folder *rules*."""
        return open_reader(self.store.root, rules=rules / "claim_kinds.toml" if rules else None)


def rules_with(folder: Path, sharing: str) -> Path:
    """The rules that ship, in *folder*, but for the table of sharing."""
    shutil.copytree(DATA / "rules", folder)
    (folder / "sharing.toml").write_text(sharing, encoding="utf-8")
    return folder


def sharing_row(holder: str, to: str, fields: Sequence[str], until: str = "") -> str:
    """One row of the table of sharing, which holds of any city."""
    listed = ", ".join(f'"{field}"' for field in fields)
    end = f"valid_to = {until}\n" if until else ""
    return (
        f'[[rows]]\nfrom = "{holder}"\nto = "{to}"\nfields = [{listed}]\nbasis_type = "law"\n'
        f'basis = "ためし"\nvalid_from = 2024-04-01\n{end}decided_by = "市長"\n'
        f'decision_no = "第1号"\nmunicipality = ""\n'
    )


def _persons(rows: str, month: str) -> pa.Table:
    made = [
        _origin(month, number)
        | {"as_of": month_end(month), "department": row["課"], "debtor_key": row["債務者"]}
        | {column: row.get(word) or None for word, column in WRITTEN.items()}
        for number, row in enumerate(read(rows) if rows else [], start=2)
    ]
    return pa.Table.from_pylist(made, schema=PERSONS)


def _measures(rows: str, month: str) -> pa.Table:
    made = [
        _origin(month, number)
        | {"as_of": month_end(month), "department": row["課"], "debtor_key": row["債務者"]}
        | {"claim_kind": row["債権"] or None, "action": row["取組"]}
        | {"done_on": date.fromisoformat(row["日"]), "note": row.get("メモ") or None}
        for number, row in enumerate(read(rows) if rows else [], start=2)
    ]
    return pa.Table.from_pylist(made, schema=ACTIONS)


def _origin(month: str, number: int) -> dict[str, object]:
    """Where a record stands: in the delivery of that month."""
    scope = f"all@{month_end(month)}"
    return {"source_scope": scope, "source_name": "ためし.csv", "source_row": number}
