"""Draws of chance, the same every time for one seed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import Generic, TypeVar

import numpy as np

T = TypeVar("T")


class Dice:
    """Uniform draws in blocks: asking numpy for them one by one takes ten times as long."""

    def __init__(self, seed: int) -> None:
        self._numpy = np.random.default_rng(seed)
        self._block: list[float] = []

    def roll(self) -> float:
        if not self._block:
            self._block = self._numpy.random(1 << 14).tolist()
        return self._block.pop()

    def chance(self, share: float) -> bool:
        return self.roll() < share

    def between(self, least: int, most: int) -> int:
        return least + int(self.roll() * (most - least + 1))

    def pick(self, things: Sequence[T]) -> T:
        return things[int(self.roll() * len(things))]

    def order(self, count: int) -> list[int]:
        drawn: list[int] = self._numpy.permutation(count).tolist()
        return drawn


class Ranked(Generic[T]):
    """Things of which the first are common and the last rare."""

    def __init__(self, things: Sequence[T], flatness: float) -> None:
        self.things = things
        self._sums = list(accumulate(1 / (rank + flatness) for rank in range(len(things))))

    def draw(self, dice: Dice) -> T:
        return self.things[bisect(self._sums, dice.roll() * self._sums[-1])]
