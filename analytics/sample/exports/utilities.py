"""水道課 and 学校教育課: each in its own encoding, words, days and amounts."""

from __future__ import annotations

from pathlib import Path

from analytics.sample import draws, styles
from analytics.sample.exports.columns import Monthly, Table, month_words, year_words
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.textfile import write_table
from analytics.sample.exports.words import LUNCH_STATES, WATER_STATES
from analytics.sample.kana import half_width
from analytics.sample.months import first_days, month_of

_SLASHED = styles.days(styles.slashed)


def write_water(delivery: Delivery, folder: Path) -> Path:
    """水道課 (UTF-8 with BOM): water and sewer bills, those not yet due too."""
    path = delivery.path(folder, "料金未収一覧")
    write_table(path, map(_water, delivery.chunks()), "utf-8-sig")
    return path


def _water(monthly: Monthly) -> Table:
    days = monthly.days
    return {
        "お客様番号": monthly.of_person(lambda person: person.key),
        "使用者名": monthly.of_person(lambda person: person.name),
        "使用者カナ": monthly.of_person(lambda person: half_width(person.kana)),
        "使用場所": monthly.of_person(styles.address_plain),
        "電話番号": monthly.of_person(lambda person: person.phone),
        "種別": monthly.kind_words({}),
        "使用開始日": [*map(_SLASHED, monthly.contracts)],
        "会計年度": [*map(str, monthly.field("fiscal_year"))],
        "調定年度": [*map(str, monthly.field("levy_year"))],
        "年月分": month_words(monthly.field("issued"), "{year}年{month:02d}月分"),
        "区分": monthly.parts("現年", "過年"),
        "納期限": days("due_on", _SLASHED),
        "請求額": monthly.yen("assessed"),
        "入金額": monthly.yen("received"),
        "欠損額": monthly.yen("written_off"),
        "未収額": monthly.yen("outstanding"),
        "督促日": days("reminded_on", _SLASHED),
        "誓約日": days("acknowledged_on", _SLASHED),
        "徴収停止日": days("suspended_on", _SLASHED),
        "最終入金日": days("last_paid_on", _SLASHED),
        "状況": monthly.states(WATER_STATES),
        "出力日": monthly.printed(_SLASHED),
    }


def write_lunch(delivery: Delivery, folder: Path) -> Path:
    """学校教育課: Excel's "Unicode text", UTF-16 with tabs, amounts with commas in quotes."""
    path = delivery.path(folder, "学校給食費未納一覧", "txt")
    write_table(path, map(_lunch, delivery.chunks()), "utf-16", delimiter="\t")
    return path


def _lunch(monthly: Monthly) -> Table:
    days, grouped = monthly.days, styles.grouped
    return {
        "保護者番号": monthly.of_person(lambda person: person.key),
        "保護者氏名": monthly.of_person(lambda person: person.name),
        "フリガナ": monthly.of_person(lambda person: person.kana),
        "住所": monthly.of_person(styles.address_mixed),
        "学校": [f"架空第{each % 5 + 1}小学校" for each in monthly.residents],
        "申込日": [*map(_SLASHED, _entered(monthly))],
        "会計年度": year_words(monthly.field("fiscal_year"), lambda year: f"{year}年度"),
        "年度": year_words(monthly.field("levy_year"), lambda year: f"{year}年度"),
        "月分": month_words(monthly.field("issued"), "{month}月分"),
        "納期限": days("due_on", _SLASHED),
        "調定額": monthly.yen("assessed", grouped),
        "収入額": monthly.yen("received", grouped),
        "不納欠損額": monthly.yen("written_off", grouped),
        "未納額": monthly.yen("outstanding", grouped),
        "督促日": days("reminded_on", _SLASHED),
        "分割納付の約束日": days("acknowledged_on", _SLASHED),
        "徴収停止日": days("suspended_on", _SLASHED),
        "最終納付日": days("last_paid_on", _SLASHED),
        "状況": monthly.states(LUNCH_STATES),
        "出力日": monthly.printed(_SLASHED),
    }


def _entered(monthly: Monthly) -> list[int]:
    """The day each family's contract was made, in the two months before lunches joined the city's books."""
    joined = int(first_days(month_of(monthly.plan.lunch_since, 4)))
    seed = monthly.plan.seed
    return [joined - 1 - draws.one_below(60, seed, "entered", each) for each in monthly.residents]
