"""Results that came counted: favourable shares by group and wave, of a city that has only a table, or published ones.

Nothing but the shares and the numbers of answers is known, so there are no scales, no α and no weights. The whole is
as the table tells it, else the mean of the groups, each as large as it answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import nan

import pandas as pd

from analytics.access.few_answers import Answers, hidden, is_silent
from analytics.errors import NothingToShow
from analytics.figures.figure import Figure, Selection
from analytics.figures.survey import remarks
from analytics.figures.survey.given import FEW, Survey
from analytics.figures.survey.slots import empty_figure, sources_of
from analytics.ledger import intervals
from analytics.ledger.calendar import month_label, parse_fiscal_year
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
REST = "全体にだけいる人"
NO_MORE = "集計された結果なので、尺度の得点、信頼性、配布数による重みは出せません。割合は、資料にある桁までの値です。"


@dataclass(frozen=True)
class _Told:
    """One share as it may be told; without a count it is hidden."""

    count: int | None
    rate: float

    @property
    def limits(self) -> tuple[float, float]:
        """Wilson's interval."""
        if self.count is None or pd.isna(self.rate):
            return nan, nan
        return intervals.wilson(self.rate, self.count)


Key = tuple[str, str, str]  # wave, question, group
Results = dict[Key, _Told]


def survey_results(reader: Reader, selection: Selection) -> Figure:
    """The shares of every wave up to the one that is looked at; of one question alone where that is chosen as `scale`.

    Raises `NothingToShow` for a wave or question that does not exist, `LayoutFault` for a faulty table of staff.
    """
    survey = Survey.of(reader)
    rows = survey.results
    if not rows:
        return empty_figure("survey_results", reader, survey, None, LABELS, MEASURE, NONE_YET)
    by = _breakdown(rows, selection.breakdown)
    days = days_of(rows)
    last = _wave(list(days), selection.wave)
    waves = [wave for wave in days if list(days).index(wave) <= list(days).index(last)]
    questions = _questions(rows, selection.scale)
    names = _names(survey, rows, by)
    told = _told(rows, by, survey.least)
    told |= _wholes(told, waves, questions, names)
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
        below=(NO_MORE, remarks.rule(survey), remarks.ROUNDING),
        sources=sources_of(reader, "survey_results"),
    )


def wave_label(wave: str, days: Mapping[str, date]) -> str:
    """A wave as it is called on the screen: ``2024年``, or with its month."""
    if wave.isdecimal() and parse_fiscal_year(wave):
        return f"{wave}年"
    return wave if parse_fiscal_year(wave) else f"{wave}（{month_label(days[wave])}）"


def _breakdown(rows: Sequence[Mapping[str, object]], wanted: Breakdown) -> Breakdown:
    """The one that is asked for, where the table has it."""
    has = breakdowns_of(rows)
    return wanted if wanted in has or not has else has[0]


def breakdowns_of(rows: Sequence[Mapping[str, object]]) -> list[Breakdown]:
    """The breakdowns in which the tables name groups."""
    return [
        name
        for name in BREAKDOWNS
        if any(isinstance(row[name], str) and row[name] != WHOLE for row in rows)
    ]


def days_of(rows: Sequence[Mapping[str, object]]) -> dict[str, date]:
    """Wave → its day, oldest first; of a wave that is called by its year alone, the last day of that year."""
    days: dict[str, date] = {}
    for row in rows:
        wave, day = str(row["wave"]), row["fielded_on"]
        year = parse_fiscal_year(wave)  # the intake lets none in without a day or a year
        if isinstance(day, pd.Timestamp):
            days[wave] = day.date()
        elif year is not None:
            days.setdefault(wave, date(year, 12, 31))
    return dict(sorted(days.items(), key=lambda each: (each[1], each[0])))


def _told_on(rows: Sequence[Mapping[str, object]], wave: str) -> date | None:
    """The day of *wave*, where the table tells one."""
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


def _questions(rows: Sequence[Mapping[str, object]], wanted: str | None) -> list[str]:
    known = list(dict.fromkeys(str(row["question"]) for row in rows))
    if wanted is None:
        return known
    if wanted not in known:
        raise NothingToShow(f"設問「{wanted}」はありません。あるのは {'、'.join(known)} です。")
    return [wanted]


def _names(survey: Survey, rows: Sequence[Mapping[str, object]], by: Breakdown) -> list[str]:
    told = (row[by] for row in rows)
    here = list(dict.fromkeys(name for name in told if isinstance(name, str) and name != WHOLE))
    order = [name for name in survey.staff.order(by, survey.municipality) if name in here]
    return order + [name for name in here if name not in order]


