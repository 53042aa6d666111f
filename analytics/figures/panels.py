"""Where the balance sits: department by department and claim kind by claim kind."""

from __future__ import annotations

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import (
    Scope,
    at,
    frame,
    no_claims,
    records,
    scope_without,
    source_names,
    wider_note,
    with_period_label,
)
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.ledger.money import change_words, words
from analytics.ledger.periods import end_label
from analytics.store.reader import Reader

ALL_DEPARTMENTS = "全庁"


def balance_by_department(reader: Reader, selection: Selection) -> Figure:
    """The balance of each department by year-end, in yen and as an index of its own first year."""
    here = scope_without(reader, selection, "department")
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "balance_by_department", here.parameters)
    labels = with_period_label(data, labels, here.period)
    labels.pop("renamed")
    return Figure(
        name="balance_by_department",
        title=_largest_sentence(
            here, data, "department_name", f"{here.subject}残額がいちばん多いのは"
        ),
        measure=f"{here.subject}いちばん多い課の未収残額（{here.period.closing}）",
        headline=_largest_words(here, data),
        comparison=_largest_change(here, data, "department", "department_name"),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(
            *waiting.notes,
            *_renamed_notes(data),
            *wider_note(selection, ALL_DEPARTMENTS, "department"),
        ),
        facts=_chosen(here, data, selection.department) | waiting.facts,
        sources=source_names(reader, here),
    )


def balance_by_claim_kind(reader: Reader, selection: Selection) -> Figure:
    """The balance of each claim kind by year-end, in yen and as an index of its own first year."""
    here = scope_without(reader, selection, "claim_kind")
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "balance_by_claim_kind", here.parameters)
    labels = with_period_label(data, labels, here.period)
    empty = no_claims(here, data)
    return Figure(
        name="balance_by_claim_kind",
        title=empty
        or _largest_sentence(here, data, "claim_kind", f"{here.subject}いちばん多い債権は"),
        measure=f"{here.subject}いちばん多い債権の未収残額（{here.period.closing}）",
        headline="－" if empty else _largest_words(here, data),
        comparison=_largest_change(here, data, "claim_kind", "claim_kind"),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(*waiting.notes, *wider_note(selection, "すべての債権", "claim_kind")),
        facts=waiting.facts,
        sources=source_names(reader, here),
        empty=empty,
    )


def _renamed_notes(data: pd.DataFrame) -> tuple[str, ...]:
    """For each year of a reorganisation, the departments whose line may not be that of one department."""
    renamed = data[data["renamed"]]
    return tuple(
        f"{'、'.join(then['department_name'].unique())}は{_when(then)}に組織改編で"
        "名前が変わっており、その前後は同じ課とは限りません。"
        for _, then in renamed.groupby("period_on")
    )


def _when(then: pd.DataFrame) -> str:
    """The period of the rows *then* as the time at which a name changed."""
    return end_label(then["period_on"].iloc[0].date(), "is_month" in then).removesuffix("末")


def _chosen(here: Scope, data: pd.DataFrame, department: str | None) -> dict[str, str]:
    """Where the chosen department stands among all, by its balance."""
    now = records(at(data, here.period).sort_values("outstanding_yen", ascending=False))
    place = next((at for at, row in enumerate(now) if row["department"] == department), None)
    if place is None:
        return {}
    balance = words(now[place]["outstanding_yen"])
    return {"選んだ課": f"{now[place]['department_name']} {balance}（多い方から{place + 1}番目）"}


def _largest_sentence(here: Scope, data: pd.DataFrame, name: str, lead: str) -> str:
    rows = records(at(data, here.period))
    total = sum(row["outstanding_yen"] for row in rows)
    if not total:
        return f"{here.period.end}の{here.subject}未収残額は0円"
    top = max(rows, key=lambda row: row["outstanding_yen"])
    whole = "全体" if here.is_whole else "この課" if here.department else "この債権"
    of = "" if pd.isna(top["stale_on"]) else f"（{end_label(top['stale_on'].date(), True)}の数字）"
    return sentences.largest(lead, str(top[name]), top["outstanding_yen"], total, whole, of=of)


def _largest_words(here: Scope, data: pd.DataFrame) -> str:
    return words(max((row["outstanding_yen"] for row in records(at(data, here.period))), default=0))


def _largest_change(here: Scope, data: pd.DataFrame, key: str, name: str) -> str:
    """Who moved most since last year-end, in yen and either direction."""
    if here.before is None:
        return ""
    before = {row[key]: row for row in records(at(data, here.before))}
    moved = [
        (row["outstanding_yen"] - before[row[key]]["outstanding_yen"], row[name])
        for row in records(at(data, here.period))
        if row[key] in before and pd.isna(row["stale_on"])
    ]
    change, who = max(moved, key=lambda pair: abs(pair[0]), default=(0, ""))
    if not moved:
        return ""
    return (
        f"{here.period.before}から最も動いたのは{who}（{change_words(change)}）"
        if change
        else f"{here.period.before}からの増減なし"
    )
