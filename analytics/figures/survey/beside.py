"""Awareness beside results: how the points of each group of departments moved, and how its balance did meanwhile.

Two movements over the same time, and no word of a cause: what moved what, nobody can read from six dots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from analytics.figures.base import records, typed
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import Wave
from analytics.figures.survey.comparing import Change, reworded, scale_is_the_same
from analytics.figures.survey.estimates import score_of_group
from analytics.figures.survey.given import FEW, Survey
from analytics.figures.survey.slots import balance_files, empty_figure, of_wave, sources_of
from analytics.ledger.money import change_words
from analytics.ledger.periods import Period
from analytics.ledger.survey import Breakdown, Group, Scale
from analytics.store.reader import Reader

BY: Breakdown = "department_group"
LABELS = {
    "group_name": "部署群",
    "scale_name": "尺度",
    "change_points": "得点の変化",
    "change_low_points": "変化の区間の下",
    "change_high_points": "変化の区間の上",
    "verdict": "判定",
    "before_yen": "前の回の頃の残額（円）",
    "now_yen": "この回の頃の残額（円）",
    "balance_change_yen": "残額の変化（円）",
    "balance_change_rate": "残額の変化の割合",
    "reason": "示さない理由",
}
MEASURE = "部署群ごとの、尺度の得点の変化と、同じ間の残額の変化"
NO_CAUSE = (
    "同じ間に動いたものを並べています。どちらがどちらを動かしたかは、この図からは言えません。"
)


@dataclass(frozen=True)
class _Balance:
    """What a group was owed at two times, in yen; None where no file told it."""

    before: int | None
    now: int | None

    @property
    def change(self) -> int | None:
        return None if self.before is None or self.now is None else self.now - self.before

    @property
    def rate(self) -> float:
        return nan if not self.before or self.change is None else self.change / self.before


def survey_beside(reader: Reader, selection: Selection) -> Figure:
    """Each scale's change by group of departments beside the group's balance at both times.

    Raises `NothingToShow` for a wave that does not exist, `LayoutFault` for a faulty catalogue.
    """
    survey = Survey.of(reader)
    wave = survey.chosen(selection.wave)
    if wave is None or not survey.is_shown(wave):
        return empty_figure("survey_beside", reader, survey, wave, LABELS, MEASURE)
    before = survey.before(wave)
    times = _times(reader, wave, before)
    lacking = _lacking(survey, wave, before, times)
    if lacking or before is None:
        return empty_figure("survey_beside", reader, survey, wave, LABELS, MEASURE, lacking)
    groups = [one for one in survey.staff.groups_in(survey.municipality) if one.departments]
    owed = [_owed(reader, each) for each in times]
    balances = {one.name: _Balance(*(_sum(each, one) for each in owed)) for one in groups}
    scales = [
        one
        for one in survey.catalogue.scales
        if scale_is_the_same(survey, one.key, wave, before)
        and survey.questions_of(wave.name, one.key)
    ]
    changes = {
        (one.name, scale.key): _change(survey, scale, one.name, wave, before)
        for one in groups
        for scale in scales
    }
    then, now = times
    told = _told(groups, balances, changes, scales)
    return of_wave(
        "survey_beside",
        reader,
        wave,
        title=_title(balances, told),
        measure=f"{MEASURE}　{before.name}から{wave.name}",
        headline=_headline(balances, told),
        as_of=now.period_on,
        comparison=_comparison(told, then, now),
        frame=_frame(survey, (before, wave), groups, scales, balances, changes),
        labels=LABELS,
        notes=remarks.joined(
            remarks.about_hidden(survey, wave, BY),
            remarks.about_hidden_in_scales(survey, wave, BY),
            remarks.about_groups(survey, wave, before, BY),
            remarks.about_wordings(reworded(survey, wave, before), wave, before),
            _left_out(survey, wave, scales),
            remarks.about_waves(survey, wave),
        ),
        below=(NO_CAUSE, *remarks.made_of(survey, BY), remarks.CHANCE, remarks.rule(survey)),
        facts={"残額": f"{then.end}と{now.end}"},
        sources=(*sources_of(reader), *balance_files(reader, [each.as_of for each in times])),
        empty=_nothing(changes),
    )


def _times(reader: Reader, wave: Wave, before: Wave | None) -> tuple[Period, ...]:
    """The last month-ends (else year-ends) up to the last day of each wave, the earlier one first."""
    if before is None:
        return ()
    for is_month in (True, False):
        alike = [each for each in reader.periods if each.is_month == is_month]
        found = [_last(alike, one.fielded_on) for one in (before, wave)]
        told = [each for each in found if each is not None]
        if len(told) == 2 and told[0] != told[1]:
            return tuple(told)
    return ()


def _last(periods: Sequence[Period], day: date) -> Period | None:
    earlier = [each for each in periods if each.period_on <= day]
    return earlier[-1] if earlier else None


def _lacking(survey: Survey, wave: Wave, before: Wave | None, times: Sequence[Period]) -> str:
    """Why the two cannot stand beside each other, "" where they can."""
    if before is None:
        return f"{wave.name}より前の回がないため、変化を並べられません。"
    if not any(one.departments for one in survey.staff.groups_in(survey.municipality)):
        return (
            "部署群の課の番号が書かれていないため、残額と並べられません。"
            "data/survey/staff.toml の [[groups]] に departments を書いてください。"
        )
    if not times:
        return f"{before.name}と{wave.name}の頃の残額の資料がそろわないため、並べられません。"
    return ""


def _owed(reader: Reader, period: Period) -> dict[str, int]:
    """Department → what it was owed, in yen, as far as a file told it."""
    asked = {
        "period_on": period.period_on,
        "since_on": period.period_on,
        "is_month": period.is_month,
        "claim_kind": None,
        "is_all": False,
    }
    rows = records(typed(reader.ask("balance_by_department", asked)))
    return {row["department"]: int(row["outstanding_yen"]) for row in rows}


def _sum(owed: Mapping[str, int], group: Group) -> int | None:
    """What the departments of *group* were owed together; None where no file told it of one of them."""
    if not owed.keys() >= set(group.departments):
        return None
    return sum(owed[each] for each in group.departments)


def _change(survey: Survey, scale: Scale, name: str, wave: Wave, before: Wave) -> Change:
    now, then = (score_of_group(survey, one.name, scale.key, BY, name) for one in (wave, before))
    return Change.between(now, then)


def _frame(
    survey: Survey,
    waves: Sequence[Wave],
    groups: Sequence[Group],
    scales: Sequence[Scale],
    balances: Mapping[str, _Balance],
    changes: Mapping[tuple[str, str], Change],
) -> pd.DataFrame:
    made = []
    for scale in scales:
        for one in groups:
            change, owed = changes[one.name, scale.key], balances[one.name]
            made.append(
                {
                    "group_name": one.name,
                    "scale_name": scale.name,
                    **change.columns("points"),
                    "verdict": change.beyond,
                    "before_yen": owed.before,
                    "now_yen": owed.now,
                    "balance_change_yen": owed.change,
                    "balance_change_rate": owed.rate,
                    "balance_change_words": "－"
                    if owed.change is None
                    else change_words(owed.change),
                    "reason": _why(survey, waves, scale, one.name)
                    if not _is_told(change)
                    else _why_no_balance(owed),
                }
            )
    yen = dict.fromkeys(("before_yen", "now_yen", "balance_change_yen"), pd.Int64Dtype())
    return pd.DataFrame(made, columns=[*LABELS, "balance_change_words"]).astype(yen)


def _why(survey: Survey, waves: Sequence[Wave], scale: Scale, name: str) -> str:
    """Why a group's change is not told: what is no secret first."""
    why = [survey.why_missing(one, scale.key, BY, name) for one in waves]
    return next((each for each in why if each != FEW), FEW)


