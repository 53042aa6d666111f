"""The balances of the list and of the card against plain pandas over the raw records, for some cells and months.

Debtors of two departments are taken for one person by the order of their numbers: who really is who is no matter here.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from analytics.access.gate import open_gate
from analytics.access.viewer import Viewer
from analytics.figures import Selection
from analytics.figures.persons import cell_debtors, debtor_card
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from tests.debtors import NOON, TODAY, Known

AUGUST, SEPTEMBER = date(2026, 8, 31), date(2026, 9, 30)


@pytest.fixture
def people(two_months: Store) -> dict[str, list[str]]:
    """Persons of up to three departments each, linked in the store."""
    raw = records(two_months)
    keys = {
        department: sorted(set(raw[raw["department"] == department]["debtor_key"].dropna()))
        for department in ("101", "201", "501")
    }
    found: dict[str, list[str]] = {}
    for department, own in keys.items():
        for place, key in enumerate(own):
            found.setdefault(f"P{place}", []).append(f"{department}/{key}")
    linking = Known(two_months.root.parent)
    linking.store.root.symlink_to(two_months.root)
    linking.linked(found)
    return found


def records(store: Store) -> pd.DataFrame:
    files = store.files(store.latest() or 0)
    return pd.concat([pd.read_parquet(file) for file in files], ignore_index=True)


def plain(store: Store, people: dict[str, list[str]], month: date) -> pd.DataFrame:
    """Person × department: what is past due at *month*, where it is more than nothing."""
    raw = records(store)
    person_of = {debtor: person for person, debtors in people.items() for debtor in debtors}
    rows = raw[(raw["as_of"] == month) & raw["is_debtor_claim"] & raw["debtor_key"].notna()]
    rows = rows[rows["due_on"].isna() | (rows["due_on"] < month)]
    debtor = rows["department"] + "/" + rows["debtor_key"]
    rows = rows.assign(person=debtor.map(person_of).fillna(debtor))
    by_kind = rows.groupby(["person", "department", "claim_kind"])["outstanding_yen"].sum()
    owed = by_kind[by_kind > 0].reset_index()
    return owed.groupby(["person", "department"])["outstanding_yen"].sum().reset_index()


@pytest.mark.parametrize("month", [AUGUST, SEPTEMBER])
@pytest.mark.parametrize("pair", [("101", "201"), ("201", "501"), ("101", "101")])
def test_the_list_is_what_plain_pandas_finds(
    pair: tuple[str, str], month: date, two_months: Store, people: dict[str, list[str]]
) -> None:
    owed = plain(two_months, people, month)
    of_person = {
        person: dict(zip(own["department"], own["outstanding_yen"], strict=True))
        for person, own in owed.groupby("person")
    }
    expected = {person: own for person, own in of_person.items() if own.keys() >= {*pair}}
    assert len(expected) > 5
    gate = open_gate(open_reader(two_months.root), Viewer("chief"), TODAY)
    frame = cell_debtors(gate, pair, Selection(month), NOON).frame
    assert {*frame["person_id"]} == {*expected}
    columns = [column for column in frame.columns if column[:3].isdigit()]
    for row in frame.to_dict("records"):
        told = {column[:3]: row[column] for column in columns if not pd.isna(row[column])}
        assert told == expected[row["person_id"]]
        assert row["total_yen"] == sum(told.values()) == row["balances"][-1]
    assert [*frame["total_yen"]] == sorted(frame["total_yen"], reverse=True)


def test_the_balances_of_the_months_are_those_of_plain_pandas(
    two_months: Store, people: dict[str, list[str]]
) -> None:
    gate = open_gate(open_reader(two_months.root), Viewer("chief"), TODAY)
    person = str(cell_debtors(gate, ("101", "201"), Selection(), NOON).frame["person_id"][0])
    series = debtor_card(gate, person, Selection(), NOON).series.frame
    for month in (AUGUST, SEPTEMBER):
        owed = plain(two_months, people, month)
        now = series[series["period_on"] == pd.Timestamp(month)]
        assert (
            now["outstanding_yen"].clip(lower=0).sum()
            == owed[owed["person"] == person]["outstanding_yen"].sum()
        )


def test_only_the_files_of_the_months_are_opened(two_months: Store) -> None:
    number = two_months.latest() or 0
    every = {file.name for file in two_months.files(number)}
    august = {file.name for file in two_months.files(number, until=AUGUST)}
    september = {file.name for file in two_months.files(number, since=SEPTEMBER)}
    assert august | september == every
    assert august
    assert september
    assert not august & september
    assert two_months.files(number, since=date(2027, 1, 1), until=date(2027, 2, 1)) == []


def test_a_copy_is_what_is_written_to(two_months: Store, kakuu_months: Path) -> None:
    """The looks of these tests are in no store that other tests read."""
    assert two_months.root != kakuu_months
    assert not (kakuu_months / "journals").exists()
