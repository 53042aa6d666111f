"""What few people answered follows from nothing that anybody can get: figures, waves, breakdowns, scales, versions.

The attacker knows who is of which rank and group of departments, who answered which question, how many of each group
were asked, and how the product reckons. Unknown is only what they answered: of each cell of rank × group, how many gave
which answers to the questions of a scale. Each number that is handed out is an equation of these unknowns, and so are
the sums that a clever reader could tell from a weighted number (see `Attacker.strata`) or from Cronbach's α. The attack
succeeds where an unknown of few people, or of a hidden group, has a single value left: searched for by whole-number
programming and, apart from it, by the rank of the equations.

One thing is no secret: where everybody of a group of ten and more, which is shown, answered on one side, each of them
did (facts.md 7: "all of X owe" is told of X, since X is large enough). And where nobody answered, there is no answer.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow.parquet as pq
import pytest

from analytics.access.few_answers import Answers, Cell, Hidden
from analytics.errors import NothingToShow
from analytics.figures import Selection, answer
from analytics.figures.export import to_csv
from analytics.figures.survey import asked as asked_module
from analytics.figures.survey import estimates, reliability
from analytics.figures.survey import given as given_module
from analytics.figures.survey import weights as weighing
from analytics.intake.layouts import AnyLayout
from analytics.ledger.survey import BREAKDOWNS
from analytics.store.importing import take_in_month
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from tests.answers import (
    QUESTIONS,
    SCALES,
    Person,
    Wave,
    people,
    take_waves_in,
    write_catalogue,
    write_wave,
)
from tests.attack.attacker import Attacker
from tests.attack.counts import counts_recovered
from tests.attack.staffs import FALLEN, SURVEYS, waves
from tests.attack.told import (
    LEAST,
    PERSONS,
    SURVEY,
    Told,
    beside_what_is_hidden,
    only_in_comparisons,
    small_counts,
)


@pytest.fixture(scope="module")
def forms(layouts: list[AnyLayout]) -> list[AnyLayout]:
    """The layouts of the made-up city's survey: to look through all of them takes longer than the test."""
    return [one for one in layouts if one.name.startswith("kakuu-survey")]


