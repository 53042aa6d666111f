"""One file from bytes to receivables, or to everything that is wrong with it. Touches no store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import InputFault, reason
from analytics.intake.amounts import check_units
from analytics.intake.books import Books, find_books, source_scope
from analytics.intake.causes import causes_first, columns_put_right, repeated_once
from analytics.intake.cells import read_sheet
from analytics.intake.claims import (
    check_netting,
    missing_claims,
    resolve_departments,
    to_receivables,
)
from analytics.intake.decoding import is_blank
from analytics.intake.findings import Finding, Severity, error, errors_in, in_order, warning
from analytics.intake.fitting import fitting_layouts
from analytics.intake.layout import Department, Layout
from analytics.intake.lines import Line, knows_claims
from analytics.intake.rows import read_rows
from analytics.intake.text import is_utf8, shown_name
from analytics.ledger.columns import AMOUNTS, RECEIVABLES

WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how .xlsx (any zip) and .xls begin


@dataclass(frozen=True)
class Reading:
    """What one file says by one layout. `receivables` is empty when `errors` is not."""

    name: str
    content: bytes
    layout: Layout
    encoding: str = ""
    books: Books | None = None
    receivables: pa.Table = field(default_factory=RECEIVABLES.empty_table)
    findings: tuple[Finding, ...] = ()
    rows_read: int = 0
    accepted_rows: int = 0
    rejected_rows: int = 0
    set_aside_rows: int = 0

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def scope(self) -> str:
        """What the file covers. Only a reading that knows its books has one."""
        assert self.books is not None
        return source_scope(self.layout, self.books)

    @property
    def errors(self) -> list[Finding]:
        """What keeps the file out."""
        return errors_in(self.findings)

    @property
    def warnings(self) -> list[Finding]:
        """What is kept with the version."""
        return [finding for finding in self.findings if finding.severity is Severity.WARNING]

    @property
    def claim_rows(self) -> int:
        """Lines that are receivables."""
        return int(self.receivables.num_rows)

    @property
    def totals(self) -> dict[str, int]:
        """Each amount's sum over the debtor claims, in yen."""
        owed = self.receivables.filter(pc.field("is_debtor_claim"))
        return {name: pc.sum(owed[name]).as_py() or 0 for name in AMOUNTS}


def load_file(path: Path) -> bytes:
    """The bytes of *path*. Raises `InputFault` when it is missing, cannot be read or cannot be kept."""
    shown = shown_name(path)
    try:
        if path.is_dir():
            raise InputFault(f"{shown} はフォルダです。ファイルを1つずつ指定してください。")
        if not path.is_file():
            raise InputFault(f"ファイル {shown} がありません。置き場所と名前を確かめてください。")
        content = path.read_bytes()
    except OSError as problem:
        raise InputFault(
            f"ファイル {shown} を開けません（{reason(problem)}）。"
            "権限や、ほかで開いていないかを確かめてください。"
        ) from problem
    if not is_utf8(path.name):
        raise InputFault(
            f"ファイル {shown} の名前の文字コードがUTF-8ではありません。"
            "名前を付け直してから、もう一度実行してください。"
        )
    if content.startswith(WORKBOOKS):
        raise InputFault(
            f"ファイル {shown} の中身はCSVではなく、Excelのブック（か圧縮ファイル）です。"
            "Excelで開き「名前を付けて保存」で「CSV UTF-8（コンマ区切り）」にしてください。"
        )
    return content


def choose_layout(
    name: str, content: bytes, layouts: Sequence[Layout], wanted: str | None = None
) -> Layout:
    """The layout called *wanted*, or the one whose headers and file name fit best.

    Raises `InputFault` naming the known layouts when *wanted* is not among them, none is anywhere near, or several
    are equally near.
    """
    known = "、".join(layout.name for layout in layouts) or "なし"
    if wanted is not None:
        for layout in layouts:
            if layout.name == wanted:
                return layout
        raise InputFault(f"レイアウト「{wanted}」はありません。使えるのは {known} です。")

    fitting = fitting_layouts(name, content, layouts)
    if len(fitting) > 1:
        alike = "、".join(layout.name for layout in fitting)
        raise InputFault(
            f"{name} に合うレイアウトが{len(fitting)}つあり（{alike}）、どれか決められません。"
            "--layout で選んでください。"
        )
    if fitting:
        return fitting[0]
    if is_blank(content):
        raise InputFault(f"{name} は空のファイルです。出力し直したファイルを選んでください。")
    raise InputFault(
        f"{name} に合うレイアウトがありません（あるのは {known}）。別の様式か、壊れたファイルでないかを確かめ、"
        "新しい様式なら docs/レイアウトの書き方.md に沿ってレイアウトを1つ用意してください。"
    )


def read_content(name: str, content: bytes, layout: Layout, as_of: date | None = None) -> Reading:
    """Read *content* by *layout*: every finding at once, and the receivables when there is no error."""
    sheet, findings = read_sheet(content, layout)
    if sheet is None:
        return Reading(name, content, layout, findings=tuple(in_order(repeated_once(findings))))
    moved, sheet, rows = columns_put_right(sheet, read_rows(sheet, layout), layout)
    books, about_books = find_books(name, sheet, rows.details, layout, as_of)
    findings += [*moved, *check_units(sheet, layout), *rows.findings, *about_books]
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
        name,
        content,
        layout,
        encoding=sheet.encoding,
        books=books,
        receivables=receivables,
        findings=tuple(in_order(causes_first(findings, sheet, rows))),
        rows_read=rows.read,
        accepted_rows=rows.read - rejected,
        rejected_rows=rejected,
        set_aside_rows=rows.set_aside,
    )


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
