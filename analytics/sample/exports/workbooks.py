"""建築住宅課 and こども課 (こども未来課): workbooks as people keep them, with titles, totals and notes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import XlsxFileError  # type: ignore[import-untyped]

from analytics.sample import styles
from analytics.sample.exports.columns import Monthly, as_dates, month_words, year_words
from analytics.sample.exports.words import HOUSING_STATES, NURSERY_STATES
from analytics.sample.kinds import OLD_CHILDREN_NAME
from analytics.sample.months import digits, fiscal_year_of
from analytics.sample.plan import CITY

MADE = datetime.datetime(2020, 1, 1)  # every workbook says it was made then: equal bytes for a seed
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


@dataclass
class _Sheet:
    """A worksheet that is filled from the top, and its formats."""

    sheet: Any
    title: Any
    head: Any
    day: Any
    yen: Any
    row: int = 0

    def write(self, cells: list[Any]) -> None:
        """One more row: days as real dates, numbers as numbers, text as text, nothing for a blank."""
        for column, cell in enumerate(cells):
            if isinstance(cell, datetime.date):
                self.sheet.write_datetime(self.row, column, cell, self.day)
            elif isinstance(cell, int):
                self.sheet.write_number(self.row, column, cell, self.yen)
            elif cell:
                self.sheet.write_string(self.row, column, cell)
        self.row += 1


@contextmanager
def _workbook(path: Path, name: str) -> Iterator[tuple[Any, _Sheet]]:
    """A new workbook whose rows leave memory as they are written. Raises `OSError` where it cannot be written."""
    book = xlsxwriter.Workbook(
        str(path),
        {
            "constant_memory": True,
            "tmpdir": str(path.parent),  # where what is left behind is swept up
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": f"{CITY}（架空の自治体の見本）", "author": CITY, "created": MADE})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, 25, 12)
    yield (
        book,
        _Sheet(
            sheet,
            book.add_format({"bold": True, "font_size": 14}),
            book.add_format({"bold": True, "border": 1, "align": "center"}),
            book.add_format({"num_format": "yyyy/m/d"}),
            book.add_format({"num_format": "#,##0"}),
        ),
    )
    try:
        book.close()
    except XlsxFileError as problem:  # it hides the system's error inside its own
        raise next(iter(problem.args), problem) from problem


def write_housing(monthly: Monthly, folder: Path) -> Path:
    """市営住宅使用料: a title, a head of two lines, a subtotal per estate, a total, notes, and a hidden sheet."""
    path = folder / f"{CITY}_建築住宅課_市営住宅使用料滞納者一覧_{digits(monthly.month)}.xlsx"
    rows = _housing_rows(monthly)
    with _workbook(path, "滞納者一覧") as (book, sheet):
        said = f"{CITY}　市営住宅使用料滞納者一覧（{styles.month_end(monthly.month)}現在）"
        sheet.sheet.write_string(0, 0, said, sheet.title)
        sheet.sheet.write_string(1, 0, "建築住宅課　単位：円")
        sheet.row = 3
        _two_line_head(sheet)
        total = [0] * len(AMOUNTS_AT)
        for estate in ESTATES:
            of_estate = [row for row in rows if row[0] == estate]
            above: list[Any] = [None] * 20
            for row in of_estate:
                is_same = row[2] == above[2]
                blanks = (SAME_AS_ABOVE if is_same else SAME_AS_ABOVE[:1]) if above[0] else ()
                sheet.write(["" if at in blanks else cell for at, cell in enumerate(row)])
                above = row
            sums = [sum(row[at] for row in of_estate) for at in AMOUNTS_AT]
            total = [one + other for one, other in zip(total, sums, strict=True)]
            if of_estate:
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


def _housing_rows(monthly: Monthly) -> list[list[Any]]:
    """Each line as a row, estate by estate; a line's estate is its tenant's."""
    people, residents = monthly.people, monthly.residents
    columns: list[list[Any]] = [
        [ESTATES[each // 2 % len(ESTATES)] for each in residents],
        [f"{each // 10 % 6 + 1}-{each % 90 + 101}" for each in residents],
        monthly.of_person(lambda person: person.key),
        monthly.of_person(lambda person: person.name),
        [people.guarantor(each) for each in residents],
        as_dates(monthly.contracts),
        monthly.of_person(lambda person: person.phone),
        year_words(monthly.field("fiscal_year"), _year),
        year_words(monthly.field("levy_year"), _year),
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
    return [list(row) for row in zip(*columns, strict=True)]


def _year(year: int) -> str:
    return f"{year}年度"


def _two_line_head(sheet: _Sheet) -> None:
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


def children_name(monthly: Monthly) -> str:
    """The name of the department in that month."""
    renamed = monthly.plan.renamed_in
    is_new = int(fiscal_year_of(monthly.month)) >= renamed
    return monthly.department.name if is_new else OLD_CHILDREN_NAME


def write_nursery(monthly: Monthly, folder: Path) -> Path:
    """保育料: a head of one line, era dates as text, numbers of debtors as numbers, their first noughts lost."""
    name = children_name(monthly)
    path = folder / f"{CITY}_{name}_保育料滞納一覧_{digits(monthly.month)}.xlsx"
    days = styles.days(styles.era_long)
    columns: dict[str, list[Any]] = {
        "課コード": [monthly.department.code] * len(monthly.residents),
        "保護者番号": [int(person.key) for person in monthly.persons],
        "保護者氏名": monthly.of_person(lambda person: person.name),
        "フリガナ": monthly.of_person(lambda person: person.kana),
        "生年月日": monthly.of_person(lambda person: styles.era_long(person.born_on)),
        "住所": monthly.of_person(styles.address_plain),
        "電話": monthly.of_person(lambda person: person.phone),
        "会計年度": year_words(monthly.field("fiscal_year"), _year),
        "賦課年度": year_words(monthly.field("levy_year"), _year),
        "月分": month_words(monthly.field("issued"), "{month}月"),
        "区分": monthly.parts("現年分", "過年分"),
        "納期限": monthly.days("due_on", days),
        "調定額": monthly.field("assessed"),
        "納付額": monthly.field("received"),
        "欠損額": monthly.field("written_off"),
        "未納額": monthly.field("outstanding"),
        "督促状": monthly.days("reminded_on", days),
        "納付誓約": monthly.days("acknowledged_on", days),
        "執行停止": monthly.days("suspended_on", days),
        "最終納付": monthly.days("last_paid_on", days),
        "状況": monthly.states(NURSERY_STATES),
        "園": [f"架空{'東西南北'[each // 2 % 4]}保育園" for each in monthly.residents],
    }
    with _workbook(path, "保育料") as (_, sheet):
        said = f"{CITY}　{name}　保育料滞納一覧　{styles.month_end(monthly.month)}現在"
        sheet.sheet.write_string(0, 0, said, sheet.title)
        sheet.row = 2
        for column, header in enumerate(columns):
            sheet.sheet.write_string(2, column, header, sheet.head)
        sheet.row = 3
        for row in zip(*columns.values(), strict=True):
            sheet.write(list(row))
    return path
