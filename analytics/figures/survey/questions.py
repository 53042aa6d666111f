"""Every question of a wave: the share of each answer, % positive with its interval, the change since the last wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

import pandas as pd

from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import Change, asks_the_same, reworded
from analytics.figures.survey.estimates import Share, share_of_whole
from analytics.figures.survey.given import Survey
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.figures.survey.subject import subject_of
from analytics.figures.survey.weights import alike_weighted
from analytics.ledger.money import percent
from analytics.ledger.score_words import rounded
from analytics.ledger.survey import ANSWER_RATES, DIRECTIONS, Question
from analytics.store.reader import Reader

LABELS = {
    "question": "設問",
    "question_text": "文言",
    "scale_name": "尺度",
    "direction_label": "尺度の向き",
    "desirable": "望ましい側",
    "answered_count": "回答数（人）",
    **{column: label for column, label in ANSWER_RATES.values()},
    "positive_rate": "望ましい答えの割合",
    "low_rate": "95％区間の下",
    "high_rate": "95％区間の上",
    "unweighted_rate": "重みなしの割合",
    "before_rate": "前の回の割合",
    "change_rate": "変化（ポイント）",
    "change_low_rate": "変化の区間の下",
    "change_high_rate": "変化の区間の上",
    "verdict": "判定",
}
TURNED = (
    "どの設問も、望ましい向きに読み直しています（表の「望ましい側」が、どちらの答えかを示します）。"
)
MEASURE = "望ましい答えの割合（有効回答のうち）"


@dataclass(frozen=True)
class _Row:
    question: Question
    wording: str
    now: Share | None
    before: Share | None
    change: Change


def survey_questions(reader: Reader, selection: Selection) -> Figure:
    """Every question of the wave that is looked at; of one scale or direction, or one, where it is chosen as `scale`.

    Raises `NothingToShow` for a wave, scale or question that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave = survey.chosen(selection.wave)
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_questions", reader, survey, wave, LABELS, MEASURE)
    if selection.scale not in (*DIRECTIONS, *DIRECTIONS.values()):
        subject_of(survey, selection.scale)
    before = survey.before(wave)
    rows = [
        _row(survey, one, wave, before)
        for one in survey.catalogue.questions
        if (wave.name, one.name) in survey.asked and _is_of(survey, one, selection.scale)
    ]
    told = [row for row in rows if row.now is not None]
    return of_wave(
        "survey_questions",
        reader,
        wave,
        title=_where(selection.scale, "で、") + _title(wave, told),
        measure=f"{_where(selection.scale, 'の') or '設問ごとの'}{MEASURE}　{wave.label}",
        headline=_headline(told),
        comparison=_comparison(before, told),
        frame=_frame(survey, rows),
        labels=LABELS,
        notes=remarks.compared(survey, wave, before, _reworded(survey, wave, before, rows)),
        below=(
            TURNED,
            *remarks.weighted(survey, wave),
            remarks.CHANCE,
            remarks.rule(survey),
            remarks.ROUNDING,
        ),
        empty="" if told else f"{wave.name}は、どの設問も示せません。",
    )


def _reworded(survey: Survey, wave: Wave, before: Wave | None, rows: Sequence[_Row]) -> list[str]:
    """Those of *rows* that were put in other words before."""
    names = {row.question.name for row in rows}
    return [name for name in reworded(survey, wave, before) if name in names]


def _where(scale: str | None, particle: str) -> str:
    """That it is of the scales of one direction alone, where one is chosen."""
    labels = [label for key, label in DIRECTIONS.items() if scale in (key, label)]
    return f"{labels[0]}{particle}" if labels else ""


def _is_of(survey: Survey, question: Question, wanted: str | None) -> bool:
    """Whether a question is of the scale, or of the scales of the direction, that is *wanted* by key or name."""
    scale = survey.catalogue.scale(question.scale)
    names = (None, scale.key, scale.name, scale.direction, DIRECTIONS[scale.direction])
    return wanted in (*names, question.name)


