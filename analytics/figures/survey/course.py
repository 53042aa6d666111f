"""One scale from wave to wave: the whole and the groups of one breakdown, broken where the words changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import nan

import pandas as pd

from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.comparing import Change, worded
from analytics.figures.survey.estimates import (
    Score,
    alike_weighted,
    score_of_group,
    score_of_whole,
)
from analytics.figures.survey.given import Survey, Wave
from analytics.figures.survey.groups import FEW, WHOLE
from analytics.figures.survey.scales import signed
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.ledger.calendar import month_label
from analytics.ledger.survey import BREAKDOWNS, Breakdown, Scale
from analytics.store.reader import Reader

LABELS = {
    "wave": "回",
    "fielded_on": "実施",
    "group_name": "群",
    "answered_count": "回答数（人）",
    "score_points": "得点（0〜100）",
    "low_points": "95％区間の下",
    "high_points": "95％区間の上",
    "unweighted_points": "重みなしの得点",
    "break_note": "前の回と比べられないわけ",
    "reason": "示さない理由",
}
REWORDED, NOT_ASKED, SMALL = "文言が変わった", "聞いていない", "回答が少ない"
MEASURE = "得点（0〜100。100が最も望ましい）"
Scores = Mapping[tuple[str, str], Score | None]


def survey_course(reader: Reader, selection: Selection) -> Figure:
    """The chosen scale (the first when None) in every wave up to the one that is looked at.

    Raises `NothingToShow` for a wave or scale that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave, by = survey.chosen(selection.wave), selection.breakdown
    scale = scale_of(survey, selection.scale)
    labels = LABELS | {"group_name": BREAKDOWNS[by]}
    measure = f"「{scale.name}」の{MEASURE}"
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_course", reader, survey, wave, labels, measure)
    waves = [one for one in survey.waves if one.fielded_on <= wave.fielded_on]
    names = [WHOLE, *survey.names(by, [one.name for one in waves])]
    scores: Scores = {
        (one.name, name): _score(survey, one, scale, by, name) for one in waves for name in names
    }
    told = [one for one in waves if scores[one.name, WHOLE] is not None]
    return of_wave(
        "survey_course",
        reader,
        survey,
        wave,
        title=_title(survey, scale, told, scores),
        measure=measure,
        headline=_headline(told, scores),
        comparison=scale.about,
        frame=_frame(survey, scale, waves, names, scores),
        labels=labels,
        notes=remarks.joined(
            remarks.about_hidden(survey, wave, by),
            remarks.about_groups(survey, wave, survey.before(wave), by),
            remarks.about_waves(survey, wave),
        ),
        below=(*remarks.weighted(survey, wave), remarks.rule(survey)),
        empty="" if told else f"「{scale.name}」は、どの回も示せません。",
    )


def scale_of(survey: Survey, key: str | None) -> Scale:
    """The scale called *key*, by its key or its name; the first for None. Raises `NothingToShow`."""
    for scale in survey.catalogue.scales:
        if key in (None, scale.key, scale.name):
            return scale
    known = "、".join(scale.name for scale in survey.catalogue.scales)
    raise NothingToShow(f"尺度「{key}」はありません。あるのは {known} です。")


def _score(survey: Survey, wave: Wave, scale: Scale, by: Breakdown, name: str) -> Score | None:
    if not survey.is_shown(wave):
        return None
    if name == WHOLE:
        return score_of_whole(survey, wave.name, scale.key)
    return score_of_group(survey, wave.name, scale.key, by, name)


def _frame(
    survey: Survey,
    scale: Scale,
    waves: Sequence[Wave],
    names: Sequence[str],
    scores: Scores,
) -> pd.DataFrame:
    notes = _breaks(survey, scale, waves)
    made = []
    for name in names:
        run = 0
        for one in waves:
            score = scores[one.name, name]
            run += bool(notes[one.name]) or score is None
            made.append(
                {
                    "wave": one.name,
                    "wave_label": f"{one.name}\n{month_label(one.fielded_on)}",
                    "fielded_on": pd.Timestamp(one.fielded_on),
                    "group_name": name,
                    "answered_count": score.count if score else None,
                    "score_points": score.points if score else nan,
                    "low_points": score.interval.low if score else nan,
                    "high_points": score.interval.high if score else nan,
                    "unweighted_points": score.unweighted if score else nan,
                    "run": run,
                    "break_note": notes[one.name],
                    "reason": "" if score else FEW,
                }
            )
    columns = ["wave_label", "run", *LABELS]
    return pd.DataFrame(made, columns=columns).astype({"answered_count": pd.Int64Dtype()})


def _breaks(survey: Survey, scale: Scale, waves: Sequence[Wave]) -> dict[str, str]:
    """Wave → why it cannot be compared with the one before; "" where it can."""
    found = {}
    before: Wave | None = None
    for one in waves:
        found[one.name] = ""
        if not survey.is_shown(one):
            found[one.name] = SMALL
        elif not survey.questions_of(one.name, scale.key):
            found[one.name] = NOT_ASKED
        else:
            if before and worded(survey, scale.key, one) != worded(survey, scale.key, before):
                found[one.name] = REWORDED
            before = one
    return found


def _title(survey: Survey, scale: Scale, told: Sequence[Wave], scores: Scores) -> str:
    """From the first wave that asks the same to the last one."""
    if not told:
        return f"「{scale.name}」は、どの回も示せない"
    last = told[-1]
    same = [
        one for one in told if worded(survey, scale.key, one) == worded(survey, scale.key, last)
    ]
    first, now = same[0], scores[last.name, WHOLE]
    assert now is not None
    if first is last:
        return f"「{scale.name}」は{last.name}で{now.points:.0f}点"
    is_plain = not alike_weighted(survey, last.name, first.name)
    like, then = (
        score_of_whole(survey, one.name, scale.key, is_plain=is_plain) for one in (last, first)
    )
    change = Change.between(like, then)
    said = f"「{scale.name}」は{first.name}から{last.name}までに{scale.moved(change.size)}"
    chance = "" if change.is_sure else "、偶然の幅のうち"
    return f"{said}（得点{signed(change.size)}点{chance}）"


def _headline(told: Sequence[Wave], scores: Scores) -> str:
    now = scores[told[-1].name, WHOLE] if told else None
    return f"{now.points:.1f}点" if now else "－"
