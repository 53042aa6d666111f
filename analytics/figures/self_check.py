"""自課点検: one department on one page, everything from its own view, as rows that fit on one A4.

Nothing is reckoned here that another figure does not say: the rows are those of `ranking`, `bridge`, `makeup`,
`debtor_moves` and `limitation` for one department, and the three sentences are chosen from them (`sentences`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.access.small_numbers import NOTE, persons
from analytics.figures import sentences
from analytics.figures.base import Scope, at, frame, records, scope, source_names
from analytics.figures.bridge import bridge
from analytics.figures.figure import Figure, Selection
from analytics.figures.limitation import limitation
from analytics.figures.makeup import balance_by_age, balance_by_size, balance_by_state
from analytics.figures.panels import balance_by_claim_kind
from analytics.figures.ranking import ranking
from analytics.figures.stale import waiting_at
from analytics.ledger.money import words
from analytics.store.reader import Reader

SERIES = 13  # periods of the small series: this one, and back to the same month of last year
LABELS = {
    "section": "まとまり",
    "label": "項目",
    "amount_yen": "金額（円）",
    "change_yen": "前年同月からの増減（円）",
    "share_rate": "割合",
    "line_count": "件数",
    "debtor_count": "人数",
}
POSITION = "順位"
NO_COMINGS = "債務者ごとの明細がないため、出入りは分かりません。"
FINDINGS = ("いちばん動いたこと", "前年同月からの変わり方", "次に見ること")
STANDING, SERIES_OF, MONTH, KINDS = "いまの位置", "残額の動き", "この間の増減", "債権"
AGE, SIZE, STATE, COMINGS, LIMITS = "古さ", "大きさ", "状態", "滞納者の出入り", "時効の見通し"
SPLITS = (KINDS, AGE, SIZE, STATE)
Row = dict[str, Any]


@dataclass(frozen=True)
class Part:
    """The rows of one section, or the sentence that says why there are none."""

    rows: list[Row]
    empty: str = ""


def self_check(reader: Reader, selection: Selection) -> Figure:
    """Everything of one department: balance, target, pace, position, moves, make-up, debtors and limitation, in yen.

    `facts` hold the three sentences and the position. Without a department it says which there are.
    """
    if selection.department is None:
        return _nobody(reader, selection)
    own = replace(selection, claim_kind=None, is_all=False, from_on=None)
    here = scope(reader, own)
    waiting = waiting_at(reader, here)
    standing = _standing(reader, own)
    parts = _parts(reader, here, own, standing)
    now, before = standing["outstanding_yen"], standing["opening_yen"]
    return Figure(
        name="self_check",
        title=sentences.stood(here.place, here.period, now, before) + waiting.words,
        measure=f"{here.subject}未収残額（{here.period.end}）",
        headline=words(now),
        comparison=sentences.compared(here.period, now, before),
        as_of=here.as_of,
        frame=_frame(parts),
        labels={name: here.period.wording(label) for name, label in LABELS.items()},
        version=reader.version,
        notes=(*_said(parts), NOTE, *waiting.notes),
        facts=_position(standing) | _findings(here, parts, standing) | waiting.facts,
        sources=source_names(reader, here, here.before or here.period),
    )


def _nobody(reader: Reader, selection: Selection) -> Figure:
    """What is said when no department is chosen."""
    here = scope(reader, selection)
    known = "、".join(f"{code}（{name}）" for code, name in reader.departments.items())
    said = f"自課点検は課を選んで見ます。所管課コードは {known} です。"
    return Figure(
        name="self_check",
        title=said,
        measure="自課点検",
        headline="－",
        comparison="",
        as_of=here.as_of,
        frame=_frame({}),
        labels=LABELS,
        version=reader.version,
        sources=source_names(reader, here, here.before or here.period),
        empty=said,
    )


def _parts(reader: Reader, here: Scope, own: Selection, standing: Row) -> dict[str, Part]:
    """Every section with its rows, or with the sentence that says why it has none."""
    previous = here.periods.get(here.period.previous_on) if here.period.previous_on else None
    month = bridge(reader, replace(own, from_on=previous.as_of if previous else None))
    made_of = {
        AGE: balance_by_age(reader, own),
        SIZE: balance_by_size(reader, own),
        STATE: balance_by_state(reader, own),
    }
    return {
        STANDING: Part(_of_standing(standing)),
        SERIES_OF: Part(_series(reader, here)),
        MONTH: Part(_steps(month), month.empty),
        KINDS: Part(_of_kinds(balance_by_claim_kind(reader, own), here)),
        **{
            section: Part(_of_bands(figure, here), figure.empty)
            for section, figure in made_of.items()
        },
        COMINGS: _comings(reader, here),
        LIMITS: _limits(limitation(reader, own)),
    }


def _standing(reader: Reader, own: Selection) -> Row:
    """The row of the ranking; a department that owes nothing has none there."""
    rows = records(ranking(reader, own).frame)
    if not rows:
        return {"outstanding_yen": 0, "opening_yen": None, "target_yen": None, "rank": None}
    count = int(ranking(reader, replace(own, department=None)).frame["rank"].notna().sum())
    return {name: None if pd.isna(value) else value for name, value in rows[0].items()} | {
        "ranked_count": count
    }


def _of_standing(standing: Row) -> list[Row]:
    """Balance, target, gap and pace, as far as they are known."""
    named = {
        "未収残額": "outstanding_yen",
        "目標のある債権の残額": "target_covered_yen",
        "目標額": "target_yen",
        "目標までの差": "gap_yen",
        "目標までに要る月あたりの減": "required_pace_yen",
        "この1年の回収": "collected_yen",
        "この1年の不納欠損": "written_off_yen",
        "整理する債権": "to_settle_yen",
    }
    rows = [
        {"label": label, "amount_yen": standing[name]}
        for label, name in named.items()
        if standing.get(name) is not None
    ]
    rows[0] = rows[0] | {"change_yen": standing.get("change_yen")}
    return rows


def _series(reader: Reader, here: Scope) -> list[Row]:
    """The balance at this period and those before it, the oldest first."""
    data, _ = frame(reader, "balance_by_year", here.parameters)
    totals = {row["period_on"].date(): row["total_yen"] for row in records(data)}
    ends = [on for on in sorted(totals) if on <= here.period.period_on][-SERIES:]
    return [{"label": here.periods[on].end, "amount_yen": totals[on]} for on in ends]


def _steps(month: Figure) -> list[Row]:
    return [
        {"label": row["step_label"], "amount_yen": row["change_yen"]}
        for row in records(month.frame)
    ]


def _of_kinds(figure: Figure, here: Scope) -> list[Row]:
    """Each kind of claim now and a year before, the largest first."""
    now = records(at(figure.frame, here.period))
    then = at(figure.frame, here.before) if here.before else figure.frame.head(0)
    before = then.set_index("claim_kind")["outstanding_yen"].to_dict()
    total = sum(row["outstanding_yen"] for row in now)
    return [
        {
            "label": row["claim_kind"],
            "amount_yen": row["outstanding_yen"],
            "change_yen": row["outstanding_yen"] - before.get(row["claim_kind"], 0)
            if here.before
            else None,
            "share_rate": row["outstanding_yen"] / total if total else None,
        }
        for row in now
        if row["outstanding_yen"] or before.get(row["claim_kind"])
    ]


def _of_bands(figure: Figure, here: Scope) -> list[Row]:
    if figure.empty:
        return []
    return [
        {"label": row["band_label"], "amount_yen": row["outstanding_yen"]}
        | {name: row[name] for name in ("change_yen", "share_rate", "line_count", "debtor_count")}
        for row in records(at(figure.frame, here.period))
        if row["outstanding_yen"] or row["before_yen"]
    ]


def _comings(reader: Reader, here: Scope) -> Part:
    """Who came and who went since the delivery before; few persons are not counted, nor is what they owe."""
    if not here.period.is_month:
        return Part([], NO_COMINGS)
    data, _ = frame(reader, "debtor_moves", here.parameters | {"since_on": here.period.period_on})
    if data.empty:
        return Part([], f"{here.period.end}の資料が届いていないため、出入りは分かりません。")
    row = records(data)[0]
    rows = []
    for label, name in (("加わった人", "arrived"), ("いなくなった人", "left")):
        count = persons(row[f"{name}_count"])
        yen = None if count is None else row[f"{name}_yen"]
        rows.append({"label": label, "amount_yen": yen, "debtor_count": count})
    rows.append({"label": "続いている人", "debtor_count": persons(row["stayed_count"])})
    return Part(rows)


def _limits(figure: Figure) -> Part:
    if figure.empty:
        return Part([], figure.empty)
    return Part(
        [
            {
                "label": row["band_label"],
                "amount_yen": row["outstanding_yen"],
                "line_count": row["line_count"],
                "key": row["band"],
            }
            for row in records(figure.frame)
            if row["outstanding_yen"]
        ]
    )


def _frame(parts: dict[str, Part]) -> pd.DataFrame:
    rows = [{"section": section} | row for section, part in parts.items() for row in part.rows]
    data = pd.DataFrame(rows).reindex(columns=list(LABELS))
    counts = ["amount_yen", "change_yen", "line_count", "debtor_count"]
    return data.astype(dict.fromkeys(counts, pd.Int64Dtype()) | {"share_rate": float})


def _said(parts: dict[str, Part]) -> list[str]:
    """Why a section has no rows."""
    return [f"{section}: {part.empty}" for section, part in parts.items() if part.empty]


def _position(standing: Row) -> dict[str, str]:
    if standing.get("rank") is not None:
        return {POSITION: f"{standing['ranked_count']}課のうち{standing['rank']}位"}
    mark = standing.get("mark")
    return {POSITION: f"順位の外（{mark}）" if mark else "順位なし"}


def _findings(here: Scope, parts: dict[str, Part], standing: Row) -> dict[str, str]:
    """What changed most in the time just past, what in a year, and what to look at next."""
    told = (
        sentences.moved_lately(parts[MONTH].rows),
        sentences.shifted_most(here.period, {name: parts[name].rows for name in SPLITS}),
        sentences.look_next(parts[LIMITS].rows, parts[STATE].rows, standing),
    )
    return {f"{name}": said for name, said in zip(FINDINGS, told, strict=True) if said}
