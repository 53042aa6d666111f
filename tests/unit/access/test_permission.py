"""What may be seen: every role × pair × field group × situation, against the law in short written out by hand."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from itertools import product

import pytest

from analytics.access.consents import Consent, Consents
from analytics.access.fields import FIELDS, group_of, withheld
from analytics.access.permission import Basis, consented, grants, permitted
from analytics.access.sharing import FIELD_GROUPS, NOTHING, OFFICE, Row, Sharing
from analytics.access.sharing_file import read_sharing
from analytics.access.viewer import ROLES, Viewer
from analytics.ledger.calendar import JAPAN
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.ledger.columns import ACTIONS, PERSONS, RECEIVABLES

RULES = read_claim_kinds()
SHIPPED = read_sharing(RULES).of("架空市")
TODAY = date(2026, 10, 31)
KIND = {"T": "市県民税", "P": "介護保険料", "N": "学童クラブ育成料", "C": "水道料金"}
THEIRS, HIS = "101", "901"  # departments: the holder's, and the reading head's

# Written from facts.md 3, pair by pair (holder, reader). + permitted, . neither name nor existence.
SITUATIONS = ("no row", "law", "purpose", "ordinance", "to come", "run out", "consent", "withdrawn")
LAW_IN_SHORT = {
    #         no  law pur ord com out con wit
    ("T", "T"): "+ + + + + + + +",
    ("T", "P"): ". + + + . . + .",
    ("T", "N"): ". . . . . . + .",
    ("T", "C"): ". . . . . . + .",
    ("P", "T"): ". + + + . . + .",
    ("P", "P"): ". + + + . . + .",
    ("P", "N"): ". . . + . . + .",
    ("P", "C"): ". . . + . . + .",
    ("N", "T"): ". + + + . . + .",
    ("N", "P"): ". + + + . . + .",
    ("N", "N"): ". + + + . . + .",
    ("N", "C"): ". . . + . . + .",
    ("C", "T"): ". + + + . . + .",
    ("C", "P"): ". + + + . . + .",
    ("C", "N"): ". + + + . . + .",
    ("C", "C"): ". + + + . . + .",
    ("T", OFFICE): ". + + + . . + .",
    ("P", OFFICE): ". + + + . . + .",
    ("N", OFFICE): ". + + + . . + .",
    ("C", OFFICE): ". + + + . . + .",
}
# A guarantor agreed to nothing: only a row shows one, and only where a row may.
GUARANTOR = {
    pair: ". + + + . . . ." if pair == ("T", "T") else told[:-3] + ". ."
    for pair, told in LAW_IN_SHORT.items()
}
READERS = {
    "chief": [OFFICE],
    "caseworker": [OFFICE],
    "head": ["T", "P", "N", "C"],
    "team": [OFFICE, "T", "P", "N", "C"],
    "systems": [OFFICE, "T", "P", "N", "C"],
    "reader": [OFFICE, "T", "P", "N", "C"],
}
SEE_NO_PERSON = {"team", "systems", "reader"}


def row(
    holder: str, to: str, fields: Collection[str], basis_type: str, valid: tuple[date, date]
) -> Row:
    return Row(1, holder, to, frozenset(fields), basis_type, "根拠", *valid, "市長", "第1号", "")


def days(situation: str) -> tuple[date, date]:
    if situation == "to come":
        return date(2026, 11, 1), date(2030, 3, 31)
    if situation == "run out":
        return date(2020, 4, 1), date(2026, 10, 30)
    return TODAY, TODAY


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Consent, ...]]:
    """What the journal says of a debtor who agreed to everything, and of one who took it back."""
    consents = Consents(tmp_path_factory.mktemp("consents"), RULES)
    noon = datetime(2026, 10, 31, 12, 0, tzinfo=JAPAN)
    fields = [group for group in FIELD_GROUPS if group != "guarantor"]
    for key, to in product(("stays", "goes"), [*"TPNC", OFFICE]):
        consents.give((THEIRS, key), to, fields, TODAY, "係", noon)
    for to in [*"TPNC", OFFICE]:
        consents.withdraw((THEIRS, "goes"), to, "係", noon)
    assert len(consents.of((THEIRS, "stays"), TODAY)) == 25
    return {
        "consent": consents.of((THEIRS, "stays"), TODAY),
        "withdrawn": consents.of((THEIRS, "goes"), TODAY),
    }


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("holder", KIND)
def test_what_is_permitted_is_what_was_written_by_hand(
    role: str, holder: str, given: dict[str, tuple[Consent, ...]]
) -> None:
    viewer = Viewer(role, HIS if role == "head" else None)
    looked_at = 0
    for to, group, place in product(READERS[role], FIELD_GROUPS, range(len(SITUATIONS))):
        situation = SITUATIONS[place]
        table = GUARANTOR if group == "guarantor" else LAW_IN_SHORT
        expected = table[holder, to].split()[place] == "+" and role not in SEE_NO_PERSON
        basis_type = {"law": "law", "purpose": "purpose", "ordinance": "ordinance"}.get(
            situation, "ordinance"
        )
        has_row = situation not in ("no row", "consent", "withdrawn")
        rows = (
            [row(holder, to, {"existence", group}, basis_type, days(situation))] if has_row else []
        )
        met = permitted(
            Sharing(SHIPPED.needs, tuple(rows)),
            RULES,
            viewer,
            KIND[holder],
            THEIRS,
            [KIND[to]] if to in KIND else [],
            TODAY,
            given.get(situation, ()),
        )
        assert (group in met) == expected, (role, holder, to, group, situation)
        if not expected and group != "guarantor":
            assert met == {}, (role, holder, to, group, situation)
        if expected and has_row and (holder, to) != ("T", "T"):
            assert met.keys() == {"existence", group}
            assert met[group] == Basis(basis_type, "根拠", "第1号")
        looked_at += 1
    assert looked_at == len(READERS[role]) * 6 * 8


# The head and his department --------------------------------------------------------------------------


def test_a_head_sees_all_of_his_own_department_whatever_the_table_says() -> None:
    met = permitted(NOTHING, RULES, Viewer("head", HIS), "そんな債権", HIS, [], TODAY)
    assert met == dict.fromkeys(FIELD_GROUPS, Basis("own", "所管課"))


def test_the_office_owns_nothing_and_sees_nothing_without_rows() -> None:
    for role in ("chief", "caseworker"):
        closed = Sharing(SHIPPED.needs)
        assert permitted(closed, RULES, Viewer(role), KIND["T"], THEIRS, [KIND["T"]], TODAY) == {}


def test_a_table_with_a_mistake_permits_nothing_and_no_consent_helps() -> None:
    agreed = [Consent(OFFICE, "existence", TODAY, 1), Consent("T", "existence", TODAY, 2)]
    for viewer in (Viewer("chief"), Viewer("head", HIS)):
        assert (
            permitted(NOTHING, RULES, viewer, KIND["T"], THEIRS, [KIND["T"]], TODAY, agreed) == {}
        )


def test_a_head_sees_only_who_owes_a_fitting_kind_in_his_department() -> None:
    """C → P is permitted in 架空市, T → C is not."""
    head = Viewer("head", HIS)
    assert permitted(SHIPPED, RULES, head, KIND["C"], THEIRS, [], TODAY) == {}
    assert set(permitted(SHIPPED, RULES, head, KIND["C"], THEIRS, [KIND["P"]], TODAY)) == {
        "existence",
        "amount",
    }
    assert permitted(SHIPPED, RULES, head, KIND["T"], THEIRS, [KIND["C"]], TODAY) == {}
    both = permitted(SHIPPED, RULES, head, KIND["T"], THEIRS, [KIND["C"], KIND["P"]], TODAY)
    assert set(both) == {"existence", "amount", "state"}


def test_existence_has_to_be_permitted_for_the_same_pair() -> None:
    """A row that names amounts only shows nothing, and existence by another pair does not carry it."""
    rows = (
        row("C", "P", {"amount"}, "law", (TODAY, TODAY)),
        row("C", "N", {"existence"}, "law", (TODAY, TODAY)),
    )
    table, head = Sharing(SHIPPED.needs, rows), Viewer("head", HIS)
    assert permitted(table, RULES, head, KIND["C"], THEIRS, [KIND["P"]], TODAY) == {}
    owing = [KIND["P"], KIND["N"]]
    assert set(permitted(table, RULES, head, KIND["C"], THEIRS, owing, TODAY)) == {"existence"}


def test_a_row_for_a_kind_is_for_no_other_of_its_group() -> None:
    rows = (row("水道料金", "介護保険料", {"existence"}, "law", (TODAY, TODAY)),)
    table, head = Sharing(SHIPPED.needs, rows), Viewer("head", HIS)

    def seen(holder: str, to: str) -> bool:
        return bool(permitted(table, RULES, head, holder, THEIRS, [to], TODAY))

    assert seen("水道料金", "介護保険料")
    assert not seen("市営住宅使用料", "介護保険料")
    assert not seen("水道料金", "保育料")
    assert not seen("介護保険料", "水道料金")  # the pair has a direction


@pytest.mark.parametrize("name", [OFFICE, "T", "C", "そんな債権"])
def test_a_kind_that_nobody_knows_neither_shows_nor_sees(name: str) -> None:
    head, chief = Viewer("head", HIS), Viewer("chief")
    assert permitted(SHIPPED, RULES, head, KIND["C"], THEIRS, [name], TODAY) == {}
    assert permitted(SHIPPED, RULES, chief, name, THEIRS, [], TODAY) == {}


def test_a_consent_of_a_day_to_come_shows_nothing() -> None:
    agreed = [Consent(OFFICE, "existence", date(2026, 11, 1), 1)]
    table = Sharing(SHIPPED.needs)
    assert permitted(table, RULES, Viewer("chief"), KIND["T"], THEIRS, [], TODAY, agreed) == {}
    later = permitted(
        table, RULES, Viewer("chief"), KIND["T"], THEIRS, [], agreed[0].given_on, agreed
    )
    assert later == {"existence": Basis("consent", "本人の同意", "同意の記録1")}


# As tables for questions ------------------------------------------------------------------------------

KINDS_OF = {"101": {"市県民税"}, "201": {"水道料金", "下水道使用料"}, "801": {"生活保護費返還金"}}


def plain(table: object) -> set[tuple[str, ...]]:
    rows = table.to_pylist()  # type: ignore[attr-defined]
    made = [
        tuple(one[name] for name in one if name not in ("basis", "decision_no")) for one in rows
    ]
    assert len(made) == len(set(made))
    return set(made)


def test_grants_of_the_office() -> None:
    full, short = (
        ("existence", "amount", "state", "contact", "assets"),
        ("existence", "amount", "state", "contact"),
    )
    assert plain(grants(SHIPPED, RULES, KINDS_OF, Viewer("chief"), TODAY)) == {
        *(("101", "市県民税", "", group) for group in full),
        *(("201", "下水道使用料", "", group) for group in full),
        *(("201", "水道料金", "", group) for group in short),
        *(("801", "生活保護費返還金", "", group) for group in short),
    }  # fmt: skip


def test_grants_of_a_head() -> None:
    """The water department has a private kind and an enforceable one; only the latter may see taxes and refunds."""
    own = {("201", kind, "", group) for kind in KINDS_OF["201"] for group in FIELD_GROUPS}
    found = grants(SHIPPED, RULES, KINDS_OF, Viewer("head", "201"), TODAY)
    assert plain(found) == own | {
        *(("101", "市県民税", "下水道使用料", group) for group in ("existence", "amount", "state")),
        *(("801", "生活保護費返還金", "下水道使用料", group) for group in ("existence", "amount", "state")),
    }  # fmt: skip
    (tax,) = {
        (one["basis"], one["decision_no"])
        for one in found.to_pylist()
        if one["from_department"] == "101"
    }
    assert tax == ("law", "架空第5号")


@pytest.mark.parametrize("role", ["team", "systems", "reader"])
def test_who_sees_no_person_is_granted_none(role: str) -> None:
    agreed = {("101", "D-1"): [Consent(OFFICE, "existence", TODAY, 1)]}
    assert grants(SHIPPED, RULES, KINDS_OF, Viewer(role), TODAY).num_rows == 0
    assert consented(SHIPPED, RULES, KINDS_OF, Viewer(role), TODAY, agreed).num_rows == 0


def test_a_real_city_grants_its_heads_their_own_and_taxes_to_taxes() -> None:
    real = read_sharing(RULES).of("狛江市")
    kinds_of = KINDS_OF | {"102": {"国民健康保険税"}}
    assert grants(real, RULES, kinds_of, Viewer("chief"), TODAY).num_rows == 0
    found = plain(grants(real, RULES, kinds_of, Viewer("head", "102"), TODAY))
    assert {one for one in found if one[0] != "102"} == {
        ("101", "市県民税", "国民健康保険税", group)
        for group in ("existence", "amount", "state", "contact", "assets")
    }


def test_a_consent_adds_its_debtor_and_no_other() -> None:
    """To the water charge (C) by a debtor of taxes; the table permits T → P as before."""
    agreed = {
        ("101", "D-1"): [
            Consent("C", "existence", TODAY, 7),
            Consent("水道料金", "contact", TODAY, 8),
        ],
        ("999", "D-2"): [Consent("C", "existence", TODAY, 9)],
    }
    found = consented(SHIPPED, RULES, KINDS_OF, Viewer("head", "201"), TODAY, agreed)
    assert plain(found) == {
        *(("D-1", "101", "市県民税", "水道料金", group) for group in ("existence", "contact")),
        *(("D-1", "101", "市県民税", "下水道使用料", group) for group in ("existence", "amount", "state")),
    }  # fmt: skip
    assert {one["decision_no"] for one in found.to_pylist() if one["basis"] == "consent"} == {
        "同意の記録7",
        "同意の記録8",
    }


# Columns ----------------------------------------------------------------------------------------------


def test_every_column_of_a_record_has_its_field_group() -> None:
    columns = {*RECEIVABLES.names, *PERSONS.names, *ACTIONS.names}
    assert {column for column in columns if group_of(column) is None} == {"note"}
    assert FIELDS.keys() == FIELD_GROUPS.keys()
    listed = [column for columns in FIELDS.values() for column in columns]
    assert len(listed) == len(set(listed))
    told = {group: {one for one in columns if group_of(one) == group} for group in FIELD_GROUPS}
    assert told["contact"] == {
        "resident_key", "name", "name_kana", "born_on", "postal_code", "address", "phone",
    }  # fmt: skip
    assert told["guarantor"] == {"guarantor"}
    assert {"outstanding_yen", "received_yen", "case_count"} <= told["amount"]
    assert {"state", "last_paid_on", "suspended_on", "done_on"} <= told["state"]


def test_what_a_reader_may_not_have_is_named() -> None:
    columns = ["debtor_key", "name", "outstanding_yen", "state", "guarantor", "note", "asset_yen"]
    assert withheld(columns, {"existence", "amount"}) == [
        "name",
        "state",
        "guarantor",
        "note",
        "asset_yen",
    ]
    assert withheld(columns, FIELD_GROUPS) == ["note"]
    assert withheld(columns, ()) == columns
