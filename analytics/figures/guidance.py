"""トップの直接指導が要る部署: which departments are far behind their target for how long, by a printed rule."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import takewhile
from typing import Any

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, city_note, city_scope, frame, records, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.ranking import ranked_by
from analytics.figures.stale import waiting_at
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.guidance import GuidanceRule
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

A_YEAR = 12  # months between two settlements
NO_TARGETS = "数えられる目標がないため、直接指導が要る部署は選べません。"
LABELS = {
    "department_name": "所管課",
    "gap_yen": "目標までの差（円）",
    "attainment_rate": "達成率",
    "month_count": "続いている月数",
    "required_pace_yen": "目標までに要る月あたりの減（円）",
    "change_yen": "前年同月からの増減（円）",
    "reason": "理由",
}


def guidance(reader: Reader, selection: Selection) -> Figure:
    """Departments that the rule of `data/rules/guidance.toml` names, the farthest behind first; gaps in yen."""
    here = city_scope(reader, selection)
    rule = reader.guidance
    ranked, _ = frame(reader, "ranking", ranked_by(reader, here))
    behind = _months_behind(reader, here, rule)
    ranked["month_count"] = ranked["department"].map(behind).fillna(0).astype(pd.Int64Dtype())
    chosen = ranked[ranked["month_count"] >= rule.months]
    named = chosen[chosen["rank"].notna()].sort_values("gap_yen", ascending=False)
    empty = "" if ranked["target_yen"].notna().any() else NO_TARGETS
    return Figure(
        name="guidance",
        title=empty or sentences.needs_guidance(records(named), rule.words),
        measure=f"トップの直接指導が要る部署（{here.period.end}）",
        headline="－" if empty else f"{len(named)}課",
        comparison="" if empty else f"順位の付く{int(ranked['rank'].notna().sum())}課のうち",
        as_of=here.as_of,
        frame=named[["department", *LABELS]].reset_index(drop=True),
        labels={name: here.period.wording(label) for name, label in LABELS.items()},
        version=reader.version,
        notes=(
            *_notes(rule, chosen),
            *stray_notes(reader, here),
            *city_note(selection),
            *waiting_at(reader, here).notes,
        ),
        sources=source_names(reader, here),
        empty=empty,
        facts={"決まり": f"{rule.words}課（data/rules/guidance.toml）"},
    )


def _notes(rule: GuidanceRule, chosen: pd.DataFrame) -> list[str]:
    """How the months are counted, and who would be named but stands outside the order."""
    notes = [
        "続いている月数は、その割合以上上回った月末が、いまから何か月さかのぼるかです（資料のない月、その課の資料が届いていない月より前は数えません）。"
    ]
    outside = chosen[chosen["rank"].isna()]
    if len(outside):
        named = "、".join(f"{row['department_name']}（{row['mark']}）" for row in records(outside))
        notes.append(f"決まりに当たるが、順位の外なので挙げていない課: {named}。")
    return notes


def _months_behind(reader: Reader, here: Scope, rule: GuidanceRule) -> dict[Any, int]:
    """Department → for how many months up to now its balance has been that far above its target.

    The count ends at a period without a target, and at one that nobody delivered, or that this department did not:
    what stood then is not known.
    """
    data, _ = frame(reader, "target_gaps", here.parameters)
    over = data["covered_yen"] - data["target_yen"]
    least = (rule.behind_rate * data["target_yen"]).astype(float).round(4)
    far = data[(over > 0) & (over >= least) & ~data["is_stale"]]
    found: dict[Any, int] = {}
    for department, rows in far.groupby("department"):
        behind = {end.date() for end in rows["period_on"]}
        found[department] = sum(1 for _ in takewhile(behind.__contains__, _back_from(here)))
    return {name: count * (1 if here.period.is_month else A_YEAR) for name, count in found.items()}


def _back_from(here: Scope) -> Iterator[date]:
    """The period of *here* and those before it, without a gap."""
    period: Period | None = here.period
    while period is not None:
        yield period.period_on
        period = here.periods.get(period.one_before)
