"""Sums of persons let out one by one: each only if nothing of few persons follows from it and those before.

What follows from sums is what is a combination of them: a vector in the space they span. An orthonormal base of it is
kept; how far a vector lies outside is its length less what the base takes of it. Numbers of persons and sums of yen
are two spaces: nobody can reckon one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.access.few import Group, are_few

NEARLY = (
    1e-6  # of a squared length: nearer than this counts as inside, which errs towards withholding
)


@dataclass(frozen=True)
class Facts:
    """What is told of a group: how many they are, and sums of yen, each as which debts it counts."""

    group: Group
    yen: tuple[np.ndarray, ...] = ()

    def less(self, other: Facts) -> tuple[np.ndarray, ...]:
        """What the yen of this tells of those who are not in *other*: where a sum of that lies within one of this."""
        rests = [mine - its for mine in self.yen for its in other.yen]
        return tuple(rest for rest in rests if rest.any() and (rest >= 0).all())


class Space:
    """What is told of one kind of number, and how far what must not follow lies outside of it."""

    def __init__(self, few: Sequence[np.ndarray]) -> None:
        """Nothing told yet; the vectors of *few* must not follow."""
        self._few = np.array(list({vector.tobytes(): vector for vector in few}.values()))
        self._base: np.ndarray | None = None
        self._rest = np.array([float(vector @ vector) for vector in self._few])

    def directions(self, vectors: Iterable[np.ndarray]) -> np.ndarray:
        """What telling *vectors* adds: a row for each new direction, square to all before it."""
        base, before = self._base, 0 if self._base is None else len(self._base)
        for vector in vectors:
            if base is None:
                base = np.zeros((0, len(vector)))
            rest = vector - base.T @ (base @ vector)
            rest = rest - base.T @ (base @ rest)  # once more, for the sake of rounding
            length = float(rest @ rest)
            if length > NEARLY * max(1.0, float(vector @ vector)):
                base = np.vstack([base, rest / np.sqrt(length)])
        return np.zeros((0, 0)) if base is None else base[before:]

    def would_tell(self, directions: np.ndarray) -> bool:
        """Whether something of few persons would follow."""
        return bool((self._after(directions) <= NEARLY).any())

    def take(self, directions: np.ndarray) -> None:
        """Tell these directions."""
        if len(directions):
            self._rest = self._after(directions)
            self._base = directions if self._base is None else np.vstack([self._base, directions])

    def forget_what_follows(self) -> None:
        """What follows already is no secret any more."""
        is_open = self._rest > NEARLY
        self._few, self._rest = self._few[is_open], self._rest[is_open]

    def hide(self, vector: np.ndarray) -> None:
        """From now on *vector* must not follow either, unless it does already."""
        rest = float(vector @ vector)
        rest -= 0 if self._base is None else float(((self._base @ vector) ** 2).sum())
        if rest > NEARLY:
            self._few = np.vstack([self._few, vector]) if len(self._few) else vector[None]
            self._rest = np.append(self._rest, rest)

    def _after(self, directions: np.ndarray) -> np.ndarray:
        rest = self._rest
        if not len(self._few):
            return rest
        for direction in directions:
            rest = rest - (self._few @ direction) ** 2
        return rest


class Telling:
    """What is told so far, and what must not follow from it."""

    def __init__(self, known: Sequence[Facts], few: Sequence[Facts]) -> None:
        """The yen of *known* is told elsewhere, whatever is done here; what of *few* follows from it is no secret."""
        self._told: list[Group] = []
        self._parts: list[tuple[str, Group]] = []
        yen = Space([vector for facts in few for vector in facts.yen])
        yen.take(yen.directions(vector for facts in known for vector in facts.yen))
        yen.forget_what_follows()
        self._persons = Space([facts.group.vector for facts in few if facts.group.is_few])
        self._yen = yen

    def tell(self, facts: Facts) -> None:
        """Tell *facts*, which is decided elsewhere; what follows is no secret any more."""
        self._told.append(facts.group)
        for space, vectors in ((self._persons, [facts.group.vector]), (self._yen, facts.yen)):
            space.take(space.directions(vectors))
            space.forget_what_follows()

    def hide(self, facts: Facts) -> None:
        """Let nothing tell *facts* any more."""
        self._persons.hide(facts.group.vector)
        for vector in facts.yen:
            self._yen.hide(vector)

    def add_persons(self, facts: Facts, part_of: str = "") -> bool:
        """Tell how many they are, if nothing follows; of an exclusive set of a view, *part_of*, the rest counts too."""
        group, new = facts.group, self._persons.directions([facts.group.vector])
        is_new = len(new) > 0  # what follows already tells nothing more
        if group.is_few or (
            is_new
            and (
                self._leaves_few(group)
                or (part_of and self._rest_is_few(group, part_of))
                or self._persons.would_tell(new)
            )
        ):
            self._persons.hide(group.vector)
            return False
        self._persons.take(new)
        self._told.append(group)
        self._parts += [(part_of, group)] if part_of else []
        return True

    def add_yen(self, facts: Facts) -> bool:
        """Tell what they owe, if nothing follows."""
        new = self._yen.directions(facts.yen)
        if facts.group.is_few or facts.group.is_dominated or self._yen.would_tell(new):
            for vector in facts.yen:
                self._yen.hide(vector)
            return False
        self._yen.take(new)
        return True

    def _leaves_few(self, group: Group) -> bool:
        """Whether few persons lie between it and another that is told, one within the other."""
        for other in self._told:
            if are_few(abs(group.count - other.count)):
                apart = group.vector - other.vector
                if (apart >= 0).all() or (apart <= 0).all():
                    return True
        return False

    def _rest_is_few(self, part: Group, view: str) -> bool:
        """Whether few persons are left of a sum that is told, less all its parts of this view that are."""
        parts = [each for name, each in self._parts if name == view]
        for whole in self._told:
            if (part.vector > whole.vector).any():
                continue
            inside = [each for each in parts if (each.vector <= whole.vector).all()]
            if are_few(whole.count - part.count - sum(each.count for each in inside)):
                return True
        return False
