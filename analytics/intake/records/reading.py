"""One file of records from rows of text to tables, or to everything that is wrong with it. Touches no store.

Every row below the head becomes part of a table, is set aside as a total or a note, or is rejected with its reasons:
accepted and rejected rows are always all that were read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain

import pyarrow as pa

from analytics.intake.characters import DAMAGE, EITHER, OWN_LETTERS
from analytics.intake.findings import Finding, error, in_order, warning
from analytics.intake.head import WITHIN, Head, Row, check_head, find_head
from analytics.intake.records.cells import REPAIRS
from analytics.intake.records.faults import EXAMPLES, Faults
from analytics.intake.records.fields import FIELDS
from analytics.intake.records.grid import Collecting, Grid
from analytics.intake.records.kinds import Sheet
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import find_month
from analytics.intake.records.others import others
from analytics.intake.records.receivables import persons, receivables
from analytics.intake.records.rejected import Rejected, RejectedRows
from analytics.intake.records.rows import sort_rows
from analytics.intake.records.totals import check_totals, lost_totals
from analytics.intake.records.typed import Values, check_fields, read_fields
from analytics.intake.survey.beside import check_days, invited, last_year, results
from analytics.intake.text import fold
from analytics.intake.units import check_units

Chunks = Iterable[tuple[int, list[list[str]]]]  # the number of the first row, and the rows
MEND = "元のシステムから出力し直すか、元の資料を見て正しい文字に直してください"


@dataclass(frozen=True)
class Records:
    """What the rows of one file say by one layout."""

    tables: Mapping[str, pa.Table] = field(default_factory=dict)
    as_of: date | None = None
    findings: tuple[Finding, ...] = ()
    rejected: Collection[Rejected] = ()
    above: tuple[list[str], ...] = ()  # the rows down to the head
    details: int = 0  # rows that are no totals or notes
    repaired_rows: int = 0
    set_aside_rows: int = 0
    owed_yen: int | None = None  # of all details, taken in or not; None where one could not be read

    @property
    def rejected_rows(self) -> int:
        """How many rows were kept out."""
        return len(self.rejected)

    @property
    def rows_read(self) -> int:
        """How many rows below the head are not blank."""
        return self.details + self.set_aside_rows

    @property
    def accepted_rows(self) -> int:
        """How many of them were taken in, totals and notes among them."""
        return self.rows_read - self.rejected_rows


def read_rows(
    name: str, chunks: Chunks, layout: RecordLayout, given: date | None = None
) -> Records:
    """Read the rows of a file called *name* by *layout*, of the month that it names or that is *given*."""
    stream = iter(chunks)
    first = next(stream, None)
    if first is None:
        return Records(findings=(_no_head(layout),))
    start, begun = first
    rows = [Row(number, cells) for number, cells in enumerate(begun[:WITHIN], start=start)]
    head = find_head(rows, layout)
    if head is None:
        return Records(findings=(_no_head(layout),))
    below = head.index + layout.file.header_rows
    above = tuple(row.cells for row in rows[:below])
    findings = [*check_head(head, layout)]
    grid = _collected(head, chain([(start + below, begun[below:])], stream))
    if not grid.count and not grid.ragged:
        findings.append(_empty(layout))
    titles = [fold("".join(row.cells)) for row in rows[: head.index]]
    money = [
        column for key, column in layout.columns.items() if FIELDS[layout.record][key].kind == "yen"
    ]
    findings += check_units(titles, money, "[columns] の金額の列")
    as_of = given
    if layout.as_of.is_monthly:
        as_of, about_month = find_month(name, titles, layout, given)
        findings += about_month
    read = _read(grid, head, above[head.index :], layout, as_of, name)
    found = in_order([*findings, *read.findings])
    return replace(read, findings=tuple(found), above=above)


def _collected(head: Head, chunks: Chunks) -> Grid:
    collecting = Collecting(head.cells)
    for first, rows in chunks:
        collecting.add(first, rows)
    return collecting.done()


def _read(
    grid: Grid,
    head: Head,
    lines: Sequence[list[str]],
    layout: RecordLayout,
    month: date | None,
    name: str,
) -> Records:
    """The tables of *grid*; without the month, or a column that is needed, only what can be said without them."""
    order = sort_rows(grid, head.position, layout, lines)
    faults = Faults(order.grid)
    fields = read_fields(order.grid, head.position, layout)
    _check_letters(order.grid, faults)
    check_fields(fields, faults)
    for header, blanks in order.filled.items():
        faults.repair("fill_down", blanks, REPAIRS["fill_down"], header)
    as_of = month
    if month is None and not layout.as_of.is_monthly:
        check_days(fields, faults)
        as_of = max(filter(None, (_last_day(fields), last_year(fields))), default=None)
    tables: dict[str, pa.Table] = {}
    about_totals: list[Finding] = []
    if head.position.keys() >= set(layout.headers):
        if as_of is not None:
            scope = f"{layout.name}@{as_of.isoformat()}"
            origin = {"source_scope": scope, "source_name": name, "given": month}
            sheet = Sheet(order.grid, head.position, layout, fields, as_of, faults)
            tables = BUILDERS.get(layout.record, others)(sheet, origin)
        about_totals += check_totals(grid, order, fields, head.position, layout)
        about_totals += lost_totals(order.kinds, layout)
    owed = fields.get("outstanding_yen")
    is_known = owed is not None and not grid.ragged and owed.is_there.all()
    return Records(
        tables=tables,
        as_of=as_of,
        findings=(*faults.findings(), *_wrong_width(grid), *about_totals),
        rejected=RejectedRows(order.grid, faults),
        details=order.grid.count + len(grid.ragged),
        repaired_rows=int(faults.repaired.sum()),
        set_aside_rows=order.set_aside,
        owed_yen=int(owed.integers.sum()) if owed and is_known else None,
    )


def _last_day(fields: Mapping[str, Values]) -> date | None:
    """The last day that the records themselves name."""
    days = [
        cell.value
        for values in fields.values()
        if values.field.kind == "day"
        for cell in values.cells
        if cell.value is not None
    ]
    return max(days, default=None)


def _check_letters(grid: Grid, faults: Faults) -> None:
    """Damaged letters keep a row out, whichever column they are in; 外字 are said."""
    for header, column in zip(grid.headers, grid.columns, strict=True):
        if not any(map(_is_strange, column.words)):
            continue  # as nearly always
        damaged = column.each(lambda word: bool(DAMAGE.search(word)))
        faults.reject("damaged", damaged, "壊れた文字があります", MEND, header)
        faults.warn(
            "own_letter",
            ~damaged & column.each(lambda word: bool(OWN_LETTERS.search(word))),
            "外字があります。ほかの端末では空白や別の字に見えます",
            "名前などが読めなくなるなら、一般の字かカナに直してから取り込んでください",
            header,
        )


def _is_strange(word: str) -> bool:
    return not (word.isascii() and word.isprintable()) and bool(EITHER.search(word))


def _wrong_width(grid: Grid) -> list[Finding]:
    if not grid.ragged:
        return []
    first = [row.number for row in grid.ragged[:EXAMPLES]]
    where = "・".join(map(str, first)) + ("行目など" if len(grid.ragged) > len(first) else "行目")
    found = error(
        "width",
        f"列の数が見出し（{len(grid.headers)}列）と違う行があります（{len(grid.ragged):,}行: {where}）",
        "区切り文字や引用符が抜けたり余ったりしていないかを確かめてください",
        first[0],
    )
    said = f"列の数が見出し（{len(grid.headers)}列）と違う行があります"
    return [replace(found, count=len(grid.ragged), cause=said, rows=tuple(first))]


def _empty(layout: RecordLayout) -> Finding:
    """A month may pass without an action; claims without a row would leave the department's last numbers standing."""
    nothing = "見出しの下に行がありません"
    if layout.record == "actions":
        return warning("empty", nothing, "1件もなかった月なら、このまま取り込んでください")
    todo = "明細のあるファイルを選んでください"
    if layout.record == "receivables":
        todo += "。未納が1件もなくなった月は、完納した行を0円のまま出力してください"
    return error("empty", nothing, todo)


def _no_head(layout: RecordLayout) -> Finding:
    return error(
        "header",
        f"レイアウト「{layout.name}」の見出しの行が見つかりません",
        "別の課や別の様式のファイルでないか確かめ、新しい様式なら docs/明細レイアウトの書き方.md に沿って"
        "レイアウトを用意してください",
    )


def _persons(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    return {"persons": persons(sheet, origin)}


BUILDERS = {
    "receivables": receivables,
    "persons": _persons,
    "survey_invited": invited,
    "survey_results": results,
}
