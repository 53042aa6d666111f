"""Claim lines, debtor by debtor, and the debtors in them: the accepted rows as two tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from analytics.intake.records.amounts import amounts_of, check_amounts
from analytics.intake.records.checks import KEY, check_parts, check_repeated
from analytics.intake.records.days import EVENTS, check_days
from analytics.intake.records.fields import PERSON_FIELDS
from analytics.intake.records.grid import combined
from analytics.intake.records.kinds import (
    PARTS,
    Sheet,
    books,
    claim_rules,
    departments,
    parts,
)
from analytics.intake.records.tabled import named, tabled
from analytics.ledger.columns import AMOUNTS, PERSONS, RECEIVABLES


def receivables(sheet: Sheet, origin: Mapping[str, object]) -> dict[str, pa.Table]:
    """The accepted rows as `RECEIVABLES`, and the debtors in them as `PERSONS`.

    *origin* holds `source_scope` and `source_name`. What is wrong is told to the sheet's faults; yen are whole.
    """
    rules = claim_rules(sheet)
    years = books(sheet)
    split = parts(sheet, rules, years)
    sections, known = departments(sheet)
    amounts = amounts_of(sheet)
    check_parts(sheet, rules, split)
    check_amounts(sheet, amounts)
    check_days(sheet)
    check_repeated(sheet, rules, years)
    rows = ~sheet.faults.rejected
    kinds = sheet.layout.claims.rules
    count = int(rows.sum())
    columns: dict[str, pa.Array] = {
        "fiscal_year": pa.array(years[rows], pa.int32()),
        "department": named([one.code for one in known], sections[rows]),
        "department_name": named([one.name for one in known], sections[rows]),
        "claim_kind": named([rule.kind for rule in kinds], rules[rows]),
        "claim_group": named([rule.group or rule.kind for rule in kinds], rules[rows]),
        "is_debtor_claim": pa.array(np.array([rule.debtor for rule in kinds])[rules[rows]]),
        "part": named(PARTS, split[rows]),
        **{name: pa.array(amounts[name][rows], pa.int64()) for name in AMOUNTS},
        "source_row": pa.array(sheet.grid.numbers[rows], pa.int64()),
    }
    columns["booked_department"] = columns["department"]
    columns["claim"] = columns["claim_kind"]
    account = sheet.layout.claims.account_column
    if account and (words := sheet.words(account)) is not None:
        columns["account"] = named(words.words, words.codes[rows])
    for name in (*KEY, "due_on", "contracted_on", "state", *EVENTS):
        if name in sheet.fields:
            columns[name] = sheet.fields[name].arrow(rows)
    constant = {
        "as_of": sheet.as_of,
        "account": "",
        "only_if_owed": False,
        "basis": sheet.layout.as_of.basis,
        **origin,
    }
    tables = {"receivables": tabled(RECEIVABLES, columns, constant, count)}
    if "debtor_key" in sheet.fields and len(sheet.fields.keys() & set(PERSON_FIELDS)) > 1:
        tables["persons"] = persons(sheet, origin, columns["department"])
    return tables


def persons(
    sheet: Sheet, origin: Mapping[str, object], department: pa.Array | None = None
) -> pa.Table:
    """The debtors of the accepted rows, one row each as `PERSONS`; a row that may lack its number names none.

    *department* is that of each accepted row. Who is written in two ways is said.
    """
    if department is None:
        sections, known = departments(sheet)
        department = named([one.code for one in known], sections[~sheet.faults.rejected])
    who = sheet.fields["debtor_key"]
    written = [sheet.fields[name] for name in PERSON_FIELDS if name in sheet.fields]
    _, first = combined([values.identity for values in written], sheet.count)
    same = np.array([who.identity[row] for row in first], np.int64)
    _, chosen, times = np.unique(same, return_index=True, return_counts=True)
    doubled = who.is_there & np.isin(who.identity, same[chosen[times > 1]])
    sheet.faults.warn(
        "two_ways",
        doubled,
        "同じ債務者番号に、2通りの氏名や住所があります。最初に書かれた方を使います",
        "番号の取り違えでないかを確かめてください",
        who.label,
    )
    rows = ~sheet.faults.rejected
    _, at = np.unique(who.identity[rows], return_index=True)
    places = pa.array(np.sort(at[who.is_there[rows][at]]))
    columns = {
        name: sheet.fields[name].arrow(rows).take(places)
        for name in PERSON_FIELDS
        if name in sheet.fields
    }
    columns["department"] = department.take(places)
    columns["source_row"] = pa.array(sheet.grid.numbers[rows]).take(places)
    return tabled(PERSONS, columns, {"as_of": sheet.as_of, **origin}, len(places))
