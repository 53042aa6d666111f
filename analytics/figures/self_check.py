"""自課点検: one department on one page, everything from its own view, as rows that fit on one A4.

Nothing is measured here that another figure does not measure: the rows are those of `ranking`, `bridge`, `makeup`,
`balance_by_claim_kind`, `targets_by_claim_kind`, `balance_by_year`, `debtor_moves` and `limitation` for one department,
and the three sentences are chosen from them (`sentences`).
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from analytics.access.small_numbers import NOTE
from analytics.access.withholding import NOTE as WITHHELD
from analytics.figures import sentences
from analytics.figures.base import Scope, records, scope, source_names
from analytics.figures.bridge import bridge
from analytics.figures.claim_targets import claim_targets
from analytics.figures.figure import Figure, Selection
from analytics.figures.limitation import limitation
from analytics.figures.makeup import balance_by_age, balance_by_size, balance_by_state
from analytics.figures.panels import balance_by_claim_kind
from analytics.figures.ranking import ranking
from analytics.figures.self_check_parts import (
    AGE,
    COMINGS,
    KINDS,
    LIMITS,
    MONTH,
    SERIES_OF,
    SIZE,
    SPLITS,
    STANDING,
    STATE,
    Part,
    Row,
    comings,
    limits,
    of_bands,
    of_kinds,
    of_standing,
    series,
    steps,
)
from analytics.figures.stale import waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.money import words
from analytics.store.reader import Reader

LABELS = {
    "section": "まとまり",
    "label": "項目",
    "amount_yen": "金額（円）",
    "change_yen": "前年同月からの増減（円）",
    "gap_yen": "目標までの差（円）",
    "share_rate": "割合",
    "line_count": "件数",
    "debtor_count": "人数",
}
POSITION, NO_PACE = "順位", "ペースの出ないわけ"
FINDINGS = ("いちばん動いたこと", "1年の変わり方", "次に見ること")


def self_check(reader: Reader, selection: Selection) -> Figure:
    """Everything of one department: balance, target, pace, position, moves, make-up, debtors and limitation, in yen.

    `facts` hold three sentences, the position, and why a section has no rows; `key` says what a row measures.
    Without a department it says which there are.
    """
    if selection.department is None:
        return _nobody(reader, selection)
    own = replace(selection, claim_kind=None, is_all=False, from_on=None)
    here = scope(reader, own)
    waiting = waiting_at(reader, here)
    standing = _standing(reader, own)
    aims, _ = claim_targets(reader, here)
    parts = _parts(reader, here, own, standing, aims)
    now, before = standing["outstanding_yen"], standing["opening_yen"]
    return Figure(
        name="self_check",
        title=sentences.stood(here.subject, here.period, now, before) + waiting.words,
        measure=f"{here.subject}未収残額（{here.period.end}）",
        headline=words(now),
        comparison=sentences.compared(here.period, now, before),
        as_of=here.as_of,
        frame=_frame(parts),
        labels={name: here.period.wording(label) for name, label in LABELS.items()},
        version=reader.version,
        notes=(NOTE, WITHHELD, *stray_notes(reader, here), *waiting.notes),
        facts=_position(standing)
        | _without_pace(here, standing, aims)
        | _findings(here, parts, standing)
        | {section: part.empty for section, part in parts.items() if part.empty}
        | waiting.facts,
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


def _parts(
    reader: Reader, here: Scope, own: Selection, standing: Row, aims: pd.DataFrame
) -> dict[str, Part]:
    """Every section with its rows, or with the sentence that says why it has none."""
    month = bridge(reader, replace(own, from_on=here.previous.as_of if here.previous else None))
    made_of = {
        AGE: balance_by_age(reader, own),
        SIZE: balance_by_size(reader, own),
        STATE: balance_by_state(reader, own),
    }
    return {
        STANDING: Part(of_standing(standing)),
        SERIES_OF: Part(series(reader, here)),
        MONTH: steps(reader, month, here),
        KINDS: Part(of_kinds(balance_by_claim_kind(reader, own), here, aims)),
        **{
            section: Part(of_bands(figure, here), figure.empty)
            for section, figure in made_of.items()
        },
        COMINGS: comings(reader, here),
        LIMITS: limits(limitation(reader, own)),
    }


def _standing(reader: Reader, own: Selection) -> Row:
    """The row of the ranking; a department that owes nothing has none there. Of faulty targets it has no position."""
    every = ranking(reader, replace(own, department=None)).frame
    rows = records(every[every["department"] == own.department])
    if not rows:
        return {"outstanding_yen": 0, "opening_yen": None, "target_yen": None, "rank": None}
    count = int(every["rank"].notna().sum())
    return {name: None if pd.isna(value) else value for name, value in rows[0].items()} | {
        "ranked_count": count,
        **({"rank": None, "mark": None} if reader.targets_fault else {}),
    }


def _frame(parts: dict[str, Part]) -> pd.DataFrame:
    rows = [{"section": section} | row for section, part in parts.items() for row in part.rows]
    data = pd.DataFrame(rows).reindex(columns=[*LABELS, "key"])
    counts = ["amount_yen", "change_yen", "gap_yen", "line_count", "debtor_count"]
    return data.astype(dict.fromkeys(counts, pd.Int64Dtype()) | {"share_rate": float})


def _position(standing: Row) -> dict[str, str]:
    if standing.get("rank") is not None:
        return {POSITION: f"{standing['ranked_count']}課のうち{standing['rank']}位"}
    mark = standing.get("mark")
    return {POSITION: f"順位の外（{mark}）" if mark else "順位なし"}


def _without_pace(here: Scope, standing: Row, aims: pd.DataFrame) -> dict[str, str]:
    """Why a department that is behind its target has no pace; nothing where it has one, or needs none."""
    behind = (standing.get("gap_yen") or 0) > 0
    if not here.period.is_month or not behind or standing["required_pace_yen"] is not None:
        return {}
    if aims["closing_on"].isna().any():
        return {NO_PACE: standing["reason"]}
    if aims["required_pace_yen"].isna().all():
        return {NO_PACE: "この月末が締切で、残りの月がない"}
    return {NO_PACE: "目標を下回る債権を差し引くと、月あたりの減は要らない"}


def _findings(here: Scope, parts: dict[str, Part], standing: Row) -> dict[str, str]:
    """What changed most in the time just past, what in a year, and what to look at next: always three sentences."""
    told = (
        sentences.moved_lately(parts[MONTH].rows) or parts[MONTH].empty.rstrip("。"),
        sentences.shifted_most(here.period, {name: parts[name].rows for name in SPLITS}),
        sentences.look_next(parts[LIMITS].rows, parts[STATE].rows, standing),
    )
    return dict(zip(FINDINGS, told, strict=True))
