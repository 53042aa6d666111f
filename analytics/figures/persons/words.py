"""What several figures of persons say alike: names, payments, measures, and the notes below."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analytics.figures.persons.debts import Debt
from analytics.figures.persons.holdings import Written
from analytics.figures.persons.looking import Look
from analytics.figures.persons.parts import Part, Row, by_person, masked

NO_NAME = "（氏名の記載なし）"
NOTES = (
    "納期限の過ぎた残額です。見ることを許された課と項目だけで作っています。見たことは、記録に残ります。",
    "時効の満了は、記録された出来事からの、最も早い見込みです。必ず確かめてください。"
    "記録が足りなければ「算定不可」、私債権は援用されるまで「援用待ち」です。",
)


def framed(rows: Sequence[Row], columns: Sequence[str]) -> pd.DataFrame:
    """*rows* as a frame of these *columns*: whole numbers kept whole, days as days, what is withheld missing."""
    data = pd.DataFrame(rows, columns=[*columns])
    for name in columns:
        if name.endswith(("_yen", "_count", "_year", "_years")):
            data[name] = pd.array([*data[name]], dtype=pd.Int64Dtype())
        elif name.endswith("_on"):
            data[name] = pd.to_datetime(data[name])
        else:
            data[name] = data[name].astype(object).where(data[name].notna(), None)
    return data


def labelled(rows: Sequence[Row], labels: dict[str, str]) -> dict[str, str]:
    """Those of *labels* of which there is anything to show: a column that is withheld is not there at all."""
    return {
        name: label
        for name, label in labels.items()
        if any(row.get(name) is not None for row in rows)
    }


def written_of(look: Look, parts: Sequence[Part]) -> Written:
    """How each department writes its debtor, of the field groups that may be seen of any of its parts."""
    groups: dict[tuple[str, str], set[str]] = {}
    for part in parts:
        groups.setdefault((part.department, part.debtor_key), set()).update(part.met)
    rows = look.ask("written", parts)
    return {
        (row["department"], row["debtor_key"]): masked(
            row, groups[row["department"], row["debtor_key"]]
        )
        for row in rows
    }


def names_of(look: Look, parts: Sequence[Part]) -> dict[str, Row]:
    """Person → the name, as the first department writes it that the reader may have it of; None: he may not."""
    readable = [part for part in parts if part.shows("contact")]
    written = written_of(look, readable)
    of_person = by_person(readable)
    names: dict[str, Row] = {}
    for person in by_person(parts):
        told = [
            written.get((part.department, part.debtor_key), {}).get("name")
            for part in of_person.get(person, [])
        ]
        known = next((name for name in told if name), NO_NAME)
        names[person] = {"name": known if told else None}
    return names


def latest_payment(look: Look, debts: Iterable[Debt]) -> Row:
    """When the debtor paid last, and to which department."""
    paid = [(day, each.part.department) for each in debts if (day := each.last_paid_on)]
    day, department = max(paid, default=(None, None))
    name = look.department_name(department) if department else None
    return {"last_paid_on": day, "paid_department_name": name}


def measures_of(debts: Iterable[Debt]) -> list[Row]:
    """The measures of all *debts*, the oldest first; one without its kind stands with every kind, and counts once."""
    found: list[Row] = []
    told: set[tuple[str, str]] = set()
    for each in debts:
        debtor = each.part.department, each.part.debtor_key
        found += [row for row in each.measures if row["claim_kind"] or debtor not in told]
        told.add(debtor)
    return sorted(found, key=lambda row: (row["done_on"], row["department"], row["action"]))
