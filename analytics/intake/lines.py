"""Rows → claim lines: what each row is (a detail, a total, no receivable), its amounts, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.intake.amounts import check_identity, read_amounts, read_case_count
from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, errors_in
from analytics.intake.head import Row
from analytics.intake.layout import AmountSet, ClaimRule, Layout
from analytics.intake.text import fold
from analytics.intake.totals import Entry, Totals


@dataclass(frozen=True)
class Line:
    """One claim line of one row. Amounts are yen; `words` are the row's texts, folded for comparison."""

    row: int
    words: dict[str, str]
    amounts: dict[str, int]
    part: str
    case_count: int | None
    rule: ClaimRule | None  # None: a line of the books that is no receivable


@dataclass(frozen=True)
class _Worded:
    """A row with its folded texts, and which of them stand in the row itself rather than above it."""

    row: Row
    words: dict[str, str]
    own: dict[str, str]


@dataclass
class Sorted:
    """What became of the rows that were read: every one has something wrong, or is a detail, or was set aside."""

    lines: list[Line] = field(default_factory=list)
    details: list[Line] = field(default_factory=list)  # one per whole detail row, right or wrong
    findings: list[Finding] = field(default_factory=list)
    read: int = 0
    rejected_rows: set[int] = field(default_factory=set)
    set_aside: int = 0


def sort_rows(sheet: Sheet, layout: Layout) -> Sorted:
    """Read every row of *sheet*. Never stops at the first problem."""
    result = Sorted(read=len(sheet.rows))
    totals = Totals(layout)
    seen: dict[tuple[str, ...], int] = {}
    whole = sheet.position.keys() >= set(
        layout.headers
    )  # else what tells two rows apart may be missing
    for worded in _filled(sheet, layout):
        place = _set_aside(worded, layout)
        result.set_aside += place is not None
        if place is None:
            lines, problems = _read_detail(worded, sheet, layout, totals)
            problems += _repeated(worded, lines, seen) if whole else []
            result.details += lines[:1]
            result.lines += [] if errors_in(problems) else lines
        elif layout.set_aside[place].check != "none":
            problems = _read_total(worded, sheet, layout, totals, place)
        else:
            continue
        result.findings += problems
        if errors_in(problems):
            result.rejected_rows.add(worded.row.number)
    late = list(totals.finish())
    result.findings += late
    result.rejected_rows |= {finding.row for finding in late if finding.row is not None}
    return result


def _repeated(
    worded: _Worded, lines: list[Line], seen: dict[tuple[str, ...], int]
) -> list[Finding]:
    """The same words and amounts twice are one line exported twice, unless there is no money in it."""
    key = (*worded.words.values(), *(cell.strip() for cell in worded.row.cells))
    first = seen.setdefault(key, worded.row.number)
    if first == worded.row.number or not any(any(line.amounts.values()) for line in lines):
        return []
    return [
        error(
            "repeated",
            f"{first}行目とまったく同じ行です",
            "二重に出力されていないかを確かめ、片方を消してください",
            worded.row.number,
        )
    ]


def _is_whole(row: Row, sheet: Sheet) -> bool:
    """As many cells as the head has; blank ones may follow."""
    surplus = row.cells[sheet.width :]
    return len(row.cells) >= sheet.width and not any(cell.strip() for cell in surplus)


def _ragged(row: Row, sheet: Sheet) -> Finding:
    return error(
        "ragged",
        f"列の数が {len(row.cells)} で、見出しの {sheet.width} と違います",
        "行が途中で切れていないか、区切り文字がセルの中にないかを確かめてください",
        row.number,
    )


def _filled(sheet: Sheet, layout: Layout) -> Iterator[_Worded]:
    """Each row with its texts, those from above filled in.

    A blank in a `fill_down` column means the same as above, until a column listed before it has a new word; a
    `heading` holds until the next one, and the first may stand above the head.
    """
    filled = layout.file.fill_down
    headings = {key: column.heading for key, column in layout.texts.items() if column.heading}
    above = {
        key: line
        for line in sheet.above
        for key, heading in headings.items()
        if re.search(heading, line)
    }
    for row in sheet.rows:
        own = {key: _word(row, key, sheet, layout) for key in layout.texts}
        for place, key in enumerate(filled):
            if own[key]:
                above |= dict.fromkeys(filled[place:], "") | {key: own[key]}
        above |= {key: own[key] for key in headings if own[key]}
        yield _Worded(row, {key: word or above.get(key, "") for key, word in own.items()}, own)


def _word(row: Row, key: str, sheet: Sheet, layout: Layout) -> str:
    column = layout.texts[key]
    at = sheet.position.get(column.header)
    word = fold(row.cells[at]) if at is not None and at < len(row.cells) else ""
    for suffix in column.strip_suffix:
        word = word.removesuffix(suffix)
    return word if re.search(column.heading, word) else ""


