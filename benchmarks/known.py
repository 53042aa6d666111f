"""Records of persons of whom it is known who is who: what a matching of names is measured on."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa

from analytics.cli.importing import delivered_in
from analytics.intake.fitting import choose_layout
from analytics.intake.layouts import read_layouts
from analytics.intake.reading import read_source
from analytics.intake.tables.source import open_source
from analytics.ledger.columns import PERSONS
from analytics.sample import Plan, first_month_of, make_city
from analytics.settings import DATA
from benchmarks.febrl import febrl4
from benchmarks.people import DEPARTMENTS, EIGHT, people

LAST_MONTH = "2026-10"
Key = tuple[str, str]  # department, debtor_key


@dataclass(frozen=True)
class Known:
    """Records of persons, of one month or many, the oldest first, and what only the judge may know."""

    persons: pa.Table  # in the columns of PERSONS
    truth: dict[Key, int]  # record → person
    household: dict[int, int] | None = None  # person → household, where it is known


def febrl(with_number: bool) -> Known:
    """Febrl 4. Raises FileNotFoundError where it was not fetched."""
    return Known(*febrl4(with_number=with_number))


def made_up(count: int, seed: int, *, of_eight: bool = False) -> Known:
    """*count* made-up Japanese persons, whose way of varying names no part of the product knows.

    They owe six departments, or eight.
    """
    made = people(count, seed, departments=EIGHT if of_eight else DEPARTMENTS)
    return Known(made.table, made.truth, made.household)


def made_up_city(residents: int, months: int, say: Callable[[str], None]) -> Known:
    """The made-up city of the demonstration: its files written, and read by the intake."""
    with TemporaryDirectory(prefix="zangaku-matching-") as folder:
        say("the made-up city is written")
        city = Path(folder) / "city"
        make_city(city, Plan(residents, *first_month_of(LAST_MONTH, months), 1))
        say("the made-up city is read")
        return city_in(city)


def city_in(folder: Path) -> Known:
    """The debtors in all months of the made-up city in *folder*, without the city's own numbers (宛名番号).

    Nothing is stored, since only the persons are wanted; that takes half the time of taking the months in. Raises
    RuntimeError where the intake finds an error in a file.
    """
    layouts = read_layouts(DATA / "layouts")
    found = []
    for month in sorted(folder.glob("20*")):
        for path in delivered_in(month)[0]:
            source = open_source(path)
            reading = read_source(source, choose_layout(source, layouts, None))
            if reading.errors:
                raise RuntimeError(f"{path.name} has errors: {reading.errors[0]}")
            if "persons" in reading.tables:
                found.append(reading.tables["persons"])
    persons = pa.concat_tables(found)
    place = PERSONS.get_field_index("resident_key")
    nobody = pa.nulls(len(persons), pa.string())
    persons = persons.set_column(place, PERSONS.field(place), nobody)
    (answers,) = (folder / "正解").glob("*.csv")
    with answers.open(encoding="utf-8-sig", newline="") as lines:
        truth = {
            (line["所管課コード"], line["債務者番号"]): int(line["人物番号"])
            for line in csv.DictReader(lines)
        }
    # `analytics.sample.block.household_of`; the numbers of residents begin at 0, those of the file at 1
    household = {person: (person - 1) // 2 for person in truth.values()}
    return Known(persons, truth, household)
