"""Targets: CSV files and workbooks in `data/targets/`, in yen of balance left. A bad one is refused whole, with every
problem.

A claim is told apart by account and name. A file may leave the account out: then the name alone has to be enough, and
`analytics/sql/views/matched_targets.sql` withholds the target of a name that two accounts hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from analytics.errors import InputFault, LayoutFault
from analytics.intake.target_keys import account_of, repeated
from analytics.intake.target_order import out_of_order
from analytics.intake.target_sheets import Lines, read_lines, target_files
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.ledger.columns import TARGET_PARTS, TARGETS
from analytics.ledger.days import parse_day
from analytics.ledger.spreadsheet import original

Row = dict[str, Any]  # a target by the columns of TARGETS

HEADERS = {  # column → the header in the file; the ASCII name is understood as well
    "municipality": "自治体",
    "fiscal_year": "年度",
    "version": "版",
    "decided_on": "決定日",
    "account": "会計",
    "claim_kind": "債権",
    "part": "区分",
    "target_yen": "目標額（円）",
    "target_case_count": "目標件数",
    "status": "種別",
    "rule": "決め方",
}
NEEDED = ("fiscal_year", "version", "decided_on", "claim_kind", "part", "target_yen")
MOST_VERSIONS = 9999  # more is a mistyped date
PART_WORDS = {
    **{fold(label): part for part, label in TARGET_PARTS.items()},
    **{part: part for part in TARGET_PARTS},
    "合計": "total",
    "": "total",
}
HEAD_WORDS = [*HEADERS, *HEADERS.values()]


@dataclass(frozen=True)
class Found:
    """What stands in files of targets: the rows that are well, and each thing that is wrong, with its place."""

    rows: list[Row]
    problems: list[str]


def read_targets(folder: Path) -> pa.Table:
    """Every target in *folder* (one row per fiscal year × version × account × claim × part), or no rows for no target.

    Raises `LayoutFault` naming every file, row and column that is wrong.
    """
    found = read_files(target_files(folder))
    if problems := found.problems + contradictions(found.rows):
        raise LayoutFault(
            "\n".join(["目標のファイルに誤りがあります。次を直してください。", *problems])
        )
    return pa.Table.from_pylist(found.rows, schema=TARGETS)


def read_files(paths: Iterable[Path]) -> Found:
    """The targets in the files at *paths*, each file by itself: whether they agree, `contradictions` says."""
    found = Found([], [])
    for path in paths:
        try:
            sheets = read_lines(path, HEAD_WORDS)
        except InputFault as fault:
            found.problems.append(f"- {fault}")
            continue
        for lines in sheets:
            _read(lines, found)
    return found


def contradictions(rows: list[Row]) -> list[str]:
    """What *rows*, of all files together, say against each other; each with its files and rows."""
    return [*repeated(rows), *out_of_order(rows)]


def with_names_of(names: Iterable[str], targets: pa.Table, column: str = "claim") -> pa.Table:
    """*targets* with each word of *column* written as in *names* where the two differ in width and spaces only."""
    known = {fold(name): name for name in names}
    words = [
        word if word is None else known.get(fold(word), word)
        for word in targets[column].to_pylist()
    ]
    at = targets.schema.get_field_index(column)
    return targets.set_column(at, targets.schema.field(at), pa.array(words, pa.string()))


def _read(lines: Lines, found: Found) -> None:
    position = {
        name: at
        for name, header in HEADERS.items()
        if (at := lines.position([name, header])) is not None
    }
    missing = [HEADERS[name] for name in NEEDED if name not in position]
    if missing:
        found.problems.append(f"- {lines.name}: 見出し {'、'.join(missing)} がありません")
        return
    for number, cells in lines.body:
        if lines.is_csv and any(cell.strip() for cell in cells[len(lines.head) :]):
            found.problems.append(
                f"- {lines.name} {number}行目: セルが見出しより多くあります。コンマのある金額は引用符で囲んでください"
            )
            continue
        word = {
            name: original(cells[at].strip()) if at < len(cells) else ""
            for name, at in position.items()
        }
        row, wrong = _row(word)
        found.problems.extend(
            f"- {lines.name} {number}行目「{HEADERS[name]}」: {why}" for name, why in wrong
        )
        if not wrong:
            found.rows.append(row | {"source_name": lines.name, "source_row": number})


def _row(word: dict[str, str]) -> tuple[Row, list[tuple[str, str]]]:
    wrong = []
    year = parse_fiscal_year(word["fiscal_year"])
    if year is None:
        wrong.append(("fiscal_year", "年度ではありません（例: 2023、令和5年度）"))
    version = parse_amount(word["version"])
    if version is None:
        wrong.append(("version", "版は整数で書いてください"))
    elif not 0 <= version <= MOST_VERSIONS:
        wrong.append(("version", f"版は 0 から {MOST_VERSIONS:,} までの整数で書いてください"))
    day = parse_day(word["decided_on"])  # Excel saves 2023/6/1
    if day is None:
        wrong.append(("decided_on", "日付ではありません（例: 2023-06-01）"))
    if not word["claim_kind"]:
        wrong.append(("claim_kind", "債権の名前がありません"))
    part = PART_WORDS.get(fold(word["part"]))
    if part is None:
        wrong.append(("part", f"{'、'.join(TARGET_PARTS.values())} のどれかを書いてください"))
    target_yen = parse_amount(word["target_yen"])
    if target_yen is None or target_yen < 0:
        wrong.append(("target_yen", "0以上の円の整数で書いてください"))
    written_cases = word.get("target_case_count", "")
    cases = parse_amount(written_cases) if written_cases else None
    if written_cases and (cases is None or cases < 0):
        wrong.append(("target_case_count", "0以上の整数で書くか、空白にしてください"))
    return {
        "municipality": word.get("municipality", ""),
        "fiscal_year": year,
        "version": version,
        "decided_on": day.day if day else date.min,
        "account": account_of(word.get("account", "")),
        "claim": word["claim_kind"],
        "part": part,
        "target_yen": target_yen,
        "target_case_count": cases,
        "status": word.get("status", ""),
        "rule": word.get("rule", ""),
    }, wrong
