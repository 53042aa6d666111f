"""移管の目安: 大口、時効、不履行、接触がない、納付の意思が見えない。財産がなければ移さない（facts.md 4.8）。"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.ledger.bands import SETTLE, STATE_GROUPS
from analytics.ledger.columns import STATES
from analytics.ledger.transfer import (
    ADVICE,
    Case,
    TransferRule,
    read,
    rows,
    transfer_signs,
)
from analytics.settings import DATA
from tests.settlement import read as table
from tests.spec.test_calendar import Days

FIGURE = "transfer"
AS_OF = date(2026, 10, 31)
RULE = TransferRule(500_000, 12, 2, 6, 12, 3)
STATE = {label: state for state, label in STATES.items()}
EXAMPLES = [
    Days(
        title="10月31日に付く目安",
        words="50万円以上、12か月のうちに満了、不履行2回以上、接触が6か月ない、接触はあるのに12か月納付がなく催告3回以上、を目安とする。"
        "目安は、1つも付かないことも、いくつも付くこともある。整理する債権は、大口でも移さない。",
        shows="""
            残額（円） | 状態           | 満了の見込み | 不履行 | 接触した日 | 納めた日   | 催告 | 目安
            500,000    | 交渉中         |              | 0      | 2026-10-01 | 2026-09-10 | 0    | 大口
            499,999    | 交渉中         |              | 0      | 2026-10-01 | 2026-09-10 | 0    | －
            80,000     | 交渉中         | 2027-10-31   | 0      | 2026-10-01 | 2026-09-10 | 0    | 時効が近い
            80,000     | 交渉中         | 2027-11-01   | 0      | 2026-10-01 | 2026-09-10 | 0    | －
            80,000     | 分納・猶予     |              | 2      | 2026-10-01 | 2026-09-10 | 0    | 不履行の繰り返し
            80,000     | 分納・猶予     |              | 1      | 2026-10-01 | 2026-09-10 | 0    | －
            80,000     | その他・未着手 |              | 0      | 2026-04-30 | 2026-09-10 | 0    | 接触がない
            80,000     | その他・未着手 |              | 0      | 2026-05-01 | 2026-09-10 | 0    | －
            80,000     | その他・未着手 |              | 0      |            | 2026-09-10 | 0    | 接触がない
            80,000     | 交渉中         |              | 0      | 2026-10-01 | 2025-10-31 | 3    | 納付の意思が見えない
            80,000     | 交渉中         |              | 0      | 2026-10-01 | 2025-11-01 | 3    | －
            80,000     | 交渉中         |              | 0      | 2026-10-01 | 2025-10-31 | 2    | －
            80,000     | 交渉中         |              | 0      | 2026-04-01 | 2025-10-31 | 3    | 接触がない
            900,000    | 交渉中         | 2027-11-01   | 1      |            |            | 3    | 大口、接触がない
            900,000    | 換価済・残なし | 2027-01-31   | 3      |            |            | 3    | 移さず整理を検討
            900,000    | 生活困窮       |              | 0      | 2026-10-01 | 2026-09-10 | 0    | 移さず整理を検討
        """,
    ),
]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _case(row: dict[str, str]) -> Case:
    demands = [date(2026, 2 * number + 1, 15) for number in range(int(row["催告"]))]
    return Case(
        outstanding_yen=int(row["残額（円）"].replace(",", "")),
        state=STATE[row["状態"]],
        expires_on=_day(row["満了の見込み"]),
        breach_count=int(row["不履行"]),
        last_contact_on=_day(row["接触した日"]),
        last_paid_on=_day(row["納めた日"]),
        demands_on=tuple(demands),
    )


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Days) -> None:
    for row in table(example.shows):
        signs = transfer_signs(_case(row), AS_OF, RULE)
        assert "、".join(ADVICE[sign] for sign in signs) == row["目安"].replace("－", ""), row


def test_only_demands_of_the_unpaid_months_count() -> None:
    """Three demands of which the first is a day too old; one of after the as-of date is not known yet."""
    days = (date(2025, 10, 30), date(2026, 3, 1), date(2026, 6, 1))
    case = Case(80_000, "negotiating", None, 0, date(2026, 10, 1), None, days)
    assert transfer_signs(case, AS_OF, RULE) == ()
    inside = replace(case, demands_on=(date(2025, 10, 31), *days[1:]))
    assert transfer_signs(inside, AS_OF, RULE) == ("unwilling",)
    assert transfer_signs(replace(case, demands_on=(*days, date(2026, 11, 1))), AS_OF, RULE) == ()


@pytest.mark.parametrize("state", STATE_GROUPS)
def test_what_is_to_be_settled_is_not_handed_on(state: str) -> None:
    signs = transfer_signs(Case(9_000_000, state), AS_OF, RULE)
    assert (signs == ("suspend",)) is (STATE_GROUPS[state] == SETTLE)
    assert (signs == ("large", "quiet")) is (STATE_GROUPS[state] != SETTLE)


def test_the_rule_that_ships_is_printed_and_confirmed_by_nobody() -> None:
    printed = rows(read(DATA / "rules"))
    assert [row[0] for row in printed] == list(ADVICE.values())
    assert {row[2] for row in printed} == {"未確認"}
    assert printed[0][1] == "1人が1つの課に持つ、納期限の過ぎた残額が50万円以上"
