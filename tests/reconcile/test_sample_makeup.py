"""How old, how large and in what state the debts of the made-up city are, against plain Python on the files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import product

import pytest

from analytics.figures import Selection, answer
from analytics.figures.withheld import decided
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain_kinds import BANDS, Share, split
from tests.reconcile.told import WHERE, Where, asked, called, plain_rows, shown
from tests.sampled import last_day

EVERY = [
    *WHERE,
    {"department": "101", "claim_kind": "市県民税"},
    {"department": "101", "claim_kind": "水道料金"},  # of another department: nothing
]
BASES = (False, True)  # past its day; with what is not yet due


def plain(
    both: Reconciled, dimension: str, is_all: bool, where: Where
) -> dict[tuple[date, str], Share]:
    of = {{"claim_kind": "claim"}.get(key, key): value for key, value in where.items()}
    return {
        (month, band): share
        for month in both.city.months
        for band, share in split(both.banded[dimension][month], is_all, **of).items()
    }


@pytest.mark.parametrize("where", EVERY, ids=called)
def test_yen_lines_and_persons_of_every_band(both: Reconciled, where: Where) -> None:
    """The persons before they are rounded."""
    first, *_, last = both.city.months
    for dimension, is_all in product(BANDS, BASES):
        question = asked(where) | {
            "period_on": last,
            "since_on": first,
            "dimension": dimension,
            "is_all": is_all,
        }
        told = {
            (row["period_on"], row["band"]): Share(
                row["outstanding_yen"], row["line_count"], row["debtor_count"] or 0
            )
            for row in both.reader.ask("makeup", question).to_pylist()
        }
        assert told == plain(both, dimension, is_all, where), (dimension, is_all)


@pytest.mark.parametrize("where", EVERY[::4], ids=called)
def test_what_the_figures_show_of_persons(both: Reconciled, where: Where) -> None:
    """All that is shown is what the files say; a band of fewer than eight persons is not shown, nor is it told."""
    for dimension, is_all in product(BANDS, BASES):
        data = figure(both, dimension, max(both.city.months), is_all, where)
        counts = {row[name] for row in data for name in ("line_count", "debtor_count")}
        assert not counts & set(range(1, 8))
        expected = plain(both, dimension, is_all, where)
        wholes: dict[object, int] = defaultdict(int)
        for (month, _), share in expected.items():
            wholes[month] += share.yen
        for row in data:
            share = expected.get((row["period_on"], row["band"]), Share(0, 0, 0))
            if row["outstanding_yen"] is None:  # withheld, and the counts with it
                month = [each for each in data if each["period_on"] == row["period_on"]]
                assert share.lines or all(each["outstanding_yen"] is None for each in month)
                assert (row["debtor_count"], row["line_count"]) == (None, None)
                continue
            assert row["outstanding_yen"] == share.yen
            is_whole = share.yen == wholes[row["period_on"]]
            assert is_whole or is_all or not 0 < share.persons < 8  # few are never shown
            if share.lines and not share.persons:  # of nothing that is due
                assert (row["debtor_count"], row["line_count"]) == (None, None)
            else:
                assert row["debtor_count"] == shown(share.persons)
                hides = shown(share.persons) is None
                assert row["line_count"] == (None if hides else shown(share.lines))


@pytest.mark.parametrize("dimension", BANDS)
def test_the_shares_and_the_same_month_last_year(both: Reconciled, dimension: str) -> None:
    months, lines = list(both.city.months), both.banded[dimension]
    for place, month in enumerate(months):
        if place % 5:
            continue
        now = split(lines[month], False)
        last_year = last_day(f"{month.year - 1}-{month.month}")
        before = split(lines[last_year], False) if last_year in months else {}
        total = sum(share.yen for share in now.values())
        data = figure(both, dimension, month, False, {})
        if not data:  # all of it would tell of few
            continue
        assert {row["period_on"] for row in data} == set(months[: place + 1])
        for row in data:
            if row["period_on"] != month:
                assert (row["share_rate"], row["before_yen"], row["change_yen"]) == (None,) * 3
                continue
            yen = now[row["band"]].yen if row["band"] in now else 0
            then = before[row["band"]].yen if row["band"] in before else 0
            if row["outstanding_yen"] is None:
                assert (row["share_rate"], row["change_yen"]) == (None, None)
            else:
                assert row["share_rate"] == pytest.approx(yen / total)
            if last_year not in months:
                assert (row["before_yen"], row["change_yen"]) == (None, None)
            elif row["before_yen"] is None or row["outstanding_yen"] is None:
                assert row["change_yen"] is None
            else:
                assert (row["before_yen"], row["change_yen"]) == (then, yen - then)


@pytest.mark.parametrize("dimension", BANDS)
def test_what_is_withheld_had_to_be(both: Reconciled, dimension: str) -> None:
    """Only where somebody's few are: in a month whose departments and kinds all have eight and more, all is shown."""
    for month in both.city.months:
        data = {
            row["band"]: row["outstanding_yen"]
            for row in figure(both, dimension, max(both.city.months), False, {})
            if row["period_on"] == month
        }
        told = decided(both.reader, dimension, month)
        shares = [told.month.units[place] for place in told.month.units]
        few = [share for share in shares if share.is_telling]
        assert few or all(yen is not None for yen in data.values())
        assert few or not any(told.cells.values())


def figure(
    both: Reconciled, dimension: str, month: date, is_all: bool, where: Where
) -> list[dict[str, object]]:
    selection = Selection(month, is_all=is_all, **where)  # type: ignore[arg-type]
    return plain_rows(answer(f"balance_by_{dimension}", both.reader, selection))
