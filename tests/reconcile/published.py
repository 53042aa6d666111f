"""The tables worked out independently of this product, read as plain CSV, and the published files read with no help."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from analytics.settings import DATA, ROOT

REAL = ROOT.parent / "shared" / "data" / "real"
KOMAE = DATA / "open" / "komae"
YEARS = range(2018, 2024)


def table(name: str) -> list[dict[str, str]]:
    """The rows of one independently settled table."""
    path = REAL / name
    assert path.is_file(), (
        f"{path} is missing: the reconcile tests need the folder `shared` beside the clone; they are never skipped"
    )
    return rows_of(path, "utf-8-sig")


def rows_of(path: Path, encoding: str) -> list[dict[str, str]]:
    with path.open(encoding=encoding, newline="") as lines:
        return list(csv.DictReader(lines))


def settlement(fiscal_year: int) -> list[dict[str, str]]:
    """The lines of the city's own file, by nothing but the standard library."""
    encoding = "utf-8-sig" if fiscal_year < 2022 else "cp932"
    return rows_of(KOMAE / f"132195_kessan{fiscal_year}sainyu.csv", encoding)


@dataclass(frozen=True)
class Rule:
    """One line of the claim mapping."""

    account: str
    kan: str
    kou: str
    moku: str
    item: str
    claim: str
    group: str
    is_debtor_claim: bool
    per_department: bool

    def fits(self, line: dict[str, str]) -> bool:
        if self.account != line["会計"]:
            return False
        if self.item:
            name = line["科目名称"].removesuffix("（過年度分）").removesuffix("（現年度分）")
            return name == self.item
        return (self.kan, self.kou, self.moku) == (line["款"], line["項"], line["目"])


def mapping() -> list[Rule]:
    return [
        Rule(
            row["account_code"],
            row["kan"],
            row["kou"],
            row["moku"],
            row["item_name_without_year_suffix"],
            row["claim_name"],
            row["claim_group"],
            row["is_debtor_claim"] == "True",
            row["one_claim_per_department"] == "True",
        )
        for row in rows_of(KOMAE / "claim_mapping.csv", "utf-8-sig")
    ]


@dataclass
class Sums:
    """What the lines of one claim and part come to."""

    assessed: int = 0
    received: int = 0
    collected: int = 0  # the same net of refunds pending
    written_off: int = 0
    outstanding: int = 0


Claim = tuple[str, str, str]  # account, claim, department if it is one claim per department


@dataclass
class Year:
    """The debtor claims of one year: sums per claim and part, and which department answers for each."""

    sums: dict[Claim, dict[str, Sums]]
    lead: dict[Claim, str]

    def closing(self, claim: Claim) -> int:
        return sum(sums.outstanding for sums in self.sums.get(claim, {}).values())


def year_of(fiscal_year: int) -> Year:
    """Straight from the published lines. The department that books most cash answers, else most assessment."""
    rules = mapping()
    found: dict[Claim, dict[str, Sums]] = defaultdict(lambda: defaultdict(Sums))
    booked: dict[Claim, dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for line in settlement(fiscal_year):
        rule = next((rule for rule in rules if rule.fits(line)), None)
        if rule is None or not rule.is_debtor_claim:
            continue
        part = "undivided" if rule.item else ("carried_over" if line["節"] == "2" else "current")
        department = line["所属コード"]
        claim = (rule.account, rule.claim, department if rule.per_department else "")
        assessed, received, refund, written_off, outstanding = (
            int(line[header])
            for header in (
                "調定累計(円)",
                "収入累計(円)",
                "還付未済額(円)",
                "不納欠損額(円)",
                "収入未済額(円)",
            )
        )
        sums = found[claim][part]
        sums.assessed += assessed
        sums.received += received
        sums.collected += received - refund
        sums.written_off += written_off
        sums.outstanding += outstanding
        booked[claim][department][0] += received
        booked[claim][department][1] += assessed
    lead = {claim: max(sorted(by), key=lambda code: by[code]) for claim, by in booked.items()}
    return Year(found, lead)


# Claim by claim, as the settled tables keep them ---------------------------------------------------


@dataclass(frozen=True)
class Held:
    """A claim in the books of one year, with the department that answers for it."""

    kind: str
    department: str
    department_name: str
    parts: dict[str, Sums]

    @property
    def is_split(self) -> bool:
        """Whether its books tell the current year from what was carried over."""
        return "undivided" not in self.parts

    def total(self, word: str) -> int:
        """One amount of all its parts, in yen."""
        return sum(getattr(sums, word) for sums in self.parts.values())


Books = dict[tuple[str, str], Held]  # by account and the full name of the claim


def all_books() -> dict[int, Books]:
    """Fiscal year → its debtor claims, from the published files.

    Left out is what comes to nothing; of a claim that each department keeps for itself also what was paid in full,
    unless something of it was owed at the year-end before.
    """
    names = {
        (int(row["fiscal_year"]), row["dept_code"]): row["dept_name"]
        for row in table("komae_departments_2018_2023.csv")
    }
    found: dict[int, Books] = {}
    for year in YEARS:
        told, before = year_of(year), found.get(year - 1, {})
        found[year] = {}
        for claim, parts in told.sums.items():
            account, kind, own = claim
            lead = told.lead[claim]
            held = Held(kind, lead, names.get((year, lead), ""), parts)
            key = (account, kind + (f"（{held.department_name}）" if own else ""))
            was = before[key].total("outstanding") if key in before else 0
            words = ("outstanding", "written_off", *(() if own else ("assessed", "received")))
            if was or any(held.total(word) for word in words):
                found[year][key] = held
    return found
