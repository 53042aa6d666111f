"""What a claim line must be to be believed: of one part, and there once. Its amounts and days have their own rooms."""

from __future__ import annotations

import numpy as np

from analytics.intake.records.grid import Codes, combined
from analytics.intake.records.kinds import PARTS, UNKNOWN, Sheet
from analytics.intake.records.typed import Integers
from analytics.intake.text import fold

KEY = ("debtor_key", "levy_year", "instalment")
CORRECT = "元の資料と照らして直してください"


def check_parts(sheet: Sheet, rules: Codes, split: Codes) -> None:
    """Every row is of the current year or carried over."""
    written = sheet.fields.get("part")
    source = written or sheet.fields.get("levy_year")
    unread = sheet.none()  # of which it is said already why
    if source is not None:
        unread = ~source.is_read
    sheet.faults.reject(
        "unknown_part",
        (split == UNKNOWN) & (rules != UNKNOWN) & ~unread,
        "現年度分か滞納繰越分かが分かりません",
        "レイアウトの [part] を確かめてください",
        written.label if written else "",
    )
    levied, years = sheet.fields.get("levy_year"), sheet.fields.get("fiscal_year")
    if written is not None and levied is not None and years is not None:
        sheet.faults.reject(
            "carried_too_early",
            (split == PARTS.index("carried_over"))
            & levied.is_there
            & years.is_there
            & (levied.integers >= years.integers),
            "会計年度より前の賦課でないのに、滞納繰越分とあります",
            "年度と現年・滞納繰越の区分のどちらが誤りかを、元の資料で確かめて直してください",
            written.label,
        )
        sheet.faults.warn(
            "current_of_old",
            (split == PARTS.index("current"))
            & levied.is_there
            & years.is_there
            & (levied.integers < years.integers),
            "会計年度より前の賦課なのに、現年度分とあります",
            "過ぎた年度の分を今年度に調定したものでなければ、年度と区分のどちらが誤りかを確かめてください",
            written.label,
        )


def check_repeated(sheet: Sheet, rules: Codes, years: Integers) -> None:
    """One line twice: the same row again, or two rows that say different things of one claim."""
    if "debtor_key" not in sheet.fields:
        return
    key = [sheet.fields[name].identity for name in KEY if name in sheet.fields]
    years_from = (years - years.min(initial=0)).astype(np.int32)
    lines, first = combined([rules + 1, years_from, *key], sheet.count)
    is_there = sheet.fields["debtor_key"].is_there & (rules != UNKNOWN)
    times = np.bincount(lines[is_there], minlength=len(first))
    several = np.flatnonzero(is_there & (times[lines] > 1)).tolist()
    again, other = sheet.none(), sheet.none()
    seen: dict[tuple[str, ...], int] = {}
    for row in several:
        again[row] = seen.setdefault(tuple(map(fold, sheet.grid.cells(row))), row) != row
    kept = np.bincount(lines[is_there & ~again], minlength=len(first))
    other[several] = kept[lines[several]] > 1
    label = sheet.fields["debtor_key"].label
    sheet.faults.reject(
        "repeated", again, "上の行とまったく同じ行です", "重なった行を消してください", label
    )
    sheet.faults.reject(
        "conflict",
        other & ~again,
        "同じ債務者・債権・年度・期別の行が2つ以上あり、内容が違います",
        "どれが正しいかを元の資料で確かめ、1行にしてください。別の債権なら、期別などで分かるようにしてください",
        label,
    )
