"""やってPR: what the departments did about it, most of all in December."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from analytics.sample import draws, styles
from analytics.sample.exports.columns import Table
from analytics.sample.exports.delivery import Delivery
from analytics.sample.exports.textfile import write_table
from analytics.sample.flow import QUIET, SEASON
from analytics.sample.kinds import (
    CHILDREN,
    ELDERS,
    HOUSING,
    INSURANCE,
    KINDS,
    LUNCH,
    TAX,
    WATER,
    WELFARE,
)
from analytics.sample.months import digits, first_days, on_a_working_day
from analytics.sample.plan import CITY

# what a department does, and to which share of its lasting debtors in a usual month
DONE = {
    TAX: (("電話催告", 0.03), ("財産調査", 0.04), ("差押", 0.02), ("分納誓約", 0.01)),
    WATER: (("給水停止予告", 0.05), ("給水停止", 0.02), ("電話催告", 0.03)),
    HOUSING: (("電話催告", 0.03), ("連帯保証人請求", 0.01), ("臨戸訪問", 0.01)),
    CHILDREN: (("園長催告", 0.06), ("児童手当からの徴収", 0.04), ("電話催告", 0.03)),
    LUNCH: (("学校からの声かけ", 0.04), ("児童手当からの徴収", 0.02)),
    ELDERS: (("文書催告", 0.03), ("給付制限の説明", 0.01)),
    INSURANCE: (("電話催告", 0.04), ("差押", 0.01), ("納付相談", 0.02)),
    WELFARE: (("面談", 0.05), ("履行延期の相談", 0.02)),
}
ALL_AT_ONCE = {5: "督促状一斉発送", 11: "年末一斉催告"}  # month − 1: June, December
HEADERS = (
    "所管課コード",
    "所管課",
    "債権",
    "実施日",
    "取組",
    "債務者番号",
    "件数",
    "対象額（円）",
    "備考",
)
Row = tuple[str, ...]


def write_actions(month: int, actions: list[Row], folder: Path) -> None:
    """All that was done in one month, by department and day."""
    actions.sort()
    table: Table = {header: [row[at] for row in actions] for at, header in enumerate(HEADERS)}
    write_table(folder / f"{CITY}_やってPR_{digits(month)}.csv", [table], "utf-8-sig")


def actions_of(delivery: Delivery) -> Iterator[Row]:
    """The actions of one department: debtor by debtor, and those on everybody at once."""
    code, seed, month = delivery.department.code, delivery.plan.seed, delivery.month
    name = delivery.department.name_in(month)
    busy = SEASON.get(month % 12, QUIET)
    owed = _owed(delivery)
    for resident, (yen, kind) in owed.items():
        for action, share in DONE[code]:
            drawn = draws.bit(seed, f"{action} {code}", resident, month)
            if drawn / 2.0**64 < share * busy:
                day = _day(month, drawn)
                key = delivery.people.key_of(code, resident)
                yield code, name, KINDS[kind].name, day, action, key, "1", str(yen), ""
    if owed and month % 12 in ALL_AT_ONCE:
        for number, each in enumerate(KINDS):
            sums = [yen for yen, of_kind in owed.values() if of_kind == number]
            if sums:
                action, day = ALL_AT_ONCE[month % 12], _day(month, number << 60)
                count, total = str(len(sums)), str(sum(sums))
                yield code, name, each.name, day, action, "", count, total, "対象者全員"


def _owed(delivery: Delivery) -> dict[int, tuple[int, int]]:
    """Debtors with lasting arrears: what they owe the department, and of which kind the first of it is."""
    owed: dict[int, tuple[int, int]] = defaultdict(lambda: (0, -1))
    names = ("outstanding", "is_lasting", "is_late", "kind")
    for monthly in delivery.chunks():
        columns = (monthly.field(name) for name in names)
        for resident, yen, lasting, late, kind in zip(monthly.residents, *columns, strict=True):
            if yen and lasting and late:
                before, first = owed[resident]
                owed[resident] = before + yen, kind if first < 0 else first
    return owed


def _day(month: int, drawn: int) -> str:
    day = on_a_working_day(int(first_days(month)) + (drawn >> 40) % 25)
    return styles.days(styles.iso)(int(day))
