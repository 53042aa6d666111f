"""How high a balance stands, and what moved it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.money import change_with_rate, change_words, percent, words
from analytics.ledger.periods import Period

OTHERS = {"net_undivided": "区分のない債権", "adjustments": "調整", "unexplained": "不突合"}
TELLING = 3  # another step of a bridge is named from a third of the smallest that always is


def stood(subject: str, period: Period, now: int, before: int | None, cause: str = "") -> str:
    """A balance and how it moved since the period compared: *now* and *before* in yen, None where there is none.

    *cause* is said where it moved.
    """
    end = period.end
    if before is None or now == before == 0:
        return f"{end}の{subject}未収残額は{words(now)}"
    if now == before:
        return f"{end}の{subject}未収残額は{words(now)}で、{period.before}から変わっていない"
    moved = "増えた" if now > before else "減った"
    return (
        f"{end}の{subject}未収残額は{words(now)}で、1年で{words(abs(now - before))}{moved}{cause}"
    )


def compared(period: Period, now: int, before: int | None) -> str:
    """The balance that *now* is held against, and the change in yen and per cent."""
    if before is None:
        return f"{period.before}の資料がないため、比べられません"
    return f"{period.before}の{words(before)}から{change_with_rate(now - before, before)}"


def indexed(subject: str, first: Period, period: Period, index: float) -> str:
    """How much more or less is owed at *period* than at *first*, which is 100."""
    more = percent(abs(index / 100 - 1))
    moved = f"{more}{'多い' if index > 100 else '少ない'}" if more != percent(0) else "ほぼ同じ"
    return f"{first.end}を100とすると、{period.end}の{subject}残額は{index:,.1f}（{moved}）"


def risen(period: Period, count: int, of: int, counter: str) -> str:
    """How many owe more than at their own first period; *counter* is the word that they are counted with."""
    return (
        f"最初の{period.closing}より残額が増えたのは、比べられる{of}{counter}のうち{count}{counter}"
    )


def largest(lead: str, name: str, yen: int, total: int, whole: str, *, of: str = "") -> str:
    """Who owes most, and how much of the *whole* that is; *of* says of which month its number is, if of an older."""
    return f"{lead}{name}の{words(yen)}{of}で、{whole}の{percent(yen / total)}"


def moved_by(amount: Mapping[str, int]) -> str:
    """How a balance moved, and by what: *amount* is a bridge's step → yen, signed.

    >>> moved_by({"newly_arisen": 70, "collected": -90, "written_off": -40, "net_undivided": 0, "adjustments": 0,
    ...     "unexplained": 0})
    '残額は60円の減。新規発生70円に対し、回収は90円、不納欠損は40円'
    """
    steps = {step: amount[step] for step in ("newly_arisen", "collected", "written_off", *OTHERS)}
    if not any(steps.values()):
        return "残額は変わらず、新規発生も回収も不納欠損もない"
    change = sum(steps.values())
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
    lead = f"残額は{change_words(change)}" if change else "残額は変わらない"
    return f"{lead}。{'、'.join(told)}"


def moved_most(subject: str, rows: Sequence[Row]) -> str:
    """Of departments and kinds, how many fell, and which moved most. *rows* have `change_yen`, that one first."""
    fell = sum(row["change_yen"] < 0 for row in rows)
    top = rows[0]
    if top["change_yen"] == 0:
        return f"{subject}課と債権{len(rows)}件のどれも、残額は変わっていない"
    moved = f"{top['department_name']}の{top['claim_kind']}（{change_words(top['change_yen'])}）"
    return f"{subject}課と債権{len(rows)}件のうち{fell}件で減り、最も動いたのは{moved}"


def moved_lately(steps: Sequence[Row]) -> str:
    """The step of a bridge that moved the balance most, *steps* from its opening to its closing; "" without one."""
    if len(steps) < 2:
        return ""
    first, *between, last = steps
    change = last["amount_yen"] - first["amount_yen"]
    told = f"{first['label']}からは{change_words(change)}"
    if not between:
        return told
    most = max(between, key=lambda row: abs(row["amount_yen"]))
    return f"{told}。最も動かしたのは{most['label']}の{words(abs(most['amount_yen']))}"


def shifted_most(period: Period, splits: Mapping[str, Sequence[Row]]) -> str:
    """Of all ways to divide the balance, the part that moved most in a year; where it is not known, that it is not."""
    known = [
        (abs(row["change_yen"]), split, row)
        for split, rows in splits.items()
        for row in rows
        if isinstance(row.get("change_yen"), int)
    ]
    if not known:
        return f"{period.before}の残額と比べられず、どの区分が動いたかは分からない"
    size, split, row = max(known, key=lambda each: each[0])
    if not size:
        return f"{period.before}から、どの区分の残額も変わっていない"
    return f"最も動いたのは{split}の「{row['label']}」で、{period.before}から{change_words(row['change_yen'])}"


def rated(subject: str, period: Period, rates: Row) -> str:
    """The three rates of collection together, and what was written off, which raises them (facts.md 4.4)."""
    named = {"現年度分": "current_rate", "滞納繰越分": "carried_over_rate", "合計": "total_rate"}
    told = "、".join(f"{word}{percent(rates[name])}" for word, name in named.items())
    lost = words(rates["written_off_yen"])
    return f"{period.name}の{subject}収納率は{told}（不納欠損は{lost}）"
