"""Which kinds of claim close when: the two clocks of facts.md 5, said under every total (a product choice there)."""

from __future__ import annotations

import pandas as pd

from analytics.figures.base import Scope, frame
from analytics.ledger.claim_kinds import CLOCKS
from analytics.store.reader import Reader

NAMED = 3  # kinds that a note calls by name, where not all of them have to be
RULES = "data/rules/claim_kinds.toml"


def by_clock(reader: Reader, here: Scope) -> pd.DataFrame:
    """The kinds with a balance and the clock by which the books of each close, the largest first."""
    return frame(reader, "kinds_by_clock", here.parameters)[0]


def closing_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    """Which kinds close on which day, and those of which nobody has written it."""
    data = by_clock(reader, here)
    kinds = {
        day: list(data[data["closing_clock"] == clock]["claim_kind"])
        for clock, day in CLOCKS.items()
    }
    known = sorted(((day, names) for day, names in kinds.items() if names), key=_fewest_first)
    told = [f"{'、'.join(names)}は{day}" for day, names in known]
    if (
        len(known) > 1 and len(known[-1][1]) > NAMED
    ):  # the others are named, so it is clear which these are
        told[-1] = f"ほかの{len(known[-1][1])}種は{known[-1][0]}"
    unknown = list(data[data["closing_clock"].isna()]["claim_kind"])
    if unknown:
        told.insert(0, f"{'、'.join(unknown)}は不明（{RULES} に書くと出ます）")
    return (f"帳簿の締切: {'、'.join(told)}。",) if told else ()


def _fewest_first(group: tuple[str, list[str]]) -> int:
    return len(group[1])


def no_clock_note(reader: Reader, here: Scope) -> tuple[str, ...]:
    """The kinds that a figure leaves out, since nobody has written when their books close."""
    data = by_clock(reader, here)
    unknown = data[data["closing_clock"].isna()]["claim_kind"]
    if unknown.empty:
        return ()
    return (
        f"帳簿の締切が分からない債権（{'、'.join(unknown)}）は入れていません。"
        f"{RULES} に closing_clock を書くと入ります。",
    )


def few(kinds: list[str]) -> str:
    """The first of *kinds* by name, and how many there are."""
    more = f"など{len(kinds)}種" if len(kinds) > NAMED else ""
    return "、".join(kinds[:NAMED]) + more
