"""Targets before they are written: what the chief decided or got in a file, beside what stands in the folder.

A version decides its claims whole: a later one replaces all parts of a claim it names, and leaves the others as they
were. What is left blank in a decision is as it was before.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analytics.intake.target_keys import grouped, key_of
from analytics.intake.target_sheets import target_files
from analytics.intake.targets import Row, contradictions, read_files
from analytics.intake.text import fold
from analytics.ledger.calendar import date_label, short_year_label
from analytics.ledger.columns import TARGET_PARTS, TARGETS

SAID = [name for name in TARGETS.names if name not in ("source_name", "source_row")]
Known = tuple[str, str]  # account and claim, folded


@dataclass(frozen=True)
class Aim:
    """The target of one claim and part, as typed: yen of balance and number of cases. None: as it was before."""

    account: str
    claim: str
    part: str  # one of PARTS, or "total"
    target_yen: int | None
    target_case_count: int | None = None


@dataclass(frozen=True)
class Decision:
    """What the chief decides anew for one fiscal year."""

    municipality: str
    fiscal_year: int
    decided_on: date
    aims: tuple[Aim, ...]
    status: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Draft:
    """Targets that are about to be written as a file called *name*, and what stands beside them."""

    name: str
    rows: tuple[Row, ...]
    there: tuple[Row, ...]  # every target in the folder
    problems: tuple[str, ...]
    known_count: int = 0  # rows of a file that stand in the folder already

    @property
    def versions(self) -> list[tuple[int, int]]:
        """Fiscal year and version of what is written, in this order."""
        return sorted({(row["fiscal_year"], row["version"]) for row in self.rows})


def next_version(rows: Iterable[Row], municipality: str, fiscal_year: int) -> int:
    """The version that the next decision for *fiscal_year* bears."""
    return 1 + max((row["version"] for row in _of(rows, municipality, fiscal_year)), default=0)


def draft_of_file(folder: Path, source: Path) -> Draft:
    """The targets in the file at *source*, as they would be written beside what is in *folder*.

    Rows that stand there already to the letter are left out: an office adds its revision to the list it has.
    """
    there, new = read_files(target_files(folder)), read_files([source])
    known = {said(row) for row in there.rows}
    rows = [row for row in new.rows if said(row) not in known]
    problems = new.problems + there.problems + contradictions(there.rows + rows)
    if not new.rows and not problems:
        problems.append(f"- {source.name}: 目標の行がありません")
    left_out = len(new.rows) - len(rows)
    return Draft(f"{source.stem}.csv", tuple(rows), tuple(there.rows), tuple(problems), left_out)


def draft_of(folder: Path, decision: Decision) -> Draft:
    """The next version, as *decision* says it beside what is in *folder*; what it leaves blank is as before."""
    there = read_files(target_files(folder))
    year, here = decision.fiscal_year, decision.municipality
    version = next_version(there.rows, here, year)
    name = f"目標_{year}年度_版{version}.csv"
    before = list(_of(there.rows, here, year))
    rows = [
        row | {"version": version, "source_name": name, "source_row": number}
        for number, row in enumerate(_decided(decision, before), start=2)
    ]
    problems = there.problems + _problems(decision, rows, before)
    problems += contradictions(there.rows + rows) if not problems else []
    return Draft(name, tuple(rows), tuple(there.rows), tuple(problems))


def standing(
    rows: Iterable[Row], municipality: str, fiscal_year: int, claims: Iterable[Known]
) -> dict[tuple[str | None, str], list[Row]]:
    """Of *rows* those that hold in *fiscal_year*, by account and claim (folded): of each part the newest decision.

    *claims* tell the account of a target that names none, as long as there is but one.
    """
    accounts = defaultdict(set)
    for account, claim in claims:
        accounts[claim].add(account)

    def of(row: Row) -> tuple[str | None, str]:
        claim = fold(row["claim"])
        if row["account"] is not None:
            return fold(row["account"]), claim
        return (next(iter(accounts[claim])) if len(accounts[claim]) == 1 else None), claim

    return {
        one: [dict(row) for row in decided if not any(_replaces(each, row) for each in decided)]
        for one, decided in grouped(_of(rows, municipality, fiscal_year), of).items()
    }


def said(row: Row) -> tuple[object, ...]:
    """What *row* says, wherever it stands: to tell whether two rows are the same."""
    key = key_of(row)
    return (
        *(row[name] for name in SAID if name not in ("account", "claim")),
        key.account,
        key.claim,
    )


def _of(rows: Iterable[Row], municipality: str, fiscal_year: int) -> Iterable[Row]:
    """Those of *rows* that apply to *municipality* in *fiscal_year*."""
    return (
        row
        for row in rows
        if row["fiscal_year"] == fiscal_year and row["municipality"] in ("", municipality)
    )


def _replaces(later: Row, row: Row) -> bool:
    """Whether *later* is decided after *row* and is of the same part, or one of the two is of the whole claim."""
    parts = {later["part"], row["part"]}
    return _moment(later) > _moment(row) and (len(parts) == 1 or "total" in parts)


def _moment(row: Row) -> tuple[date, int, str]:
    """When it was decided; at last, that which names the municipality comes after that which is for any."""
    return row["decided_on"], row["version"], row["municipality"]


def _decided(decision: Decision, before: Sequence[Row]) -> Iterable[Row]:
    """A row for each claim and part that has a target now."""
    asked = defaultdict(list)
    for aim in decision.aims:
        asked[fold(aim.account), fold(aim.claim)].append(aim)
    held = standing(before, decision.municipality, decision.fiscal_year, asked)
    for one, aims in asked.items():
        former = {row["part"]: row for row in held.get(one, [])}
        is_whole = any(aim.part == "total" for aim in aims)
        left = [part for part in former if (part == "total") == is_whole]
        blank = [Aim(aims[0].account, aims[0].claim, part, None) for part in left]
        for aim in [*aims, *(aim for aim in blank if aim.part not in {each.part for each in aims})]:
            row = _row(decision, aim, former.get(aim.part, {}))
            if row["target_yen"] is not None or row["target_case_count"] is not None:
                yield row


def _row(decision: Decision, aim: Aim, former: Row) -> Row:
    yen, cases = aim.target_yen, aim.target_case_count
    return {
        "municipality": decision.municipality,
        "fiscal_year": decision.fiscal_year,
        "decided_on": decision.decided_on,
        "account": aim.account,
        "claim": aim.claim,
        "part": aim.part,
        "target_yen": former.get("target_yen") if yen is None else yen,
        "target_case_count": former.get("target_case_count") if cases is None else cases,
        "status": _on_one_line(decision.status),
        "rule": _on_one_line(decision.rule),
    }


def _on_one_line(text: str) -> str:
    seen = ("" if unicodedata.category(letter) in ("Cf", "Cs") else letter for letter in text)
    return " ".join("".join(seen).replace("\0", " ").split())


def _problems(decision: Decision, rows: Sequence[Row], before: Sequence[Row]) -> list[str]:
    """What is wrong with the decision itself."""
    wrong = []
    if not rows:
        wrong.append("- 新しい目標が1つも入っていません。目標額を入れてください")
    for row in rows:
        words = f"{row['claim']}（{TARGET_PARTS[row['part']]}）"
        if row["target_yen"] is None:
            wrong.append(f"- {words}: 目標件数だけがあり、目標額がありません")
        elif row["target_yen"] < 0 or (row["target_case_count"] or 0) < 0:
            wrong.append(f"- {words}: 目標額と目標件数は0以上の整数で入れてください")
    last = max(before, key=_moment, default=None)
    if last is not None and decision.decided_on < last["decided_on"]:
        wrong.append(
            f"- 決定日（{date_label(decision.decided_on)}）が、{short_year_label(decision.fiscal_year)}の"
            f"版{last['version']}の決定日（{date_label(last['decided_on'])}）より前です"
        )
    return wrong
