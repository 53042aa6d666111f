"""The decisions on 先行部署 that stand: whose review is due, and その後の残額. Counts, where persons are not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from analytics.access.gate import Gate
from analytics.access.small_numbers import FEWEST
from analytics.access.small_numbers import NOTE as FEW
from analytics.access.suppression import Partition, shown, suppressed
from analytics.errors import NothingToShow
from analytics.figures.base import scope, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.persons import kept
from analytics.figures.persons.kept import Kept
from analytics.figures.persons.lead_words import DECISIONS, decided
from analytics.figures.persons.looking import NO_MONTHS, Look, look
from analytics.figures.persons.parts import Row, by_person
from analytics.figures.persons.words import framed, labelled, names_of
from analytics.figures.sentences import persons_words
from analytics.ledger.lead_rule import NOTE
from analytics.store.debtor_lines import choose, open_lines
from analytics.store.questions import ask
from analytics.store.reader import Reader

GROUPS = ("existence", "amount", "state", "contact")
LABELS = {"person_id": "名寄せの番号", "name": "氏名", "review": "見直し", **DECISIONS}
FEWER = f"{FEWEST}人に満たない"
COUNTED = {"group_label": "区分", "person_count": "人数"}
DUE, NOT_DUE = "見直す日が来ている", "見直す日はまだ"
CHANGES = ("0円になった", "減った", "変わらない", "増えた", "分からない")
NONE = "先行部署の決定は、まだありません。"
NONE_SEEN = "見られる範囲に、先行部署の決定はありません。"


def leads(gate: Gate, selection: Selection, at: datetime) -> Figure:
    """The last decision of each debtor as of the month of *selection*: by person, or counted for who sees no person.

    Raises `NothingToShow` for a time there is not, `StoreFault` for what cannot be read or written down.
    """
    decisions = kept.decisions(gate.reader.store.root)
    if not gate.viewer.sees_persons:
        return _counted(gate, selection, kept.by_holder(decisions, ()))
    here = look(gate, selection, is_long=bool(decisions))
    parts = by_person(here.parts)
    standing = {person: told[-1] for person, told in kept.by_holder(decisions, here.parts).items()}
    seen = [
        (person, each)
        for person, each in standing.items()
        if kept.seen([each], parts.get(person, []))
    ]
    seen.sort(key=lambda one: (one[1].decision.review_on, one[0]))
    owned = [part for person, each in seen for part in parts[person] if part.key in each.made_of]
    names = names_of(here, owned)
    rows = [_row(here, person, each) | names[person] for person, each in seen]
    here.write_down(owned, GROUPS, "先行部署の一覧", at)
    due = sum(row["review"] == DUE for row in rows)
    return here.figure(
        "leads",
        title=f"先行部署を決めた人は{len(rows):,}人（{DUE}人 {due:,}人）" if rows else NONE_SEEN,
        measure="先行部署の決定",
        headline=f"{len(rows):,}人" if rows else "－",
        comparison="",
        frame=framed(rows, [*LABELS]),
        labels=labelled(rows, LABELS),
        notes=(NOTE,),
        empty="" if rows else NONE_SEEN,
    )


def _row(here: Look, person: str, each: Kept) -> Row:
    review = DUE if each.decision.review_on <= here.gate.on else NOT_DUE
    return {"person_id": person, "review": review, **decided(here, each)}


def _counted(gate: Gate, selection: Selection, decisions: Mapping[str, Sequence[Kept]]) -> Figure:
    """How many decisions there are and what came of them; few persons are not told."""
    reader = gate.reader
    here = scope(reader, selection)
    if not here.period.is_month:
        raise NothingToShow(NO_MONTHS)
    told = [each[-1] for each in decisions.values()]
    now = _balances(reader, here.period.period_on, told)
    groups = _groups(told, now, here.period.period_on, gate.on)
    cells = pd.DataFrame(
        {"person_count": [*groups.values()], "outstanding_yen": [*groups.values()]}, [*groups]
    )
    parts = [
        Partition("review", (DUE, NOT_DUE), "計"),
        Partition("proposal", ("案のとおり", "案と違う"), "計"),
        Partition("outcome", tuple(f"残額が{change}" for change in CHANGES), "計"),
    ]
    hidden = suppressed(cells, parts)
    told_cells = shown(cells, parts, hidden).drop(columns="outstanding_yen")
    frame = told_cells.rename_axis("group_label").reset_index()
    return Figure(
        name="leads",
        title=_how_many(frame) if told else NONE,
        measure="先行部署の決定",
        headline="－",
        comparison="",
        as_of=here.as_of,
        frame=frame if told else frame.head(0),
        labels=COUNTED,
        version=reader.version,
        notes=(NOTE, FEW),
        sources=source_names(reader, here, here.period),
        empty="" if told else NONE,
    )


def _how_many(frame: pd.DataFrame) -> str:
    """How many persons there are in a counted *frame*, where that is told."""
    count = frame.set_index("group_label")["person_count"]["計"]
    return f"先行部署を決めた人は{FEWER if pd.isna(count) else persons_words(int(count))}"


def _groups(
    told: Sequence[Kept], now: Sequence[int | None], on: date, today: date
) -> dict[str, int]:
    """How many persons are in each group; every group is there."""
    groups = dict.fromkeys(("計", DUE, NOT_DUE, "案のとおり", "案と違う"), 0)
    groups |= dict.fromkeys((f"残額が{change}" for change in CHANGES), 0)
    for each, yen in zip(told, now, strict=True):
        groups["計"] += 1
        groups[DUE if each.decision.review_on <= today else NOT_DUE] += 1
        groups["案のとおり" if each.decision.follows_proposal else "案と違う"] += 1
        groups[f"残額が{_change(each, yen, on)}"] += 1
    return groups


def _change(each: Kept, now: int | None, on: date) -> str:
    then = each.balance_yen
    if then is None or now is None or on < each.decision.decided_on:
        return CHANGES[-1]
    if now == 0 < then:
        return CHANGES[0]
    return CHANGES[1] if now < then else CHANGES[3] if now > then else CHANGES[2]


def _balances(reader: Reader, on: date, told: Sequence[Kept]) -> list[int | None]:
    """What the parts that each decision was made of come to at the month-end."""
    debtors = {
        key: {"person_id": "", "department": key[0], "claim_kind": key[1], "debtor_key": key[2]}
        for each in told
        for key in each.made_of
    }
    if not debtors:
        return [None for _ in told]
    lines = open_lines(reader, [on])
    choose(lines, [*debtors.values()])
    answer = ask(lines, "persons/series", {"first_on": on, "period_on": on}).to_pylist()
    yen = {
        (row["department"], row["claim_kind"], row["debtor_key"]): row["outstanding_yen"]
        for row in answer
    }
    return [sum(yen.get(key, 0) for key in each.made_of) for each in told]
