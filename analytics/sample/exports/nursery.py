"""こども課, later こども未来課: a workbook with era dates as text and numbers without their first noughts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analytics.sample import styles
from analytics.sample.exports.columns import Monthly, month_words, year_words
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.words import NURSERY_STATES
from analytics.sample.exports.workbook import workbook, year_label
from analytics.sample.plan import CITY


def write_nursery(delivery: Delivery, folder: Path) -> Path:
    """保育料: a head of one line, era dates as text, numbers of debtors as numbers, their first noughts lost."""
    path = delivery.path(folder, "保育料滞納一覧", "xlsx")
    with workbook(path, "保育料") as (_, sheet):
        name, until = delivery.department.name_in(delivery.month), styles.month_end(delivery.month)
        said = f"{CITY}　{name}　保育料滞納一覧　{until}現在"
        sheet.sheet.write_string(0, 0, said, sheet.title)
        sheet.row = 2
        for monthly in delivery.chunks():
            columns = _nursery(monthly)
            if sheet.row == 2:
                for column, header in enumerate(columns):
                    sheet.sheet.write_string(2, column, header, sheet.head)
                sheet.row = 3
            for row in zip(*columns.values(), strict=True):
                sheet.write(list(row))
    return path


def _nursery(monthly: Monthly) -> dict[str, list[Any]]:
    days = styles.days(styles.era_long)
    return {
        "課コード": [monthly.department.code] * len(monthly.residents),
        "保護者番号": [int(person.key) for person in monthly.persons],
        "保護者氏名": monthly.of_person(lambda person: person.name),
        "フリガナ": monthly.of_person(lambda person: person.kana),
        "生年月日": monthly.of_person(lambda person: styles.era_long(person.born_on)),
        "住所": monthly.of_person(styles.address_plain),
        "電話": monthly.of_person(lambda person: person.phone),
        "会計年度": year_words(monthly.field("fiscal_year"), year_label),
        "賦課年度": year_words(monthly.field("levy_year"), year_label),
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
