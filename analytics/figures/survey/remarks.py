"""What has to be known to read a wave rightly: how many answered, what is hidden and why, what cannot be compared."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analytics.figures.survey.asked import Wave
from analytics.figures.survey.given import Survey
from analytics.figures.survey.weights import alike_weighted, is_weighted, weights
from analytics.ledger.calendar import date_label
from analytics.ledger.money import percent
from analytics.ledger.survey import (
    BREAKDOWNS,
    UNKNOWN_GROUP,
    Breakdown,
    Group,
    Question,
    Rank,
)

NAMED = 5  # questions that are listed by name

ROUNDING = (
    "端数処理のため、合計や差が一致しないことがあります。差は、丸める前の値から出しています。"
)
CHANCE = (
    "95％の信頼区間を添えています。変化の区間が0をまたがなければ「偶然の幅を超える」とします"
    "（同じ人が続けて答えていれば、幅は広めに出ます）。多くを比べると、20に1つほどは、何も変わらなくても幅を超えます。"
)


def facts(wave: Wave) -> dict[str, str]:
    """When it was, how many were asked and how many answered."""
    days = f"{date_label(wave.started_on)}〜{date_label(wave.fielded_on)}"
    return {"実施": days, "回答": _answered(wave)}


def _answered(wave: Wave) -> str:
    count = f"{wave.answered_count:,}人"
    if wave.invited_count is None:
        return f"{count}（配布数の資料なし）"
    if wave.invited_count < wave.answered_count:
        return f"配布{wave.invited_count:,}人より多い{count}"
    return f"配布{wave.invited_count:,}人のうち{count}（回答率{percent(wave.response_rate)}）"


def rule(survey: Survey) -> str:
    """By what rule groups are hidden."""
    return (
        f"回答が{survey.least}人に足りない群は示しません。引き算で分かるときは、ほかの群も伏せます。"
        "伏せた群の回答も、全体には入っています。自由記述は読み取りません。"
    )


def weighted(survey: Survey, wave: Wave) -> list[str]:
    """That the whole of *wave* is weighted, where it is."""
    if not is_weighted(survey, wave.name):
        return []
    by = BREAKDOWNS[survey.catalogue.weight_by]
    return [
        f"全体は、{by}ごとの回答率の違いを配布数で整えた値です（重みなしの値は表にあります。答えた人のいない群は入りません）。"
    ]


def too_small(survey: Survey, wave: Wave) -> str:
    """That *wave* is not shown."""
    return f"{wave.name}は回答が{survey.least}人に足りないため、示しません。"


def corrected(survey: Survey, *, is_counted: bool = False) -> list[str]:
    """Waves of this version that a later one tells otherwise: of answers, or of results that came counted."""
    return [
        f"{name}はのちに訂正されたため、この版では示しません（差から一人ひとりの答えが分かるため）。"
        for name in (survey.corrected_results if is_counted else survey.corrected_later)
    ]


def about_waves(survey: Survey, wave: Wave | None) -> list[str]:
    """Waves that are not shown, and what is odd about the one that is."""
    said = [too_small(survey, one) for one in survey.waves if not survey.is_shown(one)]
    said += corrected(survey)
    if wave is not None and survey.is_shown(wave):
        said += _weighting(survey, wave)
        said += _alike(survey, wave)
        said += _silent(survey, wave)
    return said


def _weighting(survey: Survey, wave: Wave) -> list[str]:
    counted = survey.present(wave.name).answered
    found = weights(survey, wave.name, counted, survey.hidden_people(wave.name))
    return [f"{wave.name}は、{found.reason}"] if found.reason else []


def _alike(survey: Survey, wave: Wave) -> list[str]:
    """Questions that are shown though all answered them alike: more often a faulty file than agreement."""
    names = [
        one.name
        for one in _asked(survey, wave)
        if not survey.is_silent(wave.name, one.scale, one.name)
        and (answers := survey.asked[wave.name, one.name].answers).is_alike(answers.cells)
    ]
    if not names:
        return []
    return [
        f"{wave.name}の{_listed(names)}は、全員の答えが同じ側です。"
        "回答の言葉の読み違いや、出力の誤りがないかを確かめてください。"
    ]


def _silent(survey: Survey, wave: Wave) -> list[str]:
    """That of some questions not even the answers of all are told; which and why would tell of the few."""
    if not any(survey.is_silent(wave.name, one.scale, one.name) for one in _asked(survey, wave)):
        return []
    return [f"{wave.name}には、少人数の答えが分かるため、示さない設問とその尺度があります。"]


def _asked(survey: Survey, wave: Wave) -> list[Question]:
    return [one for one in survey.catalogue.questions if (wave.name, one.name) in survey.asked]


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:NAMED]) + (f"など{len(names)}問" if len(names) > NAMED else "")


def about_hidden(survey: Survey, wave: Wave, breakdown: Breakdown) -> list[str]:
    """Which groups are hidden throughout."""
    names = survey.names(breakdown, [wave.name])
    hidden_ones = [name for name in names if (breakdown, name) in survey.hidden_people(wave.name)]
    what = BREAKDOWNS[breakdown]
    if names and hidden_ones == names:
        return [f"どの{what}も、示すと少人数の答えが分かるため、示しません。"]
    return [f"示さない{what}：{'、'.join(hidden_ones)}。"] if hidden_ones else []


def about_hidden_in_scales(survey: Survey, wave: Wave, breakdown: Breakdown) -> list[str]:
    """That further groups are hidden in some scales."""
    hidden_ones = survey.hidden_people(wave.name)
    more = {
        group
        for one in survey.catalogue.scales
        for group in survey.hidden(wave.name, one.key) - hidden_ones
        if survey.questions_of(wave.name, one.key) and group[0] == breakdown
    }
    what = BREAKDOWNS[breakdown]
    reason = "人数が足りていても、引き算で少人数の答えが分かるため"
    return [f"尺度によっては、ほかの{what}も示しません（{reason}）。"] if more else []


def made_of(survey: Survey, breakdown: Breakdown) -> list[str]:
    """Which departments make up each group, or which words of a form each rank."""
    of = survey.staff.groups_in if breakdown == "department_group" else survey.staff.ranks_in
    groups: Sequence[Rank | Group] = of(survey.municipality)
    said = "、".join(f"{one.name}＝{'・'.join(one.words)}" for one in groups if one.words)
    what = "部署群にまとめた課" if breakdown == "department_group" else "職位にまとめた言葉"
    return [f"{what}：{said}。"] if said else []


def about_groups(
    survey: Survey, wave: Wave, before: Wave | None, breakdown: Breakdown
) -> list[str]:
    """Groups that were asked in only one of two waves."""
    if before is None:
        return []
    now, then = (
        set(survey.names(breakdown, [one.name])) - {UNKNOWN_GROUP} for one in (wave, before)
    )
    said = [
        f"「{name}」は{one.name}だけにあるため、比べられません。"
        for one, only in ((wave, now - then), (before, then - now))
        for name in sorted(only)
    ]
    return (
        said
        if now & then
        else [
            f"{before.name}と{wave.name}に共通する{BREAKDOWNS[breakdown]}がないため、比べられません。"
        ]
    )


def about_wordings(changed: Sequence[str], wave: Wave, before: Wave | None) -> list[str]:
    """Questions in other words than in the wave before."""
    if before is None or not changed:
        return []
    return [
        f"{_listed(changed)}は{wave.name}で文言が変わったか、どちらかの回で聞いていないため、{before.name}と比べていません。"
    ]


def _about_weights(survey: Survey, wave: Wave, before: Wave | None) -> list[str]:
    """That a wave with weights is compared with one without."""
    if before is None or alike_weighted(survey, wave.name, before.name):
        return []
    return [
        f"{before.name}と{wave.name}の片方に重みを付けられないため、変化は重みなしどうしの差です。"
    ]


def compared(
    survey: Survey, wave: Wave, before: Wave | None, changed: Sequence[str]
) -> tuple[str, ...]:
    """All that is said above a comparison with the wave *before*; *changed* are the questions in other words."""
    return joined(
        about_waves(survey, wave),
        about_wordings(changed, wave, before),
        _about_weights(survey, wave, before),
    )


def joined(*parts: Iterable[str]) -> tuple[str, ...]:
    """All sentences, each once."""
    return tuple(dict.fromkeys(said for part in parts for said in part))