def _why_no_balance(owed: _Balance) -> str:
    """Why a group whose change is told has no dot, "" where it has."""
    if owed.change is None:
        return "残額の資料がない"
    return "" if owed.before else "前の回の頃の残額が0円"


def _title(balances: Mapping[str, _Balance], told: Mapping[str, Sequence[Change]]) -> str:
    """In how many groups an attitude moved beyond chance: of those whose balance fell, and of the others alike."""
    if not told:
        return "意識の変化を、残額の変化と並べて示せる部署群がない"
    moved = {name for name, each in told.items() if any(change.is_sure for change in each)}
    down = {name for name in told if (balances[name].change or 0) < 0}
    rest = told.keys() - down
    parts = [
        f"{word}{len(names)}群のうち{len(names & moved)}群"
        for word, names in (
            ("残額の減った", down),
            ("ほかの" if down else "残額の減らなかった", rest),
        )
        if names
    ]
    return f"意識がいずれかの尺度で偶然の幅を超えて動いたのは、{'、'.join(parts)}"


def _told(
    groups: Sequence[Group],
    balances: Mapping[str, _Balance],
    changes: Mapping[tuple[str, str], Change],
    scales: Sequence[Scale],
) -> dict[str, list[Change]]:
    """The groups of which both may be told, each with its changes."""
    found = {
        one.name: [each for scale in scales if _is_told(each := changes[one.name, scale.key])]
        for one in groups
        if balances[one.name].change is not None
    }
    return {name: each for name, each in found.items() if each}


def _left_out(survey: Survey, wave: Wave, scales: Sequence[Scale]) -> list[str]:
    """Scales that have no panel, since they do not ask the same in both waves."""
    names = [
        one.name
        for one in survey.catalogue.scales
        if one not in scales and survey.questions_of(wave.name, one.key)
    ]
    return (
        [f"「{'」「'.join(names)}」は、前の回と同じ設問でないため、並べていません。"]
        if names
        else []
    )


def _is_told(change: Change) -> bool:
    return not pd.isna(change.size)


def _headline(balances: Mapping[str, _Balance], told: Mapping[str, Sequence[Change]]) -> str:
    return f"{sum((balances[name].change or 0) < 0 for name in told)}／{len(told)}群"


def _comparison(told: Mapping[str, Sequence[Change]], then: Period, now: Period) -> str:
    """Of which groups the number is, and how many comparisons are beyond chance: some are without any change."""
    every = [change for each in told.values() for change in each]
    sure = sum(change.is_sure for change in every)
    return (
        f"残額が減った部署群の数（{then.end}から{now.end}まで、意識の変化も示せる群）。"
        f"群と尺度の{len(every)}組のうち、偶然の幅を超えたのは{sure}組"
    )


def _nothing(changes: Mapping[tuple[str, str], Change]) -> str:
    if any(map(_is_told, changes.values())):
        return ""
    return "どの部署群も回答が少ないか、前の回と同じ設問がないため、変化を並べられません。"
