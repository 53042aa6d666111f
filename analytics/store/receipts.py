"""What a version took in, as its receipt says it: derived from the version, so it can be printed again any day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import NothingToShow
from analytics.intake.findings import Finding, Severity
from analytics.intake.grouped import Cause, by_cause
from analytics.store.documents import read_document
from analytics.store.former import Former, Row, detail_rows, month_before, owed_yen, replaced
from analytics.store.snapshots import Store


@dataclass(frozen=True)
class ReceivedFile:
    """One file that was taken in: what it was, its rows, its totals beside those told, and what was remarked."""

    name: str
    size_bytes: int
    sha256: str
    layout_title: str
    as_of: date
    departments: tuple[str, ...]  # ("",) of a file that is of no one department
    rows_read: int
    accepted_rows: int
    repaired_rows: int
    rejected_rows: int
    set_aside_rows: int
    details: int
    yen: int | None
    control_count: int | None
    control_yen: int | None
    before: Former | None
    corrected: Former | None
    causes: tuple[Cause, ...]


@dataclass(frozen=True)
class Receipt:
    """A version's files, and those that were left out with the reason (known only while the import is shown)."""

    municipality: str
    version: int
    received_at: datetime
    files: tuple[ReceivedFile, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    @property
    def departments(self) -> list[str]:
        """Every department that a file is of, by name."""
        return sorted({name for file in self.files for name in file.departments} - {""})


def receipt(store: Store, number: int) -> Receipt:
    """The receipt of version *number*. Raises `NothingToShow` for one that took in no file: an undo, or none at all."""
    version = store.version(number)
    sources = read_document(store, number, "sources")
    own = sources.filter(pc.field("version") == number).sort_by("source_name").to_pylist()
    if not own or version.restored_from is not None:
        raise NothingToShow(f"版 {number} は前の版を戻したもので、受け取ったファイルがありません。")
    findings = read_document(store, number, "findings")
    former = read_document(store, number - 1, "sources") if number else sources.slice(0, 0)
    files = tuple(_file(row, sources, former, findings) for row in own)
    return Receipt(own[0]["municipality"], number, version.committed_at, files)


def _file(row: Row, sources: pa.Table, former: pa.Table, findings: pa.Table) -> ReceivedFile:
    scope, as_of = row["source_scope"], row["as_of"]
    said = findings.filter(pc.field("source_scope") == scope).to_pylist()
    return ReceivedFile(
        name=row["source_name"],
        size_bytes=row["size_bytes"],
        sha256=row["sha256"],
        layout_title=row["layout_title"],
        as_of=as_of,
        departments=tuple((row["department_names"] or "").split("、")),
        rows_read=row["rows_read"],
        accepted_rows=row["accepted_rows"],
        repaired_rows=row["repaired_rows"] or 0,  # an earlier release wrote none down
        rejected_rows=row["rejected_rows"],
        set_aside_rows=row["set_aside_rows"] or 0,
        details=detail_rows(row),
        yen=owed_yen(row),
        control_count=row["control_count"],
        control_yen=row["control_yen"],
        before=month_before(sources, row["layout"], as_of),
        corrected=replaced(former, scope),
        causes=tuple(by_cause(map(_finding, said))),
    )


def _finding(row: Row) -> Finding:
    return Finding(
        Severity(row["severity"]),
        row["code"],
        row["message"],
        row["todo"] or "",
        row["row"],
        row["column"] or "",
        count=row["count"] or 1,
        cause=row["cause"] or "",
    )
