"""What a reader may choose of a survey: its waves and scales, and what is said where there is none."""

from __future__ import annotations

from analytics.figures.survey import remarks
from analytics.figures.survey.given import NONE_YET, Survey
from analytics.figures.survey.results import NONE_YET as NONE_COUNTED
from analytics.figures.survey.results import breakdowns_of, days_of
from analytics.figures.survey.subject import subject_of
from analytics.store.reader import Reader


def waves(reader: Reader, *, is_counted: bool) -> list[str]:
    """The waves of answers, or (*is_counted*) of results that came counted; the newest first."""
    survey = Survey.of(reader)
    if is_counted:
        return list(days_of(survey.results))[::-1]
    return [wave.name for wave in survey.waves[::-1]]


def scales(reader: Reader) -> list[str]:
    """The scales that were ever asked, in the order of the catalogue."""
    survey = Survey.of(reader)
    return [
        one.name
        for one in survey.catalogue.scales
        if any(survey.questions_of(wave.name, one.key) for wave in survey.waves)
    ]


def subjects(reader: Reader) -> list[str]:
    """What can be followed from wave to wave: the scales that were ever asked, then their questions."""
    survey = Survey.of(reader)
    here = {wave.name for wave in survey.waves}
    asked = {name for wave, name in survey.asked if wave in here}
    return scales(reader) + [one.name for one in survey.catalogue.questions if one.name in asked]


def is_question(reader: Reader, name: str) -> bool:
    """Whether what is called *name* is a question of the catalogue, and no scale."""
    return subject_of(Survey.of(reader), name).question is not None


def counted_questions(reader: Reader) -> list[str]:
    """The questions of results that came counted, in the order of their names."""
    return list(dict.fromkeys(str(row["question"]) for row in Survey.of(reader).results))


def has_both_breakdowns(reader: Reader) -> bool:
    """Whether the counted results tell ranks and groups of departments."""
    return len(breakdowns_of(Survey.of(reader).results)) > 1


def lacking(reader: Reader, *, is_counted: bool) -> str:
    """What is said where there is no wave."""
    why = remarks.corrected(Survey.of(reader), is_counted=is_counted)
    return "".join(why) or (NONE_COUNTED if is_counted else NONE_YET)
