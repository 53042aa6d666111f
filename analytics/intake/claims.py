"""Claim lines → receivables: departments of that year, netting over departments, and who answers for each claim.

Two sections may book one claim: in Komae 課税課 books the assessment of a tax and 納税課 the cash, so a plain sum by
department gives +13 and −15 billion yen. Lines of one claim are therefore summed over departments, and the claim
belongs to the department that books most of the cash (if none does, most of the assessment).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import pyarrow as pa

from analytics.intake.books import Books, source_scope
from analytics.intake.findings import Finding, error
from analytics.intake.layout import ClaimRule, Department, Layout
from analytics.intake.lines import Line
from analytics.intake.text import fold, nearest
from analytics.ledger.calendar import short_year_label
from analytics.ledger.columns import RECEIVABLES


def resolve_departments(
    lines: Iterable[Line], layout: Layout, fiscal_year: int, is_sure: bool = True
) -> tuple[dict[str, Department], list[Finding]]:
    """Folded code → department as it was named in *fiscal_year*, and a finding per line of an unknown one.

    Where it is not sure which year the file is of, one of any year is known.
    """
    rule = layout.departments
    if rule.fixed:
        return {"": rule.fixed}, []
    known = {
        fold(department.code): department
        for department in rule.known
        if not is_sure or department.from_year <= fiscal_year <= department.to_year
    }
    unknown = [line for line in lines if line.words[rule.column] not in known]
    alike = {code: nearest(code, known) for code in {line.words[rule.column] for line in unknown}}
    findings = [
        error(
            "unknown_department",
            f"{short_year_label(fiscal_year)}の部署表にない所属コード「{line.words[rule.column]}」です"
            + (f"（近いコードは {near}）" if (near := alike[line.words[rule.column]]) else ""),
            "別の自治体や別の年度のファイルでないか確かめ、正しければレイアウトの [departments] に加えてください",
            line.row,
            layout.texts[rule.column].header,
            unknown=line.words[rule.column],
        )
        for line in unknown
    ]
    return known, findings


def missing_claims(details: Iterable[Line], layout: Layout) -> list[Finding]:
    """A claim that every such file holds and this one does not: the file ends too early, even after a whole line."""
    found = {line.rule.kind for line in details if line.rule is not None}
    return [
        error(
            "missing_claim",
            f"いつもある債権「{kind}」の行がありません",
            "ファイルが途中で切れていないかを確かめ、なくなった債権ならレイアウトの expected から外してください",
        )
        for kind in layout.claims.expected
        if kind not in found
    ]


def check_netting(lines: list[Line], layout: Layout) -> list[Finding]:
    """Once bookings of several departments are netted, no claim may be owed less than nothing, or lack all its cash."""
    if not layout.claims.net_within:
        return []
    sums: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    first: dict[tuple[str, ...], Line] = {}
    for line in lines:
        if line.rule is None:
            continue
        key = (line.rule.kind, *(line.words[column] for column in layout.claims.net_within))
        sums[key].update(line.amounts)
        first.setdefault(key, line)
    return [
        error(
            "netting",
            f"「{key[0]}」を部署間で合算すると{wrong}",
            "調定か収入の片方の行が欠けていないか、ファイルが途中で切れていないかを確かめてください",
            first[key].row,
        )
        for key, net in sums.items()
        if (wrong := _netted_wrong(net, first[key].part))
    ]


def _netted_wrong(net: Counter[str], part: str) -> str:
    if net["outstanding_yen"] < 0:
        return f"収入未済額が {net['outstanding_yen']:,}円と負になります"
    if part == "current" and net["assessed_yen"] > 0 and net["received_yen"] == 0:
        return f"現年度分の調定 {net['assessed_yen']:,}円に収入が1円もありません"
    return ""


def to_receivables(
    lines: list[Line],
    layout: Layout,
    books: Books,
    departments: dict[str, Department],
    name: str,
) -> pa.Table:
    """The lines that are receivables as one table of `RECEIVABLES`, whole yen.

    *departments* must know every line's department.
    """
    booked = [
        (line, line.rule, departments["" if layout.departments.fixed else _code(line, layout)])
        for line in lines
        if line.rule is not None
    ]
    leads = _lead_departments(booked, layout)
    rows = []
    for line, rule, department in booked:
        lead = leads[_claim_key(line, rule, department, layout)]
        amounts = line.amounts
        refund = amounts.get("refund_pending_yen", 0)
        rows.append(
            {
                "as_of": books.as_of,
                "fiscal_year": books.fiscal_year,
                "department": lead.code,
                "department_name": lead.name,
                "booked_department": department.code,
                "claim_kind": rule.kind,
                "claim": f"{rule.kind}（{lead.name}）" if rule.per_department else rule.kind,
                "claim_group": rule.group or rule.kind,
                "account": _account(line, layout),
                "is_debtor_claim": rule.debtor,
                "only_if_owed": rule.per_department,
                "part": line.part,
                "assessed_yen": amounts["assessed_yen"],
                "received_yen": amounts["received_yen"],
                "refund_pending_yen": 0 if layout.refund_pending == "not_in_received" else refund,
                "written_off_yen": amounts["written_off_yen"],
                "outstanding_yen": amounts["outstanding_yen"],
                "case_count": line.case_count,
                "source_scope": source_scope(layout, books),
                "source_name": name,
                "source_row": line.row,
            }
        )
    return pa.Table.from_pylist(rows, schema=RECEIVABLES)


ClaimKey = tuple[str, ...]


def _code(line: Line, layout: Layout) -> str:
    return line.words[layout.departments.column]


def _account(line: Line, layout: Layout) -> str:
    return line.words[layout.claims.account_column] if layout.claims.account_column else ""


def _claim_key(line: Line, rule: ClaimRule, department: Department, layout: Layout) -> ClaimKey:
    own = (department.code,) if rule.per_department else ()
    return (_account(line, layout), rule.kind, *own)


def _lead_departments(
    booked: list[tuple[Line, ClaimRule, Department]], layout: Layout
) -> dict[ClaimKey, Department]:
    """Claim → the department that books most of its cash; the lower code when two book the same."""
    booking: dict[ClaimKey, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    by_code: dict[str, Department] = {}
    for line, rule, department in booked:
        by_code[department.code] = department
        sums = booking[_claim_key(line, rule, department, layout)][department.code]
        sums[0] += line.amounts["received_yen"]
        sums[1] += line.amounts["assessed_yen"]
    return {
        key: by_code[min(sums, key=lambda code: (-sums[code][0], -sums[code][1], code))]
        for key, sums in booking.items()
    }
