"""From an unknown file to a draft of its layout, tried on the same file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from analytics.errors import InputFault
from analytics.intake.delivered import Reading
from analytics.intake.reading import read_source
from analytics.intake.records.fields import Record
from analytics.intake.records.layout import RecordLayout
from analytics.intake.suggesting.amounts import HOLDS, guess_amounts
from analytics.intake.suggesting.columns import Guess, guess_fields, guess_record, settled
from analytics.intake.suggesting.drafting import Draft
from analytics.intake.suggesting.looks import Look, looks_of
from analytics.intake.suggesting.meanings import LOOK
from analytics.intake.suggesting.rows import shape_of
from analytics.intake.suggesting.table import GUIDE, Found, find_table
from analytics.intake.suggesting.writing import written
from analytics.intake.tables.source import Source

SETTLEMENT = "docs/レイアウトの書き方.md"
FEW_ROWS = 300  # more than a table of a settlement has


@dataclass(frozen=True)
class Suggestion:
    """A layout as text with comments, and what it makes of the file that it was drafted from."""

    text: str
    layout: RecordLayout
    reading: Reading

    @property
    def to_confirm(self) -> int:
        """How many lines somebody has to look at."""
        return sum(LOOK in line for line in self.text.splitlines()[2:])


def suggest(source: Source, given: date | None = None) -> Suggestion:
    """Draft a layout of records for *source*, of the month that it names or that is *given*.

    Raises `InputFault` when it holds no table of records, or the table of a settlement.
    """
    found = find_table(source)
    looks = looks_of(found.grid.headers, found.grid.columns)
    record, fields, refund = _understood(looks, source.name)
    if record == "receivables":
        _refuse_a_settlement(found, fields)
    draft = Draft(found, looks, record, fields, shape_of(found.grid, looks, record, fields), refund)
    tried = _tried(draft, given)
    if any(finding.code == "total" for finding in tried.reading.errors):
        tried = _tried(replace(draft, unchecked=_disagreeing(draft, tried)), given)
    return tried


def _understood(looks: Sequence[Look], name: str) -> tuple[Record, dict[str, Guess], bool]:
    """The record, its fields, and whether the refund stands in what was received; money also by its sums alone."""
    by_header = guess_fields(looks, "receivables")
    amounts = guess_amounts(looks, by_header)
    if amounts.share >= HOLDS and {"debtor_key", "due_on"} & by_header.keys():
        fields = settled(by_header, "receivables")
        return "receivables", _with_amounts(fields, amounts.fields), amounts.refund_in_received
    record, fields = guess_record(looks, name)
    return record, fields, False


def _tried(draft: Draft, given: date | None) -> Suggestion:
    text = written(draft)
    try:
        layout = RecordLayout.model_validate(tomllib.loads(text))
    except ValueError as problem:  # of pydantic and of tomllib: a column that nobody foresaw
        raise InputFault(
            f"{draft.found.source.name} からは、レイアウトの下書きを作れませんでした。"
            f"{GUIDE} の例から形の近いものを写して書いてください。"
        ) from problem
    return Suggestion(text, layout, read_source(draft.found.source, layout, given))


def _with_amounts(fields: Mapping[str, Guess], amounts: Mapping[str, Guess]) -> dict[str, Guess]:
    """*fields* with the *amounts* in place of what their headers said; a column is of one field."""
    used = {look.at for guess in amounts.values() for look in guess.looks}
    kept = {
        key: guess
        for key, guess in fields.items()
        if not key.endswith("_yen") and guess.looks[0].at not in used
    }
    return kept | dict(amounts)


def _disagreeing(draft: Draft, tried: Suggestion) -> frozenset[int]:
    """The places of the totals that do not agree with the details as they were understood."""
    wrong = " ".join(each.message for each in tried.reading.errors if each.code == "total")
    return frozenset(
        place
        for place, aside in enumerate(draft.shape.asides)
        if aside.check != "none" and f"{aside.reason}の" in wrong
    )


def _refuse_a_settlement(found: Found, fields: Mapping[str, Guess]) -> None:
    if found.grid.count <= FEW_ROWS and not {"debtor_key", "due_on", "name"} & fields.keys():
        raise InputFault(
            f"{found.source.name} は、債務者の番号も納期限もなく、{found.grid.count:,}行なので、"
            "明細ではなく決算の表のようです。"
            f"{SETTLEMENT} の例1〜例6から形の近いものを写して、決算のレイアウトを書いてください。"
        )
