"""来歴: which files stand behind the figures, how they were read, and what was remarked on."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analytics.access.small_numbers import hidden
from analytics.figures import sentences
from analytics.figures.base import (
    Scope,
    at,
    file_scope,
    frame,
    scope,
    source_names,
    with_year_label,
)
from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.figure import Figure, Selection
from analytics.intake.findings import Severity
from analytics.ledger.calendar import moment_label
from analytics.ledger.money import words
from analytics.ledger.periods import period_label
from analytics.store.reader import Reader


def sources(reader: Reader, selection: Selection) -> Figure:
    """Every file of this version with its layout, hash, row counts, totals, licence and attribution."""
    here = file_scope(reader, selection)
    data, labels = frame(reader, "sources", {"as_of": _month(here)})
    labels = with_year_label(data, labels)
    data["imported_at"] = data["imported_at"].map(moment_label)
    rows, rejected = int(data["rows_read"].sum()), int(data["rejected_rows"].sum())
    return Figure(
        name="sources",
        title=sentences.files_read(len(data), rows, rejected),
        measure=FIGURE_TITLES["sources"],
        headline=f"{len(data)}ファイル",
        comparison=f"債権の行は{int(data['claim_rows'].sum()):,}行、注意は{int(data['warning_count'].sum()):,}件",
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            "元のファイルは、届いたままの形で保管庫に残してあります。",
            *_restored(reader),
            *_others(reader, here, data),
        ),
        sources=tuple(dict.fromkeys(data["source_name"])),
    )


def _month(here: Scope) -> date | None:
    """The month whose files are shown; of yearly settlements all are."""
    return here.as_of if here.period.is_month else None


def _files(reader: Reader, here: Scope) -> tuple[str, ...]:
    data, _ = frame(reader, "sources", {"as_of": _month(here)})
    return tuple(dict.fromkeys(data["source_name"]))


def _others(reader: Reader, here: Scope, data: pd.DataFrame) -> tuple[str, ...]:
    month = _month(here)
    if month is None:
        return ()
    besides = (
        "と、月によらない資料（意識調査など）" if (data["as_of"].dt.date != month).any() else ""
    )
    count = len(reader.sources)
    return (
        f"{here.period.label}の資料{besides}です。この版には、全部で{count:,}ファイルがあります。",
    )


def _restored(reader: Reader) -> tuple[str, ...]:
    former = reader.store.version(reader.version).restored_from
    return () if former is None else (f"版 {former} を復元したものです（版 {reader.version}）。",)


def findings(reader: Reader, selection: Selection) -> Figure:
    """The warnings that travel with this version. Errors keep a file out, so there are none here."""
    here = file_scope(reader, selection)
    data, labels = frame(reader, "findings", {"as_of": _month(here)})
    data["severity"] = [Severity(severity).label for severity in data["severity"]]
    repairs = int((data["severity"] == Severity.REPAIR.label).sum())
    warnings = len(data) - repairs
    empty = "" if len(data) else "点検で注意の付いた箇所はありません。"
    return Figure(
        name="findings",
        title=empty or sentences.warned(warnings, repairs),
        measure=FIGURE_TITLES["findings"],
        headline=f"{warnings:,}件",
        comparison="",
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        sources=_files(reader, here),
        empty=empty,
    )


def receivables_by_claim(reader: Reader, selection: Selection) -> Figure:
    """Every claim of every year with its amounts, current-year and carried-over apart: the base of all totals."""
    return _claims(reader, selection, "receivables_by_claim", "outstanding_yen")


def claim_rollforward(reader: Reader, selection: Selection) -> Figure:
    """Every claim of every year from its opening to its closing balance, in gross amounts."""
    return _claims(reader, selection, "claim_rollforward", "closing_yen")


def _claims(reader: Reader, selection: Selection, name: str, closing: str) -> Figure:
    """*closing* is the column with the balance at year-end, in yen."""
    here = scope(reader, selection)
    data, labels = frame(reader, name, here.parameters)
    labels.pop("period_on")
    if here.period.is_month:  # there the year is that of the book
        data["year_label"] = [period_label(end.date(), True) for end in data["period_on"]]
        labels = {"year_label": here.period.heading} | labels
        labels.pop(
            "case_count", None
        )  # they are of persons: a small number is not shown (facts.md 7)
        for count in ("case_count", "line_count"):
            if count in data:
                data[count] = hidden(data[count])
    now = at(data, here.period)
    if "is_debtor_claim" in now:
        now = now[now["is_debtor_claim"]]
    return Figure(
        name=name,
        title=sentences.owing(
            here.subject, here.period, int((now[closing] != 0).sum()), int(now[closing].sum())
        ),
        measure=here.subject + FIGURE_TITLES[name],
        headline=words(int(now[closing].sum())),
        comparison="",
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        sources=source_names(reader, here),
    )
