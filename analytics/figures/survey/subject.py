"""What is followed from wave to wave: a scale by its points, or a question by its share of favourable answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.errors import NothingToShow
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import worded
from analytics.figures.survey.estimates import (
    Score,
    Share,
    score_of_group,
    score_of_whole,
    share_of_group,
    share_of_whole,
)
from analytics.figures.survey.given import Survey
from analytics.ledger.survey import POINTS_MEASURE, SHARE_MEASURE, WHOLE, Breakdown, Question, Scale

Told = Score | Share | None


@dataclass(frozen=True)
class Subject:
    """What is followed: a scale by its points, or one of its questions by the share of favourable answers."""

    scale: Scale
    question: Question | None = None

    @property
    def name(self) -> str:
        """As it is called: ``無関係意識``, ``問3``."""
        return self.question.name if self.question else self.scale.name

    @property
    def of_what(self) -> str:
        """What is told of it: ``「無関係意識」``, ``問3の望ましい答え``."""
        return f"{self.name}の望ましい答え" if self.question else f"「{self.name}」"

    @property
    def about(self) -> str:
        """What it asks for."""
        return f"「{self.question.text}」" if self.question else self.scale.about

    @property
    def measure(self) -> str:
        """What is measured, with its unit."""
        if self.question:
            return f"{self.name}の{SHARE_MEASURE}"
        return f"「{self.name}」の{POINTS_MEASURE}"

    def words(self, survey: Survey, wave: Wave) -> Mapping[str, frozenset[str]]:
        """In which words it was asked in *wave*; nothing where it was not."""
        asked = worded(survey, self.scale.key, wave)
        return {
            name: words
            for name, words in asked.items()
            if self.question is None or name == self.name
        }

    def told(self, survey: Survey, wave: Wave, by: Breakdown, name: str, *, is_plain: bool) -> Told:
        """What a group (or all) answered in *wave*; None where it may not be told, or was not asked."""
        key = self.scale.key
        if not survey.is_shown(wave) or not self.words(survey, wave):
            return None
        if self.question is None:
            if name == WHOLE:
                return score_of_whole(survey, wave.name, key, is_plain=is_plain)
            return score_of_group(survey, wave.name, key, by, name)
        asked = survey.asked[wave.name, self.question.name]
        if name == WHOLE:
            return share_of_whole(survey, wave.name, key, asked, is_plain=is_plain)
        return share_of_group(survey, wave.name, key, asked, by, name)


def subject_of(survey: Survey, key: str | None) -> Subject:
    """The scale called *key*, by its key or name, or the question; the first scale for None. Raises `NothingToShow`."""
    for scale in survey.catalogue.scales:
        if key in (None, scale.key, scale.name):
            return Subject(scale)
    if question := survey.catalogue.question(str(key)):
        return Subject(survey.catalogue.scale(question.scale), question)
    known = "、".join(scale.name for scale in survey.catalogue.scales)
    raise NothingToShow(f"尺度か設問「{key}」はありません。尺度は {known}、設問は 問1 などです。")
