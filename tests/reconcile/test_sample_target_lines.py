"""The target lines of every version, and what has no target, against plain Python on the target files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from analytics.figures.base import records
from analytics.ledger.calendar import collection_year
from analytics.ledger.money import words
from analytics.store.reader import Reader, open_reader
from tests.reconcile.conftest import Reconciled
from tests.reconcile.plain import closing_on
from tests.reconcile.plain_behind import months_back
from tests.reconcile.plain_target_lines import Aim, Version, history, target_lines
from tests.reconcile.plain_targets import PARTS, Target, in_force, read_targets
from tests.reconcile.told import WHERE, Where, asked, by, called, plain_rows


def told(both: Reconciled, reader: Reader, until: date, where: Where) -> dict[Version, Aim]:
    series = {"period_on": until, "since_on": min(both.city.months), "is_month": True}
    rows = by(
        reader.ask("target_lines", series | asked(where)).to_pylist(),
        "fiscal_year",
        "version",
        "decided_on",
    )
    names = (
        "target_yen",
        "claim_count",
        "uncovered_yen",
        "uncovered_count",
        "next_yen",
        "first_on",
        "last_on",
    )
    found = {key: Aim(*(row[name] for name in names)) for key, row in rows.items()}
    return {key: aim for key, aim in found.items() if is_told(both, key)}


def is_told(both: Reconciled, version: Version) -> bool:
    """Whether some file tells of all books of its year. Else the product takes what they held for untargeted.

    That is so of 2024 in `rough`, which begins in May 2025: the books of the waterworks had closed before.
    """
    return closing_on(version[0], "E") >= min(both.city.months)


def plain(both: Reconciled, targets: list[Target], until: date, where: Where) -> dict[Version, Aim]:
    found = target_lines(both.city, targets, both.claims_in(where), until)
    return {key: aim for key, aim in found.items() if is_told(both, key)}


def every_series(both: Reconciled, reader: Reader, targets: list[Target]) -> dict[Version, Aim]:
    """Compare all places and kinds at the last month-end, and the city at every fifth; give the city's last."""
    *others, last = both.city.months
    for where in WHERE:
        assert told(both, reader, last, where) == plain(both, targets, last, where), where
    for until in others[::5]:
        assert told(both, reader, until, {}) == plain(both, targets, until, {}), until
    return plain(both, targets, last, {})


def test_every_version_of_the_made_up_targets(both: Reconciled) -> None:
    found = every_series(both, both.reader, both.targets)
    assert {(2025, 1), (2025, 2)} <= {(year, version) for year, version, _ in found}


@pytest.fixture
def fewer(sampled: Reconciled, tmp_path: Path) -> Path:
    """No target for 保育料 and for what is current of 軽自動車税; a third version decides only on 市県民税."""
    (path,) = (sampled.folder / "目標").glob("*.csv")
    head, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
    kept = [row for row in rows if row[4] != "保育料" and row[4:6] != ["軽自動車税", "現年度分"]]
    newer = [
        [*row[:2], "3", "2026-08-01", *row[4:6], str(int(row[6]) // 2), *row[7:]]
        for row in rows
        if row[1] == "2026" and row[4] == "市県民税"
    ]
    with (tmp_path / path.name).open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([head, *kept, *newer])
    return tmp_path


def test_what_has_no_target_and_what_was_not_decided_anew(sampled: Reconciled, fewer: Path) -> None:
    reader = open_reader(sampled.reader.store.root, fewer)
    found = every_series(sampled, reader, read_targets(fewer))
    before, after = (aim for (year, *_), aim in sorted(found.items()) if year == 2026)
    assert before.claims == after.claims > 10
    assert before.target > after.target
    assert before.uncovered == after.uncovered > 0
    assert before.uncovered_claims == 2
    assert check_history(sampled, reader, read_targets(fewer), max(sampled.city.months)) > 1


def check_history(both: Reconciled, reader: Reader, targets: list[Target], month: date) -> int:
    """Every target of every version of the year, what it replaces, and what all of them come to; gives the versions."""
    year = collection_year(month)
    figure = answer("target_history", reader, Selection(month))
    parts = {"current": PARTS["現年度分"], "carried_over": PARTS["滞納繰越分"], "計": PARTS["計"]}
    told = {
        (row["version"], row["claim"], parts[row["part"]]): (row["target_yen"], row["former_yen"])
        for row in plain_rows(figure)
    }
    assert told == history(targets, year)
    first, *_, last = sorted(version for version, *_ in told)
    for row in plain_rows(figure):
        change = (row["target_yen"] or 0) - (row["former_yen"] or 0)
        assert row["difference_yen"] == (None if row["version"] == first else change)
    claims = {each.claim for each in targets}
    total = sum(aim.yen for claim in claims for aim in in_force(targets, claim, year, date.max))
    assert (figure.measure, figure.headline) == (f"目標額の計（版{last}）", words(total))
    return len({version for version, *_ in told})


def test_what_every_version_decided(both: Reconciled) -> None:
    """Of the year before, which was revised, and of that of the newest month-end."""
    last = max(both.city.months)
    days = (months_back(last, 12), last)
    counts = [check_history(both, both.reader, both.targets, on) for on in days]
    assert max(counts) > 1


@pytest.mark.parametrize("where", WHERE[:9], ids=called)
def test_the_lines_beside_the_balance(both: Reconciled, where: Where) -> None:
    """From the day of the decision, or the first month of the year, to its last month."""
    last = max(both.city.months)
    beside = answer("balance_by_year", both.reader, Selection(last, **where)).beside  # type: ignore[arg-type]
    assert beside is not None
    drawn = {
        (row["fiscal_year"], row["version"], row["decided_on"].date()): (
            row["aim_yen"],
            row["from_on"].date(),
            row["to_on"].date(),
        )
        for row in records(beside)
    }
    assert {key: line for key, line in drawn.items() if is_told(both, key)} == {
        (year, version, decided_on): (
            aim.target + aim.uncovered + aim.following,
            max(aim.first_on, decided_on),
            aim.last_on,
        )
        for (year, version, decided_on), aim in plain(both, both.targets, last, where).items()
        if decided_on <= aim.last_on
    }
