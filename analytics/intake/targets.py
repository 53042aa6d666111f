"""Targets: CSV files in `data/targets/`, in yen of balance left. A bad one is refused whole, with every problem.

A claim is told apart by account and name. A file may leave the account out: then the name alone has to be enough, and
`analytics/sql/views/current_targets.sql` withholds the target of a name that two accounts hold.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa

from analytics.errors import LayoutFault, reason
from analytics.intake.target_keys import account_of, repeated
from analytics.intake.text import files_ending, fold, is_utf8, shown_name
from analytics.intake.values import parse_amount
from analytics.ledger.calendar import parse_fiscal_year
from analytics.ledger.columns import PARTS, TARGETS

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
PART_WORDS = {fold(label): part for part, label in PARTS.items()} | {
    **{part: part for part in PARTS},
    "total": "total",
    "計": "total",
    "合計": "total",
    "": "total",
}


def read_targets(folder: Path) -> pa.Table:
    """Every target in *folder* (one row per fiscal year × version × account × claim × part), or no rows for no target.

    Raises `LayoutFault` naming every file, row and column that is wrong.
    """
    rows: list[dict[str, object]] = []
    problems: list[str] = []
    for path in target_files(folder):
        _read_file(path, rows, problems)
    problems += repeated(rows)
    if problems:
        raise LayoutFault(
            "\n".join(["目標のファイルに誤りがあります。次を直してください。", *problems])
        )
    return pa.Table.from_pylist(rows, schema=TARGETS)


def target_files(folder: Path) -> list[Path]:
    """The files in *folder* that hold targets, by name."""
    return files_ending(".csv", folder)


def with_names_of(names: Iterable[str], targets: pa.Table, column: str = "claim") -> pa.Table:
    """*targets* with each word of *column* written as in *names* where the two differ in width and spaces only."""
    known = {fold(name): name for name in names}
    words = [
        word if word is None else known.get(fold(word), word)
        for word in targets[column].to_pylist()
    ]
    at = targets.schema.get_field_index(column)
    return targets.set_column(at, targets.schema.field(at), pa.array(words, pa.string()))


def _lines(path: Path) -> list[list[str]] | str:
    """The cells of every line: UTF-8, or CP932 as Excel saves an edited CSV. Else the sentence that says why not."""
    if not is_utf8(path.name):
        return "ファイルの名前の文字コードがUTF-8ではありません。名前を付け直してください"
    try:
        content = path.read_bytes()
    except OSError as problem:
        return f"開けません（{reason(problem)}）"
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return list(csv.reader(io.StringIO(content.decode(encoding), newline="")))
        except UnicodeDecodeError:
            continue
        except csv.Error:
            return (
                f"{csv.field_size_limit():,}字を超えるセルがあります。"
                '引用符（"）が開いたままでないかを確かめてください'
            )
    return "読めません。UTF-8のCSVで保存し直してください"


def _read_file(path: Path, rows: list[dict[str, object]], problems: list[str]) -> None:
    lines = _lines(path)
    if isinstance(lines, str):
        problems.append(f"- {shown_name(path.name)}: {lines}")
        return
    head = [fold(cell) for cell in lines[0]] if lines else []
    position = {
        name: head.index(fold(written))
        for name, header in HEADERS.items()
        for written in (header, name)
        if fold(written) in head
    }
    missing = [HEADERS[name] for name in NEEDED if name not in position]
    if missing:
        problems.append(f"- {path.name}: 見出し {'、'.join(missing)} がありません")
        return
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(head) :]):
            problems.append(
                f"- {path.name} {number}行目: セルが見出しより多くあります。コンマのある金額は引用符で囲んでください"
            )
            continue
        word = {name: cells[at].strip() if at < len(cells) else "" for name, at in position.items()}
        row, wrong = _row(word)
        problems += [f"- {path.name} {number}行目「{HEADERS[name]}」: {why}" for name, why in wrong]
        if not wrong:
            rows.append(row | {"source_name": path.name, "source_row": number})


def _row(word: dict[str, str]) -> tuple[dict[str, object], list[tuple[str, str]]]:
    wrong = []
    year = parse_fiscal_year(word["fiscal_year"])
    if year is None:
        wrong.append(("fiscal_year", "年度ではありません（例: 2023、令和5年度）"))
    version = parse_amount(word["version"])
    if version is None:
        wrong.append(("version", "版は整数で書いてください"))
    elif not 0 <= version <= MOST_VERSIONS:
        wrong.append(("version", f"版は 0 から {MOST_VERSIONS:,} までの整数で書いてください"))
    try:
        decided_on = date(*map(int, re.split(r"[-/]", word["decided_on"])))  # Excel saves 2023/6/1
    except (TypeError, ValueError, OverflowError):
        decided_on = date.min
        wrong.append(("decided_on", "日付ではありません（例: 2023-06-01）"))
    if not word["claim_kind"]:
        wrong.append(("claim_kind", "債権の名前がありません"))
    part = PART_WORDS.get(fold(word["part"]))
    if part is None:
        wrong.append(("part", f"{'、'.join(PARTS.values())}、計 のどれかを書いてください"))
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
        "decided_on": decided_on,
        "account": account_of(word.get("account", "")),
        "claim": word["claim_kind"],
        "part": part,
        "target_yen": target_yen,
        "target_case_count": cases,
        "status": word.get("status", ""),
        "rule": word.get("rule", ""),
    }, wrong