def _told(rows: Sequence[Mapping[str, object]], by: Breakdown, least: int) -> Results:
    """Every share, hidden as those of a survey are that came answer by answer.

    Of groups of the other breakdown nothing is told here: the two are separate tables of the file.
    """
    found: Results = {}
    tables: dict[tuple[str, str], list[Key]] = {}
    for row in rows:
        name = _group(row, by)
        if name is None or not row["answered_count"]:
            continue  # of the other breakdown, or nobody
        key = (str(row["wave"]), str(row["question"]), name)
        found[key] = _Told(
            int(str(row["answered_count"])), round(float(str(row["positive_percent"])) / 100, 6)
        )
        tables.setdefault(key[:2], []).append(key)
    for keys in tables.values():
        found |= dict.fromkeys(_kept_back(found, keys, by, least), _Told(None, nan))
    return found


def _group(row: Mapping[str, object], by: Breakdown) -> str | None:
    """The group of *row* in one breakdown, `WHOLE` in whichever it is kept; None for a row of the other."""
    told = [str(row[name]) for name in BREAKDOWNS if isinstance(row[name], str)]
    if WHOLE in told:
        return WHOLE
    return told[0] if len(told) == 1 and isinstance(row[by], str) else None


def _kept_back(told: Results, keys: Sequence[Key], by: Breakdown, least: int) -> list[Key]:
    """Those of one wave and question that are not shown; the whole among them where it would tell the others.

    Whom the table counts in its whole and in no group is a group as well, that nobody sees.
    """
    counts = {key[2]: told[key].count or 0 for key in keys}
    good = {key[2]: round(told[key].rate * counts[key[2]]) for key in keys}
    if WHOLE in counts:
        for known in (counts, good):
            known[REST] = max(0, known.pop(WHOLE) - sum(known.values()))
        good[REST] = min(good[REST], counts[REST])
    cells = {name: (name, "") if by == "rank_group" else ("", name) for name in counts}
    answers = Answers(
        {cells[name]: count for name, count in counts.items()},
        {cells[name]: count for name, count in good.items()},
    )
    found = hidden(answers, least, frozenset([(by, REST)]) if counts.get(REST) else frozenset())
    if is_silent(answers, least, found):
        return list(keys)
    return [key for key in keys if (by, key[2]) in found]


def _wholes(
    told: Results, waves: Sequence[str], questions: Sequence[str], names: Sequence[str]
) -> Results:
    """The whole of each wave and question, where no group of it is hidden: else it would tell that one."""
    made: Results = {}
    for wave in waves:
        for question in questions:
            if (wave, question, WHOLE) in told:
                continue
            parts = [part for name in names if (part := told.get((wave, question, name)))]
            total = sum(part.count or 0 for part in parts)
            if parts and all(part.count for part in parts):
                mean = sum((part.count or 0) * part.rate for part in parts) / total
                made[wave, question, WHOLE] = _Told(total, mean)
    return made


def _frame(
    waves: Sequence[str],
    days: Mapping[str, date],
    questions: Sequence[str],
    names: Sequence[str],
    told: Results,
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
                        "wave_label": wave_label(wave, days).replace("（", "\n").rstrip("）"),
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


def _title(wave: str, names: Sequence[str], questions: Sequence[str], told: Results) -> str:
    widest = (0.0, "")
    for question in questions:
        rates = {
            name: part.rate
            for name in names
            if (part := told.get((wave, question, name))) and part.count
        }
        if len(rates) > 1:
            top, low = (pick(rates, key=lambda name: rates[name]) for pick in (max, min))
            said = f"「{question}」（{top} {percent(rates[top])}、{low} {percent(rates[low])}）"
            widest = max(widest, (rates[top] - rates[low], said))
    return f"群の違いが最も大きいのは{widest[1]}" if widest[1] else f"{wave}は、群の違いを示せない"


def _course_title(
    waves: Sequence[str], days: Mapping[str, date], question: str, told: Results
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


def _has_whole(told: Results, wave: str, question: str) -> bool:
    """Whether the whole may be told."""
    return bool((part := told.get((wave, question, WHOLE))) and part.count)


def _headline(wave: str, questions: Sequence[str], told: Results) -> str:
    rates = [told[wave, one, WHOLE].rate for one in questions if _has_whole(told, wave, one)]
    return percent(sum(rates) / len(rates)) if rates else "－"


def _comparison(waves: Sequence[str], questions: Sequence[str], told: Results) -> str:
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
