"""What a claim line must hold to be believed: its amounts add up, its days can be, and it stands there once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import numpy as np

from analytics.intake.records.cells import day_number
from analytics.intake.records.grid import Codes, Rows, combined
from analytics.intake.records.kinds import PARTS, UNKNOWN, Sheet
from analytics.intake.records.month import fiscal_year_of
from analytics.intake.records.typed import NO_DAY, Integers
from analytics.intake.text import fold

AMOUNTS = (
    "assessed_yen",
    "received_yen",
    "refund_pending_yen",
    "written_off_yen",
    "outstanding_yen",
)
EVENTS = ("reminded_on", "acknowledged_on", "suspended_on", "last_paid_on")
KEY = ("debtor_key", "levy_year", "instalment")
FAR = 2 * 365  # days from the day of the file to a due day that can only be a slip of the pen
CORRECT = "元の資料と照らして直してください"


def amounts_of(sheet: Sheet) -> dict[str, Integers]:
    """Every amount in yen; one that the file does not show follows from the others (facts.md 4.1)."""
    given = {name: sheet.fields[name].integers for name in AMOUNTS if name in sheet.fields}
    nothing = np.zeros(sheet.count, np.int64)
    amounts = {name: given.get(name, nothing) for name in AMOUNTS}
    refund = _refund(sheet, amounts)
    if "assessed_yen" not in given:
        amounts["assessed_yen"] = (
            amounts["outstanding_yen"]
            + amounts["received_yen"]
            + amounts["written_off_yen"]
            - refund
        )
    elif "received_yen" not in given:
        amounts["received_yen"] = (
            amounts["assessed_yen"]
            - amounts["outstanding_yen"]
            - amounts["written_off_yen"]
            + refund
        )
    return amounts


def _refund(sheet: Sheet, amounts: Mapping[str, Integers]) -> Integers:
    is_in = sheet.layout.refund_pending == "in_received"
    return amounts["refund_pending_yen"] * int(is_in)


def _read(sheet: Sheet) -> Rows:
    """Rows whose amounts could all be read: only of these can it be said that they do not add up."""
    rows = sheet.all()
    for name in AMOUNTS:
        if name in sheet.fields:
            values = sheet.fields[name]
            rows &= values.is_there | (values.is_blank & (not values.is_needed))
    return rows


def check_parts(sheet: Sheet, rules: Codes, split: Codes) -> None:
    """Every row is of the current year or carried over."""
    written = sheet.fields.get("part")
    source = written or sheet.fields.get("levy_year")
    unread = sheet.none()  # of which it is said already why
    if source is not None:
        unread = ~source.is_there & ~(source.is_blank & (not source.is_needed))
    sheet.faults.reject(
        "unknown_part",
        (split == UNKNOWN) & (rules != UNKNOWN) & ~unread,
        "現年度分か滞納繰越分かが分かりません",
        "レイアウトの [part] を確かめてください",
        written.label if written else "",
    )
    levied, years = sheet.fields.get("levy_year"), sheet.fields.get("fiscal_year")
    if written is not None and levied is not None and years is not None:
        sheet.faults.reject(
            "carried_too_early",
            (split == PARTS.index("carried_over"))
            & levied.is_there
            & years.is_there
            & (levied.integers >= years.integers),
            "会計年度より前の賦課でないのに、滞納繰越分とあります",
            "年度と現年・滞納繰越の区分のどちらが誤りかを、元の資料で確かめて直してください",
            written.label,
        )
        sheet.faults.warn(
            "current_of_old",
            (split == PARTS.index("current"))
            & levied.is_there
            & years.is_there
            & (levied.integers < years.integers),
            "会計年度より前の賦課なのに、現年度分とあります",
            "過ぎた年度の分を今年度に調定したものでなければ、年度と区分のどちらが誤りかを確かめてください",
            written.label,
        )


def check_amounts(sheet: Sheet, amounts: Mapping[str, Integers]) -> None:
    """facts.md 4.1, on every row, to the yen."""
    owed = amounts["outstanding_yen"]
    label = sheet.fields["outstanding_yen"].label if "outstanding_yen" in sheet.fields else ""
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


def check_days(sheet: Sheet) -> None:
    """Days that cannot be: due before it was levied, paid after the day of the file."""
    fields, as_of = sheet.fields, day_number(sheet.as_of)
    if "levy_year" in fields:
        levied = fields["levy_year"]
        sheet.faults.reject(
            "levied_later",
            levied.is_there & (levied.integers > fiscal_year_of(sheet.as_of)),
            "基準日より後の賦課年度です",
            f"{CORRECT}。別の月のファイルでないかも確かめてください",
            levied.label,
        )
    if "due_on" in fields:
        _check_due(sheet)
    for name in EVENTS:
        if name in fields:
            values = fields[name]
            sheet.faults.reject(
                "after_as_of",
                values.is_there & (values.days > as_of),
                f"{values.field.label}が基準日（{sheet.as_of.isoformat()}）より後です",
                f"{CORRECT}。別の月のファイルでないかも確かめてください",
                values.label,
            )


def _check_due(sheet: Sheet) -> None:
    fields = sheet.fields
    due, later = fields["due_on"], sheet.none()
    if "levied_on" in fields:
        before = fields["levied_on"].is_there & (fields["levied_on"].days > due.days)
        said = "調定日より前です"
    elif "levy_year" in fields:
        years = fields["levy_year"].integers
        later = years > fiscal_year_of(sheet.as_of)  # said already
        firsts = {
            int(year): day_number(date(int(year), 4, 1)) for year in np.unique(years) if year > 0
        }
        first = np.array([firsts.get(int(year), NO_DAY) for year in years], np.int64)
        before, said = due.days < first, "賦課年度の始まりより前です"
    else:
        before, said = sheet.none(), ""
    sheet.faults.reject(
        "due_before_levy", due.is_there & before & ~later, f"納期限が{said}", CORRECT, due.label
    )
    if sheet.layout.as_of.basis == "due":  # what is not yet due, of a loan say, may be due in years
        sheet.faults.reject(
            "due_far_ahead",
            due.is_there & (due.days > day_number(sheet.as_of) + FAR),
            "納期限が基準日より2年以上先です",
            CORRECT,
            due.label,
        )
    if "reminded_on" in fields:
        reminded = fields["reminded_on"]
        sheet.faults.warn(
            "reminded_early",
            reminded.is_there & due.is_there & (reminded.days <= due.days),
            "督促日が納期限より後になっていません",
            "日付を確かめてください。時効の計算に使います",
            reminded.label,
        )
    if "contracted_on" in fields:
        contracted = fields["contracted_on"]
        sheet.faults.warn(
            "contracted_late",
            contracted.is_there & due.is_there & (contracted.days > due.days),
            "契約日が納期限より後です",
            "日付を確かめてください。時効の年数に関わります",
            contracted.label,
        )


def check_repeated(sheet: Sheet, rules: Codes, years: Integers) -> None:
    """One line twice: the same row again, or two rows that say different things of one claim."""
    if "debtor_key" not in sheet.fields:
        return
    key = [sheet.fields[name].identity for name in KEY if name in sheet.fields]
    years_from = (years - years.min(initial=0)).astype(np.int32)
    lines, first = combined([rules + 1, years_from, *key], sheet.count)
    is_there = sheet.fields["debtor_key"].is_there & (rules != UNKNOWN)
    times = np.bincount(lines[is_there], minlength=len(first))
    several = np.flatnonzero(is_there & (times[lines] > 1)).tolist()
    again, other = sheet.none(), sheet.none()
    seen: dict[tuple[str, ...], int] = {}
    for row in several:
        again[row] = seen.setdefault(tuple(map(fold, sheet.grid.cells(row))), row) != row
    kept = np.bincount(lines[is_there & ~again], minlength=len(first))
    other[several] = kept[lines[several]] > 1
    label = sheet.fields["debtor_key"].label
    sheet.faults.reject(
        "repeated", again, "上の行とまったく同じ行です", "重なった行を消してください", label
    )
    sheet.faults.reject(
        "conflict",
        other & ~again,
        "同じ債務者・債権・年度・期別の行が2つ以上あり、内容が違います",
        "どれが正しいかを元の資料で確かめ、1行にしてください。別の債権なら、期別などで分かるようにしてください",
        label,
    )
