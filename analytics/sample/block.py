"""Who in a block of residents owes what: pools of debtors, drawn so that some people owe in several departments."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.sample import draws
from analytics.sample.kinds import Who

Numbers = NDArray[np.int64]
GROUP = {"elders": 0, "parents": 1}  # households by number, counted by fours
TROUBLED = 0.05  # of the households: where arrears at one department come with arrears at others
RARER = 8.0  # how much rarer a debtor is among the other households


def household_of(residents: Numbers) -> Numbers:
    """Two residents by number are one household: one surname, one address, two people."""
    return residents // 2


def debtors(block: range, department: str, who: Who, seed: int) -> Numbers:
    """The residents of *block* in the order in which they come to owe *department*."""
    residents = np.arange(block.start, block.stop, dtype=np.int64)
    households = household_of(residents)
    if who != "anyone":
        residents = residents[households % 4 == GROUP[who]]
        households = household_of(residents)
    drawn = draws.share(draws.bits(seed, f"debtor {department}", residents))
    troubled = draws.share(draws.bits(seed, "troubled", households)) < TROUBLED
    rank = np.where(troubled, drawn, 0.3 + drawn * RARER)
    return residents[np.argsort(rank, kind="stable")]


def chosen(
    counts: Numbers, pool: int, seed: int, name: str, block: int, every: int = 1
) -> tuple[Numbers, Numbers]:
    """Which of *pool* debtors get a bill that stays unpaid: its place in *counts* and the debtor's, bill by bill.

    The same few are late again and again, for some years; nobody is late twice with one bill. Meters are read by turns:
    a debtor has a bill with *every* second one, say.
    """
    places, members = np.arange(len(counts)), np.arange(pool)
    habit = draws.share(draws.bits(seed, f"habit {name}", block, members))
    since = draws.below(len(counts) + 60, draws.bits(seed, f"since {name}", block, members)) - 60
    lasting = 24 + draws.below(72, draws.bits(seed, f"lasting {name}", block, members))
    whim = draws.share(draws.bits(seed, f"whim {name}", block, members[:, None], places[None, :]))
    away = (places[None, :] < since[:, None]) | (places[None, :] >= (since + lasting)[:, None])
    away |= (places[None, :] + members[:, None]) % every != 0
    rank = habit[:, None] * 0.5 + whim * 0.5 + away
    order = np.argsort(rank, axis=0, kind="stable")
    taken = members[:, None] < counts[None, :]
    bill = np.broadcast_to(places[None, :], taken.shape)[taken]
    return bill, order[taken]


def whole_counts(expected: NDArray[np.float64], start: float) -> Numbers:
    """Whole numbers whose running sum never strays from that of *expected* by one or more."""
    running = np.floor(np.cumsum(expected) + start)
    return np.diff(running, prepend=np.floor(start)).astype(np.int64)
