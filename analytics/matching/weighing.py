"""The pairs of one version with their weights: as they were where nothing changed, the others weighed now."""

from __future__ import annotations

import hashlib

import pyarrow as pa
import pyarrow.compute as pc

from analytics.matching import engine
from analytics.matching.model import Model
from analytics.matching.people import LOOK_FROM
from analytics.matching.records import RECORDS

KEPT = ("record_l", "record_r", "match_weight", "match_probability")
SIDES = ("record_l", "record_r")


def weighed(compared: pa.Table, model: Model, former: tuple[pa.Table, pa.Table] | None) -> pa.Table:
    """The pairs of *compared* (columns of `RECORDS`) that may be one person, by *model*.

    *former* are the records and pairs of another version that the same model weighed; None weighs all.
    """
    if former is None:
        return _worth_keeping(engine.scored(compared, model))
    before, pairs = former
    marks = fingerprints(compared)
    old = dict(zip(fingerprints(before), before["record"].to_pylist(), strict=True))
    same = {old[mark]: at for at, mark in enumerate(marks) if mark in old}
    known = pc.is_in(compared["record"], value_set=pa.array(list(same.values()), pa.int64()))
    carried = _carried(pairs, same)
    fresh = compared.filter(pc.invert(known))
    if not len(fresh):
        return carried
    new = _worth_keeping(engine.scored(fresh, model, compared.filter(known)))
    return pa.concat_tables([carried, new], promote_options="default")


def fingerprints(compared: pa.Table) -> list[str]:
    """What changes when anything about a record does that is compared, or whose it is."""
    columns = [compared[name].to_pylist() for name in RECORDS.names if name != "record"]
    return [
        hashlib.sha256(repr(row).encode("utf-8", "surrogatepass")).hexdigest()
        for row in zip(*columns, strict=True)
    ]


def _carried(pairs: pa.Table, same: dict[int, int]) -> pa.Table:
    """Those of *pairs* of which both records are as they were, with the places they have now."""
    for side in SIDES:
        places = pa.array([same.get(place) for place in pairs[side].to_pylist()], pa.int64())
        pairs = pairs.set_column(pairs.schema.get_field_index(side), side, places)
    kept = pc.and_(pc.is_valid(pairs[SIDES[0]]), pc.is_valid(pairs[SIDES[1]]))
    return _ordered(pairs.filter(kept))


def _worth_keeping(scored: pa.Table) -> pa.Table:
    """The pairs that are worth a look, without what was compared: only the levels and weights of each comparison."""
    names = [name for name in scored.column_names if name.startswith(("gamma_", "mw_"))]
    likely = scored.filter(pc.field("match_weight") >= LOOK_FROM)
    return _ordered(likely.select([*KEPT, *names]))


def _ordered(pairs: pa.Table) -> pa.Table:
    """*pairs* with the smaller record first, and in order."""
    one, other = (pairs[side] for side in SIDES)
    swapped = pairs.set_column(0, SIDES[0], pc.min_element_wise(one, other))
    swapped = swapped.set_column(1, SIDES[1], pc.max_element_wise(one, other))
    return swapped.sort_by([(side, "ascending") for side in SIDES])
