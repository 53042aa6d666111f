"""来歴: what was delivered again (訂正) or taken back (取り消し), with the old value and the new one side by side."""

from __future__ import annotations

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import file_scope, records, source_names, typed, with_year_label
from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.figure import Figure, Selection
from analytics.ledger.calendar import books_label, date_label
from analytics.ledger.money import exact, exact_change
from analytics.store.questions import question
from analytics.store.reader import Reader

EMPTY = "取り込んだ資料の訂正も取り消しもありません。"


def restatements(reader: Reader, selection: Selection) -> Figure:
    """Every claim whose amounts a later delivery changed: old and new balance (yen), when, and by which file.

    The sentence is that of the newest replacement.
    """
    here = file_scope(reader, selection)
    data = typed(reader.restatements)
    last = newest(data)
    labels = with_year_label(data, dict(question("restatements").labels))
    return Figure(
        name="restatements",
        title=_title(last) if len(last) else EMPTY,
        measure=FIGURE_TITLES["restatements"],
        headline=exact_change(int(last["difference_yen"].sum())) if len(last) else "0件",
        comparison=_comparison(last) if len(last) else "",
        as_of=last["as_of"].iloc[0].date() if len(last) else here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=_notes(last) if len(last) else (),
        sources=source_names(reader),
        empty="" if len(last) else EMPTY,
    )


def newest(data: pd.DataFrame) -> pd.DataFrame:
    """The rows of the last replacement; of several deliveries at once, those of the newest as-of date."""
    last = data[data["new_version"].eq(data["new_version"].max())]
    return last[last["as_of"].eq(last["as_of"].max())]


def _title(last: pd.DataFrame) -> str:
    """Whose balance, as of when, was changed when, by how much: ``令和8年9月末の水道課の残額は、…``."""
    row = records(last)[0]
    departments = list(dict.fromkeys(last["department_name"]))
    whose = f"の{departments[0]}" if len(departments) == 1 else ""
    day = row["restated_on"]
    lead = f"{books_label(row['as_of'].date())}{whose}の残額は、{day.month}月{day.day}日の{row['kind']}で"
    return sentences.restated(
        lead,
        int(last["difference_yen"].sum()),
        len(departments),
        is_shifted=bool((last["difference_yen"] != 0).any()),
    )


def _comparison(last: pd.DataFrame) -> str:
    row = records(last)[0]
    old, new = (exact(int(last[name].sum())) for name in ("old_yen", "new_yen"))
    return f"変わった債権の残額は、版 {row['old_version']}で{old}、版 {row['new_version']}で{new}"


def _notes(last: pd.DataFrame) -> tuple[str, ...]:
    row = records(last)[0]
    names = dict.fromkeys(name or "（なし）" for name in (row["old_name"], row["new_name"]))
    return (
        f"{date_label(row['restated_on'].date())}の{row['kind']}: {' → '.join(names)}",
        f"前の数字は、zangaku figure に --version {row['old_version']} を付けると見られます。",
        "債務者のいる債権の、納期の来た分の残額です。",
    )
