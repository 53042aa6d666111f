"""A detail row → its claim lines, one for each `[[amounts]]`: whose claim, which part, how much, and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.intake.amounts import check_identity, read_amounts, read_case_count
from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error
from analytics.intake.layout import AmountSet, ClaimRule, Layout
from analytics.intake.words import WordedRow


@dataclass(frozen=True)
class Line:
    """One claim line of one row. Amounts are yen; `words` are the row's texts, folded for comparison."""

    row: int
    words: dict[str, str]
    amounts: dict[str, int]
    part: str
    case_count: int | None
    rule: ClaimRule | None  # None: a line of the books that is no receivable


def claim_lines(
    worded: WordedRow, sheet: Sheet, layout: Layout
) -> tuple[list[Line], list[Finding]]:
    """The claim lines of a whole detail row, and what is wrong with it."""
    row, words = worded.row, worded.words
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
    if part := amount_set.part or said_part(words, layout) or rule.part:
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
            unknown=words[layout.part.column],
        )
    ]


def said_part(words: dict[str, str], layout: Layout) -> str:
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
            unknown=named,
        )
    ]


def knows_claims(sheet: Sheet, layout: Layout) -> bool:
    """Whether the sheet has every column that the claim rules look at."""
    return all(layout.texts[key].header in sheet.position for key in _rule_columns(layout))


def _rule_columns(layout: Layout) -> set[str]:
    return {column for rule in layout.claims.rules for column in rule.when}
