"""Keys that change hands: the same debtor_key of a department for one person in one month and another in the next."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from analytics.matching.clusters import Traits, traits
from analytics.matching.records import records

WRITTEN = ("department", "debtor_key", "name", "name_kana", "born_on")


def changed_hands(persons: pa.Table, letters: Mapping[int, str]) -> set[tuple[str, str]]:
    """Department and key of those *persons* (all months) who once were somebody else.

    A new surname, a corrected birth date or another way to write a name is no other person; another given name is,
    and so is another surname with another birth date.
    """
    ways = persons.group_by(list(WRITTEN)).aggregate([])
    counts = ways.group_by(["department", "debtor_key"]).aggregate([([], "count_all")])
    several = counts.filter(pa.compute.greater(counts["count_all"], 1)).drop_columns("count_all")
    ways = ways.join(several, ["department", "debtor_key"], join_type="inner")
    written = records(_filled(ways), letters)
    seen: dict[tuple[str, str], list[tuple[Traits, str | None]]] = {}
    keys = zip(written["department"].to_pylist(), written["debtor_key"].to_pylist(), strict=True)
    rows = zip(keys, traits(written), written["surname"].to_pylist(), strict=True)
    for key, trait, surname in rows:
        seen.setdefault(key, []).append((trait, surname))
    return {key for key, found in seen.items() if _are_several(found)}


def _are_several(found: list[tuple[Traits, str | None]]) -> bool:
    first, surname = found[0]
    for trait, other in found[1:]:
        if first.has_other_name(trait):
            return True
        if first.is_far_from(trait) and surname and other and surname != other:
            return True
    return False


def _filled(ways: pa.Table) -> pa.Table:
    """*ways* with the other columns that records are made of, empty."""
    for name in ("resident_key", "address", "postal_code", "phone"):
        ways = ways.append_column(name, pa.nulls(len(ways), pa.string()))
    return ways
