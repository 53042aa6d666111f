"""How `zangaku snapshots diff` speaks: each period's differences with their reasons, then one sentence."""

from __future__ import annotations

from typing import Any

import pandas as pd
from rich.markup import escape

from analytics.cli.options import Format
from analytics.cli.printing import json_rows, out, print_csv, print_json, table
from analytics.ledger.calendar import books_label
from analytics.ledger.money import exact, exact_change
from analytics.store.differing import Difference, Yen
from analytics.store.questions import question

COMPONENTS = {
    "assessed": "調定額",
    "received": "収入済額",
    "refund_pending": "還付未済額",
    "written_off": "不納欠損額",
}
NOTE = (
    "債務者のいる債権の、納期の来た分の比較です。どのわけの差も、残額への効きで示します（収入の増は残額の減）。"
    "基準日ごとの額は、その日の資料が届いた分です。次の一文の額は、届いていない課を前に届いた数字で数えます。"
)


def print_difference(found: Difference, numbers: tuple[int, int], form: Format) -> None:
    """*found* between the versions *numbers*, as a table with reasons, as CSV or as JSON."""
    frame = found.claims.to_pandas(date_as_object=False)
    if form is Format.CSV:
        print_csv(frame, question("checks/version_differences").labels)
    elif form is Format.JSON:
        print_json(_as_json(found, numbers, frame))
    else:
        _print_claims(found)
        _print_departments(found)
        _print_periods(found)
        out.print(escape(f"※ {NOTE}"))
        out.print(escape(sentence(found, numbers)))


def sentence(found: Difference, numbers: tuple[int, int]) -> str:
    """The whole difference in one sentence: how much, and which of it is new and which corrected."""
    old, new = found.newest
    parts = "、".join(
        f"{books_label(as_of)}の{kind} {exact_change(yen)}"
        for (kind, as_of), yen in found.steps.items()
    )
    change = "変わらなかった" if new == old else f"{exact(abs(new - old))}{_went(new - old)}"
    said = f"版 {numbers[0]} から版 {numbers[1]} で、未収残額は{change}（{exact(old)} → {exact(new)}）。"
    earlier = "、".join(
        f"{books_label(as_of)} {exact_change(yen)}" for as_of, yen in found.earlier.items()
    )
    said += f"うち {parts}。" if parts else ""
    return said + (f"このほか、それより前の基準日の訂正 {earlier}。" if earlier else "")


def _went(change_yen: int) -> str:
    return "増えた" if change_yen > 0 else "減った"


def _print_claims(found: Difference) -> None:
    if not found.claims.num_rows:
        out.print("どちらの版にもある基準日の残額に、違いはありません。")
        return
    rows = table("基準日", "年度", "所管課", "債権", "前の版", "後の版", "差", "わけ")
    for row in found.claims.to_pylist():
        rows.add_row(
            books_label(row["as_of"]),
            str(row["fiscal_year"]),
            escape(row["department_name"]),
            escape(row["claim"] + (f"（{row['account']}）" if row["account"] else "")),
            *(exact(row[name]) for name in ("old_yen", "new_yen")),
            _signed(row["difference_yen"]),
            escape(reasons(row)),
        )
    out.print(rows)


def reasons(row: dict[str, Any]) -> str:
    """Why the balance of one claim differs: how many lines, by which amount, with what effect in yen."""
    said = [
        f"{words} {row[f'{kind}_count']:,}件 {_signed(row[f'{kind}_yen'])}"
        for kind, words in (("gone", "前の版だけの行"), ("come", "後の版だけの行"))
        if row[f"{kind}_count"]
    ]
    said += [
        f"{words}の変更 {row[f'{name}_count']:,}件 {_signed(row[f'{name}_yen'])}"
        for name, words in COMPONENTS.items()
        if row[f"{name}_count"]
    ]
    if row["unexplained_yen"]:
        said.append(f"説明できない差 {_signed(row['unexplained_yen'])}")
    return "、".join(said)


def _print_departments(found: Difference) -> None:
    """The sums of the differences by department, and their total: what must add up."""
    if not found.claims.num_rows:
        return
    names: dict[tuple[Any, str], str] = {}
    sums: dict[tuple[Any, str], int] = {}
    for row in found.claims.to_pylist():
        key = row["as_of"], row["department"]
        names[key] = row["department_name"]
        sums[key] = sums.get(key, 0) + row["difference_yen"]
    rows = table("基準日", "所管課", "差")
    for (as_of, department), yen in sums.items():
        rows.add_row(books_label(as_of), escape(names[as_of, department]), _signed(yen))
    for as_of in dict.fromkeys(as_of for as_of, _ in sums):
        total = sum(yen for (day, _), yen in sums.items() if day == as_of)
        rows.add_row(books_label(as_of), "計", _signed(total))
    out.print(rows)


def _print_periods(found: Difference) -> None:
    rows = table("基準日", "前の版に届いた分", "後の版に届いた分", "差")
    for as_of, (old, new) in found.periods.items():
        change = "" if old is None or new is None else _signed(new - old)
        rows.add_row(books_label(as_of), _or_none(old), _or_none(new), change)
    out.print(rows)


def _or_none(yen: Yen) -> str:
    return "なし" if yen is None else exact(yen)


def _signed(yen: int) -> str:
    return f"+{exact(yen)}" if yen > 0 else exact(yen)


def _as_json(found: Difference, numbers: tuple[int, int], frame: pd.DataFrame) -> dict[str, Any]:
    return {
        "old_version": numbers[0],
        "new_version": numbers[1],
        "old_yen": found.newest[0],
        "new_yen": found.newest[1],
        "sentence": sentence(found, numbers),
        "steps": [
            {"kind": kind, "as_of": as_of.isoformat(), "difference_yen": yen}
            for (kind, as_of), yen in found.steps.items()
        ],
        "periods": [
            {"as_of": as_of.isoformat(), "old_yen": old, "new_yen": new}
            for as_of, (old, new) in found.periods.items()
        ],
        "labels": question("checks/version_differences").labels,
        "rows": json_rows(frame),
    }
