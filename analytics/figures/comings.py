"""Claims that joined or left between two year-ends: what they did to the change, and what is said of them."""

from __future__ import annotations

from typing import Any

from analytics.figures.base import Scope, frame, has_words, records
from analytics.ledger.money import change_words, words
from analytics.ledger.periods import Period
from analytics.store.reader import Reader

Presences = list[dict[str, Any]]  # claims that came or went
CAME = {
    "joined": "加わった",
    "left": "外れた",
    "received": "ほかの課から移ってきた",
    "handed": "ほかの課へ移った",
}
WEIGHTY = 0.01  # share of the balance from which one is named beside the comparison


def came_or_went(reader: Reader, here: Scope, whole_yen: int) -> Presences:
    """Claims that only one of the two year-ends has, the largest first, with `change_yen` and `is_weighty`."""
    data, _ = frame(reader, "comings_and_goings", here.parameters)
    sign = data["presence"].map({"joined": 1, "received": 1, "left": -1, "handed": -1})
    data["change_yen"] = data["balance_yen"] * sign
    data["is_weighty"] = data["balance_yen"] >= WEIGHTY * whole_yen
    return records(data)


def because(presences: Presences, change: int) -> str:
    """What bent the year's change more than all the rest did, in brackets: claims that joined, left or moved

    Named are as few, from the largest, as already outweigh the rest; 除くと leaves out exactly those.
    """
    changes = [row["change_yen"] for row in presences]
    if not _outweighs(sum(changes), change):
        return ""  # also where what left under one name joined under another
    count = next((n for n in range(1, len(changes)) if _outweighs(sum(changes[:n]), change)), 0)
    count = count or len(changes)
    moved = sum(changes[:count])
    largest = presences[0]
    cause = f"{_presence(largest, '')}ため"
    if count > 1:
        cause = f"{largest['claim']}ほか{count - 1}件の出入りが{change_words(moved)}のため"
    return (
        f"（{cause}。除くと{change_words(change - moved)}）" if change != moved else f"（{cause}）"
    )


def comparison_note(presences: Presences, period: Period) -> tuple[str, ...]:
    """Claims that weigh enough to bend the comparison, each with its reason where one is documented."""
    said = [
        _presence(row, " ") + (f"（{row['reason']}）" if has_words(row["reason"]) else "")
        for row in presences
        if row["is_weighty"]
    ]
    return (f"{period.before}とは範囲が違います: {'、'.join(said)}。",) if said else ()


def ended(reader: Reader, here: Scope, last: Period) -> str:
    """Since when, and why, there is no claim any more: the last one stood at the end of *last*. Else ""."""
    if last == here.period:
        return ""
    following = min(
        (each for each in here.periods.values() if each.period_on > last.period_on),
        key=lambda each: each.period_on,
    )
    went, _ = frame(reader, "comings_and_goings", here.at(following))
    reasons = "、".join(dict.fromkeys(reason for reason in went["reason"] if has_words(reason)))
    since = f"{following.time}からは、{here.place}の債権はありません"
    return since + (f"（{reasons}）" if reasons else "")


def _presence(row: dict[str, Any], gap: str) -> str:
    return f"{row['claim']}{gap}{words(row['balance_yen'])}が{CAME[row['presence']]}"


def _outweighs(part: int, whole: int) -> bool:
    return abs(part) > abs(whole - part)
