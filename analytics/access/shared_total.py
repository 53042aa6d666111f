"""Whether the number of all who owe at two departments or more may be told of a month, and what they owe.

The trend prints it of sixty months, so it is decided by itself and before anything else. Known are the yen of each
department and kind. What follows from these and from the yen of all who share does not tell apart who owes the same
kind and shares alike: only whole classes can follow, a kind's debtors who share or those who do not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.access.few import are_few
from analytics.access.joint import DEPARTMENT, KIND
from analytics.access.suppression import DOMINANCE
from analytics.access.telling import Space


def tells_shared(rows: pd.DataFrame, owners: Mapping[str, Sequence[str]]) -> bool:
    """Of *rows* of `shared` of one month; *owners* are the departments of a kind.

    Where a kind is of several departments, the classes are those of departments alone.
    """
    owed = rows[rows["view"] == DEPARTMENT]
    sizes = owed.groupby("members")["member"].transform("size")
    shared = int(owed[sizes > 1].drop_duplicates("members")["person_count"].sum())
    classes = _classes(rows, owners)
    if not shared or are_few(shared) or classes.empty:
        return False
    space = Space(_few(classes))
    space.take(space.directions(_known(classes)))
    space.forget_what_follows()
    total = space.directions([classes["is_shared"].to_numpy(float)])
    return not space.would_tell(total)


def _classes(rows: pd.DataFrame, owners: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """A row for each kind (or department) and whether its debtors share: persons, yen, and what one owes at most."""
    kinds = rows[rows["view"] == KIND]
    is_divided = all(len(owners.get(kind, ())) == 1 for kind in kinds["member"].unique())
    own = kinds if is_divided else rows[rows["view"] == DEPARTMENT]
    owner = own["member"].map(lambda member: owners[member][0]) if is_divided else own["member"]
    own = own.assign(owner=owner)
    own["is_shared"] = own.groupby("members")["owner"].transform("nunique") > 1
    sums = {"person_count": "sum", "outstanding_yen": "sum", "largest_yen": "max"}
    return own.groupby(["owner", "member", "is_shared"], as_index=False).agg(sums)


def _known(classes: pd.DataFrame) -> list[np.ndarray]:
    """The yen that is published: of each kind, and of each department."""
    named = (classes[column].to_numpy() for column in ("member", "owner"))
    return [(names == name).astype(float) for names in named for name in dict.fromkeys(names)]


def _few(classes: pd.DataFrame) -> list[np.ndarray]:
    """Classes, and all who do (or do not) share of a department or of all, that are few or mostly one debtor's.

    Of several classes a person may be in more than one: there may be as few as in the largest.
    """
    owners, is_shared = classes["owner"].to_numpy(), classes["is_shared"].to_numpy(bool)
    chosen = [*np.eye(len(classes), dtype=bool), ~is_shared]
    for alike in (is_shared, ~is_shared):
        chosen += [alike & (owners == owner) for owner in dict.fromkeys(owners)]
    numbers = ("person_count", "outstanding_yen", "largest_yen")
    counts, yen, largest = (classes[name].to_numpy(float) for name in numbers)
    return [
        each.astype(float)
        for each in chosen
        if each.any()
        and (are_few(counts[each].max()) or largest[each].max() > DOMINANCE * yen[each].sum())
    ]
