"""How many were asked and answered, group by group."""

from __future__ import annotations

from math import nan

import pandas as pd

from analytics.access.few_answers import in_group
from analytics.figures.base import records
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave, response_rate
from analytics.figures.survey.given import FEW, Survey
from analytics.figures.survey.slots import empty_figure, of_wave
from analytics.ledger.money import percent
from analytics.ledger.survey import BREAKDOWNS, WHOLE
from analytics.store.reader import Reader

PEOPLE = {
    "group_label": "分け方",
    "group_name": "群",
    "invited_count": "配布数（人）",
    "answered_count": "回答数（人）",
    "response_rate": "回答率",
    "reason": "示さない理由",
}


def survey_response(reader: Reader, selection: Selection) -> Figure:
    """How many were asked and answered, group by group, in both breakdowns.

    Raises `NothingToShow` for a wave that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave = survey.chosen(selection.wave)
    measure = "回答率"
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_response", reader, survey, wave, PEOPLE, measure)
    frame = _people(survey, wave)
    rate = records(frame)[0]["response_rate"]
    return of_wave(
        "survey_response",
        reader,
        wave,
        title=_spoken(wave, frame),
        measure=f"{measure}　{wave.label}",
        headline=percent(rate),
        comparison=_since(survey, wave),
        frame=frame,
        labels=PEOPLE,
        notes=remarks.joined(remarks.about_waves(survey, wave)),
        facts={"調査": survey.catalogue.title},
        below=(
            *(said for by in BREAKDOWNS for said in remarks.made_of(survey, by)),
            remarks.rule(survey),
        ),
    )


def _people(survey: Survey, wave: Wave) -> pd.DataFrame:
    people, found = survey.people[wave.name], survey.hidden_people(wave.name)
    made = [_people_row("", WHOLE, wave.invited_count, wave.answered_count)]
    for by, label in BREAKDOWNS.items():
        for name in survey.names(by, [wave.name]):
            cells = in_group(people, (by, name))
            told = [asked for cell in cells if (asked := people[cell][0]) is not None]
            answered = sum(people[cell][1] for cell in cells)
            row = _people_row(label, name, sum(told) if told else None, answered)
            if (by, name) in found:
                row |= {"answered_count": None, "response_rate": nan, "reason": FEW}
            made.append(row)
    counts = {"invited_count": pd.Int64Dtype(), "answered_count": pd.Int64Dtype()}
    return pd.DataFrame(made, columns=list(PEOPLE)).astype(counts)


def _people_row(label: str, name: str, invited: int | None, answered: int) -> dict[str, object]:
    rate = response_rate(invited, answered)
    is_odd = invited is not None and rate is None and answered > 0
    return {
        "group_label": label,
        "group_name": name,
        "invited_count": invited,
        "answered_count": answered,
        "response_rate": nan if rate is None else rate,
        "reason": "配布数より回答が多い" if is_odd else "",
    }


def _spoken(wave: Wave, frame: pd.DataFrame) -> str:
    """How many answered, and of which rank the most and the fewest of those asked, where they differ."""
    said = f"{wave.name}は{wave.answered_count:,}人が答えた"
    told = [
        (float(row["response_rate"]), str(row["group_name"]))
        for row in records(frame)
        if row["group_label"] == BREAKDOWNS["rank_group"] and not pd.isna(row["response_rate"])
    ]
    if not told or percent(min(told)[0]) == percent(max(told)[0]):
        return said
    low, high = (f"{name}（{percent(rate)}）" for rate, name in (min(told), max(told)))
    ranks = frame[frame["group_label"] == BREAKDOWNS["rank_group"]]
    shown = "示した" if (ranks["reason"] == FEW).any() else ""
    return f"{said}。回答率が最も高い{shown}職位は{high}、最も低い{shown}職位は{low}"


def _since(survey: Survey, wave: Wave) -> str:
    before = survey.before(wave)
    if before is None:
        return ""
    rate = before.response_rate
    told = "回答率は出せない" if rate is None else percent(rate)
    return f"{before.name}は{before.answered_count:,}人（{told}）"
