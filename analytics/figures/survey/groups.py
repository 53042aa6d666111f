"""The groups of one breakdown beside each other: a heat map of their points, and how many of them answered."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import furthest_apart
from analytics.figures.survey.estimates import Score, in_points, score_of_group, score_of_whole
from analytics.figures.survey.given import Survey
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import (
    BREAKDOWNS,
    POINTS_MEASURE,
    UNKNOWN_GROUP,
    WHOLE,
    Breakdown,
    Scale,
)
from analytics.store.reader import Reader

HEAT = {
    "group_name": "群",
    "scale_name": "尺度",
    "answered_count": "回答数（人）",
    "score_points": "得点（0〜100）",
    "low_points": "95％区間の下",
    "high_points": "95％区間の上",
    "unweighted_points": "重みなしの得点",
    "reason": "示さない理由",
}
ONE_AT_A_TIME = "分け方は、一度に1つです（職位と部署群を組み合わせると、人が分かるため）。"


def survey_groups(reader: Reader, selection: Selection) -> Figure:
    """Every group of the chosen breakdown in every scale, the whole first.

    Raises `NothingToShow` for a wave that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave, by = survey.chosen(selection.wave), selection.breakdown
    what = BREAKDOWNS[by]
    labels = HEAT | {"group_name": what}
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_groups", reader, survey, wave, labels, POINTS_MEASURE)
    scales = [one for one in survey.catalogue.scales if survey.questions_of(wave.name, one.key)]
    names = survey.names(by, [wave.name])
    scores = {
        (name, scale.key): _score(survey, wave, scale, by, name)
        for name in [WHOLE, *names]
        for scale in scales
    }
    return of_wave(
        "survey_groups",
        reader,
        wave,
        title=_title(wave, what, names, scales, scores),
        measure=f"全体の{POINTS_MEASURE}　{wave.label}",
        headline=_headline(scales, scores),
        comparison=_comparison(scales, scores),
        frame=_heat(survey, wave, by, [WHOLE, *names], scales, scores),
        labels=labels,
        notes=remarks.joined(
            remarks.about_hidden(survey, wave, by),
            remarks.about_hidden_in_scales(survey, wave, by),
            remarks.about_groups(survey, wave, survey.before(wave), by),
            remarks.about_waves(survey, wave),
        ),
        below=(
            *remarks.weighted(survey, wave),
            *remarks.made_of(survey, by),
            remarks.rule(survey),
            ONE_AT_A_TIME,
        ),
        empty="" if any(scores.values()) else f"{wave.name}は、どの{what}も示せません。",
    )


def _score(survey: Survey, wave: Wave, scale: Scale, by: Breakdown, name: str) -> Score | None:
    if name == WHOLE:
        return score_of_whole(survey, wave.name, scale.key)
    return score_of_group(survey, wave.name, scale.key, by, name)


def _heat(
    survey: Survey,
    wave: Wave,
    by: Breakdown,
    names: Sequence[str],
    scales: Sequence[Scale],
    scores: dict[tuple[str, str], Score | None],
) -> pd.DataFrame:
    made = []
    for name in names:
        for scale in scales:
            score = scores[name, scale.key]
            made.append(
                {
                    "group_name": name,
                    "scale_name": scale.name,
                    **in_points(score),
                    "reason": "" if score else survey.why_missing(wave, scale.key, by, name),
                }
            )
    return pd.DataFrame(made, columns=list(HEAT)).astype({"answered_count": pd.Int64Dtype()})


def _title(
    wave: Wave,
    what: str,
    names: Sequence[str],
    scales: Sequence[Scale],
    scores: dict[tuple[str, str], Score | None],
) -> str:
    """In which scale the groups are furthest apart."""
    points = {
        scale.name: {
            name: score.points
            for name in names
            if name != UNKNOWN_GROUP and (score := scores[name, scale.key]) is not None
        }
        for scale in scales
    }
    widest = furthest_apart(points, lambda value: f"{rounded(value, 0)}点")
    if widest is None:
        return f"{wave.name}は、{what}の違いを示せない"
    if not widest:
        return f"{wave.name}は、どの尺度にも{what}の違いがない"
    shown = "" if all(scores.values()) else "示した"
    return f"{shown}{what}の得点の違いが最も大きいのは{widest}"


def _comparison(scales: Sequence[Scale], scores: dict[tuple[str, str], Score | None]) -> str:
    count = sum(scores[WHOLE, one.key] is not None for one in scales)
    return f"{count}尺度の平均" if count else ""


def _headline(scales: Sequence[Scale], scores: dict[tuple[str, str], Score | None]) -> str:
    told = [score.points for one in scales if (score := scores[WHOLE, one.key])]
    return f"{rounded(sum(told) / len(told))}点" if told else "－"
