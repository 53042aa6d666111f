"""One file by one layout: its tables, or everything that is wrong with it. Touches no store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import InputFault, reason
from analytics.intake.books import Books, find_books
from analytics.intake.causes import causes_first, columns_put_right, repeated_once
from analytics.intake.cells import read_sheet
from analytics.intake.claims import (
    check_netting,
    missing_claims,
    resolve_departments,
    to_receivables,
)
from analytics.intake.delivered import Reading
from analytics.intake.findings import Finding, error, errors_in, in_order, warning
from analytics.intake.layout import Department, Layout
from analytics.intake.layouts import AnyLayout
from analytics.intake.lines import Line, knows_claims
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.month import fiscal_year_of
from analytics.intake.records.reading import read_rows
from analytics.intake.rows import read_rows as read_settlement_rows
from analytics.intake.survey.layout import SurveyLayout
from analytics.intake.survey.reading import read_answers
from analytics.intake.tables.reading import choose_sheet, chunks
from analytics.intake.tables.source import Source
from analytics.intake.units import check_units
from analytics.ledger.columns import RECEIVABLES

LARGEST_SETTLEMENT = 64 * 1024 * 1024  # bytes: a city's whole settlement is some 100 KiB


def read_source(source: Source, layout: AnyLayout, as_of: date | None = None) -> Reading:
    """Read *source* by *layout*: every finding at once, and the tables. *as_of* is the day given by hand.

    Raises `InputFault` for a file that cannot be read as a table at all.
    """
    if isinstance(layout, SurveyLayout):
        return read_answers(source, layout, as_of)
    if isinstance(layout, RecordLayout):
        return _read_records(source, layout, as_of)
    if source.kind == "excel":
        raise InputFault(
            f"ファイル {source.name} の中身はCSVではなく、Excelのブックです。"
            "Excelで開き「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」にしてください。"
        )
    if source.size_bytes > LARGEST_SETTLEMENT:
        raise InputFault(
            f"{source.name} は決算の表としては大きすぎます（{source.size_bytes:,}バイト）。"
            "明細のファイルなら docs/明細レイアウトの書き方.md に沿って、明細のレイアウト（record のあるもの）を"
            "用意してください。"
        )
    return _read_settlement(source, layout, as_of)


def _read_records(source: Source, layout: RecordLayout, given: date | None) -> Reading:
    sheet, about_form = choose_sheet(source, layout)
    if sheet is None:
        return Reading(source, layout, findings=tuple(in_order(about_form)))
    running = chunks(source, layout, sheet)
    records = read_rows(
        source.name, ((chunk.first, chunk.rows) for chunk in running), layout, given
    )
    as_of = records.as_of
    about_text = list(running.findings)
    about_rows = [  # where the text ends too early to be read, it is not said to be empty
        finding
        for finding in records.findings
        if finding.code != "empty" or not errors_in(about_text)
    ]
    return Reading(
        source,
        layout,
        encoding=sheet.encoding,
        books=Books(fiscal_year_of(as_of), as_of) if as_of else None,
        tables=records.tables,
        findings=tuple(in_order([*about_form, *about_text, *about_rows])),
        rows_read=records.rows_read,
        accepted_rows=records.accepted_rows,
        repaired_rows=records.repaired_rows,
        rejected_rows=records.rejected_rows,
        set_aside_rows=records.set_aside_rows,
        rejected=records.rejected,
        above=records.above,
        details_yen=records.owed_yen,
    )


def _read_settlement(source: Source, layout: Layout, as_of: date | None) -> Reading:
    """Every finding at once, and the receivables when there is no error."""
    name = source.name
    sheet, findings = read_sheet(_content(source), layout)
    if sheet is None:
        return Reading(source, layout, findings=tuple(in_order(repeated_once(findings))))
    moved, sheet, rows = columns_put_right(sheet, read_settlement_rows(sheet, layout), layout)
    books, about_books = find_books(name, sheet, rows.details, layout, as_of)
    columns = [column for each in layout.amounts for column in each.columns.values()]
    about_units = check_units(sheet.above, columns, "[[amounts]]（列ごとにも書けます）")
    findings += [*moved, *about_units, *rows.findings, *about_books]
    departments: dict[str, Department] = {}
    unknown: list[Finding] = []
    if books and _has_department_column(sheet.position, layout):
        departments, unknown = resolve_departments(
            rows.details,
            layout,
            books.fiscal_year,
            is_sure=not any(finding.code == "year_differs" for finding in about_books),
        )
        findings += unknown
    if sheet.is_whole and rows.are_mostly_read and knows_claims(sheet, layout):
        findings += missing_claims(rows.details, layout)
    if not errors_in(findings):
        findings += [*check_netting(rows.lines, layout), *_no_claims(rows.lines)]
    receivables = RECEIVABLES.empty_table()
    if books and not errors_in(findings):
        receivables = to_receivables(rows.lines, layout, books, departments, name)
        findings += _mostly_written_off(receivables)
    rejected = len(
        rows.rejected_rows
        | {finding.row for finding in about_books + unknown if finding.row is not None}
    )
    return Reading(
        source,
        layout,
        encoding=sheet.encoding,
        books=books,
        tables={"receivables": receivables},
        findings=tuple(in_order(causes_first(findings, sheet, rows))),
        rows_read=rows.read,
        accepted_rows=rows.read - rejected,
        rejected_rows=rejected,
        set_aside_rows=rows.set_aside,
    )


def _content(source: Source) -> bytes:
    try:
        return source.path.read_bytes()
    except OSError as problem:
        raise InputFault(
            f"ファイル {source.name} を開けません（{reason(problem)}）。"
            "権限や、ほかで開いていないかを確かめてください。"
        ) from problem


def _no_claims(lines: Sequence[Line]) -> list[Finding]:
    """A file without a single receivable would empty what was delivered before."""
    if any(line.rule is not None for line in lines):
        return []
    return [
        error(
            "no_claims",
            "債権の行が1つもありません",
            "ファイルがこのレイアウトのものか、レイアウトの [claims] rules が合っているかを確かめてください",
        )
    ]


def _mostly_written_off(receivables: pa.Table) -> list[Finding]:
    """Received and written off may change places in the identity and in every total; in a city they never do."""
    debts = receivables.filter(pc.field("is_debtor_claim"))
    received, written_off = (
        pc.sum(debts[name]).as_py() or 0 for name in ("received_yen", "written_off_yen")
    )
    if written_off <= received:
        return []
    return [
        warning(
            "mostly_written_off",
            f"不納欠損額の合計 {written_off:,}円 が、収入済額の合計 {received:,}円 より多くなっています",
            "収入済額と不納欠損額の列が入れ替わっていないかを、元の帳票と確かめてください",
        )
    ]


def _has_department_column(position: dict[str, int], layout: Layout) -> bool:
    rule = layout.departments
    return rule.fixed is not None or layout.texts[rule.column].header in position
