"""建築住宅課: a workbook as people keep it, with a head of two lines, subtotals, a total and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.sample import styles
from analytics.sample.exports.columns import Monthly, as_dates, month_words, year_words
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.words import HOUSING_STATES
from analytics.sample.exports.workbook import Sheet, workbook, year_label
from analytics.sample.plan import CITY

ESTATES = ("見本団地", "仮名団地", "例示団地", "試作団地", "空想団地")
HOUSING_HEAD = (  # the upper line, merged over what stands below it
    ("団地", ("",)),
    ("部屋番号", ("",)),
    ("入居者", ("番号", "氏名", "連帯保証人", "入居日", "電話番号")),
    ("使用料", ("会計年度", "調定年度", "月分", "区分", "納期限")),
    ("金額", ("調定額", "収入済額", "不納欠損額", "未収額")),
    ("管理", ("督促日", "誓約日", "徴収停止日", "最終納付日", "状況")),
)
AMOUNTS_AT, SAME_AS_ABOVE = range(12, 16), (0, 1, 3, 4)
NOTES = ("※ 空欄は上と同じ。", "※ 架空市の見本であり、実在の団地・人とは関係ありません。")


def write_housing(delivery: Delivery, folder: Path) -> Path:
    """市営住宅使用料: a title, a head of two lines, a subtotal per estate, a total, notes, and a hidden sheet."""
    path = delivery.path(folder, "市営住宅使用料滞納者一覧", "xlsx")
    with workbook(path, "滞納者一覧") as (book, sheet):
        said = f"{CITY}　市営住宅使用料滞納者一覧（{styles.month_end(delivery.month)}現在）"
        sheet.sheet.write_string(0, 0, said, sheet.title)
        sheet.sheet.write_string(1, 0, "建築住宅課　単位：円")
        sheet.row = 3
        _two_line_head(sheet)
        total = [0] * len(AMOUNTS_AT)
        for estate, rows in groupby(_rows(_by_estate(delivery)), key=itemgetter(0)):
            sums = [0] * len(AMOUNTS_AT)
            above: Sequence[Any] = [None] * 20
            for row in rows:
                is_same = row[2] == above[2]
                blanks = (SAME_AS_ABOVE if is_same else SAME_AS_ABOVE[:1]) if above[0] else ()
                sheet.write(["" if at in blanks else cell for at, cell in enumerate(row)])
                above = row
                sums = [yen + row[at] for yen, at in zip(sums, AMOUNTS_AT, strict=True)]
            total = [one + other for one, other in zip(total, sums, strict=True)]
            sheet.write([f"{estate}　小計", *[""] * 11, *sums])
        sheet.write(["合計", *[""] * 11, *total])
        sheet.row += 1
        for note in NOTES:
            sheet.write([note])
        hidden = book.add_worksheet("作業用")
        hidden.hide()
        hidden.write_string(0, 0, "集計の下書き（使わない）")
        hidden.write_number(1, 0, 12345)
    return path


def _by_estate(delivery: Delivery) -> Delivery:
    """The lines estate by estate; a line's estate is its tenant's."""
    order = np.argsort(_estate(delivery.lines["resident"]), kind="stable")
    return replace(delivery, lines=delivery.lines[order])


def _estate(residents: NDArray[np.int32]) -> NDArray[np.int32]:
    """The place in `ESTATES` of each."""
    return residents // 2 % len(ESTATES)


def _rows(delivery: Delivery) -> Iterator[Sequence[Any]]:
    """Each line as a row."""
    for monthly in delivery.chunks():
        yield from zip(*_columns(monthly), strict=True)


def _columns(monthly: Monthly) -> list[list[Any]]:
    people, residents = monthly.people, monthly.residents
    return [
        [ESTATES[each] for each in _estate(monthly.standing.lines["resident"])],
        [f"{each // 10 % 6 + 1}-{each % 90 + 101}" for each in residents],
        monthly.of_person(lambda person: person.key),
        monthly.of_person(lambda person: person.name),
        [people.guarantor(each) for each in residents],
        as_dates(monthly.contracts),
        monthly.of_person(lambda person: person.phone),
        year_words(monthly.field("fiscal_year"), year_label),
        year_words(monthly.field("levy_year"), year_label),
        month_words(monthly.field("issued"), "{month}月分"),
        monthly.parts("現年度", "滞納繰越"),
        as_dates(monthly.field("due_on")),
        *(monthly.field(name) for name in ("assessed", "received", "written_off", "outstanding")),
        as_dates(monthly.field("reminded_on")),
        as_dates(monthly.field("acknowledged_on")),
        as_dates(monthly.field("suspended_on")),
        as_dates(monthly.field("last_paid_on")),
        monthly.states(HOUSING_STATES),
    ]


def _two_line_head(sheet: Sheet) -> None:
    """The group above, merged over its columns; the columns' own words below."""
    column, lower = 0, []
    for group, words in HOUSING_HEAD:
        if len(words) > 1:
            last = column + len(words) - 1
            sheet.sheet.merge_range(sheet.row, column, sheet.row, last, group, sheet.head)
        else:
            sheet.sheet.write_string(sheet.row, column, group, sheet.head)
        lower += [(column + at, word) for at, word in enumerate(words)]
        column += len(words)
    for at, word in lower:
        sheet.sheet.write_string(sheet.row + 1, at, word, sheet.head)
    sheet.row += 2
