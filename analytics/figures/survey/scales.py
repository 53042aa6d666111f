"""What changed since the last wave: every scale with its points, their interval, the change, and its reliability."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import nan

import pandas as pd

from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import (
    FALLEN,
    RISEN,
    Change,
    reworded,
    scale_is_the_same,
)
from analytics.figures.survey.estimates import Score, in_points, score_of_whole
from analytics.figures.survey.given import Survey
from analytics.figures.survey.reliability import Reliability
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.figures.survey.weights import alike_weighted
from analytics.ledger.score_words import rounded, signed
from analytics.ledger.survey import DIRECTIONS, POINTS_MEASURE, Scale
from analytics.store.reader import Reader

LABELS = {
    "scale_name": "尺度",
    "direction_label": "向き",
    "question_count": "設問の数",
    "answered_count": "回答数（人）",
    "score_points": "得点（0〜100）",
    "low_points": "95％区間の下",
    "high_points": "95％区間の上",
    "unweighted_points": "重みなしの得点",
    "before_points": "前の回の得点",
    "change_points": "変化",
    "change_low_points": "変化の区間の下",
    "change_high_points": "変化の区間の上",
    "verdict": "判定",
    "alpha_words": "信頼性（クロンバックのα、95％区間）",
}

RELIABLE = 0.7  # Cronbach's alpha, the usual least (Nunnally 1978)


@dataclass(frozen=True)
class _Row:
    """One scale in a wave and in the one before."""

    scale: Scale
    question_count: int
    now: Score | None
    before: Score | None
    change: Change
    reliability: Reliability


def survey_scales(reader: Reader, selection: Selection) -> Figure:
    """Every scale of the wave that is looked at, beside the wave before.

    Raises `NothingToShow` for a wave that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave = survey.chosen(selection.wave)
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_scales", reader, survey, wave, LABELS, POINTS_MEASURE)
    before = survey.before(wave)
    rows = _rows(survey, wave, before)
    told = [row for row in rows if row.now is not None]
    return of_wave(
        "survey_scales",
        reader,
        wave,
        title=_title(wave, before, told),
        measure=f"{POINTS_MEASURE}　{wave.label}",
        headline=_headline(told),
        comparison=_comparison(before, told),
        frame=_frame(rows),
        labels=LABELS,
        notes=remarks.joined(
            remarks.compared(survey, wave, before, reworded(survey, wave, before)),
            _unreliable(told),
        ),
        below=(
            *remarks.weighted(survey, wave),
            remarks.CHANCE,
            remarks.rule(survey),
            remarks.ROUNDING,
        ),
        empty="" if told else f"{wave.name}は、どの尺度も示せません。",
    )


def _rows(survey: Survey, wave: Wave, before: Wave | None) -> list[_Row]:
    """The scales that were asked in *wave*, in the order of the catalogue."""
    return [
        _row(survey, scale, wave, before)
        for scale in survey.catalogue.scales
        if survey.questions_of(wave.name, scale.key)
    ]


def _row(survey: Survey, scale: Scale, wave: Wave, before: Wave | None) -> _Row:
    now = score_of_whole(survey, wave.name, scale.key)
    then, like = None, now
    if before is not None and scale_is_the_same(survey, scale.key, wave, before):
        is_plain = not alike_weighted(survey, wave.name, before.name)
        then, like = (
            score_of_whole(survey, one.name, scale.key, is_plain=is_plain) for one in (before, wave)
        )
    count = len(survey.questions_of(wave.name, scale.key))
    own = Reliability(reason="－") if now is None else survey.reliabilities[wave.name, scale.key]
    return _Row(scale, count, now, then, Change.between(like, then, is_first=before is None), own)


def _frame(rows: Sequence[_Row]) -> pd.DataFrame:
    made = [
        {
            "scale": row.scale.key,
            "scale_name": row.scale.name,
            "direction_label": DIRECTIONS[row.scale.direction],
            "question_count": row.question_count,
            **in_points(row.now),
            "before_points": row.before.points if row.before else nan,
            **row.change.columns("points"),
            "verdict": row.change.beyond,
            "alpha": row.reliability.alpha,
            "alpha_words": row.reliability.words,
        }
        for row in rows
    ]
    columns = ["scale", "alpha", *LABELS]
    counts = {"question_count": pd.Int64Dtype(), "answered_count": pd.Int64Dtype()}
    return pd.DataFrame(made, columns=columns).astype(counts)


def _unreliable(told: Sequence[_Row]) -> list[str]:
    """Scales whose questions hang together less than is usual to read them as one."""
    names = [f"「{row.scale.name}」" for row in told if row.reliability.alpha < RELIABLE]
    if not names:
        return []
    advice = "得点だけでなく、設問ごとにも見てください。"
    return [f"{''.join(names)}は信頼性（α）が{RELIABLE}に満たないので、{advice}"]


def _title(wave: Wave, before: Wave | None, told: Sequence[_Row]) -> str:
    if not told:
        return f"{wave.name}は、どの尺度も示せない"
    compared = [row for row in told if row.before is not None]
    if before is None or not compared:
        best, worst = (pick(told, key=_points) for pick in (max, min))
        if best is worst:
            return f"{wave.name}の{_said(best)}"
        return f"{wave.name}で最も高いのは{_said(best)}、最も低いのは{_said(worst)}"
    return f"{before.name}から{wave.name}まで、{_moved(compared)}"


def _moved(compared: Sequence[_Row]) -> str:
    better = [row for row in compared if row.change.verdict == RISEN]
    worse = [row for row in compared if row.change.verdict == FALLEN]
    if not better and not worse:
        return f"比べられる{len(compared)}尺度に、偶然の幅を超えた変化はない"
    return f"比べられる{len(compared)}尺度のうち" + "、".join(
        f"{len(rows)}尺度が偶然の幅を超えて{word}向きに変わった"
        for rows, word in ((better, "望ましい"), (worse, "望ましくない"))
        if rows
    )


def _said(row: _Row) -> str:
    return f"「{row.scale.name}」（{rounded(_points(row), 0)}点）"


def _points(row: _Row) -> float:
    return row.now.points if row.now else nan


def _headline(told: Sequence[_Row]) -> str:
    if not told:
        return "－"
    return f"{rounded(_mean(told, _points))}点"


def _mean(told: Sequence[_Row], of: Callable[[_Row], float]) -> float:
    return sum(map(of, told)) / len(told)


def _unweighted(told: Sequence[_Row]) -> str:
    """The same without weights, where it differs as it is printed."""
    plain = f"{rounded(_mean(told, lambda row: row.now.unweighted if row.now else nan))}点"
    return "" if plain == _headline(told) else f"（重みなしでは{plain}）"


def _comparison(before: Wave | None, told: Sequence[_Row]) -> str:
    if not told:
        return ""
    lead = f"{len(told)}尺度の平均{_unweighted(told)}"
    if before is None:
        return f"{lead}。前の回がないので、変化はまだ言えない"
    compared = [row for row in told if row.before is not None]
    if not compared:
        return f"{lead}。{before.name}とは、同じ文言の尺度がないので比べられない"
    most = max(compared, key=lambda row: abs(row.change.size))
    size = most.change.size
    if not float(rounded(abs(size))):
        return f"{lead}。どの尺度も変わっていない"
    how = f"{most.scale.moved(size)}（得点{signed(size)}点）"
    if not most.change.is_sure:
        how = f"{signed(size)}点（偶然の幅の中）"
    said = f"最も動いたのは「{most.scale.name}」で、{how}"
    return f"{lead}。{said}"
