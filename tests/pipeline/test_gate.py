"""The gate before persons, on real stores: 架空市, whose made-up rows let some things be seen, and a real city."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.access.audit import Audit, Read
from analytics.access.consents import Consents
from analytics.access.gate import open_gate
from analytics.access.permission import Basis
from analytics.access.viewer import Viewer, viewer
from analytics.errors import StoreFault
from analytics.ledger.calendar import JAPAN
from analytics.settings import DATA
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store

TODAY = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, 0, tzinfo=JAPAN)
TAX, WATER = "101", "201"
DEBTOR = (TAX, "D-1")


@pytest.fixture
def reader(two_months: Store) -> Reader:
    return open_reader(two_months.root)


def seen(reader: Reader, one: Viewer) -> set[tuple[str, str]]:
    """Departments and field groups of which anything is granted."""
    rows = open_gate(reader, one, TODAY).grants.to_pylist()
    return {(row["from_department"], row["field_group"]) for row in rows}


def test_the_office_of_the_made_up_city_sees_all_departments_but_no_guarantor(
    reader: Reader,
) -> None:
    found = seen(reader, Viewer("chief"))
    assert {department for department, _ in found} == set(reader.departments)
    assert {group for _, group in found} == {"existence", "amount", "state", "contact", "assets"}


def test_a_head_sees_his_own_and_elsewhere_what_a_row_permits(reader: Reader) -> None:
    """Water (C) and sewer (P): of taxes what P may see; names of nobody else's debtors."""
    head = viewer("所管課長", "水道課", reader.departments)
    found = seen(reader, head)
    assert {group for department, group in found if department == WATER} >= {"contact", "guarantor"}
    assert {group for department, group in found if department == TAX} == {
        "existence",
        "amount",
        "state",
    }
    assert {department for department, group in found if group == "contact"} == {WATER}
    gate = open_gate(reader, head, TODAY)
    assert gate.permitted(DEBTOR, "市県民税", ["水道料金"]) == {}
    assert set(gate.permitted(DEBTOR, "市県民税", ["下水道使用料"])) == {
        "existence",
        "amount",
        "state",
    }
    assert gate.notices == []


def test_whoever_sees_no_person_is_granted_nothing(reader: Reader) -> None:
    for role in ("team", "systems", "reader"):
        gate = open_gate(reader, Viewer(role), TODAY)
        assert gate.grants.num_rows == gate.consented().num_rows == 0
        assert gate.permitted(DEBTOR, "市県民税") == {}


def test_a_real_city_shows_its_office_nobody(komae_store: Path) -> None:
    gate = open_gate(open_reader(komae_store), Viewer("chief"), TODAY)
    assert gate.kinds_of
    assert gate.sharing.rows == ()
    assert gate.grants.num_rows == 0


def test_a_withdrawn_consent_is_gone_at_the_next_question(reader: Reader) -> None:
    consents = Consents(reader.store.root, reader.rules)
    gate = open_gate(reader, Viewer("head", WATER), TODAY)
    assert gate.consented().num_rows == 0
    consents.give(DEBTOR, "水道料金", ["existence", "contact"], TODAY, "係", NOON)
    rows = {
        (row["debtor_key"], row["to_kind"], row["field_group"])
        for row in gate.consented().to_pylist()
    }
    assert ("D-1", "水道料金", "contact") in rows
    assert set(gate.permitted(DEBTOR, "市県民税", ["水道料金"])) == {"existence", "contact"}
    assert gate.permitted((TAX, "D-2"), "市県民税", ["水道料金"]) == {}
    consents.withdraw(DEBTOR, "水道料金", "係", NOON)
    assert gate.permitted(DEBTOR, "市県民税", ["水道料金"]) == {}
    rows = {(row["to_kind"], row["field_group"]) for row in gate.consented().to_pylist()}
    assert ("水道料金", "contact") not in rows


def test_a_faulty_sharing_table_shows_nobody_and_says_so(two_months: Store, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(DATA / "rules", tmp_path / "rules"))
    file = rules / "sharing.toml"
    file.write_text(
        file.read_text(encoding="utf-8").replace('"existence", "state"', '"existance"'),
        encoding="utf-8",
    )
    reader = open_reader(two_months.root, rules=rules / "claim_kinds.toml")
    gate = open_gate(reader, Viewer("chief"), TODAY)
    (said,) = gate.notices
    assert "「existance」は知らない項目です。existence ではありませんか" in said
    assert gate.grants.num_rows == 0
    assert gate.permitted(DEBTOR, "市県民税") == {}
    assert seen(reader, Viewer("head", WATER)) == {
        (WATER, group)
        for group in ("existence", "amount", "state", "contact", "assets", "guarantor")
    }


def test_a_row_that_has_run_out_shows_nobody_and_is_said(two_months: Store, tmp_path: Path) -> None:
    rules = Path(shutil.copytree(DATA / "rules", tmp_path / "rules"))
    file = rules / "sharing.toml"
    text = file.read_text(encoding="utf-8")
    ended = "valid_from = 2024-04-01\nvalid_to = 2026-10-31"
    file.write_text(text.replace("valid_from = 2024-04-01", ended, 1), encoding="utf-8")
    gate = open_gate(
        open_reader(two_months.root, rules=rules / "claim_kinds.toml"), Viewer("chief"), TODAY
    )
    (said,) = gate.notices
    assert said.startswith(
        "情報共有の表の1番目（T → office）（架空第1号）は、令和8年10月31日で期限が切れました"
    )
    assert TAX not in {row["from_department"] for row in gate.grants.to_pylist()}
    assert WATER in {row["from_department"] for row in gate.grants.to_pylist()}


def test_reads_are_written_down_or_refused(reader: Reader) -> None:
    gate = open_gate(reader, Viewer("chief", name="山田"), TODAY)
    met = gate.permitted(DEBTOR, "市県民税")
    assert met["amount"] == Basis("law", "徴収対策室の職員を徴税吏員に併任（架空）", "架空第1号")
    gate.write_down([Read(*DEBTOR, met)], "名寄せの表", NOON)
    root = reader.store.root
    assert [look[4] for look in Audit(root).latest(5)] == ["D-1"]
    (root / "journals" / "audit.jsonl").unlink()
    with pytest.raises(StoreFault, match="債務者ごとの内容は出しません"):
        gate.write_down([Read(*DEBTOR, met)], "名寄せの表", NOON)
