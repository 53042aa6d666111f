"""`zangaku consent`: a debtor lets another department see, and takes it back. It holds from the next read on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape

from analytics.access.audit import Read
from analytics.access.consents import Consents, Debtor
from analytics.access.gate import Gate
from analytics.access.permission import BASES, Basis
from analytics.access.sharing import FIELD_GROUPS
from analytics.cli.options import StoreOption, day
from analytics.cli.printing import good, out, table
from analytics.cli.reading_as import ReaderDepartmentOption, RoleOption, gate_for, this_moment
from analytics.cli.stores import store_at
from analytics.errors import InputFault
from analytics.figures.persons.looking import refuse
from analytics.ledger.calendar import date_label
from analytics.store.debtor_lines import choose, open_lines
from analytics.store.matched import written_of
from analytics.store.questions import ask
from analytics.store.reader import Reader, open_reader

HEADERS = ("所管課", "債務者番号", "見てよい相手", "項目", "同意の日")
consent = typer.Typer(
    no_args_is_help=True,
    help="債務者本人の同意を記録する・取り消す",
    epilog="例: zangaku consent list --role 所管課長 --reader-department 101",
)
DepartmentOption = Annotated[
    str, typer.Option("--department", metavar="CODE", help="同意を受けた所管課のコード")
]
DebtorOption = Annotated[str, typer.Option("--debtor", metavar="KEY", help="その課での債務者番号")]
ToOption = Annotated[
    str,
    typer.Option("--to", metavar="NAME", help="見てよい相手 （債権の名前、共有区分、 徴収対策室）"),
]
FieldOption = Annotated[
    list[str],
    typer.Option("--field", metavar="NAME", help="見てよい項目 （複数可。 額、状態と経過 など）"),
]
ByOption = Annotated[str, typer.Option("--by", metavar="NAME", help="記録する人の名前")]
GIVEN = (
    "同意を記録しました。次に見るときから効きます"
    "（所管課長に見えるのは、自分の課にも滞納のある債務者だけです）。"
)
UNKNOWN = (
    "その課に、その番号の債務者はいません（いまの版の債務者の資料にも、滞納の明細にもありません）。"
    "課と番号を確かめるか、その債務者のある資料を取り込んでから、もう一度記録してください。"
)
_EXAMPLE = (
    "--department 101 --debtor 0012345 --to 水道料金 --field 滞納があること --field 額 --by 山田"
)


@consent.command("give", epilog=f"例: zangaku consent give {_EXAMPLE} --on 2026-10-01")
def give_consent(
    department: DepartmentOption,
    debtor: DebtorOption,
    to: ToOption,
    field: FieldOption,
    by: ByOption,
    on: Annotated[
        datetime,
        typer.Option("--on", metavar="DATE", formats=["%Y-%m-%d"], help="同意を得た日"),
    ],
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
) -> None:
    """本人の同意を記録します。 その債務者を見たことも記録に残ります。"""
    gate, at = _gate(store, role, reader_department)
    why = _check(gate, department)
    whose = (department, debtor)
    if not _is_known(gate.reader, whose, gate.kinds_of.get(department, ())):
        raise InputFault(UNKNOWN)
    _write_down(gate, {whose: why}, "同意の記録", at)
    given_on = day(on) or gate.on
    _consents(gate).give(whose, _to(to), _fields(field), given_on, by, at)
    good(GIVEN)


@consent.command("withdraw", epilog=f"例: zangaku consent withdraw {_EXAMPLE}")
def withdraw_consent(
    department: DepartmentOption,
    debtor: DebtorOption,
    to: ToOption,
    by: ByOption,
    field: FieldOption = [],  # noqa: B006 -- Typer reads the default once and never changes it
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
) -> None:
    """本人の同意を取り消します。 項目を省くと、その相手への同意すべてです。"""
    gate, at = _gate(store, role, reader_department)
    _check(gate, department)
    _consents(gate).withdraw((department, debtor), _to(to), by, at, _fields(field))
    good("同意を取り消しました。次に見るときから、その相手には見えません。")


@consent.command("list", epilog="例: zangaku consent list --role 室長")
def list_consents(
    role: RoleOption = None,
    reader_department: ReaderDepartmentOption = None,
    store: StoreOption = None,
) -> None:
    """いま効いている同意を出します。 見たことは記録に残ります。"""
    gate, at = _gate(store, role, reader_department)
    held = _consents(gate).holding(gate.on)
    of_department = {department: _bases(gate, department) for department, _ in held}
    why = {debtor: of_department[debtor[0]] for debtor in held if of_department[debtor[0]]}
    if not why:
        out.print("見られる範囲に、いま効いている同意はありません。")
        return
    _write_down(gate, why, "同意の一覧", at)
    rows = table(*HEADERS)
    for department, key in sorted(why):
        for one in held[department, key]:
            told = (department, key, one.to, FIELD_GROUPS[one.field], date_label(one.given_on))
            rows.add_row(*map(escape, told))
    out.print(rows)


def _gate(store: StoreOption, role: str | None, department: str | None) -> tuple[Gate, datetime]:
    """The gate of the newest version, for a reader who sees persons."""
    at = this_moment()
    gate = gate_for(open_reader(store_at(store).root), role, department, at)
    refuse(gate.viewer)
    return gate, at


def _bases(gate: Gate, department: str) -> list[Basis]:
    """Why the reader may know who owes *department*, whatever the kind of claim; none: he may not.

    For a head it is his own department. For the office it is all the rows that let it see a kind each: a consent that
    is listed lets its own reader see, and is no basis for the office.
    """
    rows = [
        row
        for row in gate.grants.to_pylist()
        if row["from_department"] == department
        and row["field_group"] == "existence"
        and not row["to_kind"]
    ]
    if not {row["from_kind"] for row in rows} >= gate.kinds_of.get(department, set()):
        return []
    found = (Basis(row["basis"], BASES[row["basis"]], row["decision_no"]) for row in rows)
    return list(dict.fromkeys(found))


def _write_down(
    gate: Gate, why: Mapping[Debtor, Collection[Basis]], purpose: str, at: datetime
) -> None:
    """Put a look at each debtor into the audit trail, on each basis that it rests on. Raises `StoreFault`."""
    looks = [(debtor, basis) for debtor, bases in why.items() for basis in bases]
    gate.write_down([Read(*debtor, {"existence": basis}) for debtor, basis in looks], purpose, at)


def _is_known(reader: Reader, debtor: Debtor, kinds: Collection[str]) -> bool:
    """Whether the version has a record of the person *debtor*, or a line of any month; *kinds*: of the department."""
    department, key = debtor
    whose = {"department": department, "debtor_key": key}
    if ask(written_of(reader.store, reader.version), "matching/person", whose).num_rows:
        return True
    months = [each.period_on for each in reader.periods if each.is_month]
    if not months:
        return False
    lines = open_lines(reader, months)
    choose(lines, [whose | {"person_id": "", "claim_kind": kind} for kind in kinds])
    span = {"first_on": months[0], "period_on": months[-1]}
    return bool(ask(lines, "persons/series", span).num_rows)


def _check(gate: Gate, department: str) -> list[Basis]:
    """A consent is written down by the department it was given to, or by the office that sees all of it: and why.

    Raises `InputFault` for anybody else.
    """
    why = _bases(gate, department)
    if not why:
        raise InputFault(
            "同意を記録できるのは、同意を受けた課の所管課長と、その課を見てよい徴収対策室です。"
            "役割（--role）と課（--reader-department）を確かめてください。"
        )
    return why


def _consents(gate: Gate) -> Consents:
    return Consents(gate.reader.store.root, gate.reader.rules)


def _to(said: str) -> str:
    return "office" if said == "徴収対策室" else said


def _fields(said: list[str]) -> list[str]:
    """The field groups by their names or codes; what is neither is refused by `Consents`."""
    codes = {word: code for code, word in FIELD_GROUPS.items()}
    return [codes.get(word, word) for word in said]
