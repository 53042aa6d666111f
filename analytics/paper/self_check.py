"""自課点検 as one A4 page of HTML: for the screen and, by the browser's own print, for paper (`self_check.css`).

The numbers are those of the figure `self_check`, and nothing else is asked.
"""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from analytics.figures import Figure
from analytics.figures.base import records
from analytics.figures.self_check import FINDINGS, NO_PACE, POSITION
from analytics.figures.self_check_parts import (
    AGE,
    COMINGS,
    KINDS,
    LIMITS,
    MONTH,
    SERIES_OF,
    SIZE,
    STANDING,
    STATE,
)
from analytics.figures.shown import writer
from analytics.figures.stale import WAITING
from analytics.ledger.calendar import date_label
from analytics.ledger.money import change_words, words

STYLE = Path(__file__).with_name("self_check.css")
SPLIT = ("share_rate", "change_yen", "debtor_count")
COLUMNS = {  # section → the columns that it has beside label and amount
    MONTH: (),
    KINDS: ("share_rate", "change_yen", "gap_yen"),
    AGE: SPLIT,
    SIZE: SPLIT,
    STATE: SPLIT,
    COMINGS: ("debtor_count",),
    LIMITS: ("line_count",),
}
SHORT = {
    "amount_yen": "金額（円）",
    "share_rate": "割合",
    "change_yen": "1年の増減",
    "gap_yen": "目標まで",
    "line_count": "件数",
    "debtor_count": "人数",
}
Row = dict[str, Any]
SOURCES_NAMED = 2
NO_DELIVERY = "資料なし"
FOOT = (
    "時効の見通しは、記録の日付から計算した見込みで、要確認（状態の「時効期間経過」は課の記録）。"
    "法的な助言ではありません。"
)


def html(figure: Figure, place: str, made_up: str) -> str:
    """The sheet of *place*, with a mark where the data are *made_up* ("" where they are not)."""
    rows: dict[str, list[Row]] = {}
    for row in records(figure.frame):
        rows.setdefault(row["section"], []).append(row)
    mark = f'<p class="made-up">{escape(made_up)}</p>' if made_up else ""
    tables = {section: _table(section, rows.get(section, []), figure) for section in COLUMNS}
    as_of = f"{date_label(figure.as_of)}現在" if figure.as_of else ""
    return (
        f'<div class="sheet self-check">{mark}<h2 class="name">{escape(place)}　自課点検</h2>'
        f'<p class="when">{as_of}　版 {figure.version}</p>'
        f'<p class="finding">{escape(figure.title)}</p>'
        f"{_boxes(figure, rows.get(STANDING, []))}{_findings(figure)}"
        f'<div class="two">{_series(rows.get(SERIES_OF, []))}{tables[MONTH]}</div>'
        f'<div class="two">{tables[KINDS]}{tables[STATE]}</div>'
        f'<div class="two">{tables[AGE]}{tables[SIZE]}</div>'
        f'<div class="two">{tables[LIMITS]}{tables[COMINGS]}</div>'
        f"{_foot(figure)}</div>"
    )


def _boxes(figure: Figure, standing: list[Row]) -> str:
    """Balance, target, pace and position, large."""
    yen = {row["key"]: int(row["amount_yen"]) for row in standing}
    boxes = [("未収残額", figure.headline, figure.comparison)]
    if "gap_yen" in yen:
        gap = yen["gap_yen"]
        said = f"あと{words(gap)}" if gap > 0 else f"{words(-gap)}下回る" if gap else "目標どおり"
        boxes.append(("目標まで", said, f"目標額 {words(yen['target_yen'])}"))
    if "required_pace_yen" in yen:
        pace = words(yen["required_pace_yen"])
        boxes.append(("必要なペース", f"月に{pace}の減", "締切までの月数で割った額"))
    elif NO_PACE in figure.facts:
        boxes.append(("必要なペース", "出せない", figure.facts[NO_PACE]))
    position = figure.facts[POSITION]
    by_change = "gap_yen" not in yen and not position.startswith("順位")  # nobody has a target
    boxes.append(("順位", position, "残額の増減率の順" if by_change else "目標の達成率の順"))
    return (
        '<div class="boxes">'
        + "".join(
            f"<div><p>{escape(name)}</p><p><b>{escape(value)}</b></p><p>{escape(said)}</p></div>"
            for name, value, said in boxes
        )
        + "</div>"
    )


