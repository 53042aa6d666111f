"""The bridge between two year-ends: what came to the balance, was collected, was written off (facts.md 4.2)."""

from __future__ import annotations

import pandas as pd

from analytics.figures.base import Scope, frame, records, renamed, scope, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.ledger.money import change_words, words
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

STEPS = {
    "opening": "前年度末",
    "newly_arisen": "新規発生",
    "collected": "滞納繰越分の回収",
    "net_undivided": "区分のない債権の増減",
    "written_off": "不納欠損",
    "adjustments": "調整",
    "unexplained": "不突合",
    "closing": "年度末",
}
MEANT = {  # is it of months? (facts.md 4.2)
    False: "新規発生は、現年度分のうち年度末までに納付されなかった額（不納欠損の前）です。"
    "回収は、滞納繰越分への収入（還付未済を除く）です。",
    True: "新規発生は、この1年に納期限を過ぎ、その月末までに納付されなかった額（不納欠損の前）です。"
    "回収は、すでに納期限を過ぎていた分への収入（還付未済を除く）で、月ごとの資料の差を合計しています。",
}
OTHERS = {"net_undivided": "区分のない債権", "adjustments": "調整", "unexplained": "不突合"}
TELLING = 3  # another step is named from a third of the smallest that always is


def bridge(reader: Reader, selection: Selection) -> Figure:
    """From last year-end to this: opening, newly arisen, collected, written off, adjustments, closing (facts.md 4.2).

    What these do not explain stands in its own row, 不突合.
    """
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, labels = frame(reader, "bridge", here.parameters)
    amount = {row["step"]: int(row["change_yen"]) for row in records(data)}
    empty = _nothing_moved(here, amount)
    told = data["step"].isin(["opening", "closing"]) & (not empty) | (data["change_yen"] != 0)
    data = data[told].copy()
    data["step_label"] = [here.period.wording(STEPS[step]) for step in data["step"]]
    data["from_yen"], data["to_yen"] = _waterfall(data)
    lines, _ = frame(reader, "bridge_lines", here.parameters)
    return Figure(
        name="bridge",
        title=empty or _bridge_sentence(here, amount),
        measure=f"{here.subject}未収残額の増減（{here.period.name}）",
        headline="－" if empty else change_words(amount["closing"] - amount["opening"]),
        comparison=""
        if empty
        else f"{words(amount['opening'])}から{words(amount['closing'])}へ{waiting.words}",
        as_of=here.as_of,
        frame=data.reset_index(drop=True),
        facts=waiting.facts,
        labels=renamed(labels, step="step_label"),
        version=reader.version,
        notes=(*_bridge_notes(here.period, amount, lines), *waiting.notes),
        sources=source_names(reader, here, years=2),
        empty=empty,
    )


def _nothing_moved(here: Scope, amount: dict[str, int]) -> str:
    """The sentence for a bridge that leads from nothing to nothing, "" where there is something to show."""
    if here.before is None:
        return f"{here.period.before}の資料がないため、増減の内訳は出せません。"
    if any(amount.values()):
        return ""
    return f"{here.place}の未収残額は、{here.period.before}も{here.period.end}も0円で、増減がありません。"


def _waterfall(data: pd.DataFrame) -> tuple[list[int], list[int]]:
    level = 0
    starts: list[int] = []
    ends: list[int] = []
    for row in records(data):
        whole = row["step"] in ("opening", "closing")
        starts.append(0 if whole else level)
        level = row["change_yen"] + (0 if whole else level)
        ends.append(level)
    return starts, ends


def _bridge_sentence(here: Scope, amount: dict[str, int]) -> str:
    told = []
    named = {"newly_arisen", "collected", "written_off"}
    if amount["newly_arisen"] or amount["collected"]:
        told.append(
            f"新規発生{words(amount['newly_arisen'])}に対し、回収は{words(-amount['collected'])}"
        )
    elif amount["net_undivided"]:
        told.append(f"発生と収入の差引は{change_words(amount['net_undivided'])}")
        named.add("net_undivided")
    told.append(f"不納欠損は{words(-amount['written_off'])}")
    smallest = min((abs(amount[step]) for step in named if amount[step]), default=0)
    other = max(OTHERS.keys() - named, key=lambda step: (abs(amount[step]), step))
    if amount[other] and TELLING * abs(amount[other]) >= smallest:
        told.append(f"{OTHERS[other]}は{change_words(amount[other])}")
    return here.subject + "、".join(told)


def _bridge_notes(period: Period, amount: dict[str, int], lines: pd.DataFrame) -> tuple[str, ...]:
    notes = [MEANT[period.is_month]]
    if amount.get("net_undivided"):
        notes.append(
            "「区分のない債権の増減」は、元の決算書が現年・滞納繰越を分けていない債権の、発生と収入の差引です。"
        )
    for step, say in (("adjustments", "調整"), ("unexplained", "不突合")):
        found = lines[lines["step"] == step]
        if len(found):
            named = "、".join(
                f"{row['claim']} {change_words(row['change_yen'])}（{row['reason']}）"
                for row in records(found.head(3))
            )
            more = f" ほか{len(found) - 3}件" if len(found) > 3 else ""
            notes.append(f"{say}の内訳: {named}{more}。")
    return tuple(notes)
