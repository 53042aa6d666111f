"""Consents of debtors: given for some fields, gone with the next read after they are withdrawn."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from analytics.access.consents import Consents
from analytics.errors import InputFault, StoreFault
from analytics.ledger.calendar import JAPAN
from analytics.ledger.claim_kinds_file import read_claim_kinds

RULES = read_claim_kinds()
MONDAY = datetime(2026, 10, 26, 9, 0, tzinfo=JAPAN)
DAY = MONDAY.date()
A, B = ("101", "D-1"), ("101", "D-2")


def holds(consents: Consents, debtor: tuple[str, str], to: str, field: str, on: date) -> bool:
    return any((one.to, one.field) == (to, field) for one in consents.of(debtor, on))


@pytest.fixture
def consents(tmp_path: Path) -> Consents:
    return Consents(tmp_path, RULES)


def give(consents: Consents, **changed: object) -> None:
    said = {
        "debtor": A,
        "to": "C",
        "fields": ["existence", "amount"],
        "given_on": DAY,
        "by": "係",
        "at": MONDAY,
    }
    consents.give(**(said | changed))  # type: ignore[arg-type]


def held(consents: Consents, debtor: tuple[str, str] = A, on: date = DAY) -> set[tuple[str, str]]:
    return {(one.to, one.field) for one in consents.of(debtor, on)}


def test_nobody_has_agreed_to_anything_yet(consents: Consents) -> None:
    assert consents.holding(DAY) == {}
    assert not holds(consents, A, "C", "existence", DAY)


def test_a_consent_holds_for_its_debtor_reader_and_fields(consents: Consents) -> None:
    give(consents)
    assert held(consents) == {("C", "existence"), ("C", "amount")}
    assert held(consents, B) == set()
    assert holds(consents, A, "C", "amount", DAY)
    assert not holds(consents, A, "C", "contact", DAY)
    assert not holds(consents, A, "N", "amount", DAY)
    assert [(one.given_on, one.number) for one in consents.of(A, DAY)] == [(DAY, 1), (DAY, 1)]
    assert list(consents.holding(DAY)) == [A]


def test_it_does_not_hold_before_its_day(consents: Consents) -> None:
    give(consents)
    assert held(consents, on=DAY - timedelta(days=1)) == set()
    assert consents.holding(DAY - timedelta(days=1)) == {}


def test_what_is_withdrawn_is_gone_with_the_next_read(consents: Consents, tmp_path: Path) -> None:
    reader = Consents(tmp_path, RULES)  # another process, say
    give(consents)
    assert held(reader) == {("C", "existence"), ("C", "amount")}
    consents.withdraw(A, "C", "係", MONDAY, ["amount"])
    assert held(reader) == {("C", "existence")}
    consents.withdraw(A, "C", "係", MONDAY)
    assert held(reader) == set()
    assert held(reader, on=DAY - timedelta(days=9)) == set()


def test_a_new_consent_after_a_withdrawal_holds(consents: Consents) -> None:
    give(consents)
    consents.withdraw(A, "C", "係", MONDAY)
    later = MONDAY + timedelta(days=2)
    give(consents, given_on=later.date(), at=later)
    assert held(consents, on=later.date()) == {("C", "existence"), ("C", "amount")}


def test_more_may_be_agreed_to_later(consents: Consents) -> None:
    give(consents)
    give(consents, fields=["amount", "state"])
    give(consents, to="office", fields=["existence"])
    give(consents, to="水道料金", fields=["existence"])
    assert held(consents) == {
        ("C", "existence"),
        ("C", "amount"),
        ("C", "state"),
        ("office", "existence"),
        ("水道料金", "existence"),
    }


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"debtor": ("101", " ")}, "所管課の番号と債務者番号が要ります"),
        ({"debtor": ("", "D-1")}, "所管課の番号と債務者番号が要ります"),
        ({"debtor": ("101", "D" * 300)}, "所管課の番号と債務者番号が要ります"),
        ({"to": "水道料"}, "同意の読み手「水道料」はありません"),
        ({"to": ""}, "同意の読み手「」はありません"),
        ({"fields": ["income"]}, "項目「income」はありません。使えるのは existence、"),
        ({"fields": []}, "見てよい項目が要ります"),
        ({"fields": ["existence", "guarantor"]}, "保証人は本人ではないので"),
        ({"by": " "}, "記録する人の名前が要ります"),
        ({"given_on": DAY + timedelta(days=1)}, "令和8年10月27日がまだ来ていません"),
    ],
)
def test_what_cannot_be_agreed_to_is_said(
    changed: dict[str, object], why: str, consents: Consents
) -> None:
    with pytest.raises(InputFault, match=why):
        give(consents, **changed)
    assert consents.holding(date.max) == {}


def test_what_contradicts_the_records_is_said(consents: Consents) -> None:
    with pytest.raises(InputFault, match="C への同意は記録されていません"):
        consents.withdraw(A, "C", "係", MONDAY)
    give(consents)
    with pytest.raises(InputFault, match="すでに記録されています"):
        give(consents, fields=["amount"])
    with pytest.raises(InputFault, match="C への同意（状態と経過）は記録されていません"):
        consents.withdraw(A, "C", "係", MONDAY, ["amount", "state"])
    with pytest.raises(InputFault, match="名前が要ります"):
        consents.withdraw(A, "C", "", MONDAY)
    consents.withdraw(A, "C", "係", MONDAY + timedelta(days=1))
    with pytest.raises(InputFault, match="より後の令和8年10月27日に取り消しがあります"):
        give(consents, at=MONDAY + timedelta(days=3))
    assert held(consents) == set()


@pytest.mark.parametrize("to", ["C", "水道料金", "office"])
def test_a_consent_that_shows_nothing_is_refused(to: str, consents: Consents) -> None:
    """Without `existence` nothing is seen (`analytics.access.permission`); one for another reader is of no help."""
    give(consents, to="N")
    with pytest.raises(InputFault, match="項目に 滞納があること を加えてください"):
        give(consents, to=to, fields=["amount", "contact"])
    assert held(consents) == {("N", "existence"), ("N", "amount")}
    give(consents, to=to, fields=["existence"])
    give(consents, to=to, fields=["amount"])
    assert held(consents) >= {(to, "existence"), (to, "amount")}


def test_existence_for_a_share_group_is_enough_for_its_kinds(consents: Consents) -> None:
    give(consents, fields=["existence"])
    give(consents, to="水道料金", fields=["amount"])
    assert held(consents) == {("C", "existence"), ("水道料金", "amount")}
    consents.withdraw(A, "C", "係", MONDAY)
    with pytest.raises(InputFault, match="滞納があることへの同意がなければ"):
        give(consents, to="水道料金", fields=["contact"])


def test_a_consent_to_a_kind_that_is_no_more_can_be_withdrawn(tmp_path: Path) -> None:
    from analytics.ledger.claim_kinds import ClaimKinds

    give(Consents(tmp_path, RULES), to="水道料金")
    after = Consents(tmp_path, ClaimKinds(()))
    after.withdraw(A, "水道料金", "係", MONDAY)
    assert held(after) == set()


def test_a_damaged_journal_tells_nothing(consents: Consents, tmp_path: Path) -> None:
    give(consents)
    path = tmp_path / "journals" / "consents.jsonl"
    path.write_bytes(path.read_bytes().replace(b"amount", b"assets"))
    with pytest.raises(StoreFault, match=r"consents\.jsonl が、書かれたときのままではありません"):
        consents.of(A, DAY)


@pytest.mark.parametrize(
    "spoilt", [{"what": "lent"}, {"on": "昨日"}, {"fields": 7}, {"to": None, "what": 1}]
)
def test_a_record_that_is_no_consent_is_said(spoilt: dict[str, object], consents: Consents) -> None:
    record = {
        "what": "given",
        "department": "1",
        "debtor_key": "1",
        "to": "C",
        "fields": [],
        "on": "2026-10-26",
    }
    consents._journal.append([record | spoilt], MONDAY)  # type: ignore[list-item]
    with pytest.raises(StoreFault, match=r"consents\.jsonl の番号 1 を読めません"):
        consents.holding(DAY)
