"""Total rows of a file against the details they stand for: a lost or doubled detail shows here, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from analytics.intake.findings import Finding, error
from analytics.intake.records.cells import NOTHING, reader
from analytics.intake.records.fields import FIELDS
from analytics.intake.records.grid import Grid, Rows
from analytics.intake.records.layout import RecordLayout
from analytics.intake.records.rows import DETAIL, Places, Sorted, worded
from analytics.intake.records.typed import Values
from analytics.intake.text import fold

LOOK = "明細の行が欠けたり重なったりしていないか、合計行の金額が正しいかを確かめてください"


def check_totals(
    whole: Grid,
    order: Sorted,
    fields: Mapping[str, Values],
    position: Mapping[str, int],
    layout: RecordLayout,
) -> Iterable[Finding]:
    """An error for each total of *whole*, *order*ed by `sort_rows`, that differs from its details, in yen.

    Where a detail's amount could not be read, nothing is said of the totals over it: its row is found fault with.
    """
    known, details = FIELDS[layout.record], order.grid
    yen = [key for key, values in fields.items() if values.field.kind == "yen"]
    reads = {key: reader(known[key], layout.columns[key], layout) for key in yen}
    for place, rule in enumerate(layout.set_aside):
        if rule.check == "none":
            continue
        start = 0
        for row in np.flatnonzero(order.kinds == place).tolist():
            number = int(whole.numbers[row])
            inside = (details.numbers > start) & (details.numbers < number)
            if rule.check == "all":
                inside = np.ones(details.count, np.bool_)
            if any(start < each.number < number for each in whole.ragged):
                start = number
                continue  # of these rows nobody knows the amounts
            inside &= _same(whole, row, details, rule.same, position, layout)
            is_blank = True
            for key in yen:
                values = fields[key]
                cells = [whole.columns[position[h]].word(row) for h in layout.columns[key].header]
                answers = [reads[key](cell) for cell in cells]
                read = [answer.value for answer in answers]
                is_blank &= all(answer == NOTHING for answer in answers)
                if any(answer.fault for answer in answers):
                    yield _not_told(rule.reason, values.field.label, number, values.label)
                if None in read or not (values.is_there | values.is_blank)[inside].all():
                    continue
                summed = int(values.integers[inside].sum())
                if abs(sum(read) - summed) > rule.tolerance:
                    yield error(
                        "total",
                        f"{rule.reason}の{values.field.label} {sum(read):,}円が、明細の計 {summed:,}円と"
                        f"{abs(sum(read) - summed):,}円合いません",
                        LOOK,
                        number,
                        values.label,
                        gaps=(sum(read) - summed,),
                    )
            if yen and is_blank:
                yield _not_told(rule.reason, "金額", number)
            start = number


def _not_told(reason: str, label: str, number: int, column: str = "") -> Finding:
    """A total that says nothing, of a formula without its value say: with it goes the check on every detail above."""
    return error(
        "total_unread",
        f"{reason}の{label}を読めないので、明細と照らせません",
        "合計の金額を数字に直してください。式なら、Excelで開いて計算させ、保存し直してください",
        number,
        column,
    )


def _same(
    whole: Grid,
    row: int,
    details: Grid,
    keys: Iterable[str],
    position: Mapping[str, int],
    layout: RecordLayout,
) -> Rows:
    """The details with the words that the total row has in the columns of *keys*."""
    rows = np.ones(details.count, np.bool_)
    for key in keys:
        for header in layout.named(key):
            if header in position:
                mine = fold(whole.columns[position[header]].word(row))
                if mine:
                    rows &= worded(details.columns[position[header]], (mine,))
    return rows


def lost_totals(kinds: Places, layout: RecordLayout) -> Iterable[Finding]:
    """A file without the total that stands at the end of every such file: it was cut short, even after a whole row."""
    for place, rule in enumerate(layout.set_aside):
        if rule.check == "all" and not (kinds == place).any() and (kinds == DETAIL).any():
            yield error(
                "no_total",
                f"いつもある{rule.reason}がありません",
                "ファイルが途中で切れていないかを確かめてください。なくなったのなら、レイアウトから外してください",
            )
