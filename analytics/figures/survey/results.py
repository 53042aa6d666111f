"""Results that came counted: favourable shares by group and wave, of a city that has only a table, or published ones.

Nothing but the shares and the numbers of answers is known, so there are no scales, no α and no weights. The whole is
as the table tells it, else the mean of the groups, each as large as it answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from math import nan

import pandas as pd

from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.asked import in_one_line, lines_of
from analytics.figures.survey.comparing import furthest_apart
from analytics.figures.survey.counted import Row, Shares, is_whole, shares_of
from analytics.figures.survey.given import FEW, Survey
from analytics.figures.survey.slots import empty_figure, sources_of
from analytics.ledger.calendar import last_day_of_year, month_label, parse_fiscal_year
from analytics.ledger.money import percent
from analytics.ledger.survey import BREAKDOWNS, WHOLE, Breakdown
from analytics.store.reader import Reader

LABELS = {
    "wave": "回",
    "question_text": "設問",
    "group_name": "群",
    "answered_count": "回答数（人）",
    "positive_rate": "望ましい答えの割合",
    "low_rate": "95％区間の下",
    "high_rate": "95％区間の上",
    "reason": "示さない理由",
}
MEASURE = "望ましい答えの割合（集計された結果）"
NONE_YET = (
    "集計された意識調査の結果がまだありません。回・設問・群・割合・回答数の表を「取込」に置くと、ここに出ます"
    "（docs/意識調査の書き方.md）。"
)
NO_MORE = "集計された結果なので、尺度の得点、信頼性、配布数による重みは出せません。"
NO_WHOLE = "全体は、群の割合を回答数で重み付けした平均です（資料に全体の行がないため）。"


def survey_results(reader: Reader, selection: Selection) -> Figure:
    """The shares of every wave up to the one that is looked at; of one question alone where that is chosen as `scale`.

    Raises `NothingToShow` for a wave or question that does not exist, `LayoutFault` for a faulty catalogue
    or table of staff.
    """
    survey = Survey.of(reader)
    rows = survey.results
    corrected = remarks.corrected(survey, is_counted=True)
    if not rows:
        why = "".join(corrected) or NONE_YET
        return empty_figure("survey_results", reader, survey, None, LABELS, MEASURE, why)
    by = _breakdown(rows, selection.breakdown)
    days = days_of(rows)
    last = _wave(list(days), selection.wave)
    order = list(days)
    waves = order[: order.index(last) + 1]
    questions = _questions(rows, selection.scale)
    names = _names(survey, rows, by)
    told = shares_of(rows, by, survey.least)
    return Figure(
        name="survey_results",
        title=(
            _title(last, names, questions, told)
            if selection.scale is None
            else _course_title(waves, days, questions[0], told)
        ),
        measure=f"{MEASURE}　{wave_label(last, days)}",
        headline=_headline(last, questions, told),
        comparison=_comparison(waves, questions, told),
        as_of=_told_on(rows, last),
        frame=_frame(waves, days, questions, [*names, WHOLE], told),
        labels=LABELS | {"group_name": BREAKDOWNS[by]},
        version=reader.version,
        notes=tuple(corrected),
        below=(NO_MORE, *_exactness(rows, waves), remarks.rule(survey), remarks.ROUNDING),
        sources=sources_of(reader, "survey_results"),
    )


def _exactness(rows: Sequence[Row], waves: Sequence[str]) -> list[str]:
    """How the whole came to be, and of which waves the table has whole per cent: their intervals are too narrow."""
    said = [] if any(is_whole(row) for row in rows) else [NO_WHOLE]
    told = {wave: [row for row in rows if row["wave"] == wave] for wave in waves}
    coarse = [
        wave
        for wave, own in told.items()
        if all(float(row["positive_percent"]).is_integer() for row in own)
    ]
    if coarse:
        rounding = "区間には、丸めの分が入っていません"
        said.append(f"{'、'.join(coarse)}の割合は、資料が整数の％です（{rounding}）。")
    return said


def wave_label(wave: str, days: Mapping[str, date]) -> str:
    """A wave as it is called on the screen: ``2024年``, or with its month."""
    return in_one_line(_lines(wave, days))


def _lines(wave: str, days: Mapping[str, date]) -> tuple[str, ...]:
    if parse_fiscal_year(wave):
        return (f"{wave}年" if wave.isdecimal() else wave,)
    return lines_of(wave, month_label(days[wave]))


def _breakdown(rows: Sequence[Row], wanted: Breakdown) -> Breakdown:
    """The one that is asked for, where the table has it."""
    has = breakdowns_of(rows)
    return wanted if wanted in has or not has else has[0]


def breakdowns_of(rows: Sequence[Row]) -> list[Breakdown]:
    """The breakdowns in which the tables name groups."""
    return [
        name
        for name in BREAKDOWNS
        if any(isinstance(row[name], str) and row[name] != WHOLE for row in rows)
    ]


def days_of(rows: Sequence[Row]) -> dict[str, date]:
    """Wave → its last day, oldest first; of a wave that is called by its year alone, the last of that year."""
    waves = dict.fromkeys(row["wave"] for row in rows)
    days = {wave: _told_on(rows, wave) or last_day_of_year(wave) for wave in waves}
    known = {wave: day for wave, day in days.items() if day}  # the intake lets in no other
    return dict(sorted(known.items(), key=lambda each: (each[1], each[0])))


def _told_on(rows: Sequence[Row], wave: str) -> date | None:
    """The last day of *wave*, where the table tells one."""
    days = [row["fielded_on"] for row in rows if row["wave"] == wave]
    return max((day.date() for day in days if isinstance(day, pd.Timestamp)), default=None)


def _wave(waves: Sequence[str], wanted: str | None) -> str:
    if wanted is None:
        return waves[-1]
    if wanted not in waves:
        raise NothingToShow(
            f"意識調査の「{wanted}」はありません。あるのは {'、'.join(waves)} です。"
        )
    return wanted


def _questions(rows: Sequence[Row], wanted: str | None) -> list[str]:
    known = list(dict.fromkeys(str(row["question"]) for row in rows))
    if wanted is None:
        return known
    if wanted not in known:
        raise NothingToShow(f"設問「{wanted}」はありません。あるのは {'、'.join(known)} です。")
    return [wanted]


def _names(survey: Survey, rows: Sequence[Row], by: Breakdown) -> list[str]:
    told = (row[by] for row in rows)
    here = list(dict.fromkeys(name for name in told if isinstance(name, str) and name != WHOLE))
    order = [name for name in survey.staff.order(by, survey.municipality) if name in here]
    return order + [name for name in here if name not in order]


def _frame(
    waves: Sequence[str],
    days: Mapping[str, date],
    questions: Sequence[str],
    names: Sequence[str],
    told: Shares,
) -> pd.DataFrame:
    made = []
    for wave in waves:
        for question in questions:
            if not any((wave, question, name) in told for name in names):
                continue
            for name in names:
                part = told.get((wave, question, name))
                if part is None and name != WHOLE:
                    continue
                low, high = part.limits if part else (nan, nan)
                made.append(
                    {
                        "wave": wave,
                        "wave_label": "\n".join(_lines(wave, days)),
                        "question_text": question,
                        "group_name": name,
                        "answered_count": part.count if part else None,
                        "positive_rate": part.rate if part else nan,
                        "low_rate": low,
                        "high_rate": high,
                        "reason": "" if part and part.count else FEW,
                    }
                )
    columns = ["wave_label", *LABELS]
    return pd.DataFrame(made, columns=columns).astype({"answered_count": pd.Int64Dtype()})


def _title(wave: str, names: Sequence[str], questions: Sequence[str], told: Shares) -> str:
    rates = {
        question: {
            name: part.rate
            for name in names
            if (part := told.get((wave, question, name))) and part.count
        }
        for question in questions
    }
    widest = furthest_apart(rates, percent)
    if widest is None:
        return f"{wave}は、群の違いを示せない"
    if not widest:
        return f"{wave}は、どの設問にも群の違いがない"
    every = [told.get((wave, question, name)) for question in questions for name in names]
    shown = "示した" if any(part and not part.count for part in every) else ""
    return f"{shown}群の違いが最も大きいのは{widest}"


def _course_title(
    waves: Sequence[str], days: Mapping[str, date], question: str, told: Shares
) -> str:
    """How the whole moved from the first wave that tells it to the last."""
    known = [wave for wave in waves if _has_whole(told, wave, question)]
    if not known:
        return f"「{question}」は、全体を示せない"
    then, now = (percent(told[wave, question, WHOLE].rate) for wave in (known[0], known[-1]))
    if known[0] == known[-1]:
        return f"「{question}」は{wave_label(known[0], days)}に{now}"
    ends = f"{wave_label(known[0], days)}の{then}から{wave_label(known[-1], days)}の{now}へ"
    return f"「{question}」は、{ends}"


def _has_whole(told: Shares, wave: str, question: str) -> bool:
    """Whether the whole may be told."""
    return bool((part := told.get((wave, question, WHOLE))) and part.count)


def _headline(wave: str, questions: Sequence[str], told: Shares) -> str:
    rates = [told[wave, one, WHOLE].rate for one in questions if _has_whole(told, wave, one)]
    return percent(sum(rates) / len(rates)) if rates else "－"


def _comparison(waves: Sequence[str], questions: Sequence[str], told: Shares) -> str:
    both = [
        one
        for one in questions
        if len(waves) > 1 and all(_has_whole(told, wave, one) for wave in waves[-2:])
    ]
    if not both:
        return "前の回と比べられる設問がない"
    then, now = (
        sum(told[wave, one, WHOLE].rate for one in both) / len(both) for wave in waves[-2:]
    )
    if len(questions) == 1:
        return f"全体。前の回は{percent(then)}"
    return f"全体の、設問の平均。前の回にもある{len(both)}問では {percent(then)} から {percent(now)} へ"