def _findings(figure: Figure) -> str:
    """The three sentences, and whose numbers are of an earlier month."""
    lines = "".join(
        f"<li><b>{escape(name)}</b>　{escape(figure.facts[name])}</li>"
        for name in (*FINDINGS, WAITING)
        if name in figure.facts
    )
    return f'<ol class="findings">{lines}</ol>'


def _series(rows: list[Row]) -> str:
    """The balance of the last periods as bars, the first and the newest with their number; words for want of one."""
    highest = max((int(row["amount_yen"]) for row in rows if _is(row["amount_yen"])), default=0)
    bars = []
    for at, row in enumerate(rows):
        if not _is(row["amount_yen"]):
            said = f"{row['label']} {NO_DELIVERY}"
            bars.append(f'<div title="{escape(said)}"><b>{NO_DELIVERY}</b></div>')
            continue
        height = 100 * max(int(row["amount_yen"]), 0) / highest if highest > 0 else 0
        number = words(int(row["amount_yen"])) if at in (0, len(rows) - 1) else ""
        said = f"{row['label']} {words(int(row['amount_yen']))}"
        bars.append(
            f'<div title="{escape(said)}"><i style="height:{height:.1f}%"><span>{number}</span></i></div>'
        )
    ends = f"<p>{escape(rows[0]['label'])}</p><p>{escape(rows[-1]['label'])}</p>" if rows else ""
    return (
        f'<section><h2>{SERIES_OF}</h2><div class="series">{"".join(bars)}</div>'
        f'<div class="ends">{ends}</div></section>'
    )


def _table(section: str, rows: list[Row], figure: Figure) -> str:
    """One section as a table; a section without rows says why."""
    if not rows:
        said = figure.facts.get(section, "残額がありません。")
        return f"<section><h2>{section}</h2><p>{escape(said)}</p></section>"
    columns = _columns(section, rows)
    largest = max(
        (abs(int(row["amount_yen"])) for row in rows if _is(row["amount_yen"])), default=0
    )
    heads = "".join(f"<th>{SHORT[column]}</th>" for column in columns)
    body = "".join(
        f"<tr><td>{escape(str(row['label']))}</td>"
        f"<td class='bar'>{_bar(row['amount_yen'], largest)}</td>"
        + "".join(f'<td class="number">{_cell(column, row[column])}</td>' for column in columns)
        + "</tr>"
        for row in rows
    )
    return (
        f"<section><h2>{section}</h2><table><thead><tr><th></th><th class='bar'></th>{heads}</tr></thead>"
        f"<tbody>{body}</tbody></table></section>"
    )


def _columns(section: str, rows: list[Row]) -> list[str]:
    """What stands beside a label. Where there are targets, the distance to them takes the place of the share."""
    left_out = "share_rate" if any(_is(row["gap_yen"]) for row in rows) else "gap_yen"
    return [name for name in ("amount_yen", *COLUMNS[section]) if name != left_out]


def _bar(yen: object, largest: int) -> str:
    if not _is(yen) or not largest:
        return ""
    return f'<i style="width:{100 * abs(int(yen)) / largest:.1f}%"></i>'  # type: ignore[call-overload]


def _cell(column: str, value: object) -> str:
    """A change says its direction in words, so that paper needs no colour."""
    if column == "change_yen" and _is(value):
        return escape(change_words(int(value)))  # type: ignore[call-overload]
    return escape(writer(column)(value))


def _is(value: object) -> bool:
    return isinstance(value, int)


def _foot(figure: Figure) -> str:
    said = (*figure.notes, FOOT, f"出典: {figure.files(SOURCES_NAMED)}")
    return "".join(f'<p class="foot">{escape(note)}</p>' for note in said)
