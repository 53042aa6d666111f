"""When limitation periods may end at the earliest, reckoned from recorded events (facts.md 2.1). Always to be checked.

No claim is said to be extinct: of private ones the debtor has to invoke it, and what is missing is not guessed.
"""

from __future__ import annotations

import pandas as pd

from analytics.access.small_numbers import NOTE, hidden, persons
from analytics.access.withholding import NOTE as WITHHELD
from analytics.access.withholding import SILENT, Decided
from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.claim_rules import NO_ADVICE
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.figures.withheld import expiring, without
from analytics.ledger.bands import EXPIRIES, SOON
from analytics.ledger.money import words
from analytics.store.reader import Reader

ONLY_LINES = "時効の見通しは、月次の滞納明細がないため出せません。"
QUARTERS = {  # what is withheld is decided by quarters of a year
    "months_3": ("quarter_1",),
    "months_12": ("quarter_2", "quarter_3", "quarter_4"),
    "months_24": ("quarter_5", "quarter_6", "quarter_7", "quarter_8"),
}
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
    told = None if empty else expiring(reader, here.period.period_on)
    if told and told.is_silent(here.department, here.claim_kind):
        empty = SILENT.format(place=f"{here.place}の{here.period.end}", what="時効の見通し")
    is_hidden = [told is None or _hides(told, here, band) for band in EXPIRIES]
    summed = _summed(data, is_hidden)
    soon = summed[summed["band"].isin(SOON)]
    is_told = bool(soon["outstanding_yen"].notna().all())
    count = int(data[data["band"].isin(SOON)]["line_count"].sum())
    return Figure(
        name="limitation",
        title=empty or here.subject + sentences.expiring(records(summed)),
        measure=f"{here.subject}1年以内に満了の見込みの残額（要確認）",
        headline="－" if empty or not is_told else words(int(soon["outstanding_yen"].sum())),
        comparison="" if empty or not is_told else lines(count),
        as_of=here.as_of,
        frame=summed.head(0) if empty else summed,
        labels=LABELS,
        version=reader.version,
        notes=(
            RECKONED,
            NOT_IN,
            *unconfirmed,
            NO_ADVICE,
            NOTE,
            *((WITHHELD,) if any(is_hidden) else ()),
            *waiting.notes,
        ),
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


def _hides(told: Decided, here: Scope, band: str) -> bool:
    """Whether any of the times that *band* is made of is withheld."""
    parts = QUARTERS.get(band, (band,))
    return any(told.hides(here.department, here.claim_kind, part) for part in parts)


def _summed(data: pd.DataFrame, is_hidden: list[bool]) -> pd.DataFrame:
    """One row per time, the earliest first; times at which nothing ends are 0, those that are hidden unknown."""
    sums = data.groupby("band")[["outstanding_yen", "line_count"]].sum().reindex(list(EXPIRIES))
    whole = sums.fillna(0).astype(pd.Int64Dtype()).reset_index()
    whole = whole.assign(
        band_label=whole["band"].map(EXPIRIES), line_count=hidden(whole["line_count"])
    )
    return without(whole, is_hidden, "outstanding_yen", "line_count")