def _set_aside(worded: _Worded, layout: Layout) -> int | None:
    """The place of the first rule that sets this row aside, or None for a detail."""
    whole = fold("".join(worded.row.cells))
    rules = enumerate(layout.set_aside)
    return next((place for place, rule in rules if rule.fits(worded.words, whole)), None)


def _read_total(
    worded: _Worded, sheet: Sheet, layout: Layout, totals: Totals, place: int
) -> list[Finding]:
    """What is wrong with a total row, by itself and beside its details. Its part is what the row alone says."""
    row = worded.row
    if not _is_whole(row, sheet):
        return [_ragged(row, sheet)]
    read = [read_amounts(row, amount_set, sheet, layout) for amount_set in layout.amounts]
    amounts = [amounts for amounts, _ in read]
    is_of_one_part = layout.part is not None and bool(worded.own[layout.part.column])
    said = _said_part(worded.own, layout) if is_of_one_part else ""
    total = Entry(row.number, worded.words, said, amounts)
    return [*(problem for _, wrong in read for problem in wrong), *totals.compare(place, total)]


def _read_detail(
    worded: _Worded, sheet: Sheet, layout: Layout, totals: Totals
) -> tuple[list[Line], list[Finding]]:
    """The claim lines of a detail row, none when cells are missing, and what is wrong with it."""
    row, words = worded.row, worded.words
    if not _is_whole(row, sheet):  # its amounts are unknown, and no total can be held against them
        totals.add(Entry(row.number, words, "", [{} for _ in layout.amounts]))
        return [], [_ragged(row, sheet)]
    rule = next((rule for rule in layout.claims.rules if rule.fits(words)), None)
    findings: list[Finding] = []
    lines = []
    for amount_set in layout.amounts:
        amounts, wrong = read_amounts(row, amount_set, sheet, layout)
        part, unclear = _part(words, rule, amount_set, sheet, layout, row.number)
        cases, not_a_count = read_case_count(row, amount_set, sheet, layout)
        findings += wrong or check_identity(amounts, amount_set, layout, row.number)
        findings += unclear + not_a_count
        lines.append(Line(row.number, words, amounts, part, cases, rule))
    if rule is None and not findings:
        findings += _unmatched(lines, words, sheet, layout)
    said = _said_part(words, layout) or (rule.part if rule else "")
    totals.add(Entry(row.number, words, said, [line.amounts for line in lines]))
    return lines, findings


def _part(
    words: dict[str, str],
    rule: ClaimRule | None,
    amount_set: AmountSet,
    sheet: Sheet,
    layout: Layout,
    number: int,
) -> tuple[str, list[Finding]]:
    """Which part a line is of: what its columns, its words and its claim's rule say, in this order."""
    if rule is None or not rule.split:
        return "undivided", []
    if part := amount_set.part or _said_part(words, layout) or rule.part:
        return part, []
    if layout.part is None:
        return "undivided", []
    header = layout.texts[layout.part.column].header
    if layout.part.otherwise != "error" or header not in sheet.position:
        return layout.part.otherwise, []  # a missing column is said once, with the head
    return "", [
        error(
            "unknown_part",
            f"現年度分か滞納繰越分かが分かりません（「{words[layout.part.column]}」）",
            "レイアウトの [part] に、この言葉がどちらかを書いてください"
            "（区分のない債権なら rules に part か split を）",
            number,
            header,
        )
    ]


def _said_part(words: dict[str, str], layout: Layout) -> str:
    """The part that the row itself names, or ""."""
    if layout.part is None:
        return ""
    written = words[layout.part.column]
    if written in layout.part.current:
        return "current"
    return "carried_over" if written in layout.part.carried_over else ""


def _unmatched(
    lines: list[Line], words: dict[str, str], sheet: Sheet, layout: Layout
) -> list[Finding]:
    if not knows_claims(sheet, layout):
        return []  # said once, with the head
    owed = any(
        line.amounts.get("outstanding_yen") or line.amounts.get("written_off_yen") for line in lines
    )
    if layout.claims.unmatched == "not_receivable" and not owed:
        return []
    named = "・".join(word for key, word in words.items() if key in _rule_columns(layout) and word)
    return [
        error(
            "unknown_claim",
            f"どの債権か分からない行（{named}）に"
            + ("収入未済額か不納欠損額があります" if owed else "金額があります"),
            "レイアウトの [claims] rules に、この行がどの債権かを加えてください"
            "（合計や注記の行なら [[set_aside]] に）",
            lines[0].row,
        )
    ]


def knows_claims(sheet: Sheet, layout: Layout) -> bool:
    """Whether the sheet has every column that the claim rules look at."""
    return all(layout.texts[key].header in sheet.position for key in _rule_columns(layout))


def _rule_columns(layout: Layout) -> set[str]:
    return {column for rule in layout.claims.rules for column in rule.when}
