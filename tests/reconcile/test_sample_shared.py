"""Who owes at two places, in the made-up city: every cell against pandas on the lines of the files, month by month."""

from __future__ import annotations

from datetime import date
from itertools import product
from pathlib import Path

import pandas as pd
import pytest

from analytics.figures import Selection, answer
from analytics.store.questions import question
from analytics.store.reader import Reader, open_reader
from tests.matched import matched_copy
from tests.reconcile.conftest import Reconciled
from tests.reconcile.told import by, plain_rows, shown

VIEWS = {"department": "shared_debtors", "claim_kind": "shared_debtors_by_kind"}
QUESTIONS = ("shared_matrix", "shared_combinations", "shared_trend", "shared_sets")
every_view = pytest.mark.parametrize("view", VIEWS)
Owed = pd.DataFrame  # person × place: yen, where there is any


@pytest.fixture(scope="session")
def matched(sampled: Reconciled, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """The made-up city, its debtors matched by the product."""
    folder: Path = tmp_path_factory.mktemp("matched") / "store"
    return open_reader(matched_copy(sampled.reader.store.root, folder))


@pytest.fixture(scope="session")
def owed(sampled: Reconciled, matched: Reader) -> dict[tuple[date, str], Owed]:
    """Month-end and view → what each person owes where, past due, from the lines of the files and the links."""
    links = matched.database.select(
        "SELECT department, debtor_key, person_id FROM links"
    ).to_pandas()
    people = {(row.department, row.debtor_key): row.person_id for row in links.itertuples()}
    found = {}
    for month in sampled.city.months:
        lines = pd.DataFrame(
            [
                (
                    people.get((line.department, line.debtor), f"{line.department}/{line.debtor}"),
                    line.department,
                    line.claim,
                    line.owed,
                )
                for line in sampled.city.due(month)
            ],
            columns=["person", "department", "claim_kind", "yen"],
        )
        for view in VIEWS:
            table = lines.pivot_table("yen", "person", view, "sum", fill_value=0)
            table = table.where(table > 0, 0)
            found[month, view] = table[(table > 0).any(axis=1)]
    return found


def parameters(month: date, view: str) -> dict[str, object]:
    return {"period_on": month, "since_on": month, "view": view}


@every_view
def test_every_cell_of_every_month(
    sampled: Reconciled, matched: Reader, owed: dict[tuple[date, str], Owed], view: str
) -> None:
    for month in sampled.city.months:
        table = owed[month, view]
        expected = {}
        for one, other in product(table.columns, repeat=2):
            both = table[(table[one] > 0) & (table[other] > 0)]
            if len(both):
                together = both[one] if one == other else both[one] + both[other]
                expected[one, other] = (len(both), int(both[one].sum()), int(together.sum()))
        asked = matched.ask("shared_matrix", parameters(month, view)).to_pylist()
        told = {tuple(list(row.values())[:2]): tuple(list(row.values())[2:]) for row in asked}
        assert told == expected, month


@every_view
def test_every_combination_of_every_month(
    sampled: Reconciled, matched: Reader, owed: dict[tuple[date, str], Owed], view: str
) -> None:
    for month in sampled.city.months:
        table = owed[month, view]
        held = [frozenset(table.columns[row > 0]) for _, row in table.iterrows()]
        sets = {each for each in held if len(each) > 1}
        asked = by(
            matched.ask("shared_combinations", parameters(month, view)).to_pylist(), "members"
        )
        assert {frozenset(row["held"]) for row in asked.values()} == sets
        for row in asked.values():
            places = list(row["held"])
            only = table[[each == frozenset(places) for each in held]]
            wider = table[[each >= frozenset(places) for each in held]]
            assert row["person_count"] == len(only)
            assert row["outstanding_yen"] == only.to_numpy().sum()
            assert row["within_count"] == len(wider)
            assert row["within_yen"] == wider[places].to_numpy().sum()


@every_view
def test_the_course_of_all_who_share(
    sampled: Reconciled, matched: Reader, owed: dict[tuple[date, str], Owed], view: str
) -> None:
    months = list(sampled.city.months)
    asked = parameters(months[-1], view) | {"since_on": months[0]}
    rows = by(matched.ask("shared_trend", asked).to_pylist(), "period_on")
    assert list(rows) == months
    for month, row in rows.items():
        table = owed[month, view]
        places = (table > 0).sum(axis=1)
        assert row["person_count"] == len(table)
        assert row["outstanding_yen"] == table.to_numpy().sum()
        assert (row["shared_count"], row["several_count"]) == (
            (places > 1).sum(),
            (places > 2).sum(),
        )
        assert row["shared_yen"] == table[places > 1].to_numpy().sum()
        assert row["several_yen"] == table[places > 2].to_numpy().sum()
        assert row["shared_rate"] == pytest.approx(row["shared_yen"] / row["outstanding_yen"])


@every_view
def test_the_figure_shows_these_or_nothing(
    sampled: Reconciled, matched: Reader, owed: dict[tuple[date, str], Owed], view: str
) -> None:
    """Rounded to fives, few withheld, and never a number that is not so; some are shown, and some are not."""
    seen = set()
    for month in list(sampled.city.months)[::6]:
        table = owed[month, view]
        for row in plain_rows(answer(VIEWS[view], matched, Selection(month, is_month=True))):
            one, other = row["row_member"], row["column_member"]
            both = table[(table[one] > 0) & (table[other] > 0)]
            seen.add(row["person_count"] is None)
            if row["person_count"] is not None:
                assert row["person_count"] == shown(len(both))
            if row["outstanding_yen"] is not None:
                assert shown(len(both)) is not None
                assert row["outstanding_yen"] == both[one].sum()
    assert seen == {True, False}


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_questions_read_what_was_counted_once(name: str) -> None:
    """So a page costs the same at ten thousand debtors and at ten million."""
    sql = "\n".join(line for line in question(name).sql.splitlines() if not line.startswith("--"))
    assert "FROM shared\n" in sql
    for lines in ("receivables", "month_lines", "persons\n", "links", "debtor_key"):
        assert lines not in sql
