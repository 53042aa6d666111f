"""Withheld bands of all views of a month at once: whatever is taken from whatever, nothing withheld follows."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.access.withholding import Decided, Month, Share, Unit, decide

TAX, HOME = Unit("10", "市民税", 1), Unit("30", "家賃", 1)
WATER, SEWER = Unit("20", "水道", 1), Unit("20", "下水", 1)
UNITS = (TAX, HOME, WATER, SEWER)
BANDS = ("new", "middle", "old")


def month(rows: dict[tuple[Unit, str], tuple[int, int]], sums: dict[str, tuple[str, ...]]) -> Month:
    """(Unit, band) → persons and yen; nobody owes two kinds, and nobody owes much more than others."""
    units = {
        place: Share(yen, people, yen // max(people, 1)) for place, (people, yen) in rows.items()
    }
    departments: dict[tuple[str, str], Share] = {}
    for (unit, band), own in units.items():
        was = departments.get((unit.department, band), Share(0, 0, 0))
        departments[unit.department, band] = Share(
            was.yen + own.yen, was.persons + own.persons, max(was.largest, own.largest)
        )
    return Month(units, departments, sums)


def even(people: int = 20) -> dict[tuple[Unit, str], tuple[int, int]]:
    return {place: (people, 100 * people) for place in product(UNITS, BANDS)}


def hidden(decided: Decided) -> set[tuple[str | None, str | None, str]]:
    names = {(None, None), *((unit.department, unit.claim_kind) for unit in UNITS)}
    names |= {(unit.department, None) for unit in UNITS} | {(None, u.claim_kind) for u in UNITS}
    return {(*name, band) for name in names for band in BANDS if decided.hides(*name, band)}


def test_where_nobody_is_few_all_is_shown() -> None:
    decided = decide(month(even(), {}))
    assert hidden(decided) == set()
    assert decided.silent == frozenset()


def test_a_few_persons_hide_behind_a_band_and_a_kind() -> None:
    """One small cell takes a second band with it, and both bands of a second unit: a rectangle of four."""
    decided = decide(month(even() | {(TAX, "old"): (3, 300)}, {}))
    units = {(view, band) for (view, band), is_in in decided.cells.items() if is_in}
    assert (frozenset([TAX]), "old") in units
    assert len(units) == 4
    assert not any(decided.hides(None, None, band) for band in BANDS)  # the city is kept longest
    assert decided.hides("10", None, "old")
    assert decided.hides(None, "市民税", "old")  # the same claims under another name


def test_persons_of_two_kinds_are_not_counted_twice() -> None:
    """Five debtors owe both water and sewerage: they are five, not ten."""
    rows = even() | {(WATER, "old"): (5, 500), (SEWER, "old"): (5, 500)}
    made = month(rows, {})
    both = dict(made.departments) | {("20", "old"): Share(1_000, 5, 200)}
    assert made.share(made.view("20", None), "old") == Share(1_000, 10, 100)
    assert Month(made.units, both, {}).share(made.view("20", None), "old") == Share(1_000, 5, 200)
    assert decide(Month(made.units, both, {})).hides("20", None, "old")


def test_a_view_of_few_is_silent_and_its_whole_hides_nothing_else() -> None:
    few = {(TAX, band): (2, 200) for band in BANDS}
    decided = decide(month(even() | few, {}))
    assert decided.is_silent("10", None)
    assert decided.is_silent(None, "市民税")
    assert not decided.is_silent(None, None)
    assert all(decided.hides("10", None, band) for band in (*BANDS, "nobody"))
    assert not decided.hides(None, None, "nobody")  # where nobody owes, nothing is withheld


def test_the_only_band_of_few_is_not_named() -> None:
    rows = {place: share for place, share in even().items() if place[0] is not TAX}
    decided = decide(month(rows | {(TAX, "old"): (3, 300)}, {}))
    assert decided.is_silent("10", None)
    assert decided.cells[frozenset([TAX]), "old"] is False  # it is the whole, which is public


def test_a_sum_of_bands_does_not_tell_one_of_them() -> None:
    sums = {"settle": ("middle", "old")}
    decided = decide(month(even() | {(TAX, "old"): (3, 300)}, sums))
    view = frozenset([TAX])
    assert decided.cells[view, "old"]
    assert decided.cells[view, "middle"] or decided.cells[view, "settle"]
    assert decided.hides("10", None, "settle") == decided.cells[view, "settle"]


def test_what_stood_before_stays_as_it_was() -> None:
    """A delivery that stands for a second month: what was shown stays shown, what was withheld withheld."""
    first = decide(month(even() | {(TAX, "old"): (3, 300)}, {}))
    fresh = Unit("30", "家賃", 2)
    rows = {(fresh if u is HOME else u, band): share for (u, band), share in even().items()}
    second = decide(month(rows | {(TAX, "old"): (3, 300), (fresh, "new"): (2, 50)}, {}), [first])
    same = first.cells.keys() & second.cells.keys()
    assert len(same) > len(BANDS)
    assert {cell: first.cells[cell] for cell in same} == {c: second.cells[c] for c in same}


def test_kinds_that_are_no_view_are_told_by_the_rest_of_one() -> None:
    decided = decide(month(even() | {(TAX, "old"): (3, 300)}, {}))
    city = decided.month.view(None, None)
    assert decided.hides_of_kinds(city, {"市民税"}, "old")
    assert not decided.hides_of_kinds(city, {"水道", "下水"}, "new")
    assert decided.hides_of_kinds(city, {"家賃", "水道", "下水"}, "old")  # the city less the three
    assert not decided.hides_of_kinds(city, {"家賃", "水道", "下水"}, "nobody")


PEOPLE = st.one_of(st.just(0), st.integers(1, 9), st.integers(8, 60))


@st.composite
def months(draw: st.DrawFn) -> tuple[Month, Month]:
    """Two months of departments, kinds and bands; in the second some departments deliver anew."""
    units = [
        Unit(str(department), str(kind), 1)
        for department, kind in draw(
            st.sets(st.tuples(st.integers(1, 4), st.integers(1, 4)), min_size=1, max_size=6)
        )
    ]
    sums = draw(st.sampled_from([{}, {"settle": ("middle", "old")}]))

    def rows(of: list[Unit]) -> dict[tuple[Unit, str], tuple[int, int]]:
        made = {(unit, band): draw(PEOPLE) for unit in of for band in BANDS}
        return {p: (n, n * draw(st.integers(1, 50))) for p, n in made.items() if n}

    first = rows(units)
    anew = draw(st.sets(st.sampled_from([unit.department for unit in units])))
    stale = {place: own for place, own in first.items() if place[0].department not in anew}
    fresh = [Unit(u.department, u.claim_kind, 2) for u in units if u.department in anew]
    return month(first, sums), month(stale | rows(fresh), sums)


def follows(asked: np.ndarray, known: np.ndarray) -> bool:
    """Whether the sum that *asked* counts is one of what is *known*."""
    if not known.size:
        return False
    return bool(np.linalg.matrix_rank(np.vstack([known, asked])) == np.linalg.matrix_rank(known))


@settings(max_examples=60)
@given(months())
def test_nothing_withheld_follows_over_bands_totals_filters_and_months(
    both: tuple[Month, Month],
) -> None:
    """By the rank of matrices, which the product does not use.

    Everybody knows the whole of every department and kind, what is shown of either month, and that a delivery is the
    same number in both.
    """
    first = decide(both[0])
    second = decide(both[1], [first])
    atoms = sorted({*both[0].units, *both[1].units})
    place = {atom: at for at, atom in enumerate(atoms)}

    def fact(decided: Decided, view: frozenset[Unit], bands: tuple[str, ...]) -> np.ndarray:
        row = np.zeros(len(atoms))
        for atom in decided.month.units:
            row[place[atom]] = atom[0] in view and atom[1] in bands
        return row

    def bands_of(decided: Decided, band: object) -> tuple[str, ...]:
        return tuple(decided.month.sums.get(band, (band,)))  # type: ignore[arg-type]

    facts = [fact(one, view, BANDS) for one in (first, second) for view in one.month.views]
    public = np.array(facts).reshape(len(facts), len(atoms))
    earlier = public
    for decided in (first, second):
        earlier = np.array(facts).reshape(len(facts), len(atoms))
        facts += [
            fact(decided, view, bands_of(decided, band))
            for (view, band), is_in in decided.cells.items()
            if not is_in
        ]
    known = np.array(facts).reshape(len(facts), len(atoms))
    for decided in (first, second):
        for (view, band), is_in in decided.cells.items():
            share = decided.month.share(view, band)
            assert share is not None
            asked = fact(decided, view, bands_of(decided, band))
            if follows(asked, public if decided is first else earlier):
                continue  # a kind that has one band only: its whole is public; or it was told the month before
            if share.persons < 8:
                assert is_in, (view, band)
            if is_in:
                assert not follows(asked, known), (view, band)