def _row(survey: Survey, question: Question, wave: Wave, before: Wave | None) -> _Row:
    asked = survey.asked[wave.name, question.name]
    now = like = share_of_whole(survey, wave.name, question.scale, asked)
    earlier = survey.asked.get((before.name, question.name)) if before else None
    then = None
    if before and earlier and asks_the_same(asked, earlier):
        is_plain = not alike_weighted(survey, wave.name, before.name)
        then, like = (
            share_of_whole(survey, one, question.scale, each, is_plain=is_plain)
            for one, each in ((before.name, earlier), (wave.name, asked))
        )
    wording = next(iter(sorted(asked.wordings)), question.text)
    return _Row(question, wording, now, then, Change.between(like, then, is_first=before is None))


def _frame(survey: Survey, rows: Sequence[_Row]) -> pd.DataFrame:
    made = [
        {
            "question": row.question.name,
            "question_text": row.wording,
            "scale_name": survey.catalogue.scale(row.question.scale).name,
            "direction_label": DIRECTIONS[survey.catalogue.scale(row.question.scale).direction],
            "desirable": "そう思わない" if survey.catalogue.is_turned(row.question) else "そう思う",
            "answered_count": row.now.count if row.now else None,
            **{
                column: row.now.of_answer[answer] if row.now else nan
                for answer, (column, _) in ANSWER_RATES.items()
            },
            "positive_rate": row.now.positive if row.now else nan,
            "low_rate": row.now.interval.low if row.now else nan,
            "high_rate": row.now.interval.high if row.now else nan,
            "unweighted_rate": row.now.unweighted if row.now else nan,
            "before_rate": row.before.positive if row.before else nan,
            **row.change.columns("rate"),
            "verdict": row.change.verdict,
        }
        for row in rows
    ]
    return pd.DataFrame(made, columns=list(LABELS)).astype({"answered_count": pd.Int64Dtype()})


def _title(wave: Wave, told: Sequence[_Row]) -> str:
    if not told:
        return f"{wave.name}は、どの設問も示せない"
    sure = [row for row in told if row.change.is_sure]
    if sure:
        most = max(sure, key=lambda row: abs(row.change.size))
        word = "増えた" if most.change.size > 0 else "減った"
        size = f"{rounded(abs(most.change.size) * 100, 0)}ポイント"
        return f"望ましい答えが最も{word}のは、{most.question.name}「{most.wording}」（{size}）"
    best, worst = (pick(told, key=_positive) for pick in (max, min))
    if best is worst:
        return f"{wave.name}の{best.question.name}の望ましい答えは{_said(best)}"
    return (
        f"{wave.name}で望ましい答えが最も多いのは{best.question.name}（{_said(best)}）、"
        f"最も少ないのは{worst.question.name}（{_said(worst)}）"
    )


def _positive(row: _Row) -> float:
    return row.now.positive if row.now else nan


def _said(row: _Row) -> str:
    return percent(_positive(row))


def _headline(told: Sequence[_Row]) -> str:
    if not told:
        return "－"
    return percent(sum(map(_positive, told)) / len(told))


def _unweighted(told: Sequence[_Row]) -> str:
    """The same without weights, where it differs as it is printed."""
    if not told:
        return ""
    plain = percent(sum(row.now.unweighted for row in told if row.now) / len(told))
    return "" if plain == _headline(told) else f"（重みなしでは{plain}）"


def _comparison(before: Wave | None, told: Sequence[_Row]) -> str:
    lead = f"{len(told)}問の平均{_unweighted(told)}"
    if before is None:
        return f"{lead}。前の回がないので、変化はまだ言えない"
    sure = [row for row in told if row.change.is_sure]
    up = sum(row.change.size > 0 for row in sure)
    compared = sum(row.before is not None for row in told)
    return (
        f"{lead}。{before.name}と比べられる{compared}問のうち、偶然の幅を超えて増えた{up}問、"
        f"減った{len(sure) - up}問"
    )
