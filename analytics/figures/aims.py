"""Target lines: where the balance would stand if every target were met, one line for each version that was decided."""

from __future__ import annotations

import pandas as pd

from analytics.figures.base import Scope, frame, records
from analytics.ledger.calendar import date_label, short_year_label
from analytics.ledger.money import words
from analytics.store.reader import Reader

NO_LINES = "目標は納期限の過ぎた分で決めるものなので、納期未到来を含むときは目標線を引きません。"


def target_lines(reader: Reader, here: Scope) -> pd.DataFrame:
    """One row per fiscal year and version: `aim_yen` from `from_on` to `to_on`, and `label` for that of the year shown.

    What has no target is added as it stands, and so is the next year's book where it is open already: the line can be
    held against the whole balance. None where the balance holds what is not yet due.
    """
    data, _ = frame(reader, "target_lines", here.parameters)
    if here.is_all:
        data = data.head(0)
    rows = [
        {
            "fiscal_year": row["fiscal_year"],
            "version": row["version"],
            "decided_on": row["decided_on"],
            "aim_yen": row["target_yen"] + row["uncovered_yen"] + row["next_yen"],
            "uncovered_yen": row["uncovered_yen"],
            "uncovered_count": row["uncovered_count"],
            "next_yen": row["next_yen"],
            "from_on": max(row["first_on"], row["decided_on"]),
            "to_on": row["last_on"],
            "is_shown": row["last_on"].date() == here.period.period_on,
        }
        for row in records(data)
        if row["decided_on"] <= row["last_on"]
    ]
    columns = ["fiscal_year", "version", "decided_on", "aim_yen", "from_on", "to_on", "is_shown"]
    return pd.DataFrame(rows, columns=[*columns, "uncovered_yen", "uncovered_count", "next_yen"])


def target_notes(lines: pd.DataFrame, here: Scope) -> tuple[str, ...]:
    """The versions of the year shown with their amounts, and what stands in for claims without a target."""
    shown = records(lines[lines["is_shown"].astype(bool)])
    if not shown:
        return (NO_LINES,) if here.is_all else ()
    told = "、".join(
        f"版{row['version']}（{date_label(row['decided_on'].date())}決定）{words(row['aim_yen'])}"
        for row in shown
    )
    notes = [f"横線＝{short_year_label(shown[-1]['fiscal_year'])}の目標: {told}。"]
    last = shown[-1]
    if last["uncovered_yen"]:
        notes.append(
            f"目標のない{last['uncovered_count']}つの債権の{words(last['uncovered_yen'])}は、"
            "いまの残額のまま目標線に足しています。"
        )
    if last["next_yen"]:
        notes.append(
            f"もう開いている次の年度の帳簿の{words(last['next_yen'])}は、この年度の目標の外なので、そのまま目標線に足しています。"
        )
    return tuple(notes)
