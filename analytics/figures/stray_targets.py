"""Targets of claims that the deliveries do not know: not counted, and named wherever a target is measured or decided.

Of faulty files no target is counted, and the fault is named in the same place.
"""

from __future__ import annotations

import pyarrow as pa

from analytics.figures.base import Scope, frame, has_words, records
from analytics.figures.faulty_targets import fault_note
from analytics.intake.text import fold, nearest
from analytics.ledger.columns import TARGETS
from analytics.store.reader import Reader
from analytics.store.target_drafts import Draft


def stray_notes(reader: Reader, here: Scope) -> list[str]:
    """What to do about every target that is not counted, with its file and row."""
    if reader.targets_fault:
        return [fault_note(reader)]
    return _notes(reader, here.period.fiscal_year)


def stray_notes_of(draft: Draft, reader: Reader, fiscal_year: int) -> list[str]:
    """The same for the targets of *fiscal_year* as they would stand with *draft*."""
    rows = [*draft.there, *draft.rows]
    return _notes(reader.aimed(pa.Table.from_pylist(rows, schema=TARGETS)), fiscal_year)


def _notes(reader: Reader, fiscal_year: int) -> list[str]:
    asked = {"fiscal_year": fiscal_year}
    strays = records(frame(reader, "stray_targets", asked)[0])
    names = reader.ask("claim_names", asked)["claim"].to_pylist() if strays else []
    notes: dict[str, list[str]] = {}
    for row in strays:
        why = "名前、会計か区分がこの年度の資料と合わないため、数えていません。目標のファイルを確かめてください。"
        if has_words(row["choices"]):
            why = (
                f"この名前の債権が複数の会計（{row['choices']}）にあり、どれの目標か分からないため、数えていません。"
                "「会計」の列に、どれかを書いてください。"
            )
        place = f"{row['source_name']} {row['source_row']}行目{_alike(row['claim'], names)}"
        notes.setdefault(why, []).append(f"{row['claim']}（{place}）")
    return [f"目標の債権 {'、'.join(places)}は、{why}" for why, places in notes.items()]


def _alike(claim: str, names: list[str]) -> str:
    """The name that may be meant by *claim*, which is none of *names*; "" where there is none like it."""
    if fold(claim) in map(fold, names):
        return ""
    near = nearest(claim, names)
    return f"。近い名前は「{near}」" if near else ""
