"""高齢者支援課, 保険年金課 and 福祉課: each in its own encoding, words, days and amounts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from analytics.ledger.calendar import era_year
from analytics.sample import styles
from analytics.sample.exports.columns import Monthly, Table, month_words, year_words
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.textfile import quoted_amounts, write_table
from analytics.sample.exports.words import CARE_STATES, INSURANCE_STATES, WELFARE_STATES
from analytics.sample.kana import half_width
from analytics.sample.months import as_date

_ERA, _EIGHT = styles.days(styles.era_letter), styles.days(styles.eight)
FOUR_ERAS = (styles.era_letter, styles.era_long, styles.era_short, styles.era_code)


def write_care(delivery: Delivery, folder: Path) -> Path:
    """高齢者支援課 (CP932): full-width amounts with 円, era dates, ▲ for cuts, a total below."""
    path = delivery.path(folder, "介護保険料滞納者一覧")
    sums: Counter[str] = Counter()
    for monthly in delivery.chunks():
        sums["当初調定額"] += sum(monthly.billed_first)
        sums["更正額"] += sum(monthly.corrections)
        sums["収納額"] += sum(monthly.field("received"))
        sums["不納欠損額"] += sum(monthly.field("written_off"))
        sums["未納額"] += sum(monthly.field("outstanding"))
    total = {"被保険者番号": "合計"} | {
        header: styles.wide_yen(yen) for header, yen in sums.items()
    }
    write_table(path, map(_care, delivery.chunks()), "cp932", below=total)
    return path


def _care(monthly: Monthly) -> Table:
    days, wide = monthly.days, styles.wide_yen
    return {
        "被保険者番号": monthly.of_person(lambda person: styles.wide(person.key)),
        "宛名番号": [
            person.resident_key if resident % 10 else ""
            for person, resident in zip(monthly.persons, monthly.residents, strict=True)
        ],
        "氏名": monthly.of_person(lambda person: person.name),
        "カナ": monthly.of_person(lambda person: half_width(person.kana)),
        "生年月日": monthly.of_person(lambda person: styles.era_letter(person.born_on)),
        "郵便番号": monthly.of_person(lambda person: f"〒{person.postal_code}"),
        "住所": monthly.of_person(styles.address_full),
        "会計年度": year_words(monthly.field("fiscal_year"), _era_year("R")),
        "賦課年度": year_words(monthly.field("levy_year"), _era_year("R")),
        "期別": [f"第{styles.wide(str(each))}期" for each in monthly.field("instalment")],
        "納期限": days("due_on", _ERA),
        "当初調定額": [*map(wide, monthly.billed_first)],
        "更正額": [*map(wide, monthly.corrections)],
        "収納額": monthly.yen("received", wide),
        "不納欠損額": monthly.yen("written_off", wide),
        "未納額": monthly.yen("outstanding", wide),
        "督促年月日": days("reminded_on", _ERA),
        "誓約年月日": days("acknowledged_on", _ERA),
        "停止年月日": days("suspended_on", _ERA),
        "最終納付年月日": days("last_paid_on", _ERA),
        "状態": monthly.states(CARE_STATES),
        "出力日": monthly.printed(_ERA),
    }


def write_insurance(delivery: Delivery, folder: Path) -> Path:
    """保険年金課 (UTF-8): every cell in quotes, letters Windows' Shift_JIS lacks, △ for cuts."""
    path = delivery.path(folder, "後期高齢者医療保険料滞納一覧")
    write_table(path, map(_insurance, delivery.chunks()), "utf-8", quoted=True)
    return path


def _insurance(monthly: Monthly) -> Table:
    days, grouped = monthly.days, styles.grouped
    cut = styles.signed("△")
    return {
        "被保険者番号": monthly.of_person(lambda person: person.key),
        "宛名番号": monthly.of_person(lambda person: person.resident_key),
        "氏名": monthly.of_person(lambda person: person.name),
        "氏名カナ": monthly.of_person(lambda person: person.kana),
        "生年月日": monthly.of_person(lambda person: styles.eight(person.born_on)),
        "郵便番号": monthly.of_person(lambda person: person.postal_code),
        "住所": monthly.of_person(styles.address_mixed),
        "電話番号": monthly.of_person(lambda person: person.phone),
        "会計年度": [*map(str, monthly.field("fiscal_year"))],
        "賦課年度": [*map(str, monthly.field("levy_year"))],
        "期": [*map(str, monthly.field("instalment"))],
        "区分": monthly.parts("現年度分", "滞納繰越分"),
        "納期限": days("due_on", _EIGHT),
        "賦課額": [*map(grouped, monthly.billed_first)],
        "増減額": [cut(yen) if yen else "-" for yen in monthly.corrections],
        "収納額": monthly.yen("received", grouped),
        "不納欠損額": monthly.yen("written_off", grouped),
        "滞納額": monthly.yen("outstanding", grouped),
        "督促日": days("reminded_on", _EIGHT),
        "誓約日": days("acknowledged_on", _EIGHT),
        "執行停止日": days("suspended_on", _EIGHT),
        "最終収納日": days("last_paid_on", _EIGHT),
        "状態": monthly.states(INSURANCE_STATES),
        "出力日": monthly.printed(_EIGHT),
    }


def write_welfare(delivery: Delivery, folder: Path) -> Path:
    """福祉課: a list kept by hand, in which every row writes its days in one of four ways."""
    path = delivery.path(folder, "生活保護費返還金")
    write_table(path, map(_welfare, delivery.chunks()), "utf-8-sig")
    return path


def _welfare(monthly: Monthly) -> Table:

    def days(name: str) -> list[str]:
        rows = zip(monthly.ids, monthly.field(name), strict=True)
        return [FOUR_ERAS[line % 4](as_date(day)) if day >= 0 else "" for line, day in rows]

    def yen(values: Iterable[int]) -> list[str]:
        return quoted_amounts(map(styles.bracketed, values))

    return {
        "整理番号": monthly.of_person(lambda person: person.key),
        "氏名": monthly.of_person(lambda person: person.name),
        "よみ": monthly.of_person(lambda person: person.kana),
        "生年月日": monthly.of_person(lambda person: styles.era_long(person.born_on)),
        "住所": monthly.of_person(styles.address_plain),
        "会計年度": year_words(monthly.field("fiscal_year"), _era_year("令和")),
        "決定年度": year_words(monthly.field("levy_year"), _era_year("令和")),
        "決定月": month_words(monthly.field("issued"), "{month}月"),
        "現年・過年": monthly.parts("現年", "過年"),
        "納期限": days("due_on"),
        "返還決定額": yen(monthly.billed_first),
        "減額": yen(monthly.corrections),
        "返還済額": yen(monthly.field("received")),
        "不納欠損額": yen(monthly.field("written_off")),
        "残額": yen(monthly.field("outstanding")),
        "督促日": days("reminded_on"),
        "誓約日": days("acknowledged_on"),
        "徴収停止日": days("suspended_on"),
        "最終返還日": days("last_paid_on"),
        "状況": monthly.states(WELFARE_STATES),
        "出力日": monthly.printed(styles.days(styles.iso)),
    }


def _era_year(form: str) -> Callable[[int], str]:
    """Fiscal years as ``R7`` or ``令和7年度``; those before 令和 in their own era."""
    letters = {"平成": "H", "昭和": "S", "令和": "R"}

    def written(year: int) -> str:
        era = era_year(year, date(year + 1, 3, 31))
        if form == "令和":
            return f"{era}年度"
        return letters[era[:2]] + era[2:].replace("元", "1")

    return written
