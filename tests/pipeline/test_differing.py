"""`zangaku snapshots diff`: whatever two versions hold, the parts add up to the difference, to the yen."""

from __future__ import annotations

import csv
import io
import json
import random
import tempfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ledger.columns import RECEIVABLES
from analytics.store.differing import GONE, NEW, RESTATED, Difference, compare
from analytics.store.restoring import restore
from tests.pipeline.conftest import Run
from tests.pipeline.test_restoring import BOOKS, WRONG
from tests.settlement import Office

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 31), date(2026, 9, 30), date(2026, 10, 31)
PARTS = (
    *("gone_yen", "come_yen", "assessed_yen", "received_yen"),
    *("refund_pending_yen", "written_off_yen", "unexplained_yen"),
)
Line = dict[str, Any]


def line(as_of: date, outstanding: int, **said: Any) -> Line:
    """One line of a debtor: what is not said is plain."""
    layout = said.pop("layout", "zei")
    plain = {
        **{"fiscal_year": 2026, "department": "10", "department_name": "納税課"},
        **{"booked_department": "10", "claim_kind": "市民税", "claim": "市民税"},
        **{"claim_group": "市税", "account": "", "is_debtor_claim": True, "only_if_owed": False},
        **{"part": "current", "assessed_yen": outstanding, "received_yen": 0},
        **{"refund_pending_yen": 0, "written_off_yen": 0, "source_row": 1},
        **{"source_name": "x.csv", "debtor_key": "SECRET-1", "levy_year": 2026, "instalment": "1"},
        **{"basis": "due", "due_on": date(2026, 6, 30)},
    }
    own = {"as_of": as_of, "outstanding_yen": outstanding}
    return {**plain, "source_scope": f"{layout}@{as_of}", **own, **said}


def written(folder: Path, lines: list[Line], name: str) -> list[Path]:
    """*lines* as the files of a version: one per delivery."""
    files = []
    for scope in sorted({each["source_scope"] for each in lines}):
        own = [each for each in lines if each["source_scope"] == scope]
        files.append(folder / f"{name}-{scope}.parquet")
        pq.write_table(pa.Table.from_pylist(own, schema=RECEIVABLES), files[-1])
    return files


def differing(folder: Path, former: list[Line], later: list[Line]) -> Difference:
    return compare(written(folder, former, "a"), written(folder, later, "b"))


def assert_adds_up(found: Difference, former: list[Line], later: list[Line]) -> None:
    """Parts to claims, claims to departments, departments to periods, periods to the lines themselves."""
    rows = found.claims.to_pylist()
    for row in rows:
        assert row["new_yen"] - row["old_yen"] == row["difference_yen"]
        assert sum(row[name] for name in PARTS) == row["difference_yen"], row
    by_period = Counter[date]()
    by_claim: Counter[tuple[Any, ...]] = Counter()
    for lines, sign in ((former, -1), (later, 1)):
        for each in lines:
            if each["is_debtor_claim"] and not (each["due_on"] and each["due_on"] >= each["as_of"]):
                keys = ("as_of", "fiscal_year", "department", "account", "claim")
                by_claim[tuple(each[key] for key in keys)] += sign * each["outstanding_yen"]
                by_period[each["as_of"]] += sign * each["outstanding_yen"]
    told: Counter[tuple[Any, ...]] = Counter()
    for row in rows:
        key = (row["as_of"], row["fiscal_year"], row["department"], row["account"], row["claim"])
        told[key] += row["difference_yen"]
    shared = {day for day, sides in found.periods.items() if None not in sides}
    reckoned = {key: yen for key, yen in by_claim.items() if key[0] in shared}
    assert {key: yen for key, yen in told.items() if yen} == {
        key: yen for key, yen in reckoned.items() if yen
    }
    for day, (old, new) in found.periods.items():
        assert (new or 0) - (old or 0) == by_period[day]
        if day in shared:
            assert by_period[day] == sum(
                row["difference_yen"] for row in rows if row["as_of"] == day
            )
    old, new = found.newest
    assert sum(found.steps.values()) == new - old


