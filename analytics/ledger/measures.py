"""取組（やってPR）: which measure is a notice and which an execution, counted apart (facts.md 4.9).

The names are those that departments write in their records, so the table (`measures.toml`) is the city's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from analytics.errors import LayoutFault
from analytics.ledger.rules_file import read_rules

NAME, ROWS, TITLE = "measures.toml", "measures", "取組の数え方"
NOTE = (
    "催告・予告と執行は、別に数えます。名前の表は data/rules/measures.toml にあり、市で直せます。"
    "「その後の納付」は、取組から決まった日数のうちに納められた額で、取組のおかげとは限りません。"
)
HEADERS = ("取組", "数え方", "告げる処分")
NOTICE, EXECUTION, OTHER, UNLISTED = "notice", "execution", "other", "unlisted"
KINDS = {
    NOTICE: "催告・予告",
    EXECUTION: "執行",
    OTHER: "調査・相談・約束など",
    UNLISTED: "表にない取組",
}


@dataclass(frozen=True)
class Rule:
    """How a measure of one name is counted, and with what it threatens."""

    kind: str  # of KINDS, never UNLISTED
    threatens: str = ""


@dataclass(frozen=True)
class Measure:
    """One record of `ACTIONS`; one without a debtor was done to many at once."""

    done_on: date
    action: str
    debtor_key: str | None = None
    case_count: int | None = None
    concerned_yen: int | None = None


@dataclass(frozen=True)
class Counted:
    """Records, cases and yen of one kind of measure; None where one record does not tell."""

    measure_count: int
    case_count: int | None
    concerned_yen: int | None


def counted(measures: Sequence[Measure], rules: dict[str, Rule]) -> dict[str, Counted]:
    """Kind of `KINDS` → its records, cases and yen; kinds without a record are left out."""
    of_kind: dict[str, list[Measure]] = {kind: [] for kind in KINDS}
    for measure in measures:
        rule = rules.get(measure.action)
        of_kind[rule.kind if rule else UNLISTED].append(measure)
    return {
        kind: Counted(
            len(found),
            _sum(each.case_count for each in found),
            _sum(each.concerned_yen for each in found),
        )
        for kind, found in of_kind.items()
        if found
    }


def _sum(values: Iterable[int | None]) -> int | None:
    known = list(values)
    return None if None in known else sum(value or 0 for value in known)


def read(folder: Path) -> dict[str, Rule]:
    """Name of a measure → how it is counted. Raises `LayoutFault` naming the row that is wrong and what to do."""
    told = read_rules(folder / NAME, TITLE, 'kind = "notice"')
    listed = told.get(ROWS)
    if not isinstance(listed, list) or told.keys() != {ROWS}:
        raise LayoutFault(
            f"{TITLE} {NAME} に誤りがあります。取組ごとに [[{ROWS}]] の行を書き、ほかの項目は消してください。"
        )
    wrong = [
        f"- {place}番目: {why}" for place, row in enumerate(listed, 1) if (why := _mistake(row))
    ]
    names = [row["name"] for row in listed] if not wrong else []
    twice = dict.fromkeys(name for name in names if names.count(name) > 1)
    wrong += [f"- 「{name}」が2つあります。1つにしてください" for name in twice]
    if wrong:
        raise LayoutFault("\n".join([f"{TITLE} {NAME} に誤りがあります。", *wrong]))
    return {row["name"]: Rule(row["kind"], row.get("threatens", "")) for row in listed}


def _mistake(row: Any) -> str:
    if not isinstance(row, dict) or not {"name", "kind"} <= row.keys() <= {
        "name",
        "kind",
        "threatens",
    }:
        return "name と kind（要るなら threatens）だけを書いてください"
    if not all(isinstance(value, str) and value.strip() for value in row.values()):
        return "どの値も、引用符で囲んだ言葉で書いてください"
    kinds = [kind for kind in KINDS if kind != UNLISTED]
    if row["kind"] not in kinds:
        return f"kind は {'、'.join(kinds)} のどれかにしてください"
    if "threatens" in row and row["kind"] != NOTICE:
        return f'threatens は kind が "{NOTICE}" のときだけ書けます'
    return ""


def rows(rules: dict[str, Rule]) -> list[tuple[str, ...]]:
    """The table below `HEADERS`, in the order of the file."""
    return [(name, KINDS[rule.kind], rule.threatens or "－") for name, rule in rules.items()]
