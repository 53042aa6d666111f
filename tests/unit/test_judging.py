"""What the judge of 名寄せ counts and calls broken, worked by hand; and one small set of records the whole way."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from analytics.ledger.columns import PERSONS
from analytics.sample import Plan, first_month_of, make_city
from analytics.sample.people import People
from benchmarks import matching
from benchmarks.judging import STEPS, Judged, Promise, judged, newest_of_each, review_share
from benchmarks.known import Known, city_in, febrl, made_up, made_up_city
from benchmarks.matching import CASES, quality, speed
from benchmarks.scoring import Score

FOUND = Score(0.995, 0.96, 0.977, 1000, 965, 0.0004)
JUDGED = Judged(
    5000, FOUND, Score(0.9, 0.3, 0.45, 1000, 333, 0.0), 70, 0.75, dict.fromkeys(STEPS, 20.0)
)


def test_what_is_kept_is_not_called_broken() -> None:
    assert JUDGED.together == 80
    kept = Promise(0.97, 0.99, 0.95, 0.5, 0.001, 81.0)
    assert kept.broken("city", JUDGED) == []
    assert Promise().broken("city", JUDGED) == []


def test_every_promise_can_be_broken() -> None:
    asked = Promise(0.98, 0.996, 0.97, 0.8, 0.0004, 80.0)
    assert asked.broken("city", JUDGED) == [
        "city: F1 0.9770, promised ≥ 0.98",
        "city: precision 0.9950, promised ≥ 0.996",
        "city: recall 0.9600, promised ≥ 0.97",
        "city: true pairs left that are put before people 0.7500, promised ≥ 0.8",
        "city: households merged 0.04%, promised < 0.0%",
        "city: 80 s, promised < 80 s",
    ]


def test_true_pairs_put_before_people() -> None:
    # persons 1 1 1 2 2 3, groups a a b c d d: true pairs 01 02 12 34, found 01 45, so 02 12 34 are left
    persons, groups = [1, 1, 1, 2, 2, 3], [0, 0, 2, 3, 4, 4]
    found = Score(1 / 2, 1 / 4, 2 / 6, 4, 2, None)
    # 02 and 34 are right; 01 is found already, 03 is two people
    shown = [(0, 1), (0, 2), (0, 3), (3, 4)]
    assert review_share(found, groups, persons, shown) == 2 / 3
    assert review_share(Score(1.0, 1.0, 1.0, 4, 4, None), groups, persons, []) == 1.0


def written(key: str, month: int, name: str, **said: object) -> dict[str, object]:
    origin = {"source_scope": "t", "source_name": "架空.csv", "source_row": 2}
    row = {"as_of": date(2026, month, 1), "department": "t", "debtor_key": key, "name": name}
    return row | origin | said


def test_of_each_debtor_the_newest_row() -> None:
    rows = [written("a", 1, "旧"), written("b", 1, "乙"), written("a", 2, "新")]
    newest = newest_of_each(pa.Table.from_pylist(rows, schema=PERSONS))
    found = dict(zip(newest["debtor_key"].to_pylist(), newest["name"].to_pylist(), strict=True))
    assert found == {"a": "新", "b": "乙"}


def test_records_go_through_the_product() -> None:
    """The couple is two people, each of them in two departments; he moved in February."""
    born = date(1970, 5, 17)
    he = {"born_on": born, "resident_key": "0000000001"}
    she = {"resident_key": "0000000002", "address": "見本町1丁目2番3号"}
    rows = [
        written("1", 1, "見本　太郎", address="見本町1丁目2番3号", **he),
        written("2", 1, "見本　花子", **she),
        written("1", 1, "見本太郎", **he) | {"department": "u"},
        written("2", 1, "見本　花子", **she | {"address": "別町4番"}) | {"department": "u"},
        written("1", 2, "見本　太郎", address="別町4番", **he),
    ]
    truth = {("t", "1"): 1, ("t", "2"): 2, ("u", "1"): 1, ("u", "2"): 2}
    persons = pa.Table.from_pylist(rows, schema=PERSONS)
    one = judged(Known(persons, truth, {1: 9, 2: 9}))
    assert one.record_count == 4
    assert one.found == Score(1.0, 1.0, 1.0, 2, 2, 0.0)
    assert (one.review_share, set(one.seconds)) == (1.0, set(STEPS))
    # him by name and birth date; of her the rule sees two addresses
    assert one.obvious == Score(1.0, 0.5, 2 / 3, 2, 1, 0.0)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("judging") / "city"
    make_city(folder, Plan(3_000, *first_month_of("2026-10", 2), 1))
    return folder


def test_the_city_is_read_with_its_truth_and_without_its_numbers(city: Path) -> None:
    known = city_in(city)
    assert known.persons.schema == PERSONS
    assert known.persons["resident_key"].null_count == len(known.persons) > 0
    assert len(set(known.persons["as_of"].to_pylist())) == 2
    departments = known.persons["department"].to_pylist()
    keys = set(zip(departments, known.persons["debtor_key"].to_pylist(), strict=True))
    assert keys <= known.truth.keys()
    (answers,) = (city / "正解").glob("*.csv")
    with answers.open(encoding="utf-8-sig", newline="") as lines:
        first = next(csv.DictReader(lines))
    assert known.truth[first["所管課コード"], first["債務者番号"]] == int(first["人物番号"])


def test_two_members_of_a_household_have_one_home(city: Path) -> None:
    known, residents = city_in(city), People(1)
    homes = defaultdict(set)
    members: Counter[int] = Counter()
    for person, household in (known.household or {}).items():
        registered = residents.registered(person - 1)
        homes[household].add((registered.town, registered.block))
        members[household] += 1
    assert set(members.values()) == {1, 2}
    assert {len(found) for found in homes.values()} == {1}
    assert len(set.union(*homes.values())) > len(homes) / 2


def test_a_city_is_made_and_gone_again() -> None:
    said: list[str] = []
    known = made_up_city(2_000, 1, said.append)
    assert len(known.persons) > 0
    assert said == ["the made-up city is written", "the made-up city is read"]


def test_other_sets_of_records(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made = made_up(50, 3)
    assert set(made.truth.values()) == set(range(50)) == (made.household or {}).keys()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "benchmarks.known.febrl4", lambda with_number: (None, {("a", with_number): 1})
    )
    assert febrl(True).truth == {("a", True): 1}


def test_the_tables_name_each_set() -> None:
    found = {"Febrl 4": JUDGED, CASES["large"].name: JUDGED}
    assert [quality(found).row_count, speed(found).row_count] == [2, 2]
    assert list(speed(found).columns[-1].cells) == ["–", "< 180"]
    assert list(quality(found).columns[6].cells) == ["75.0%", "75.0%"]


def test_the_command_says_what_is_missed_and_what_is_not_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def gone(with_number: bool) -> Known:
        raise FileNotFoundError("run pip install")

    monkeypatch.setattr(matching, "febrl", gone)
    monkeypatch.setattr(matching, "made_up", lambda count, seed, **_: made_up(20, seed))
    monkeypatch.setattr(matching, "judged", lambda known: JUDGED)
    assert matching.main(["febrl"]) == 0
    assert "not measured" in capsys.readouterr().out
    assert matching.main(["febrl", "people-1", "large"]) == 0
    assert "all promises kept" in capsys.readouterr().out
    poor = Judged(5000, Score(0.9, 0.9, 0.9, 9, 9, None), FOUND, 0, 0.0, JUDGED.seconds)
    monkeypatch.setattr(matching, "judged", lambda known: poor)
    assert matching.main(["people-1"]) == 1
    assert "F1 0.9000, promised ≥ 0.96" in capsys.readouterr().out
