"""Two waves held together: whether a question or a scale asks the same in both, and what the change is worth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import nan

from analytics.figures.survey.asked import Asked, Wave
from analytics.figures.survey.estimates import Score, Share
from analytics.figures.survey.given import Survey
from analytics.intake.text import fold
from analytics.ledger.intervals import Interval, is_more_than_chance
from analytics.ledger.survey import BEYOND_CHANCE

RISEN, FALLEN, CHANCE, APART = "増えた", "減った", "偶然の幅の中", "比べられない"
FIRST = "前の回がない"


@dataclass(frozen=True)
class Change:
    """Now less before, with its interval, in the unit of both; nan where they cannot be compared."""

    size: float = nan
    low: float = nan
    high: float = nan
    verdict: str = APART

    @classmethod
    def between(
        cls,
        now: Score | Share | None,
        before: Score | Share | None,
        *,
        is_first: bool = False,
    ) -> Change:
        """The change from *before* to *now*; of the first wave (*is_first*) there is none."""
        if is_first:
            return cls(verdict=FIRST)
        if isinstance(now, Score) and isinstance(before, Score):
            return cls._of(now.points - before.points, now.change_from(before))
        if isinstance(now, Share) and isinstance(before, Share):
            return cls._of(now.positive - before.positive, now.change_from(before))
        return cls()

    @classmethod
    def _of(cls, size: float, interval: Interval) -> Change:
        verdict = CHANCE
        if is_more_than_chance(interval):
            verdict = RISEN if size > 0 else FALLEN
        return cls(size, interval.low, interval.high, verdict)

    def columns(self, unit: str) -> dict[str, float]:
        """What a table holds of it, in columns of this *unit*."""
        names = (f"change_{unit}", f"change_low_{unit}", f"change_high_{unit}")
        return dict(zip(names, (self.size, self.low, self.high), strict=True))

    @property
    def beyond(self) -> str:
        """The verdict on points, which rise as an undesirable attitude fades: more than chance or not."""
        return BEYOND_CHANCE if self.is_sure else self.verdict

    @property
    def is_sure(self) -> bool:
        """Whether it is more than chance."""
        return self.verdict in (RISEN, FALLEN)


def furthest_apart(
    tables: Mapping[str, Mapping[str, float]], write: Callable[[float], str]
) -> str | None:
    """Of *tables* of groups the one with the largest difference, and both its ends: ``「責任」（税 63点、福祉 41点）``.

    Empty where that is none as it is written, None where no table has two groups.
    """
    many = {name: values for name, values in tables.items() if len(values) > 1}
    if not many:
        return None
    name = max(many, key=lambda each: max(many[each].values()) - min(many[each].values()))
    values = many[name]
    top, low = (pick(values, key=lambda group: values[group]) for pick in (max, min))
    highest, lowest = write(values[top]), write(values[low])
    return "" if highest == lowest else f"「{name}」（{top} {highest}、{low} {lowest}）"


def asks_the_same(now: Asked | None, before: Asked | None) -> bool:
    """Whether a question was asked in both waves, in the same words."""
    if now is None or before is None:
        return False
    return {fold(word) for word in now.wordings} == {fold(word) for word in before.wordings}


def scale_is_the_same(survey: Survey, scale: str, wave: Wave, before: Wave | None) -> bool:
    """Whether a scale has the same questions in the same words in both waves."""
    return before is not None and worded(survey, scale, wave) == worded(survey, scale, before)


def worded(survey: Survey, scale: str, wave: Wave) -> dict[str, frozenset[str]]:
    """The questions of *scale* in *wave*, and in which words each was asked."""
    return {
        one.question: frozenset(map(fold, one.wordings))
        for one in survey.questions_of(wave.name, scale)
    }


def reworded(survey: Survey, wave: Wave, before: Wave | None) -> list[str]:
    """The questions asked in other words than in the wave *before*, or in one of the two waves alone."""
    if before is None:
        return []
    asked = {
        one.name: [survey.asked.get((each.name, one.name)) for each in (wave, before)]
        for one in survey.catalogue.questions
    }
    return [name for name, both in asked.items() if any(both) and not asks_the_same(*both)]
