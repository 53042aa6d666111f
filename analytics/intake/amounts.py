"""The money and the number of cases in one row, and whether the money adds up as a settlement must (facts.md 4.1)."""

from __future__ import annotations

from analytics.intake.cells import Sheet
from analytics.intake.findings import Finding, error, warning
from analytics.intake.head import Row
from analytics.intake.layout import AmountSet, Layout
from analytics.intake.text import shape
from analytics.intake.values import LARGEST, parse_amount

MUST_HOLD = ("assessed_yen", "received_yen", "written_off_yen", "outstanding_yen")


def read_amounts(
    row: Row, amount_set: AmountSet, sheet: Sheet, layout: Layout
) -> tuple[dict[str, int], list[Finding]]:
    """The amounts of *amount_set* in *row*, in yen; those that are no numbers are left out and found fault with."""
    amounts, findings = {}, []
    for name, column in amount_set.columns.items():
        if not sheet.position.keys() >= set(column.header):
            continue  # said once, with the head
        cells = {header: row.cells[sheet.position[header]] for header in column.header}
        marks = layout.file.zero_marks
        values = {header: parse_amount(cell, marks, column.unit) for header, cell in cells.items()}
        wrong = [header for header, value in values.items() if value is None]
        findings += [_not_an_amount(cells[header], header, row.number) for header in wrong]
        if wrong:
            continue
        amount = sum(value or 0 for value in values.values()) * column.yen
        if abs(amount) < LARGEST:
            amounts[name] = amount
        else:
            findings.append(_not_an_amount(cells[column.header[0]], column.label, row.number))
    if amount_set.written_off_yen is None:
        amounts["written_off_yen"] = 0
    return amounts, findings


def _not_an_amount(cell: str, header: str, number: int) -> Finding:
    said = f"形「{shape(cell)}」" if cell.strip() else "空白"
    return error(
        "not_an_amount",
        f"金額の列に数でないもの（{said}）があります",
        "数字に直すか、0を表す記号ならレイアウトの zero_marks に加えてください",
        number,
        header,
    )


def check_identity(
    amounts: dict[str, int], amount_set: AmountSet, layout: Layout, number: int
) -> list[Finding]:
    """Uncollected = assessed − received − written off (+ refunds pending where received holds them).

    Where the file does not show refunds pending, what is left over is one, and is added to *amounts*.
    """
    if any(name not in amounts for name in MUST_HOLD):
        return []
    refund = amounts.get("refund_pending_yen", 0) if layout.refund_pending == "in_received" else 0
    expected = (
        amounts["assessed_yen"] - amounts["received_yen"] - amounts["written_off_yen"] + refund
    )
    gap = amounts["outstanding_yen"] - expected
    if abs(gap) <= amount_set.rounding:
        return []
    header = amount_set.outstanding_yen.label
    if layout.refund_pending == "not_shown" and 0 < gap <= amounts["received_yen"]:
        amounts["refund_pending_yen"] = gap
        return [
            warning(
                "refund_inferred",
                f"収入未済額が 調定額－収入済額－不納欠損額 より {gap:,}円 多く、この差を還付未済額とみなします",
                "還付未済額の資料と照らしてください",
                number,
                header,
            )
        ]
    formula = "調定額－収入済額－不納欠損額" + ("＋還付未済額" if refund else "")
    code, hints = _settings(gap, amounts, amount_set, layout)
    return [
        error(
            code,
            f"{formula}＝{expected:,}円が、収入未済額 {amounts['outstanding_yen']:,}円と{abs(gap):,}円合いません",
            "元の帳票と照らし、写し誤りなら金額を直してください"
            + (f"（{'、'.join(hints)}してください）" if hints else ""),
            number,
            header,
            gaps=(gap,),
        )
    ]


def _settings(
    gap: int, amounts: dict[str, int], amount_set: AmountSet, layout: Layout
) -> tuple[str, list[str]]:
    """The kind of the finding, and what in the layout may be wrong instead of the amount."""
    unit = max(amount_set.columns[name].yen for name in MUST_HOLD if name in amount_set.columns)
    refund = amounts.get("refund_pending_yen", 0)
    other = {
        "in_received": (-refund, "not_in_received"),
        "not_in_received": (refund, "in_received"),
    }
    explains, setting = other.get(layout.refund_pending, (0, ""))
    if gap == explains:
        return "refund_side", [
            f'還付未済額の分だけ違うので、どの行もそうなら refund_pending を "{setting}" に'
        ]
    code, hints = "identity", []
    if unit > 1 and abs(gap) <= 2 * unit:
        code = "rounded"
        hints.append(f"端数処理によるものならレイアウトの rounding を {abs(gap)} 以上に")
    if gap > 0 and amount_set.refund_pending_yen is None and layout.refund_pending != "not_shown":
        hints.append('表にない還付未済額によるものなら refund_pending を "not_shown" に')
    return code, hints


def read_case_count(
    row: Row, amount_set: AmountSet, sheet: Sheet, layout: Layout
) -> tuple[int | None, list[Finding]]:
    """The number of cases in *row*; None where the file does not say."""
    at = sheet.position.get(amount_set.case_count)
    if at is None or not row.cells[at].strip():
        return None, []
    count = parse_amount(row.cells[at], layout.file.zero_marks)
    if count is not None and count >= 0:
        return count, []
    return None, [
        error(
            "not_a_count",
            f"件数の列に数でないもの（形「{shape(row.cells[at])}」）があります",
            "0以上の整数に直してください",
            row.number,
            amount_set.case_count,
        )
    ]
