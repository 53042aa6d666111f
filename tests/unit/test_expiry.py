"""時効の期間の最後の日: each row of facts.md 2.1 worked by hand, on the table of kinds that ships."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.ledger.expiry import ENDS, MISSING, Events, Expiry, expiry, last_day

KINDS = read_claim_kinds()
ON = date(2026, 10, 31)
TAX, PREMIUM, FEE = "個人市民税", "介護保険料", "学童クラブ育成料"
RENT, WATER = "市営住宅使用料", "水道料金"
DUE = Events(due_on=date(2021, 6, 30))


def ends(kind: str, events: Events, kinds: ClaimKinds = KINDS) -> tuple[str, str | None]:
    """How it ends, and the day; or what is missing."""
    found = expiry(kind, events, kinds, ON)
    assert found.end in ENDS
    assert (found.ends_on is None) == (found.end in ("held", "unknown"))
    assert found.missing in ("", *MISSING)
    return found.end, str(found.ends_on) if found.ends_on else found.missing


def with_days(**days: str) -> Events:
    """`DUE` with further days."""
    return replace(DUE, **{name: date.fromisoformat(day) for name, day in days.items()})


@pytest.mark.parametrize(
    ("kind", "events", "told"),
    [
        # the day of payment alone: the day after it is the first, and the same day years later the last
        (TAX, DUE, ("extinction", "2026-06-30")),
        (PREMIUM, DUE, ("extinction", "2023-06-30")),
        (RENT, DUE, ("invocation", "2026-06-30")),
        # the reminder: anew, of a tax when ten days have passed
        (TAX, with_days(reminded_on="2021-07-20"), ("extinction", "2026-07-30")),
        (PREMIUM, with_days(reminded_on="2021-07-20"), ("extinction", "2023-07-20")),
        (FEE, with_days(reminded_on="2021-07-20"), ("extinction", "2026-07-20")),
        (RENT, with_days(reminded_on="2021-07-20"), ("invocation", "2026-07-20")),
        # acknowledgment: a pledge, a part payment; the latest counts
        (FEE, with_days(acknowledged_on="2022-03-15"), ("extinction", "2027-03-15")),
        (FEE, with_days(last_paid_on="2023-03-15"), ("extinction", "2028-03-15")),
        (
            RENT,
            with_days(
                reminded_on="2021-07-20", acknowledged_on="2023-01-10", last_paid_on="2022-12-01"
            ),
            ("invocation", "2028-01-10"),
        ),
        # a payment inside the ten days: the reminder's own beginning is later
        (
            TAX,
            with_days(reminded_on="2021-07-20", last_paid_on="2021-07-25"),
            ("extinction", "2026-07-30"),
        ),
        # what was before the day of payment moves nothing
        (TAX, with_days(last_paid_on="2021-06-01"), ("extinction", "2026-06-30")),
        # on the last day still in time, a day later not: something between was not recorded, or it was over
        (FEE, with_days(last_paid_on="2026-06-30"), ("extinction", "2031-06-30")),
        (FEE, with_days(last_paid_on="2026-07-01"), ("unknown", "between")),
        (RENT, with_days(last_paid_on="2026-07-01"), ("unknown", "between")),
        (TAX, with_days(reminded_on="2026-07-01"), ("unknown", "between")),
        # seized: held while it lasts, whatever else there is
        (TAX, replace(DUE, is_seized=True), ("held", "")),
        (TAX, Events(is_seized=True), ("held", "")),
        # suspended: keeps running, and the duty ends after three years, of what can be enforced
        (
            TAX,
            replace(with_days(suspended_on="2022-12-20"), is_suspended=True),
            ("suspension", "2025-12-20"),
        ),
        (
            TAX,
            replace(with_days(suspended_on="2025-12-20"), is_suspended=True),
            ("extinction", "2026-06-30"),
        ),
        (
            TAX,
            replace(with_days(suspended_on="2023-06-30"), is_suspended=True),
            ("extinction", "2026-06-30"),  # the same day: by limitation
        ),
        (
            FEE,
            replace(with_days(suspended_on="2022-12-20"), is_suspended=True),
            ("extinction", "2026-06-30"),
        ),
        (
            RENT,
            replace(with_days(suspended_on="2022-12-20"), is_suspended=True),
            ("invocation", "2026-06-30"),
        ),
        (TAX, with_days(suspended_on="2022-12-20"), ("extinction", "2026-06-30")),  # lifted since
        # the day of the contract chooses the years
        (WATER, with_days(contracted_on="2020-03-31"), ("invocation", "2023-06-30")),
        (WATER, with_days(contracted_on="2020-04-01"), ("invocation", "2026-06-30")),
        # missing: what is looked for first is said
        (WATER, DUE, ("unknown", "contract")),
        (WATER, Events(), ("unknown", "contract")),
        (TAX, Events(reminded_on=date(2021, 7, 20)), ("unknown", "due")),
        ("なぞ料金", DUE, ("unknown", "rule")),
        (TAX, replace(DUE, is_suspended=True), ("unknown", "stop")),
        (FEE, replace(DUE, is_suspended=True), ("extinction", "2026-06-30")),
    ],
)
def test_worked_by_hand(kind: str, events: Events, told: tuple[str, str]) -> None:
    assert ends(kind, events) == told


def demanded(*days: str) -> Events:
    return replace(DUE, demanded_on=tuple(map(date.fromisoformat, days)))


@pytest.mark.parametrize(
    ("days", "day", "by"),
    [
        (["2026-03-10"], "2026-09-10", "2026-03-10"),
        (["2026-06-30"], "2026-12-31", "2026-06-30"),  # on the last day
        (["2026-07-01"], "2026-06-30", None),  # too late
        (["2025-12-30"], "2026-06-30", None),  # its six months are over just then
        (["2026-03-10", "2026-06-20"], "2026-09-10", "2026-03-10"),  # a second one inside
        (["2026-06-20", "2026-03-10"], "2026-09-10", "2026-03-10"),  # in any order
        (["2026-03-10", "2026-08-01"], "2026-09-10", "2026-03-10"),  # inside the grace
        (["2025-08-01", "2026-06-20"], "2026-12-20", "2026-06-20"),  # the first one's had passed
        (["2021-06-30"], "2026-06-30", None),  # before it ran
    ],
)
def test_a_demand_gives_six_months_once(days: list[str], day: str, by: str | None) -> None:
    found = expiry(FEE, demanded(*days), KINDS, ON)
    assert (str(found.ends_on), str(found.demanded_on)) == (day, str(by))


def test_what_came_inside_the_grace_begins_it_anew() -> None:
    events = replace(demanded("2026-03-10"), last_paid_on=date(2026, 8, 1))
    assert ends(FEE, events) == ("extinction", "2031-08-01")
    late = replace(events, last_paid_on=date(2026, 9, 11))
    assert ends(FEE, late) == ("unknown", "between")


def test_a_demand_before_it_began_anew_gives_nothing() -> None:
    events = replace(demanded("2022-08-01"), last_paid_on=date(2022, 9, 1))
    assert ends(FEE, events) == ("extinction", "2027-09-01")


def test_all_that_the_reckoning_rests_on_is_told() -> None:
    found = expiry(TAX, with_days(reminded_on="2021-07-20"), KINDS, ON)
    assert found == Expiry(
        end="extinction",
        ends_on=date(2026, 7, 30),
        event="reminded_on",
        counted_on=date(2021, 7, 30),
        years=5,
        law_basis="地方税法18条",
        is_unconfirmed=True,
    )
    stopped = replace(with_days(suspended_on="2022-12-20"), is_suspended=True)
    found = expiry(TAX, stopped, KINDS, ON)
    assert (found.event, found.counted_on, found.years) == ("suspended_on", date(2022, 12, 20), 3)
    assert found.law_basis.startswith("地方税法15条の7")


def test_a_confirmed_row_is_not_called_unconfirmed() -> None:
    rules = tuple(replace(rule, confirmed_on=ON) for rule in KINDS.rules)
    assert not expiry(TAX, DUE, ClaimKinds(rules), ON).is_unconfirmed


def test_the_row_of_the_day_asked_holds() -> None:
    """A law that makes it ten years from 2027 on says nothing of 2026; a kind that begins then is not known before."""
    (rule,) = (rule for rule in KINDS.rules if rule.kind == TAX)
    later = replace(rule, years=10, valid_from=date(2027, 1, 1))
    assert ends(TAX, DUE, ClaimKinds((rule, later))) == ("extinction", "2026-06-30")
    found = expiry(TAX, DUE, ClaimKinds((rule, later)), date(2027, 1, 1))
    assert found.ends_on == date(2031, 6, 30)
    begins = replace(later, contracted_from=date(2020, 4, 1))
    assert ends(TAX, DUE, ClaimKinds((begins,))) == ("unknown", "rule")
    assert ClaimKinds((begins,)).asks_for_contract(TAX, date(2027, 1, 1))
    assert not ClaimKinds((begins,)).asks_for_contract(TAX, date(2026, 12, 31))


@pytest.mark.parametrize(
    ("counted_on", "months", "last"),
    [
        ("2021-10-31", 60, "2026-10-31"),
        ("2023-02-28", 60, "2028-02-29"),  # from 1 March, so up to the last of February
        ("2024-02-28", 60, "2029-02-28"),  # from 29 February, and there is none in 2029
        ("2024-02-29", 60, "2029-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2026-08-30", 6, "2027-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-02-28", 6, "2026-08-31"),
    ],
)
def test_the_last_day_of_a_period(counted_on: str, months: int, last: str) -> None:
    assert last_day(date.fromisoformat(counted_on), months) == date.fromisoformat(last)
