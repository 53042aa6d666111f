"""Targets of claims that the deliveries do not know: not counted, and named wherever a target is measured.

Of faulty files no target is counted, and the fault is named in the same place.
"""

from __future__ import annotations

from analytics.figures.base import Scope, frame, has_words, records
from analytics.figures.faulty_targets import fault_note
from analytics.store.reader import Reader


def stray_notes(reader: Reader, here: Scope) -> list[str]:
    """What to do about every target that is not counted, with its file and row."""
    if reader.targets_fault:
        return [fault_note(reader)]
    strays, _ = frame(reader, "stray_targets", here.parameters)
    notes: dict[str, list[str]] = {}
    for row in records(strays):
        why = "名前、会計か区分がこの年度の資料と合わないため、数えていません。目標のファイルを確かめてください。"
        if has_words(row["choices"]):
            why = (
                f"この名前の債権が複数の会計（{row['choices']}）にあり、どれの目標か分からないため、数えていません。"
                "「会計」の列に、どれかを書いてください。"
            )
        place = f"{row['claim']}（{row['source_name']} {row['source_row']}行目）"
        notes.setdefault(why, []).append(place)
    return [f"目標の債権 {'、'.join(places)}は、{why}" for why, places in notes.items()]
