"""How good links are: pairs of records of one person that were found, and pairs that were joined wrongly.

Pairs are counted from the sizes of the groups, n(n-1)/2 each, and never listed: a million records take seconds.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Key = tuple[str, str]  # department, debtor_key


@dataclass(frozen=True)
class Score:
    """Of pairs of records. Shares are between 0 and 1."""

    precision: float  # of the pairs found, those of one true person; 1 where none was found
    recall: float  # of the true pairs, those found; 1 where there is none to find
    f1: float
    pairs_true: int
    pairs_found: int
    households_merged_share: float | None  # null where nobody said who lives together


def score(
    links: pa.Table, truth: Mapping[Key, int], household: Mapping[int, int] | None = None
) -> Score:
    """Compare `links` (department, debtor_key, person_id) with the truth; person_id may be of any type.

    A record of the truth that is not in `links`, or whose person_id is null, stays alone. Raises ValueError where a
    record is linked twice, or is one whose truth is not known: leave those out first.
    """
    found = _found(links, truth)
    true = _numbered(truth.values())
    clusters = _numbered(
        ("alone", key) if found.get(key) is None else ("linked", found[key]) for key in truth
    )
    # one number for each meeting of a true person and a found one
    meetings = true * (int(clusters.max(initial=0)) + 1) + clusters
    pairs_true, pairs_found, hits = _pairs(true), _pairs(clusters), _pairs(meetings)
    both = pairs_true + pairs_found
    return Score(
        precision=hits / pairs_found if pairs_found else 1.0,
        recall=hits / pairs_true if pairs_true else 1.0,
        f1=2 * hits / both if both else 1.0,
        pairs_true=pairs_true,
        pairs_found=pairs_found,
        households_merged_share=households_merged_share(links, truth, household)
        if household
        else None,
    )


def households_merged_share(
    links: pa.Table, truth: Mapping[Key, int], household: Mapping[int, int]
) -> float:
    """Of the pairs of different members of one household, those of whom any two records were linked.

    Members without a record do not count. 0 where no two members of a household have records. Raises as `score` does.
    """
    living: dict[int, set[int]] = defaultdict(set)  # household → its members
    together: dict[tuple[Hashable, int], set[int]] = defaultdict(set)
    for person in truth.values():
        living[household[person]].add(person)
    for key, cluster in _found(links, truth).items():
        if cluster is not None:
            together[cluster, household[truth[key]]].add(truth[key])
    possible = sum(len(members) * (len(members) - 1) // 2 for members in living.values())
    merged = {pair for persons in together.values() for pair in combinations(sorted(persons), 2)}
    return len(merged) / possible if possible else 0.0


def _found(links: pa.Table, truth: Mapping[Key, int]) -> dict[Key, Hashable]:
    keys = _keys(links)
    found = dict(zip(keys, links["person_id"].to_pylist(), strict=True))
    if len(found) < len(keys):
        raise ValueError(f"{len(keys) - len(found)} records are linked more than once")
    if unknown := [key for key in found if key not in truth]:
        raise ValueError(f"the truth of {len(unknown)} linked records is not known")
    return found


def _keys(table: pa.Table) -> list[Key]:
    return list(zip(table["department"].to_pylist(), table["debtor_key"].to_pylist(), strict=True))


def _numbered(things: Iterable[Hashable]) -> npt.NDArray[np.int64]:
    numbers: dict[Hashable, int] = {}
    return np.fromiter((numbers.setdefault(each, len(numbers)) for each in things), np.int64)


def _pairs(groups: npt.NDArray[np.int64]) -> int:
    sizes = np.unique(groups, return_counts=True)[1].astype(np.int64)
    return int((sizes * (sizes - 1) // 2).sum())


# The rule to beat ---------------------------------------------------------------------------------


def obvious_rule(table: pa.Table) -> pa.Table:
    """What anyone would try first: the same full name, and the same birth date, address or telephone number.

    Written with other widths of character, blanks or kana the name is still the same; another form of a character (髙
    for 高) is another name. A telephone number is its digits. A record that another one leads to is the same person
    (transitive closure). Gives every record of `table` (department, debtor_key, person_id), the person_id being the row
    of the first record of the person.
    """
    names = [folded(name) for name in table["name"].to_pylist()]
    parents = list(range(table.num_rows))
    for column, fold in _SECOND.items():
        first: dict[tuple[str, Hashable], int] = {}
        for row, (name, value) in enumerate(zip(names, table[column].to_pylist(), strict=True)):
            same = fold(value)
            if name and same:
                other = _top(parents, first.setdefault((name, same), row))
                mine = _top(parents, row)
                parents[max(mine, other)] = min(mine, other)
    persons = [_top(parents, row) for row in range(table.num_rows)]
    return table.select(["department", "debtor_key"]).append_column(
        "person_id", pa.array(persons, pa.int64())
    )


def folded(text: str | None) -> str:
    """Width, blanks and kind of kana taken away; nothing else.

    >>> folded("ﾔﾏﾀﾞ　はなこ"), folded("髙橋 一")
    ('ヤマダハナコ', '髙橋一')
    """
    return "".join(
        chr(ord(each) + 0x60) if "ぁ" <= each <= "ゖ" else each for each in _without_blanks(text)
    )


def _without_blanks(text: str | None) -> str:
    return "".join(unicodedata.normalize("NFKC", text or "").split())


def _digits(text: str | None) -> str:
    return "".join(each for each in _without_blanks(text) if each.isdecimal())


def _as_it_is(value: Hashable) -> Hashable:
    return value


_SECOND: dict[str, Callable[..., Hashable]] = {
    "born_on": _as_it_is,
    "address": _without_blanks,
    "phone": _digits,
}


def _top(parents: list[int], row: int) -> int:
    while parents[row] != row:
        parents[row] = parents[parents[row]]
        row = parents[row]
    return row
