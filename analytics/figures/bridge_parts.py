"""The bridge taken apart: department by department and kind by kind, and the lines behind what nothing explains."""

from __future__ import annotations

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.bridge import STEPS, amounts, label_of, span, withheld
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.ledger.money import words
from analytics.store.reader import Reader

KEYS = ["department_name", "claim_kind"]
NOTHING = "不突合はありません。残額の増減は、すべて要因で説明できます。"
OF_CLAIMS = ("department_name", "claim", "why", "rest_yen")
LINES = {
    "year_label": "月末",
    "department_name": "所管課",
    "claim": "債権",
    "why": "わけ",
    "rest_yen": "説明できない額（円）",
    "fiscal_year": "帳簿の年度",
    "due_on": "納期限",
    "source_name": "ファイル",
    "source_row": "行",
}


def bridge_by_claim_kind(reader: Reader, selection: Selection) -> Figure:
    """The steps of `bridge` for every department and kind of claim, in yen; each row closes to the yen."""
    here = scope(reader, selection)
    empty = withheld(here)
    claims, _ = frame(reader, "bridge", here.parameters)
    data = _by_kind(claims) if not empty else _by_kind(claims.head(0))
    empty = empty or ("" if len(data) else f"{here.place}に、残額の動いた債権はありません。")
    shown = {
        f"{step}_yen": f"{label_of(here, step, word)}（円）"
        for step, (word, _) in STEPS.items()
        if step in ("opening", "closing") or data[f"{step}_yen"].ne(0).any()
    }
    return Figure(
        name="bridge_by_claim_kind",
        title=empty or sentences.moved_most(here.subject, records(data)),
        measure=f"{here.subject}課と債権ごとの増減（{span(here)}）",
        headline="－" if empty else f"{int((data['change_yen'] < 0).sum())}件で減",
        comparison="" if empty else f"{len(data)}件のうち",
        as_of=here.as_of,
        frame=data,
        labels={
            "department_name": "所管課",
            "claim_kind": "債権",
            **shown,
            "change_yen": "増減（円）",
        },
        version=reader.version,
        notes=waiting_at(reader, here, here.since).notes,
        sources=source_names(reader, here, here.start),
        empty=empty,
    )


def unmatched_lines(reader: Reader, selection: Selection) -> Figure:
    """What stands behind 不突合: of deliveries every line with its file and row, of settlements every claim."""
    here = scope(reader, selection)
    empty = withheld(here)
    claims, _ = frame(reader, "bridge", here.parameters)
    odd = claims[claims["unexplained_yen"] != 0]
    data = _lines(reader, here, odd) if not empty else _lines(reader, here, odd.head(0))
    empty = empty or ("" if len(odd) else NOTHING)
    rest = int(odd["unexplained_yen"].sum())
    return Figure(
        name="unmatched_lines",
        title=empty or sentences.unmatched(len(odd), rest),
        measure=f"{here.subject}不突合（{span(here)}）",
        headline="0円" if empty else words(rest),
        comparison="",
        as_of=here.as_of,
        frame=data,
        labels=LINES if here.period.is_month else {key: LINES[key] for key in OF_CLAIMS},
        version=reader.version,
        notes=waiting_at(reader, here, here.since).notes,
        sources=source_names(reader, here, here.start),
        empty=empty,
    )


def _by_kind(claims: pd.DataFrame) -> pd.DataFrame:
    """One row per department and kind with its steps, signed as they move the balance; those that moved most first."""
    rows = []
    for key, own in claims.groupby(KEYS, sort=False):
        steps = {f"{step}_yen": yen for step, yen in amounts(own).items()}
        if any(steps.values()):
            change = steps["closing_yen"] - steps["opening_yen"]
            rows.append(dict(zip(KEYS, key, strict=True)) | steps | {"change_yen": change})
    columns = [*KEYS, *(f"{step}_yen" for step in STEPS), "change_yen"]
    data = pd.DataFrame(rows, columns=columns)
    order = data["change_yen"].abs().sort_values(ascending=False, kind="stable").index
    return data.loc[order].reset_index(drop=True)


def _lines(reader: Reader, here: Scope, odd: pd.DataFrame) -> pd.DataFrame:
    """The lines of `LINES`. What is of whole claims, as in a settlement, has no row of a file."""
    if not here.period.is_month:
        return odd.assign(why=odd["unexplained_reason"], rest_yen=odd["unexplained_yen"])[
            list(OF_CLAIMS)
        ].reset_index(drop=True)
    data, _ = frame(reader, "unmatched_lines", here.parameters)
    ends = [here.periods[day.date()].end for day in data["period_on"]]
    gone = data["is_gone"].map({True: "残額のあるまま消えた行", False: "納期を過ぎてから現れた行"})
    return data.assign(year_label=ends, why=gone)[list(LINES)]
