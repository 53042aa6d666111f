"""The amounts of a claim line: those that are written, those that follow from them, and whether they add up."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from analytics.intake.records.checks import CORRECT
from analytics.intake.records.grid import Rows
from analytics.intake.records.kinds import Sheet
from analytics.intake.records.typed import Integers
from analytics.ledger.columns import AMOUNTS


def amounts_of(sheet: Sheet) -> dict[str, Integers]:
    """Every amount in yen; one that the file does not show follows from the others (facts.md 4.1)."""
    given = {name: sheet.fields[name].integers for name in AMOUNTS if name in sheet.fields}
    nothing = np.zeros(sheet.count, np.int64)
    amounts = {name: given.get(name, nothing) for name in AMOUNTS}
    refund = _refund(sheet, amounts)
    settled = amounts["written_off_yen"] - refund
    if "assessed_yen" not in given:
        amounts["assessed_yen"] = amounts["outstanding_yen"] + amounts["received_yen"] + settled
    elif "received_yen" not in given:
        amounts["received_yen"] = amounts["assessed_yen"] - amounts["outstanding_yen"] - settled
    return amounts


def _refund(sheet: Sheet, amounts: Mapping[str, Integers]) -> Integers:
    is_in = sheet.layout.refund_pending == "in_received"
    return amounts["refund_pending_yen"] * int(is_in)


def check_amounts(sheet: Sheet, amounts: Mapping[str, Integers]) -> None:
    """facts.md 4.1, on every row, to the yen."""
    owed = amounts["outstanding_yen"]
    label = sheet.fields["outstanding_yen"].label
    expected = (
        amounts["assessed_yen"]
        - amounts["received_yen"]
        - amounts["written_off_yen"]
        + _refund(sheet, amounts)
    )
    wrong = _read(sheet) & (owed != expected)
    gap = int(np.abs(owed - expected)[wrong].sum())
    sheet.faults.reject(
        "identity",
        wrong,
        "調定額－収入済額－不納欠損額が収入未済額と合いません",
        f"{CORRECT}（差の合計 {gap:,}円）" if wrong.sum() > 1 else f"{CORRECT}（差 {gap:,}円）",
        label,
    )
    sheet.faults.warn(
        "overpaid",
        _read(sheet) & (owed < 0) & ~wrong,
        "収入未済額が0円より少ない行があります",
        "納め過ぎ（過誤納）なら還付の手続きを、誤りなら金額を確かめてください",
        label,
    )


def _read(sheet: Sheet) -> Rows:
    """Rows whose amounts could all be read: only of these can it be said that they do not add up."""
    rows = sheet.all()
    for name in AMOUNTS:
        if name in sheet.fields:
            rows &= sheet.fields[name].is_read
    return rows
