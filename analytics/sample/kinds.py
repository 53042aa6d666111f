"""The departments of 架空市 and what they collect: when it is due, how much a bill is, how many are late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analytics.ledger.calendar import Clock
from analytics.sample.months import fiscal_year_of

Who = Literal["anyone", "elders", "parents"]


@dataclass(frozen=True)
class Department:
    """A collecting department: its code and name, by which clock its books close, and whom it bills."""

    code: str
    name: str
    clock: Clock = "G"
    who: Who = "anyone"
    former_name: str = ""
    renamed_in: int = 0  # the first fiscal year of its name; its layouts say so too

    def name_in(self, month: int) -> str:
        """What it was called in *month*."""
        return self.name if fiscal_year_of(month) >= self.renamed_in else self.former_name


@dataclass(frozen=True)
class Kind:
    """A claim kind. Shares are of the balance its department is to have at the end of the year."""

    name: str
    department: str
    due: tuple[int, ...]  # the calendar months of its instalments, in their order
    mean_yen: int  # of an unpaid bill
    share: float = 1.0  # of its department's balance
    fresh: float = 0.45  # of the balance, a year: new arrears that stay
    brief: float = 0.30  # of the balance, a year: new arrears paid within months
    settled_after: int = 3  # years after the levy, from when it may be written off
    written: float = 0.10  # of what may be, every March
    only_written: bool = False  # nearly nothing is collected: the balance falls by writing off
    every_months: int = 1  # 2: a debtor has a bill every other month
    due_day: int = 0  # of the month; 0: the last
    rounding: int = 100  # bills are whole multiples of so many yen
    enforceable: bool = True


TAX, WATER, HOUSING, CHILDREN = "101", "201", "301", "401"
LUNCH, ELDERS, INSURANCE, WELFARE = "501", "601", "701", "801"

DEPARTMENTS = (
    Department(TAX, "税務課"),
    Department(WATER, "水道課", clock="E"),
    Department(HOUSING, "建築住宅課"),
    Department(CHILDREN, "こども未来課", who="parents", former_name="こども課", renamed_in=2024),
    Department(LUNCH, "学校教育課", who="parents"),
    Department(ELDERS, "高齢者支援課", who="elders"),
    Department(INSURANCE, "保険年金課", who="elders"),
    Department(WELFARE, "福祉課"),
)
BY_CODE = {department.code: department for department in DEPARTMENTS}

MONTHLY = (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3)
FROM_JULY = (7, 8, 9, 10, 11, 12, 1, 2)
KINDS = (
    Kind("市県民税", TAX, (6, 8, 10, 1), 24_000, 0.283),
    Kind("固定資産税・都市計画税", TAX, (5, 7, 12, 2), 29_000, 0.30),
    Kind("軽自動車税", TAX, (5,), 10_000, 0.025),
    Kind("法人市民税", TAX, (6, 9, 12, 3), 60_000, 0.025),
    Kind("国民健康保険税", TAX, (7, 8, 9, 10, 11, 12, 1, 2, 3), 23_000, 0.367),
    Kind("水道料金", WATER, MONTHLY, 9_600, 0.6, every_months=2, rounding=1, enforceable=False),
    Kind("下水道使用料", WATER, MONTHLY, 7_800, 0.4, every_months=2, rounding=1),
    Kind(
        "市営住宅使用料", HOUSING, MONTHLY, 24_000, fresh=0.26, brief=0.16, written=0.03, enforceable=False
    ),
    Kind("保育料", CHILDREN, MONTHLY, 24_000, due_day=20),
    Kind(
        "学校給食費", LUNCH, (4, 5, 6, 7, 9, 10, 11, 12, 1, 2, 3), 5_200, rounding=10, enforceable=False
    ),
    Kind(
        "介護保険料", ELDERS, FROM_JULY, 11_500, fresh=0.34, brief=0.06, settled_after=2, only_written=True
    ),
    Kind("後期高齢者医療保険料", INSURANCE, FROM_JULY, 13_000, settled_after=2, written=0.2),
    Kind(
        "生活保護費返還金", WELFARE, MONTHLY, 90_000, fresh=0.3, brief=0.1, rounding=1, enforceable=False
    ),
)  # fmt: skip