@pytest.fixture(scope="module")
def catalogues(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The small catalogue twice, for each breakdown by which the whole may be weighted."""
    return [write_catalogue(tmp_path_factory.mktemp(by), by) for by in BREAKDOWNS]


@pytest.fixture(scope="module", autouse=True)
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The small catalogue in place of the one that ships."""
    folder = write_catalogue(tmp_path_factory.mktemp("catalogue"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ZANGAKU_SURVEY", str(folder))
        yield folder


def told_of(made: Sequence[Wave], forms: list[AnyLayout]) -> Told:
    """Taken in, and looked at in every way."""
    with TemporaryDirectory() as folder:
        store = Store(Path(folder) / "store")
        take_waves_in(store, Path(folder) / "files", made, forms)
        return Told.of(open_reader(store.root))


def attack(made: Sequence[Wave], told: Told, place: int = 0) -> set[str]:
    """Everything that can be found out of any wave."""
    found = {*small_counts(told), *beside_what_is_hidden(told), *only_in_comparisons(told)}
    for number, wave in enumerate(made, start=1):
        name = f"第{number}回"
        found |= {f"{name} {one}" for one in counts_recovered(told, name, wave)}
        for scale in SCALES:
            found |= {
                f"{name} {one}" for one in Attacker(told, name, wave, scale, place).recovered()
            }
    return found


@pytest.mark.parametrize(
    "seed",
    [
        pytest.param(seed, marks=() if seed < 24 or seed in FALLEN else pytest.mark.soak)
        for seed in range(SURVEYS)
    ],
)
def test_nothing_hidden_follows_from_all_that_is_told(
    seed: int, forms: list[AnyLayout], catalogues: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some made-up surveys each time, with those at which an earlier attempt fell, and hundreds in `make soak`."""
    place = int(seed % 4 == 3)
    monkeypatch.setenv("ZANGAKU_SURVEY", str(catalogues[place]))
    made = waves(seed)
    assert not attack(made, told_of(made, forms), place)


# One by one -------------------------------------------------------------------------------------------

SECRET = "山田太郎がこわいので何も言えません"
MANY = (
    *people("所管課長", "税", 10, {1: 4, 2: 2, 3: 5, 4: 3}),
    *people("所管課長", "税", 2, {1: 1, 2: 5, 3: 2, 4: 1}),
    *people("所管課長", "上下水道", 6, {1: 1, 2: 4, 3: 2, 4: 5}),
    *people("一般職員", "税", 9, {1: 5, 2: 1, 3: 4, 4: 2}),
    *people("一般職員", "上下水道", 9, {1: 2, 2: 5, 3: 1, 4: 4}),
    *people("一般職員", "上下水道", 6, {1: 4, 2: 1, 3: 5, 4: 2}),
    *people("一般職員", "福祉", 10, {1: 3, 2: 3, 3: 5, 4: 1}),
    *people("一般職員", "福祉", 4, {1: 5, 2: 2, 3: 2, 4: 4}),
    *people("係長・担当", "福祉", 8, {1: 4, 2: 2, 3: 3, 4: 5}),
    *people("係長・担当", "福祉", 5, {1: 1, 2: 4, 3: 1, 4: 2}),
    *people("係長・担当", "会計", 1, {1: 1, 2: 5, 3: 1, 4: 1}),
    *people("係長・担当", "会計", 2, {1: 4, 2: 2, 3: 5, 4: 4}),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def handed_in(store: Store, folder: Path, wave: Wave, forms: list[AnyLayout]) -> Told:
    """The first wave taken in, or taken in once more, and all that is then told."""
    taken = take_in_month(store, write_wave(folder, 1, wave), forms)
    assert not taken.rejected
    return Told.of(open_reader(store.root))


def only_the_few(answers: Answers, least: int, already: Hidden = frozenset()) -> Hidden:
    """Hides groups of few answers, and forgets that the whole less the others tells them."""
    groups = {(by, cell[at]) for at, by in enumerate(BREAKDOWNS) for cell in answers.cells}
    counts = {
        group: answers.count(
            frozenset(c for c in answers.cells if c[list(BREAKDOWNS).index(group[0])] == group[1])
        )
        for group in groups
    }
    return already | {group for group, count in counts.items() if count < least}


def weighted_apart(survey: Any, wave: str, counted: Any, found: Hidden) -> weighing.Weights:
    """Weighs each hidden rank for itself."""
    return weights(survey, wave, counted, frozenset())


weights = weighing.weights
FEW_CHIEFS = (
    *people("所管課長", "税", 4, {1: 4, 2: 2, 3: 5, 4: 3}),
    *people("係長・担当", "税", 12, {1: 1, 2: 4, 3: 2, 4: 5}),
    *people("一般職員", "税", 15, {1: 5, 2: 1, 3: 4, 4: 2}),
)
ALIKE = (
    *people("所管課長", "税", 3, {1: 4, 2: 2, 3: 4, 4: 4}),
    *people("一般職員", "税", 17, {1: 4, 2: 2, 3: 4, 4: 4}),
    *people("一般職員", "会計", 3, {1: 4, 2: 2, 3: 4, 4: 4}),
)
ASKED = {("所管課長", "税"): 5, ("係長・担当", "税"): 19, ("一般職員", "税"): 31}


def at_random(seed: int, sizes: Mapping[Cell, int]) -> tuple[Person, ...]:
    """So many persons of each cell, who answered every question."""
    drawn = random.Random(seed)
    return tuple(
        Person(*cell, {question: drawn.choice([1, 2, 3, 4, 5]) for question in QUESTIONS})
        for cell, size in sizes.items()
        for _ in range(size)
    )


def one_left_out_a_question() -> Wave:
    """The only chief of his group answered question 3 and not 2; everybody else, here and there, both."""
    tax = {("所管課長", "税"): 1, ("係長・担当", "税"): 12, ("一般職員", "税"): 14}
    welfare = {("係長・担当", "福祉"): 11, ("一般職員", "福祉"): 13, ("所管課長", "福祉"): 9}
    chief, *others = at_random(3, tax | welfare)
    return Wave((replace(chief, answers={**chief.answers, 2: 0}), *others))


def everyone_of_the_hidden_answered() -> Wave:
    """Two hidden groups, asked seven and eight, all of whom answered; of the others some did not."""
    large = {("所管課長", "税"): 12, ("一般職員", "税"): 20, ("所管課長", "福祉"): 11}
    large |= {("一般職員", "福祉"): 19}
    small = {("所管課長", "会計"): 3, ("一般職員", "会計"): 4}
    small |= {("所管課長", "上下水道"): 2, ("一般職員", "上下水道"): 6}
    return Wave(
        at_random(5, large | small), {cell: size + 3 for cell, size in large.items()} | small
    )


CARELESS = {  # what is left undone, and a survey that it betrays
    "complement": (given_module, "hidden", only_the_few, Wave(MANY)),
    "weights": (estimates, "weights", weighted_apart, Wave(FEW_CHIEFS, ASKED)),
    "alike": (
        given_module,
        "is_silent",
        lambda *_: False,
        Wave(ALIKE),
    ),
    "alpha": (reliability, "_others", lambda *_: (), one_left_out_a_question()),
    "asked": (asked_module, "of_asked", lambda _: None, everyone_of_the_hidden_answered()),
}


@pytest.mark.parametrize("left_out", CARELESS)
def test_the_attack_succeeds_where_care_is_left_out(
    left_out: str, forms: list[AnyLayout], monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it is no idle one: with one of the precautions gone, it finds the answers of the few."""
    module, name, careless, wave = CARELESS[left_out]
    assert not attack([wave], told_of([wave], forms))
    monkeypatch.setattr(module, name, careless)
    assert attack([wave], told_of([wave], forms))


def test_free_text_is_nowhere(store: Store, tmp_path: Path, forms: list[AnyLayout]) -> None:
    """Neither what was written nor the sender is in a table, a figure, a finding or a receipt.

    What arrived is kept as it arrived, in `sources`.
    """
    told = handed_in(store, tmp_path, Wave(MANY, opinions=[SECRET] * len(MANY)), forms)
    assert told.figures
    assert not [text for text in told.texts if SECRET[:4] in text or "mail.example" in text]
    kept = [
        path for path in store.root.rglob("*") if path.is_file() and "sources" not in path.parts
    ]
    assert any(path.parent.name == "survey" for path in kept)
    for path in kept:
        held = (
            str(pq.read_table(path).to_pylist())
            if path.suffix == ".parquet"
            else path.read_text("utf-8")
        )
        assert SECRET[:4] not in held, path
        assert "mail.example" not in held, path


@pytest.mark.parametrize(
    "where", ["あなたの職位", "あなたの所属", "残額を減らす責任は、自分にもある"]
)
def test_free_text_in_another_column_is_not_repeated(
    store: Store, tmp_path: Path, forms: list[AnyLayout], where: str
) -> None:
    """Somebody wrote where he should have chosen: the finding tells the row, and not what it says."""
    (path,) = write_wave(tmp_path, 1, Wave(MANY))
    head, first, *rows = path.read_text("utf-8-sig").splitlines()
    cells = first.split(",")
    cells[head.split(",").index(where)] = f"{SECRET} taro@mail.example 0000-12-3456"
    path.write_text("\n".join([head, ",".join(cells), *rows]), "utf-8-sig")
    taken = take_in_month(store, [path], forms)
    (rejected,) = taken.rejected
    assert rejected.errors
    for word in ("山田", "太郎", "mail.example", "12-3456"):
        assert word not in str(rejected.findings)


def test_a_corrected_wave_is_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout]
) -> None:
    """One more person answered: the difference of both versions would be what that person said."""
    late = Person("一般職員", "福祉", {1: 5, 2: 5, 3: 5, 4: 5})
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    assert handed_in(store, tmp_path, Wave((*MANY, late)), forms).figures
    former = open_reader(store.root, version=0)
    assert Told.of(former) == Told({}, [])
    with pytest.raises(NothingToShow):
        answer("survey_groups", former, Selection(wave="第1回"))


def test_other_groups_of_the_same_answers_are_told_by_the_newest_version_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout], monkeypatch: pytest.MonkeyPatch
) -> None:
    """会計 of 3 joined to 税: the difference of both versions would be the three."""
    folder = write_catalogue(tmp_path / "catalogue")
    monkeypatch.setenv("ZANGAKU_SURVEY", str(folder))
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    staff = folder / "staff.toml"
    text = staff.read_text("utf-8").replace('"税務課"', '"税務課", "会計課"')
    staff.write_text(text.replace('words = ["会計課"]', ""), "utf-8")
    assert handed_in(store, tmp_path, Wave(MANY), forms).figures
    assert Told.of(open_reader(store.root, version=0)) == Told({}, [])


