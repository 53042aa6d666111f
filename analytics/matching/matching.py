"""名寄せ of one version, from its records of persons to who owes where. Made once per version, and again by a decision.

Only what is new is weighed: a debtor who is written as in the version before keeps the weights that were found then.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from analytics.errors import NothingToShow
from analytics.matching import engine
from analytics.matching.changing import changed_hands
from analytics.matching.decisions import decisions
from analytics.matching.keeping import (
    FOLDER,
    Generation,
    generation,
    keep_generation,
    keep_model,
    newest_model,
    salt_of,
)
from analytics.matching.linking import linked, problems
from analytics.matching.outcome import STEPS, Matched
from analytics.matching.people import settled
from analytics.matching.records import read_letters, records
from analytics.matching.weighing import weighed
from analytics.settings import Settings
from analytics.store.holding import alone
from analytics.store.matched import persons_of, shared_of
from analytics.store.snapshots import Store
from analytics.store.steps import Step, silent

GROWN = 1.5  # a model that learnt from so many times fewer records is learnt anew


def match(store: Store, number: int, retrain: bool = False, step: Step = silent) -> Matched:
    """Match the debtors of version *number*, and keep who is who and who owes where.

    Raises `StoreFault` when another matching runs or the store cannot be read or written, `LayoutFault` for a faulty
    table of letters, `NothingToShow` where there are no records of persons; what was kept before stays.
    """
    with alone(store.root / "matching", FOLDER):
        step(STEPS[0])
        persons = persons_of(store, number)
        if not len(persons):
            raise NothingToShow(
                f"版 {number} には、氏名のある資料がありません。名寄せには、氏名や住所の列がある月次の資料か、"
                "宛名の資料を取り込んでください。"
            )
        letters = read_letters(Settings.load().rules)
        compared = records(_newest(persons), letters)
        changed = changed_hands(persons, letters)
        step(STEPS[1])
        known = None if retrain else newest_model(store)
        is_old = known is None or known[1].record_count * GROWN < len(compared)
        if known is None or is_old:
            model = engine.train(compared)
            known = keep_model(store, model), model
        step(STEPS[2])
        pairs = weighed(compared, known[1], _weighed_before(store, number, known[0]))
        step(STEPS[3])
        told: dict[str, Any] = {"model": known[0], "changed": sorted(map(list, changed))}
        made = _settle(store, number, compared, pairs, told)
        return _summed(number, made, is_old)


def settle_again(store: Store, number: int) -> Matched:
    """Put the weighed pairs of version *number* together anew, after a decision. Raises as `match`."""
    with alone(store.root / "matching", FOLDER, seconds=30):
        former = generation(store, number)
        if former is None:
            raise NothingToShow(
                f"版 {number} の名寄せがまだありません。`zangaku match` を実行してください。"
            )
        tables = former.tables
        made = _settle(store, number, tables["records"], tables["pairs"], former.told)
        return _summed(number, made, False)


def _settle(
    store: Store,
    number: int,
    compared: pa.Table,
    pairs: pa.Table,
    told: Mapping[str, Any],
) -> Generation:
    changed = {(department, key) for department, key in told["changed"]}
    made = settled(compared, pairs, decisions(store.root), changed)
    former = generation(store, number) or _before(store, number)
    links = linked(compared, made, former.tables["links"] if former else None, salt_of(store))
    reasons = pa.array(made.reasons, pa.string())
    at = pairs.schema.get_field_index("reason")
    pairs = (
        pairs.append_column("reason", reasons)
        if at < 0
        else pairs.set_column(at, "reason", reasons)
    )
    tables = {
        "links": links,
        "shared": shared_of(store, number, links),
        "pairs": pairs,
        "records": compared,
        "problems": problems(compared, made),
    }
    kept = Generation(tables, told)
    keep_generation(store, number, kept)
    return kept


def _newest(persons: pa.Table) -> pa.Table:
    """The last record of each debtor; *persons* are in the order of their days."""
    places = pa.array(range(len(persons)), pa.int64())
    keyed = persons.select(["department", "debtor_key"]).append_column("place", places)
    last = keyed.group_by(["department", "debtor_key"]).aggregate([("place", "max")])
    return persons.take(last["place_max"])


def _before(store: Store, number: int) -> Generation | None:
    """The matching of the newest version up to *number* that has one."""
    for earlier in range(number, -1, -1):
        if found := generation(store, earlier):
            return found
    return None


def _weighed_before(store: Store, number: int, model: int) -> tuple[pa.Table, pa.Table] | None:
    """The records and pairs that the model numbered *model* weighed last, up to version *number*."""
    found = _before(store, number)
    if found is None or found.told["model"] != model:
        return None
    return found.tables["records"], found.tables["pairs"]


def _summed(number: int, made: Generation, was_trained: bool) -> Matched:
    links, pairs = made.tables["links"], made.tables["pairs"]
    return Matched(
        number,
        len(links),
        len(links["person_id"].unique()),
        len(pairs.filter(pc.not_equal(pairs["reason"], ""))),
        int(made.told["model"]),
        was_trained,
    )
