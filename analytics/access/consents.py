"""Consents: a debtor lets one department's claims be seen by another, for some fields, until it is withdrawn.

They are records in a journal of the store, read anew at each question: what was withdrawn is gone with the next read,
whichever version of the figures is shown. A consent can never reach what concerns somebody else, a guarantor.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analytics.access.sharing import FIELD_GROUPS, OFFICE, THIRD_PERSON, share_group
from analytics.access.viewer import who
from analytics.errors import InputFault
from analytics.ledger.calendar import JAPAN, date_label
from analytics.ledger.claim_kinds import SHARE_GROUPS, ClaimKinds
from analytics.store.journal import Journal

GIVEN, WITHDRAWN = "given", "withdrawn"
LONGEST_KEY = 200  # letters
Debtor = tuple[str, str]  # department and debtor key


@dataclass(frozen=True)
class Consent:
    """That *to* (a claim kind, a share group, the office) may see *field*; `number`: of its record."""

    to: str
    field: str
    given_on: date
    number: int


@dataclass(frozen=True)
class _State:
    """What holds of one debtor, by reader and field, and on which day what was withdrawn was."""

    held: dict[tuple[str, str], Consent]
    gone: dict[tuple[str, str], date]


class Consents:
    """The consents of the store at *root*."""

    def __init__(self, root: Path, rules: ClaimKinds) -> None:
        self._journal = Journal(root / "journals" / "consents.jsonl")
        self._rules = rules

    def give(
        self,
        debtor: Debtor,
        to: str,
        fields: Collection[str],
        given_on: date,
        by: str,
        at: datetime,
    ) -> None:
        """Record a consent of *debtor* of the day *given_on*, written down by *by* at *at*.

        Raises `InputFault` for an unknown reader or field, a day to come, one that contradicts what is there, and one
        that shows nothing, since neither it nor an earlier one for the same reader is to `existence`.
        """
        self._check(debtor, to, fields, by)
        if given_on > _day(at):
            raise InputFault(
                f"同意の日 {date_label(given_on)}がまだ来ていません。日付を確かめてください。"
            )
        now = self._replay().get(debtor, _State({}, {}))
        readers = {to, share_group(self._rules, to, _day(at))}
        if "existence" not in fields and not any((one, "existence") in now.held for one in readers):
            raise InputFault(
                f"{FIELD_GROUPS['existence']}への同意がなければ、ほかの項目も見えません。本人がそれにも同意していれば、"
                f"項目に {FIELD_GROUPS['existence']} を加えてください（同じ相手への前の同意にあれば、要りません）。"
            )
        if all((to, field) in now.held for field in fields):
            raise InputFault(
                f"この債務者の、{to} への同意（{_names(fields)}）はすでに記録されています。"
                "変えるときは、先に取り消してください。"
            )
        later = [day for field in fields if (day := now.gone.get((to, field))) and day > given_on]
        if later:
            raise InputFault(
                f"この同意（{date_label(given_on)}）より後の{date_label(max(later))}に取り消しがあります。"
                "取り消しの後に改めて得た同意なら、その日付で記録してください。"
            )
        self._write(GIVEN, debtor, to, fields, given_on, by, at)

    def withdraw(
        self, debtor: Debtor, to: str, by: str, at: datetime, fields: Collection[str] = ()
    ) -> None:
        """Record that *debtor* takes the consent for *to* back (no *fields*: all of it), from the next read on.

        Raises `InputFault` when there is none to take back.
        """
        _check_name(by)
        now = self._replay().get(debtor, _State({}, {}))
        there = [field for field in FIELD_GROUPS if (to, field) in now.held]
        wanted = list(fields) or there
        missing = [field for field in wanted if field not in there]
        if missing or not wanted:
            what = f"（{_names(missing)}）" if missing else ""
            raise InputFault(
                f"この債務者の、{who(to)} への同意{what}は記録されていません。"
                "所管課、債務者番号、読み手、項目を確かめてください。"
            )
        self._write(WITHDRAWN, debtor, to, wanted, _day(at), by, at)

    def holding(self, on: date) -> dict[Debtor, tuple[Consent, ...]]:
        """Every consent that holds now and was given by the day *on*. Raises `StoreFault` for a damaged journal."""
        found = {
            debtor: tuple(one for one in now.held.values() if one.given_on <= on)
            for debtor, now in self._replay().items()
        }
        return {debtor: held for debtor, held in found.items() if held}

    def of(self, debtor: Debtor, on: date) -> tuple[Consent, ...]:
        """Those of one *debtor*."""
        return self.holding(on).get(debtor, ())

    def _replay(self) -> dict[Debtor, _State]:
        found: dict[Debtor, _State] = {}
        for number, what, debtor, to, fields, on in self._journal.read(_read):
            now = found.setdefault(debtor, _State({}, {}))
            for field in fields:
                if what == GIVEN:
                    now.held[to, field] = Consent(to, field, on, number)
                else:
                    now.held.pop((to, field), None)
                    now.gone[to, field] = on
        return found

    def _check(self, debtor: Debtor, to: str, fields: Collection[str], by: str) -> None:
        if not all(part.strip() and len(part) <= LONGEST_KEY for part in debtor):
            raise InputFault("同意には、所管課の番号と債務者番号が要ります。両方を書いてください。")
        if to != OFFICE and to not in SHARE_GROUPS and to not in self._rules.kinds:
            raise InputFault(
                f"同意の読み手「{who(to)}」はありません。債権の表にある名前か、{'、'.join(SHARE_GROUPS)}か、"
                f"{OFFICE}（徴収対策室）を書いてください。"
            )
        for field in fields:
            if field not in FIELD_GROUPS:
                raise InputFault(
                    f"項目「{who(field)}」はありません。使えるのは {'、'.join(FIELD_GROUPS)} です。"
                )
        if not fields:
            raise InputFault("同意には、見てよい項目が要ります。existence などを書いてください。")
        if THIRD_PERSON in fields:
            raise InputFault(
                "保証人は本人ではないので、債務者の同意では見せられません。項目から外してください。"
            )
        _check_name(by)

    def _write(
        self,
        what: str,
        debtor: Debtor,
        to: str,
        fields: Iterable[str],
        on: date,
        by: str,
        at: datetime,
    ) -> None:
        record: dict[str, Any] = {
            "what": what,
            "department": debtor[0],
            "debtor_key": debtor[1],
            "to": to,
            "fields": [field for field in FIELD_GROUPS if field in set(fields)],
            "on": on.isoformat(),
            "by": who(by),
        }
        self._journal.append([record], at)


def _check_name(by: str) -> None:
    if not who(by):
        raise InputFault("同意を記録する人の名前が要ります。書いてください。")


def _read(record: dict[str, Any]) -> tuple[int, str, Debtor, str, list[str], date]:
    """What one record says. Raises `KeyError`, `TypeError` or `ValueError` for one that is no consent."""
    on = date.fromisoformat(record["on"])
    debtor = str(record["department"]), str(record["debtor_key"])
    fields = [str(field) for field in record["fields"]]
    if record["what"] not in (GIVEN, WITHDRAWN):
        raise ValueError("no consent")
    return record["n"], record["what"], debtor, str(record["to"]), fields, on


def _day(at: datetime) -> date:
    return at.astimezone(JAPAN).date()


def _names(fields: Iterable[str]) -> str:
    return "、".join(FIELD_GROUPS.get(field, who(field)) for field in fields)
