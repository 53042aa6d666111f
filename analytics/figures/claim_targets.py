"""債権ごとの目標: each target that is decided, how far its claim is from it, and what that asks for in a month.

A department's gap and pace (`ranking`) are the sum over its claims. Here they stand apart, each with the closing of its
own books, for water and taxes do not have the same number of months left.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden
from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.ranking import EXAMPLE, FEW_CASES, ranked_by, target_facts
from analytics.figures.stale import waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.money import words
from analytics.store.reader import Reader

OF_CASES = ("target_case_count", "actual_case_count", "gap_case_count")
OF_MONTHS = ("month_count", "required_pace_yen")
NOT_SHOWN = ("department", "claim_kind", "status", "rule", "is_apart")
LINES = "いまの件数は、納期限を過ぎて残額のある明細の行の数です（期別ごとに1件）。"
FEW = f"少数: 債務者か件数が{FEW_CASES}に満たない債権。表の下に並べ、見出しでは名を挙げません。"


def targets_by_claim_kind(reader: Reader, selection: Selection) -> Figure:
    """Every target of a claim or its part with gap and pace in yen, and its cases where it names some.

    Those that need the largest fall a month come first; few debtors and numbers of an earlier month last.
    """
    here = scope(reader, replace(selection, is_all=False))
    waiting = waiting_at(reader, here)
    strays = stray_notes(reader, here)
    data, labels = claim_targets(reader, here)
    empty = (
        "" if len(data) else f"{here.place}には、{here.period.end}に数えられる目標がありません。"
    )
    over = data["gap_yen"].clip(lower=0)
    return Figure(
        name="targets_by_claim_kind",
        title=empty or here.subject + sentences.kinds_reached(records(data)),
        measure=f"{here.subject}目標を上回る残額の計（{here.period.end}）",
        headline="－" if empty else words(int(over.sum())),
        comparison=""
        if empty
        else f"目標額の計{words(int(data['target_yen'].sum()))}に対し、"
        f"残額は{words(int(data['covered_yen'].sum()))}{waiting.words}",
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(*strays, *_notes(here, data)),
        sources=source_names(reader, here, here.period),
        empty=empty,
        facts=waiting.facts
        if empty
        else target_facts(reader.formula, here.period, data) | waiting.facts,
    )


def claim_targets(reader: Reader, here: Scope) -> tuple[pd.DataFrame, dict[str, str]]:
    """The targets of *here*, and the headers of what is known of them; a few cases of a month are not counted."""
    data, labels = frame(reader, "targets_by_claim_kind", ranked_by(reader, here))
    if here.period.is_month:
        data["actual_case_count"] = hidden(data["actual_case_count"])
    gap = data["actual_case_count"] - data["target_case_count"]
    data.insert(list(data.columns).index("mark"), "gap_case_count", gap)
    labels |= {"gap_case_count": "目標件数までの差"}
    left_out = {*NOT_SHOWN, *(() if here.period.is_month else OF_MONTHS)}
    if data["target_case_count"].isna().all():
        left_out |= {*OF_CASES}
    if not data.duplicated(["department", "claim", "part"]).any():
        left_out.add("account")
    if data["closing_on"].isna().all():
        left_out |= {"closing_day", "closing_on"}
    shown = [str(name) for name in data.columns if name not in left_out]
    return data, {name: here.period.wording(labels[name]) for name in shown}


def _notes(here: Scope, data: pd.DataFrame) -> list[str]:
    """How the numbers are reckoned, where the frame does not say it."""
    if data.empty:
        return []
    notes = []
    if here.period.is_month:
        notes.append(
            "月あたりの減 ＝（残額 － 目標額）÷ その債権の締切までの月数（円未満切上げ）。"
        )
    else:
        notes.append("決算は締切の日の数字なので、月あたりの減はありません。")
    if EXAMPLE in set(data["status"]):
        notes.append("この目標は例示です。市が決めた目標ではありません。")
    if data["is_apart"].any():
        notes.append(FEW)
    if here.period.is_month and data["target_case_count"].notna().any():
        notes += [LINES, NOTE]
    return notes
