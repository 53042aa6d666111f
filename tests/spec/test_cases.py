"""事案指導: 大口、古い、不履行、時効が近い、接触がない案件を、目安の数、残額の順に、決まった数まで（facts.md 4.8）。"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.cases import GROUNDS, CasesRule, case_grounds, case_list, read, rows
from analytics.ledger.columns import STATES
from analytics.ledger.transfer import Case, TransferRule
from analytics.settings import DATA
from tests.settlement import read as table

FIGURE = "cases"
AS_OF = date(2026, 10, 31)
SIGNS = TransferRule(500_000, 12, 2, 6, 12, 3)
RULE = CasesRule(tuple(GROUNDS), 3, ("count", "yen"), 4, SIGNS)
STATE = {label: state for state, label in STATES.items()}


@dataclass(frozen=True)
class Listing:
    """One worked example: cases, and those that are listed."""

    title: str
    words: str  # the reckoning
    books: str
    shows: str


EXAMPLES = [
    Listing(
        title="10月31日に挙げる4件",
        words="50万円以上、納期限から3年以上、不履行2回以上、12か月のうちに満了、接触が6か月ない、を目安とする。7は執行停止なので挙げない。"
        "6は目安がない。残りは6件で、目安の数、残額の順に4件まで挙げる。3と4は目安の数も残額も同じなので、番号の順。"
        "2の納期限は3年前の日、5は1日足りない。",
        books="""
            債務者 | 残額    | 状態               | 納期限     | 不履行 | 満了の見込み | 接触した日
            1      | 80,000  | 交渉中             | 2026-01-31 | 2      | 2027-10-31   | 2026-04-30
            2      | 500,000 | 交渉中             | 2023-10-31 | 0      | 2027-11-01   | 2026-10-01
            3      | 499,999 | 交渉中             | 2023-10-31 | 1      | 2027-11-01   | 2026-04-30
            4      | 499,999 | 分納・猶予         | 2023-10-31 | 2      |              | 2026-05-01
            5      | 499,999 | 交渉中             | 2023-11-01 | 1      |              | 2026-04-30
            6      | 499,999 | 交渉中             | 2023-11-01 | 1      | 2027-11-01   | 2026-05-01
            7      | 900,000 | 執行停止・徴収停止 | 2020-01-31 | 3      | 2027-01-31   |
            8      | 900,000 | その他・未着手     |            | 0      |              | 2026-10-01
        """,
        shows="""
            順 | 債務者 | 残額    | 目安
            1  | 1      | 80,000  | 不履行の繰り返し、時効が近い、接触がない
            2  | 2      | 500,000 | 大口、古い
            3  | 3      | 499,999 | 古い、接触がない
            4  | 4      | 499,999 | 古い、不履行の繰り返し
        """,
    ),
]
(OF_FOUR,) = EXAMPLES


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _case(row: dict[str, str]) -> Case:
    return Case(
        outstanding_yen=int(row["残額"].replace(",", "")),
        state=STATE[row["状態"]],
        expires_on=_day(row["満了の見込み"]),
        breach_count=int(row["不履行"]),
        last_contact_on=_day(row["接触した日"]),
        oldest_due_on=_day(row["納期限"]),
    )


CASES = {row["債務者"]: _case(row) for row in table(OF_FOUR.books)}


def _keys(rule: CasesRule) -> list[str]:
    return [each.key for each in case_list(CASES, AS_OF, rule).listed]


def test_listed_by_hand() -> None:
    found = case_list(CASES, AS_OF, RULE)
    shown = [
        (
            str(place),
            each.key,
            f"{each.case.outstanding_yen:,}",
            "、".join(GROUNDS[ground] for ground in each.grounds),
        )
        for place, each in enumerate(found.listed, 1)
    ]
    assert shown == [tuple(row.values()) for row in table(OF_FOUR.shows)]
    assert found.found_count == 6


@pytest.mark.parametrize(
    ("order", "keys"),
    [
        (("yen",), ["8", "2", "3", "4"]),
        (("expiring", "yen"), ["1", "2", "3", "8"]),
        (("old", "count"), ["2", "3", "4", "5"]),
    ],
)
def test_the_city_orders_the_list(order: tuple[str, ...], keys: list[str]) -> None:
    """What is not known stands behind; 3 is before 4 by its key."""
    assert _keys(replace(RULE, order=order)) == keys


def test_the_order_in_which_records_come_changes_nothing() -> None:
    backwards = dict(reversed(CASES.items()))
    assert case_list(backwards, AS_OF, RULE) == case_list(CASES, AS_OF, RULE)


def test_a_ground_that_the_city_left_out_does_not_count() -> None:
    only = replace(RULE, grounds=("quiet", "large"))
    assert case_grounds(CASES["2"], AS_OF, only) == ("large",)
    assert case_grounds(replace(CASES["1"], outstanding_yen=500_000), AS_OF, only) == (
        "quiet",
        "large",
    )
    assert case_list(CASES, AS_OF, only).found_count == 5


@pytest.mark.parametrize("state", STATE_GROUPS)
def test_what_is_to_be_settled_is_no_case(state: str) -> None:
    case = Case(9_000_000, state, oldest_due_on=date(2020, 1, 31))
    is_to_settle = STATE_GROUPS[state] == SETTLE
    assert case_grounds(case, AS_OF, RULE) == (() if is_to_settle else ("large", "old", "quiet"))


def test_the_rule_that_ships_is_printed_and_confirmed_by_nobody() -> None:
    printed = rows(read(DATA / "rules"))
    assert [row[0] for row in printed] == [*GROUNDS.values(), "挙げる順", "挙げる数"]
    assert {row[2] for row in printed} == {"未確認"}
    assert printed[0][1] == "1人が1つの課に持つ、納期限の過ぎた残額が50万円以上"
    assert printed[1][1] == "いちばん古い納期限から3年以上"
    assert printed[-2][1] == "当てはまる目安の数が多い順、同じなら残額の大きい順、同じなら番号の順"
    assert printed[-1][1] == "12件まで。整理する債権は挙げない"


def test_who_confirmed_is_said_of_each_limit_where_it_stands() -> None:
    confirmed = replace(RULE, confirmed_on=date(2026, 4, 1))
    assert [row[2] for row in rows(confirmed)] == [
        "未確認",
        "令和8年4月1日",
        *["未確認"] * 3,
        *["令和8年4月1日"] * 2,
    ]
