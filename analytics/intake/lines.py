"""Rows → claim lines: what each row is (a detail, a total, no receivable), its amounts, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from analytics.intake.cells import Row, Sheet
from analytics.intake.findings import Finding, Severity, error, warning
from analytics.intake.layout import AmountSet, ClaimRule, Layout
from analytics.intake.text import fold, shape
from analytics.intake.totals import Entry, Totals
from analytics.intake.values import parse_amount
from analytics.ledger.columns import LABELS

MUST_HOLD = ("assessed_yen", "received_yen", "written_off_yen", "outstanding_yen")


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
    """What became of the rows. `read == accepted + rejected` always; set-aside rows are accepted and not counted."""

    lines: list[Line] = field(default_factory=list)
    details: list[Line] = field(
        default_factory=list
    )  # one for each whole detail row, right or wrong
    findings: list[Finding] = field(default_factory=list)
    read: int = 0
    rejected_rows: set[int] = field(default_factory=set)
    set_aside: int = 0

    @property
    def rejected(self) -> int:
        """Rows with something wrong."""
        return len(self.rejected_rows)

    @property
    def accepted(self) -> int:
        """Rows understood, whether or not they are receivables."""
        return self.read - self.rejected


def sort_rows(sheet: Sheet, layout: Layout) -> Sorted:
    """Read every row of *sheet*. Never stops at the first problem."""
    result = Sorted(read=len(sheet.rows))
    totals = Totals(layout)
    for worded in _filled(sheet, layout):
        place = _set_aside(worded, layout)
        result.set_aside += place is not None
        if place is None:
            lines, problems = _read_detail(worded, sheet, layout, totals)
            result.details += lines[:1]
            result.lines += [] if _errors(problems) else lines
        elif layout.set_aside[place].check != "none":
            problems = _read_total(worded, sheet, layout, totals, place)
        else:
            continue
        result.findings += problems
        if _errors(problems):
            result.rejected_rows.add(worded.row.number)
    late = list(totals.finish())
    result.findings += late
    result.rejected_rows |= {finding.row for finding in late if finding.row is not None}
    return result


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity is Severity.ERROR]


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
    `heading` holds until the next one.
    """
    filled = layout.file.fill_down
    headings = [key for key, column in layout.texts.items() if column.heading]
    above: dict[str, str] = {}
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
        word = word.removesuffix(fold(suffix))
    return word if re.search(column.heading, word) else ""


def _set_aside(worded: _Worded, layout: Layout) -> int | None:
    """The number of the rule that sets this row aside. A rule without a column looks at the whole row."""
    words, whole = worded.words, fold("".join(worded.row.cells))
    for place, rule in enumerate(layout.set_aside):
        found = re.search(rule.matches, words[rule.column] if rule.column else whole)
        kept = rule.unless and all(words[key] in known for key, known in rule.unless.items())
        if found and not kept:
            return place
    return None


def _read_total(
    worded: _Worded, sheet: Sheet, layout: Layout, totals: Totals, place: int
) -> list[Finding]:
    """What is wrong with a total row, by itself and beside its details. Its part is what the row alone says."""
    row = worded.row
    if not _is_whole(row, sheet):
        return [_ragged(row, sheet)]
    read = [_amounts(row, amount_set, sheet, layout) for amount_set in layout.amounts]
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
        amounts, wrong = _amounts(row, amount_set, sheet, layout)
        findings += wrong or _identity(amounts, amount_set, layout, row.number)
        part, unclear = _part(words, rule, amount_set, sheet, layout, row.number)
        cases, not_a_count = _case_count(row, amount_set, sheet, layout)
        findings += [finding for finding in (unclear, not_a_count) if finding]
        lines.append(Line(row.number, words, amounts, part, cases, rule))
    if rule is None and not findings:
        findings += _unmatched(lines, words, sheet, layout)
    said = _said_part(words, layout) or (rule.part if rule else "")
    totals.add(Entry(row.number, words, said, [line.amounts for line in lines]))
    return lines, findings


