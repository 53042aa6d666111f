"""The table `links`: each debtor's person, under a name that lasts from one matching to the next."""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter, defaultdict

import pyarrow as pa

from analytics.ledger.columns import LINKS
from analytics.matching.decisions import Debtor
from analytics.matching.people import Settled

PROBLEM_ROWS = pa.schema(
    [
        pa.field("problem", pa.string(), nullable=False),  # one of `people.PROBLEMS`
        pa.field("department", pa.string(), nullable=False),
        pa.field("debtor_key", pa.string(), nullable=False),
    ]
)


def linked(
    records: pa.Table, made: Settled, former: pa.Table | None, salt: bytes = b""
) -> pa.Table:
    """The rows of `links` for *records* as they were put together. *former* are those of the matching before.

    A person keeps the name that most of its debtors had; a name never passes to two. New names are made with the
    store's secret *salt*: who knows a debtor's number must not be able to reckon the name, and see it elsewhere.
    """
    keys = _keys(records)
    groups: dict[int, list[Debtor]] = defaultdict(list)
    for key, group in zip(keys, made.groups, strict=True):
        groups[group].append(key)
    names = _names(groups, _former(former), salt)
    rows = [
        {
            "department": key[0],
            "debtor_key": key[1],
            "person_id": names[group],
            "method": made.methods[at],
            "probability": made.probabilities[at],
            "decided_by": made.deciders[at][0],
            "decided_on": made.deciders[at][1],
        }
        for at, (key, group) in enumerate(zip(keys, made.groups, strict=True))
    ]
    return pa.Table.from_pylist(rows, schema=LINKS)


def problems(records: pa.Table, made: Settled) -> pa.Table:
    """What was not as it should be, one row per problem and debtor."""
    keys = _keys(records)
    rows = sorted({(problem, *keys[at]) for problem, at in made.problems})
    return pa.Table.from_pylist(
        [dict(zip(PROBLEM_ROWS.names, row, strict=True)) for row in rows], schema=PROBLEM_ROWS
    )


def _keys(records: pa.Table) -> list[Debtor]:
    return list(
        zip(records["department"].to_pylist(), records["debtor_key"].to_pylist(), strict=True)
    )


def _former(links: pa.Table | None) -> dict[Debtor, str]:
    if links is None:
        return {}
    return dict(zip(_keys(links), links["person_id"].to_pylist(), strict=True))


def _names(
    groups: dict[int, list[Debtor]], former: dict[Debtor, str], salt: bytes
) -> dict[int, str]:
    """A name for each group: of those that its debtors had, the most frequent that no larger group takes."""
    wishes = []
    for group, debtors in groups.items():
        counts = Counter(former[debtor] for debtor in debtors if debtor in former)
        wishes += [(-count, name, min(debtors), group) for name, count in counts.items()]
    names: dict[int, str] = {}
    taken = set(
        former.values()
    )  # also by debtors who are gone: their decisions must not pass to another
    given = set[str]()
    for _, name, _, group in sorted(wishes):
        if group not in names and name not in given:
            names[group] = name
            given.add(name)
    for group, debtors in sorted(groups.items(), key=lambda each: min(each[1])):
        if group not in names:
            names[group] = _new(min(debtors), taken | given, salt)
            given.add(names[group])
    return names


def _new(debtor: Debtor, taken: set[str], salt: bytes) -> str:
    """A name that nobody has."""
    for turn in range(len(taken) + 1):
        told = "\0".join((*debtor, str(turn))).encode("utf-8", "surrogatepass")
        name = f"P{hmac.new(salt, told, hashlib.sha256).hexdigest()[:15]}"
        if name not in taken:
            return name
    raise AssertionError("more names are taken than there are")
