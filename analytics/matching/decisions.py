"""What people decided about two debtors: the same person, two people, or later. It outranks the model, for good.

Decisions stand in a journal that nobody can change unseen (`analytics.store.journal`). The last one about a pair holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from analytics.errors import InputFault
from analytics.store.chain import Record
from analytics.store.journal import Journal

VERDICTS = {"same": "同じ人", "different": "別の人", "later": "あとで"}
LONGEST_NAME = 60  # letters
Debtor = tuple[str, str]  # department, debtor_key
Pair = tuple[Debtor, Debtor]


@dataclass(frozen=True)
class Decision:
    """One decision; the smaller debtor comes first."""

    pair: Pair
    verdict: str  # one of VERDICTS
    decided_by: str
    decided_on: date


def paired(one: Debtor, other: Debtor) -> Pair:
    """Two debtors as a pair, the smaller one first."""
    return (one, other) if one <= other else (other, one)


def decide(
    root: Path, one: Debtor, other: Debtor, verdict: str, decided_by: str, at: datetime, on: date
) -> Decision:
    """Write down in the store at *root* what was decided about two debtors.

    Raises `InputFault` for a verdict there is not, a debtor compared with itself, or nobody's name; `StoreFault` when
    it cannot be written, and then nothing was.
    """
    by = decided_by.strip()
    if verdict not in VERDICTS:
        raise InputFault(
            f"判断「{verdict}」は知らない言葉です。{'、'.join(VERDICTS)} のどれかにしてください。"
        )
    if one == other:
        raise InputFault("同じ債務者どうしは比べられません。別の債務者を選んでください。")
    if not by or len(by) > LONGEST_NAME:
        raise InputFault(f"判断した人の名前を、1字から{LONGEST_NAME}字で書いてください。")
    made = Decision(paired(one, other), verdict, by, on)
    (first, first_key), (second, second_key) = made.pair
    record = {
        "department_l": first,
        "debtor_key_l": first_key,
        "department_r": second,
        "debtor_key_r": second_key,
        "verdict": verdict,
        "decided_by": by,
        "decided_on": on.isoformat(),
    }
    _journal(root).append([record], at)
    return made


def decisions(root: Path) -> dict[Pair, Decision]:
    """The decision that holds about each pair. Raises `StoreFault` for a journal that was changed."""
    return {made.pair: made for made in _journal(root).read(_read)}


def _read(record: Record) -> Decision:
    one, other = (
        (str(record[f"department_{side}"]), str(record[f"debtor_key_{side}"])) for side in "lr"
    )
    if record["verdict"] not in VERDICTS:
        raise ValueError("no verdict")
    day = date.fromisoformat(str(record["decided_on"]))
    return Decision((one, other), str(record["verdict"]), str(record["decided_by"]), day)


def _journal(root: Path) -> Journal:
    return Journal(root / "journals" / "matching.jsonl")