def _amounts(
    row: Row, amount_set: AmountSet, sheet: Sheet, layout: Layout
) -> tuple[dict[str, int], list[Finding]]:
    zero_marks = frozenset(fold(mark) for mark in layout.file.zero_marks)
    amounts, findings = {}, []
    for name, column in amount_set.columns.items():
        at = sheet.position.get(column.header)
        if at is None:
            continue  # said once, with the head
        value = parse_amount(row.cells[at], zero_marks, column.unit)
        if value is None:
            said = f"形「{shape(row.cells[at])}」" if row.cells[at].strip() else "空白"
            findings.append(
                error(
                    "not_an_amount",
                    f"金額の列に数でないもの（{said}）があります",
                    "数字に直すか、0を表す記号ならレイアウトの zero_marks に加えてください",
                    row.number,
                    column.header,
                )
            )
        else:
            amounts[name] = value * column.yen
    if amount_set.written_off_yen is None:
        amounts["written_off_yen"] = 0
    return amounts, findings


def _identity(
    amounts: dict[str, int], amount_set: AmountSet, layout: Layout, number: int
) -> list[Finding]:
    """facts.md 4.1: uncollected = assessed − received − written off (+ refunds pending where received holds them)."""
    if any(name not in amounts for name in MUST_HOLD):
        return []
    refund = amounts.get("refund_pending_yen", 0) if layout.refund_pending == "in_received" else 0
    expected = (
        amounts["assessed_yen"] - amounts["received_yen"] - amounts["written_off_yen"] + refund
    )
    gap = amounts["outstanding_yen"] - expected
    if abs(gap) <= amount_set.rounding:
        return []
    if layout.refund_pending == "not_shown" and 0 < gap <= amounts["received_yen"]:
        amounts["refund_pending_yen"] = gap
        return [
            warning(
                "refund_inferred",
                f"収入未済額が 調定額－収入済額－不納欠損額 より {gap:,}円 多く、この差を還付未済額とみなします",
                "還付未済額の資料と照らしてください",
                number,
                amount_set.outstanding_yen.header,
            )
        ]
    formula = "調定額－収入済額－不納欠損額" + ("＋還付未済額" if refund else "")
    return [
        error(
            "identity",
            f"{formula}＝{expected:,}円が、{LABELS['outstanding_yen']} {amounts['outstanding_yen']:,}円と"
            f"{abs(gap):,}円合いません",
            "元の帳票と照らして、この行の金額を直してください"
            + _identity_hint(gap, amount_set, layout),
            number,
            amount_set.outstanding_yen.header,
        )
    ]


def _identity_hint(gap: int, amount_set: AmountSet, layout: Layout) -> str:
    hints = []
    if abs(gap) <= 2 * max(column.yen for column in amount_set.columns.values()):
        hints.append(f"端数処理によるものならレイアウトの rounding を {abs(gap)} 以上に")
    if gap > 0 and amount_set.refund_pending_yen is None and layout.refund_pending != "not_shown":
        hints.append('表にない還付未済額によるものなら refund_pending を "not_shown" に')
    return f"（{'、'.join(hints)}してください）" if hints else ""


def _part(
    words: dict[str, str],
    rule: ClaimRule | None,
    amount_set: AmountSet,
    sheet: Sheet,
    layout: Layout,
    number: int,
) -> tuple[str, Finding | None]:
    if rule is None or not rule.split:
        return "undivided", None
    if part := amount_set.part or _said_part(words, layout) or rule.part:
        return part, None
    if layout.part is None:
        return "undivided", None
    header = layout.texts[layout.part.column].header
    if layout.part.otherwise != "error" or header not in sheet.position:
        return layout.part.otherwise, None  # a missing column is said once, with the head
    return "", error(
        "unknown_part",
        f"現年度分か滞納繰越分かが分かりません（「{words[layout.part.column]}」）",
        "レイアウトの [part] に、この言葉がどちらかを書いてください（区分のない債権なら rules に part か split を）",
        number,
        header,
    )


def _said_part(words: dict[str, str], layout: Layout) -> str:
    """The part that the row itself names, or ""."""
    if layout.part is None:
        return ""
    written = words[layout.part.column]
    if written in layout.part.current:
        return "current"
    return "carried_over" if written in layout.part.carried_over else ""


def _case_count(
    row: Row, amount_set: AmountSet, sheet: Sheet, layout: Layout
) -> tuple[int | None, Finding | None]:
    at = sheet.position.get(amount_set.case_count)
    if at is None or not row.cells[at].strip():
        return None, None
    count = parse_amount(row.cells[at], frozenset(map(fold, layout.file.zero_marks)))
    if count is not None and count >= 0:
        return count, None
    return None, error(
        "not_a_count",
        f"件数の列に数でないもの（形「{shape(row.cells[at])}」）があります",
        "0以上の整数に直してください",
        row.number,
        amount_set.case_count,
    )


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