def test_a_wave_of_few_tells_its_days_alone(
    store: Store, tmp_path: Path, forms: list[AnyLayout]
) -> None:
    """Nine answered: no figure has a row, and the list says only that they are few."""
    told = handed_in(store, tmp_path, Wave(people("一般職員", "税", 9, 4)), forms)
    assert [row[4] for row in told.waves] == ["10人未満"]
    assert all(figure.frame.empty and figure.empty for figure in told.figures.values())


def test_commands_tell_what_the_figures_do(
    store: Store, tmp_path: Path, forms: list[AnyLayout], zangaku: Callable[..., Any]
) -> None:
    """Every figure as table, CSV and JSON, and the list of waves: the same numbers, no free text, nobody of few."""
    told = handed_in(store, tmp_path, Wave(MANY, opinions=[SECRET] * len(MANY)), forms)
    said = [zangaku("survey", "--store", store.root)]
    for (name, wave, by, scale), made in told.figures.items():
        if scale not in ("one", "問2"):
            continue
        of = ("--store", store.root, "--wave", wave, "--by", BREAKDOWNS[by], "--scale", scale)
        table, file, record = (
            zangaku("figure", name, *of, "--format", form) for form in ("table", "csv", "json")
        )
        said += [table, file, record]
        assert file.out == to_csv(made.frame, made.labels).decode("utf-8")
        rows = json.loads(record.out)["rows"]
        assert len(rows) == len(made.frame)
        missing = [[value is None for value in row.values()] for row in rows]
        assert missing == made.frame[list(rows[0])].isna().to_numpy().tolist() if rows else True
    assert len(said) > 2 * 2 * len(SURVEY)
    for done in said:
        assert done.code == 0
        assert SECRET[:4] not in done.said
        assert not [
            count for count in PERSONS.findall(done.out) if int(count.replace(",", "")) < LEAST
        ]
