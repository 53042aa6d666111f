"""税務課: the two interface files of a tax system, arrears line by line and the register of who they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from analytics.sample import styles
from analytics.sample.exports.columns import Monthly, Table
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.textfile import write_table
from analytics.sample.exports.words import TAX_STATES
from analytics.sample.kana import hiragana
from analytics.sample.plan import CITY_CODE

CODES = {  # 業務詳細（科目）コード
    "市県民税": "001",
    "法人市民税": "002",
    "固定資産税・都市計画税": "003",
    "軽自動車税": "004",
    "国民健康保険税": "005",
}
_DAY = styles.days(styles.iso, missing="0000-00-00")


def write_arrears(delivery: Delivery, folder: Path) -> Path:
    """滞納明細: the names of the standardised interface, CP932, no day is 0000-00-00."""
    path = delivery.path(folder, "滞納明細")
    write_table(path, map(_arrears, delivery.chunks()), "cp932")
    return path


def _arrears(monthly: Monthly) -> Table:
    levied, state = monthly.field("levy_year"), monthly.standing.state.tolist()
    kind, instalment = monthly.field("kind"), monthly.field("instalment")
    numbers = [  # one notice for all instalments of a year
        f"{(year * 131 + number * 17 + resident * 1009) % 10**8:08d}"
        for year, number, resident in zip(levied, kind, monthly.residents, strict=True)
    ]
    written, days = monthly.field("written_off"), monthly.days
    return {
        "市区町村コード": [CITY_CODE] * len(levied),
        "会計年度": [*map(str, monthly.field("fiscal_year"))],
        "賦課年度": [*map(str, levied)],
        "相当年度": [*map(str, levied)],
        "通知書番号": numbers,
        "業務詳細（科目）コード": monthly.kind_words(CODES),
        "期別": [f"{each:02d}" for each in instalment],
        "宛名番号": monthly.of_person(lambda person: person.key),
        "納期限": days("due_on", _DAY),
        "税額": monthly.yen("assessed"),
        "収納税額": monthly.yen("received"),
        "欠損税額": monthly.yen("written_off"),
        "未納税額": monthly.yen("outstanding"),
        "督促状発行日": days("reminded_on", _DAY),
        "納付誓約日": days("acknowledged_on", _DAY),
        "執行停止日": days("suspended_on", _DAY),
        "最終収納日": days("last_paid_on", _DAY),
        "分割納付の有無": _flags(each == "instalments" for each in state),
        "処分の有無": _flags(each == "seized" for each in state),
        "執行停止の有無": _flags(each == "suspended" for each in state),
        "欠損の有無": _flags(yen > 0 for yen in written),
        "滞納管理状況": monthly.states(TAX_STATES),
        "操作年月日": monthly.printed(_DAY),
    }


def write_register(delivery: Delivery, folder: Path) -> None:
    """宛名: everybody who has a line, once."""
    write_table(delivery.path(folder, "宛名"), _register(delivery), "cp932")


def _register(delivery: Delivery) -> Iterator[Table]:
    last = -1
    for monthly in delivery.chunks():  # which come by debtor
        known = [each for each in dict.fromkeys(monthly.residents) if each != last]
        last = monthly.residents[-1]
        persons = [delivery.people.written(delivery.department.code, each) for each in known]
        yield {
            "宛名番号": [person.key for person in persons],
            "氏名/名称": [person.name for person in persons],
            "ふりがな": [hiragana(person.kana) for person in persons],
            "郵便番号": [person.postal_code for person in persons],
            "住所": [styles.address_full(person) for person in persons],
            "電話番号": [person.phone for person in persons],
            "生年月日": [person.born_on.isoformat() for person in persons],
            "操作年月日": monthly.printed(_DAY)[: len(persons)],
        }


def _flags(flags: Iterable[bool]) -> list[str]:
    return ["1" if flag else "0" for flag in flags]
