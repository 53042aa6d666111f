"""The pieces of a debtor's card that are tables of records: who, debts, lines, 時系列, 24 month-ends."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.figures.figure import Figure
from analytics.figures.persons import timeline as happening
from analytics.figures.persons.debts import Debt, end_words, state_words
from analytics.figures.persons.holdings import Written
from analytics.figures.persons.kept import Kept
from analytics.figures.persons.labels import DEBTS, LINES, SERIES, WHO
from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Row
from analytics.figures.persons.series import balances
from analytics.figures.persons.words import NO_NAME, NOTES, framed, labelled, measures_of
from analytics.ledger.calendar import date_label
from analytics.ledger.expiry import EVENTS, MISSING
from analytics.ledger.money import words
from analytics.ledger.periods import end_label

NO_DEBTS = "見られる範囲に、納期限の過ぎた残額はありません。"
NO_LINES = "見られる範囲に、額を見てよい明細はありません。"
UNCONFIRMED = "年数は未確認"


def who(here: Look, written: Written) -> Figure:
    """How each department writes the debtor, as far as the reader may see that."""
    keys = dict.fromkeys((part.department, part.debtor_key) for part in here.parts)
    rows: list[Row] = []
    for department, key in keys:
        row = written.get((department, key), {})
        groups = {
            group
            for part in here.parts
            if (part.department, part.debtor_key) == (department, key)
            for group in part.met
        }
        told = dict(row) | {"department_name": here.department_name(department), "debtor_key": key}
        if "contact" in groups and not told.get("name"):
            told["name"] = NO_NAME
        rows.append(told)
    return _figure(here, "debtor_who", "だれか", rows, WHO, f"{len(rows)}課の記録")


def debts(here: Look, owing: Sequence[Debt], odd: tuple[str, ...] = ()) -> Figure:
    """What is owed where, one row per department and kind, why that may be seen, and what is *odd* with a number."""
    rows = [_debt(here, each) for each in owing]
    known = [row["outstanding_yen"] for row in rows if row["outstanding_yen"] is not None]
    headline = words(sum(known)) if known else "－"
    return _figure(
        here, "debtor_debts", "どこにいくらあるか", rows, DEBTS, headline, NO_DEBTS, (*odd, *NOTES)
    )


def _debt(here: Look, each: Debt) -> Row:
    part, (day, end) = each.part, each.nearest
    measures = measures_of([each])
    return {
        **_place(here, each),
        "debtor_key": part.debtor_key,
        "outstanding_yen": part.yen,
        "oldest_due_on": each.oldest_due_on,
        "state": None if each.state is None else state_words(each.state),
        "last_paid_on": each.last_paid_on,
        "expires_on": day,
        "expiry_end": end_words(end),
        "measure_count": len(measures) if part.shows("state") else None,
        "last_measure_on": measures[-1]["done_on"] if measures else None,
        "last_measure": measures[-1]["action"] if measures else None,
        "why": part.basis,
    }


def lines(here: Look, found: Sequence[Debt]) -> Figure:
    """The lines of the month-end with the earliest possible end of each limitation, and what it was reckoned from."""
    rows = [
        _line(here, each, line)
        for each in found
        if each.part.shows("amount")  # how many lines there are is an amount as well
        for line in each.lines
    ]
    return _figure(
        here, "debtor_lines", "明細と時効の見込み", rows, LINES, f"{len(rows)}件", NO_LINES, NOTES
    )


def _line(here: Look, each: Debt, line: Row) -> Row:
    shown = {name: line[name] for name in LINES if name in line}
    is_told = each.part.shows("state") and (line["state"] or line["is_owed"])
    state = state_words(line["state"]) if is_told else None
    return shown | {
        **_place(here, each),
        "state": state,
        "expiry_end": end_words(line["expiry_end"]),
        "inputs": _inputs(line),
    }


def _inputs(line: Row) -> str | None:
    """What the end was reckoned from, or what is missing for it."""
    if line["expiry_missing"]:
        return f"{MISSING[line['expiry_missing']]}がない"
    if not line["counted_on"]:
        return None
    event, day = EVENTS[line["expiry_event"]], date_label(line["counted_on"])
    law = f"（{line['law_basis']}）" if line["law_basis"] else ""
    told = [f"{event} {day}から{line['limit_years']}年{law}"]
    if line["demanded_on"]:
        told.append(f"催告 {date_label(line['demanded_on'])}から6か月")
    if line["is_unconfirmed"]:
        told.append(UNCONFIRMED)
    return "、".join(told)


def timeline(here: Look, found: Sequence[Debt], told: Sequence[Kept]) -> Figure:
    """What happened, the oldest first."""
    rows = happening.timeline(here, found, told)
    count = f"{len(rows)}件"
    labels = happening.LABELS
    return _figure(
        here, "debtor_timeline", "時系列", rows, labels, count, NO_DEBTS, happening.NOTES
    )


def series(here: Look, found: Sequence[Debt]) -> Figure:
    """What was past due at each of the last 24 month-ends, by department and kind."""
    by_key = balances(here, [each.part for each in found])
    rows = [
        {"period_on": month, "month_label": end_label(month, True), **_place(here, each)}
        | {"department": each.part.department, "outstanding_yen": yen}
        for each in found
        if each.part.key in by_key
        for month, yen in zip(here.months, by_key[each.part.key], strict=True)
    ]
    extra = ("period_on", "department")
    return _figure(
        here,
        "debtor_series",
        "残額の推移",
        rows,
        SERIES,
        f"{len(here.months)}か月",
        NO_LINES,
        (),
        extra,
    )


def _place(here: Look, each: Debt) -> Row:
    return {
        "department_name": here.department_name(each.part.department),
        "claim_kind": each.part.claim_kind,
    }


def _figure(
    here: Look,
    name: str,
    title: str,
    rows: Sequence[Row],
    labels: dict[str, str],
    headline: str,
    empty: str = "",
    notes: tuple[str, ...] = (),
    extra: Sequence[str] = (),
) -> Figure:
    """A piece with *extra* columns for a chart; without rows it is the sentence *empty*."""
    return here.figure(
        name,
        title=title if rows else empty,
        measure=title,
        headline=headline if rows else "－",
        comparison="",
        frame=framed(rows, [*labels, *extra]),
        labels=labelled(rows, labels),
        notes=notes,
        empty="" if rows else empty,
    )
