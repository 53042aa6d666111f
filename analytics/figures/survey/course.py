"""A scale or a question from wave to wave: the whole and the groups of one breakdown, broken where words changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import Change
from analytics.figures.survey.estimates import in_points
from analytics.figures.survey.given import Survey
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.figures.survey.subject import Subject, Told, subject_of
from analytics.figures.survey.weights import alike_weighted
from analytics.ledger.score_words import rounded, signed
from analytics.ledger.survey import BREAKDOWNS, SHARE_MEASURE, WHOLE, Breakdown
from analytics.store.reader import Reader

UNMOVED = "偶然の幅を超えては変わっていない"
LABELS = {
    "wave": "回",
    "fielded_on": "実施",
    "group_name": "群",
    "answered_count": "回答数（人）",
    "score_points": "得点（0〜100）",
    "low_points": "95％区間の下",
    "high_points": "95％区間の上",
    "unweighted_points": "重みなし",
    "break_note": "前の回と比べられないわけ",
    "reason": "示さない理由",
}
PLAIN = "重みを付けられない回があるため、どの回の全体も重みなしの値です。"
REWORDED, NOT_ASKED, SMALL = "文言が変わった", "聞いていない", "回答が少ない"


def survey_course(reader: Reader, selection: Selection) -> Figure:
    """The chosen scale or question (the first scale when None) in every wave up to the one that is looked at.

    Raises `NothingToShow` for a wave, scale or question that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave, by = survey.chosen(selection.wave), selection.breakdown
    subject = subject_of(survey, selection.scale)
    labels = LABELS | {"group_name": BREAKDOWNS[by]}
    if subject.question:
        labels |= {"score_points": SHARE_MEASURE}
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_course", reader, survey, wave, labels, subject.measure)
    waves = [one for one in survey.waves if one.fielded_on <= wave.fielded_on]
    told = _told(survey, subject, by, waves)
    shown = [one for one in waves if told[one.name, WHOLE] is not None]
    is_plain = _is_plain(survey, waves)
    return of_wave(
        "survey_course",
        reader,
        wave,
        title=_title(survey, subject, shown, told),
        measure=subject.measure,
        headline=_headline(subject, shown, told),
        comparison=subject.about,
        frame=_frame(survey, subject, by, waves, told),
        labels=labels,
        notes=remarks.joined(
            remarks.about_hidden(survey, wave, by),
            remarks.about_groups(survey, wave, survey.before(wave), by),
            remarks.about_waves(survey, wave),
            [PLAIN] if is_plain else [],
        ),
        below=(
            *([] if is_plain else remarks.weighted(survey, wave)),
            *remarks.made_of(survey, by),
            remarks.CHANCE,
            remarks.rule(survey),
        ),
        empty="" if shown else f"{subject.name}は、どの回も示せません。",
    )


def _is_plain(survey: Survey, waves: Sequence[Wave]) -> bool:
    """Whether no wave of the line is weighted, since not all can be."""
    return not alike_weighted(survey, *(one.name for one in waves if survey.is_shown(one)))


def _told(
    survey: Survey, subject: Subject, by: Breakdown, waves: Sequence[Wave]
) -> dict[tuple[str, str], Told]:
    """Wave and group → what is told of it."""
    is_plain = _is_plain(survey, waves)
    return {
        (one.name, name): subject.told(survey, one, by, name, is_plain=is_plain)
        for one in waves
        for name in _names(survey, by, waves)
    }


def _names(survey: Survey, by: Breakdown, waves: Sequence[Wave]) -> list[str]:
    return [WHOLE, *survey.names(by, [one.name for one in waves if survey.is_shown(one)])]


def _frame(
    survey: Survey,
    subject: Subject,
    by: Breakdown,
    waves: Sequence[Wave],
    told: Mapping[tuple[str, str], Told],
) -> pd.DataFrame:
    notes = _breaks(survey, subject, waves)
    made = []
    for name in _names(survey, by, waves):
        run = 0
        for one in waves:
            here = told[one.name, name]
            run += bool(notes[one.name]) or here is None
            question = subject.question.name if subject.question else ""
            missing = survey.why_missing(one, subject.scale.key, by, name, question)
            made.append(
                {
                    "wave": one.name,
                    "wave_label": "\n".join(one.lines),
                    "fielded_on": pd.Timestamp(one.fielded_on),
                    "group_name": name,
                    **in_points(here),
                    "run": run,
                    "break_note": notes[one.name],
                    "reason": "" if here else missing,
                }
            )
    columns = ["wave_label", "run", *LABELS]
    return pd.DataFrame(made, columns=columns).astype({"answered_count": pd.Int64Dtype()})


def _breaks(survey: Survey, subject: Subject, waves: Sequence[Wave]) -> dict[str, str]:
    """Wave → why it cannot be compared with the one before; "" where it can."""
    found = {}
    before: Wave | None = None
    for one in waves:
        found[one.name] = ""
        if not survey.is_shown(one):
            found[one.name] = SMALL
        elif not subject.words(survey, one):
            found[one.name] = NOT_ASKED
        else:
            if before and subject.words(survey, one) != subject.words(survey, before):
                found[one.name] = REWORDED
            before = one
    return found


def _title(
    survey: Survey,
    subject: Subject,
    shown: Sequence[Wave],
    told: Mapping[tuple[str, str], Told],
) -> str:
    """From the first wave that asks the same to the last one."""
    if not shown:
        return f"{subject.name}は、どの回も示せない"
    last = shown[-1]
    same = [one for one in shown if subject.words(survey, one) == subject.words(survey, last)]
    first = same[0]
    if first is last:
        now = _headline(subject, shown, told)
        apart = "。文言が変わり、前の回とは比べられない" if len(shown) > 1 else ""
        return f"{subject.of_what}は{last.name}で{now}{apart}"
    change = Change.between(told[last.name, WHOLE], told[first.name, WHOLE])
    span = f"{first.name}から{last.name}までに"
    if subject.question:
        size = f"{signed(change.size * 100)}ポイント（{change.beyond}）"
        return f"{subject.of_what}は、{span}{size}"
    moved = subject.scale.moved(change.size) if change.is_sure else UNMOVED
    return f"{subject.of_what}は{span}{moved}（得点{signed(change.size)}点）"


def _headline(subject: Subject, shown: Sequence[Wave], told: Mapping[tuple[str, str], Told]) -> str:
    if not shown:
        return "－"
    points = in_points(told[shown[-1].name, WHOLE])["score_points"]
    return f"{rounded(float(points or 0))}{'％' if subject.question else '点'}"
