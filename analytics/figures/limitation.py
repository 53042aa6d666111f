"""When limitation periods may end at the earliest, reckoned from recorded events (facts.md 2.1). Always to be checked.

No claim is said to be extinct: of private ones the debtor has to invoke it, and what is missing is not guessed.
"""

from __future__ import annotations

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden, persons
from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.claim_rules import NO_ADVICE
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.ledger.bands import EXPIRIES, SOON
from analytics.ledger.money import words
from analytics.store.reader import Reader

ONLY_LINES = "時効の見通しは、月次の滞納明細がないため出せません。"
LABELS = {"band_label": "満了の見込み", "outstanding_yen": "未収残額（円）", "line_count": "件数"}
RECKONED = (
    "納期限、督促、承認（誓約）、最後の納付のうち、記録のある最も遅い日から数えた、最も早い見込みです。"
    "差押中のものは数えません。時効が完成したかどうかは、必ず確かめてください。"
)
NOT_IN = "催告による6か月の猶予と、徴収猶予などで止まっていた期間は入れていません（あれば、満了はもっと遅くなります）。"
UNCONFIRMED = "年数の表に、市がまだ確かめていない行（未確認）があります。"


def limitation(reader: Reader, selection: Selection) -> Figure:
    """The balance by the time at which its limitation period may end, in yen and lines; of the newest month only."""
    here = scope(reader, selection)
    waiting = waiting_at(reader, here)
    data, _ = frame(reader, "limitation", here.parameters)
    empty = nothing_known(here, data)
    unconfirmed = (UNCONFIRMED,) if data["is_unconfirmed"].any() else ()
    summed = _summed(data)
    soon = data[data["band"].isin(SOON)]
    return Figure(
        name="limitation",
        title=empty or here.subject + sentences.expiring(records(summed)),
        measure=f"{here.subject}1年以内に満了の見込みの残額（要確認）",
        headline="－" if empty else words(int(soon["outstanding_yen"].sum())),
        comparison="" if empty else lines(int(soon["line_count"].sum())),
        as_of=here.as_of,
        frame=summed.head(0) if empty else summed,
        labels=LABELS,
        version=reader.version,
        notes=(RECKONED, NOT_IN, *unconfirmed, NO_ADVICE, NOTE, *waiting.notes),
        facts=waiting.facts,
        sources=source_names(reader, here, here.period),
        empty=empty,
    )


def lines(count: int) -> str:
    """A number of lines as a screen may say it; "" for one that is too small."""
    shown = persons(count)
    return "" if shown is None else f"およそ{shown:,}件" if shown else "0件"


def nothing_known(here: Scope, data: pd.DataFrame) -> str:
    """Why there is nothing to reckon at the chosen time, "" when there is."""
    if not here.period.is_month:
        return ONLY_LINES
    if len(data):
        return ""
    newest = max(here.periods.values(), key=lambda each: each.period_on)
    if here.period != newest:
        return f"時効の見通しは、いちばん新しい{newest.end}でだけ出せます。"
    return f"{here.period.end}に、{here.place}の未収残額はありません。"


def _summed(data: pd.DataFrame) -> pd.DataFrame:
    """One row per time, the earliest first; times at which nothing ends are 0."""
    sums = data.groupby("band")[["outstanding_yen", "line_count"]].sum().reindex(list(EXPIRIES))
    whole = sums.fillna(0).astype(pd.Int64Dtype()).reset_index()
    return whole.assign(
        band_label=whole["band"].map(EXPIRIES), line_count=hidden(whole["line_count"])
    )
