"""Characters in cells that nobody meant to write, or that only one machine can show. Their cells are never quoted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from analytics.intake.findings import Finding, error, warning
from analytics.intake.head import Row

# What a broken export leaves: NUL and other controls, the mark of a letter lost in an earlier conversion, and bytes
# that are no letter in cp932, which Python reads as U+0080 and U+F8F0–F8F3.
DAMAGE = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f\uf8f0-\uf8f3\ufffd]")
# 外字, letters that one system made for itself, mostly for names: the private-use areas of Unicode
OWN_LETTERS = re.compile(r"[\ue000-\uf8ef\uf8f4-\uf8ff\U000f0000-\U0010ffff]")
EITHER = re.compile(f"{DAMAGE.pattern}|{OWN_LETTERS.pattern}")


def check_characters(
    rows: Iterable[Row], headers: Sequence[str], said: str = ""
) -> Iterable[Finding]:
    """An error for each cell of *rows* with a damaged character, a warning for each with 外字.

    Of cells with *said*, a damaged character, nothing is said: it has been found fault with already, and what else is
    strange in them is more of the same damage.
    """
    for row in rows:
        if not EITHER.search("".join(row.cells)):
            continue  # as nearly always
        for index, cell in enumerate(row.cells):
            column = headers[index] if index < len(headers) else ""
            if said and said in cell:
                continue
            if damage := DAMAGE.findall(cell):
                yield error(
                    "damaged",
                    f"壊れた文字（{_codes(damage)}）があります",
                    "元のシステムから出力し直すか、元の資料を見て正しい文字に直してください",
                    row.number,
                    column,
                )
            if letters := OWN_LETTERS.findall(cell):
                yield warning(
                    "own_letter",
                    f"外字（{_codes(letters)}）があります。ほかの端末では空白や別の字に見えます",
                    "名前などが読めなくなるなら、一般の字かカナに直してから取り込んでください",
                    row.number,
                    column,
                )


def _codes(characters: Iterable[str]) -> str:
    return "、".join(f"U+{ord(character):04X}" for character in dict.fromkeys(characters))