amounts = st.integers(-(10**9), 10**12)
lines = st.builds(
    line,
    st.sampled_from([AUGUST, SEPTEMBER, OCTOBER]),
    amounts,
    layout=st.sampled_from(["zei", "suido", "a@b"]),
    department=st.sampled_from(["10", "20"]),
    claim=st.sampled_from(["市民税", "水道料"]),
    account=st.sampled_from(["", "1"]),
    fiscal_year=st.sampled_from([2025, 2026]),
    part=st.sampled_from(["current", "carried_over"]),
    debtor_key=st.sampled_from([None, "k1", "k2"]),
    levy_year=st.sampled_from([None, 2025]),
    instalment=st.sampled_from([None, "1"]),
    due_on=st.sampled_from([None, date(2026, 6, 30), date(2027, 6, 30)]),
    is_debtor_claim=st.booleans(),
    assessed_yen=amounts,
    received_yen=amounts,
    refund_pending_yen=amounts,
    written_off_yen=amounts,
)


@settings(max_examples=60)
@given(st.lists(lines, max_size=8), st.lists(lines, max_size=8), st.lists(lines, max_size=5))
def test_the_parts_always_add_up(former: list[Line], later: list[Line], both: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        found = differing(Path(folder), former + both, both + later)
        assert_adds_up(found, former + both, both + later)


@settings(max_examples=20)
@given(st.lists(lines, min_size=1, max_size=8))
def test_a_version_differs_in_nothing_from_itself(of: list[Line]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for found in (
            differing(Path(folder), of, of),
            compare(written(Path(folder), of, "a"), written(Path(folder), of, "a")),
        ):
            assert found.claims.num_rows == 0
            assert set(found.steps.values()) <= {0}


def test_each_reason_has_its_own_column(tmp_path: Path) -> None:
    former = [
        line(SEPTEMBER, 100, debtor_key="gone"),
        line(SEPTEMBER, 100, debtor_key="paid", assessed_yen=100),
        line(SEPTEMBER, 100, debtor_key="lost", assessed_yen=100),
        line(SEPTEMBER, 100, debtor_key="same"),
    ]
    later = [
        line(SEPTEMBER, 7, debtor_key="new"),
        line(SEPTEMBER, 60, debtor_key="paid", assessed_yen=100, received_yen=40),
        line(SEPTEMBER, 75, debtor_key="lost", assessed_yen=105, written_off_yen=30),
        line(SEPTEMBER, 100, debtor_key="same"),
    ]
    (row,) = differing(tmp_path, former, later).claims.to_pylist()
    assert (row["old_yen"], row["new_yen"], row["difference_yen"]) == (400, 242, -158)
    assert (row["gone_count"], row["gone_yen"]) == (1, -100)
    assert (row["come_count"], row["come_yen"]) == (1, 7)
    assert row["changed_count"] == 2
    assert (row["received_count"], row["received_yen"]) == (1, -40)
    assert (row["assessed_count"], row["assessed_yen"]) == (1, 5)
    assert (row["written_off_count"], row["written_off_yen"]) == (1, -30)
    assert (row["refund_pending_count"], row["refund_pending_yen"]) == (0, 0)
    assert row["unexplained_yen"] == 0


def test_what_no_amount_explains_stands_apart(tmp_path: Path) -> None:
    former, later = [line(SEPTEMBER, 100)], [line(SEPTEMBER, 90, assessed_yen=100)]
    (row,) = differing(tmp_path, former, later).claims.to_pylist()
    assert (row["difference_yen"], row["unexplained_yen"], row["changed_count"]) == (-10, -10, 1)


def test_what_is_not_yet_due_is_not_counted(tmp_path: Path) -> None:
    """As on the screens (facts.md 4.3)."""
    later = [line(SEPTEMBER, 100), line(SEPTEMBER, 50, debtor_key="b", due_on=SEPTEMBER)]
    found = differing(tmp_path, [line(SEPTEMBER, 100)], later)
    assert found.claims.num_rows == 0
    assert found.newest == (100, 100)


def test_the_way_from_one_balance_to_the_other(tmp_path: Path) -> None:
    """A month is new for one office; for another the last month was corrected; a third was taken back."""
    former = [
        *(line(AUGUST, 10, debtor_key="z"), line(SEPTEMBER, 100)),
        line(SEPTEMBER, 40, layout="suido"),
        *(line(AUGUST, 5, layout="hoken"), line(SEPTEMBER, 6, layout="hoken")),
    ]
    later = [
        *(line(AUGUST, 12, debtor_key="z"), line(SEPTEMBER, 90), line(OCTOBER, 120)),
        line(SEPTEMBER, 41, layout="suido"),
        line(AUGUST, 5, layout="hoken"),
    ]
    found = differing(tmp_path, former, later)
    assert found.newest == (146, 166)
    assert found.steps == {
        (RESTATED, AUGUST): 0,
        (RESTATED, SEPTEMBER): -9,
        (GONE, SEPTEMBER): -1,
        (NEW, OCTOBER): 30,
    }
    assert found.earlier == {AUGUST: 2}
    assert found.periods == {AUGUST: (15, 17), SEPTEMBER: (146, 131), OCTOBER: (None, 120)}


# The command -------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path).take_in(BOOKS).take_in(WRONG)


def test_the_command_explains_in_words(office: Office, zangaku: Run) -> None:
    store = ("--store", office.store.root)
    zangaku("snapshots", "pin", "第43回会議", "--version", 1, *store)
    done = zangaku("snapshots", "diff", "第43回会議", 2, *store)
    assert done.code == 0
    assert "収入済額の変更 1件 +40円" in done.out
    assert (
        "版 1 から版 2 で、未収残額は40円増えた（110円 → 150円）。うち 令和6年5月末の訂正 40円の増。"
        in done.out
    )
    back = zangaku("snapshots", "diff", 2, 1, *store)
    assert "未収残額は40円減った（150円 → 110円）。うち 令和6年5月末の訂正 40円の減。" in back.out
    new = zangaku("snapshots", "diff", 0, 1, *store)
    assert "どちらの版にもある基準日の残額に、違いはありません。" in new.out
    assert "令和6年5月末の新しい資料 10円の増" in new.out
    restore(office.store, 1)
    assert "未収残額は変わらなかった" in zangaku("snapshots", "diff", 1, 3, *store).out


def test_the_command_writes_csv_and_json(office: Office, zangaku: Run) -> None:
    asked = ("snapshots", "diff", 1, 2, "--store", office.store.root, "--format")
    (row,) = csv.DictReader(io.StringIO(zangaku(*asked, "csv").out.removeprefix("\ufeff")))
    assert (row["所管課"], row["差（円）"], row["収入済額による差（円）"]) == ("納税課", "40", "40")
    told = json.loads(zangaku(*asked, "json").out)
    assert (told["old_yen"], told["new_yen"]) == (110, 150)
    assert [row["difference_yen"] for row in told["rows"]] == [40]
    assert told["periods"][0] == {"as_of": "2023-05-31", "old_yen": 100, "new_yen": 100}
    assert told["steps"] == [{"kind": "訂正", "as_of": "2024-05-31", "difference_yen": 40}]


@pytest.mark.parametrize("asked", [(1, 9), (9, 1), ("ない会議", 1), (1, "<b>")])
def test_an_unknown_version_is_said(
    office: Office, asked: tuple[object, ...], zangaku: Run
) -> None:
    done = zangaku("snapshots", "diff", *asked, "--store", office.store.root)
    assert done.code == 6
    assert "ありません" in done.err


def test_an_empty_store_is_said(tmp_path: Path, zangaku: Run) -> None:
    done = zangaku("snapshots", "diff", 0, 1, "--store", tmp_path / "none")
    assert done.code == 6


def test_no_debtor_is_ever_named(tmp_path: Path) -> None:
    dice = random.Random(1)
    former, later = (
        [line(SEPTEMBER, dice.randrange(1000), debtor_key=f"SECRET-{key}") for key in range(50)]
        for _ in range(2)
    )
    found = differing(tmp_path, former, later)
    assert_adds_up(found, former, later)
    for table in (found.balances, found.claims):
        assert "SECRET" not in str(table.to_pylist())
        assert "debtor_key" not in table.column_names


def test_files_without_the_newer_columns_are_read(tmp_path: Path) -> None:
    """As a store of an earlier release has them."""
    newer = ["basis", "debtor_key", "levy_year", "instalment", "due_on", "state"]
    for name, yen in (("a", 100), ("b", 90)):
        table = pa.Table.from_pylist([line(SEPTEMBER, yen)], schema=RECEIVABLES)
        pq.write_table(table.drop_columns(newer), tmp_path / f"{name}.parquet")
    found = compare([tmp_path / "a.parquet"], [tmp_path / "b.parquet"])
    assert found.claims["difference_yen"].to_pylist() == [-10]
