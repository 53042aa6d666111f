"""What is compared: one record for each debtor of each department, folded, with surname and given name apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import TypeVar

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import LayoutFault
from analytics.ledger.rules_file import read_rules
from analytics.matching import folding
from analytics.matching.naming import Naming, naming

LETTERS = "name_letters.toml"
TEXT = pa.string()
NAMES = tuple(each.name for each in fields(Naming))
RECORDS = pa.schema(
    [
        ("record", pa.int64()),  # its place, from 0
        ("department", TEXT),
        ("debtor_key", TEXT),
        ("resident_key", TEXT),
        *((name, pa.list_(TEXT) if name.endswith("readings") else TEXT) for name in NAMES),
        ("born", TEXT),  # YYYYMMDD
        ("town", TEXT),
        ("block", TEXT),  # the town with its first two numbers
        ("house", TEXT),  # the third: 号, or a room's number
        ("line", TEXT),  # of an address that is not Japanese, all of it
        ("postal", TEXT),
        ("phone", TEXT),
    ]
)
PEOPLE = date(1901, 1, 2), date(2099, 12, 31)  # what systems write for an unknown day lies outside
DAYS = 20_000  # on which the debtors of a city are born: some 55 years
FEW_OF_A_DAY, TIMES_AS_MANY = 10, 20  # what is not yet many, whatever the size of the city
Found = TypeVar("Found")


def read_letters(folder: Path) -> Mapping[int, str]:
    """The letters of names that count as one (`name_letters.toml` in *folder*). Raises `LayoutFault`."""
    told = read_rules(folder / LETTERS, "氏名の字の表", 'letters = ["高髙"]')
    groups = told.get("letters")
    if set(told) != {"letters"} or not isinstance(groups, list) or not all(map(_is_group, groups)):
        raise LayoutFault(
            f'氏名の字の表 {LETTERS} に誤りがあります。letters = ["高髙", "辺邊邉"] のように、同じとみなす字を'
            "2字以上ずつ、引用符で囲んで並べてください。"
        )
    twice = [letter for letter, count in Counter("".join(groups)).items() if count > 1]
    if twice:
        raise LayoutFault(
            f"氏名の字の表 {LETTERS} で、「{'、'.join(twice)}」が2回出てきます。1つの組にまとめてください。"
        )
    return {ord(letter): group[0] for group in groups for letter in group[1:]}


def _is_group(group: object) -> bool:
    return isinstance(group, str) and len(group) > 1


def records(persons: pa.Table, letters: Mapping[int, str]) -> pa.Table:
    """*persons* (columns of `PERSONS`, one row per department and debtor_key) as `RECORDS`, in order of those keys."""
    rows = persons.sort_by([("department", "ascending"), ("debtor_key", "ascending")])
    written = zip(rows["name"].to_pylist(), rows["name_kana"].to_pylist(), strict=True)
    names = naming(written, letters)
    places = _each(rows["address"], folding.place, ("", "", ""))
    columns = {
        "record": list(range(len(rows))),
        "department": rows["department"],
        "debtor_key": rows["debtor_key"],
        "resident_key": _each(rows["resident_key"], str.strip, ""),
        **{name: [getattr(each, name) for each in names] for name in NAMES},
        "born": _born(rows["born_on"].to_pylist()),
        **{
            name: [found[at] or None for found in places]
            for at, name in enumerate(("town", "block", "house"))
        },
        "line": _each(rows["address"], folding.address, ""),
        "postal": _each(rows["postal_code"], folding.postal, ""),
        "phone": _each(rows["phone"], folding.digits, ""),
    }
    made = pa.table(columns, schema=RECORDS)
    for name in ("resident_key", "line", "postal", "phone"):
        blank = pc.equal(made[name], "")
        made = made.set_column(
            made.schema.get_field_index(name),
            name,
            pc.if_else(blank, pa.scalar(None, TEXT), made[name]),
        )
    return made


def _each(column: pa.ChunkedArray, fold: Callable[[str], Found], none: Found) -> list[Found]:
    """Every cell of *column* folded, each distinct one once; *none* for what is missing."""
    coded = pc.dictionary_encode(column).combine_chunks()
    found = [none if text is None else fold(text) for text in coded.dictionary.to_pylist()]
    return [none if place is None else found[place] for place in coded.indices.to_pylist()]


def _born(days: list[date | None]) -> list[str | None]:
    """Birth dates as YYYYMMDD; None for one that stands for a day that nobody knows.

    That is one outside of `PEOPLE`, and one that many more bear than are born on a day (1970-01-01).
    """
    counts = Counter(day for day in days if day is not None)
    most = FEW_OF_A_DAY + TIMES_AS_MANY * counts.total() / DAYS
    first, last = PEOPLE
    return [
        f"{day:%Y%m%d}" if day and first <= day <= last and counts[day] <= most else None
        for day in days
    ]
