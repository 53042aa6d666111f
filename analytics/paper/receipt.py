"""受領書: what a department gets for the files that it handed in: HTML for the screen, paper and a file of its own.

Nothing in it is asked from elsewhere, and nothing in it is a debtor's: files, rows, sums and causes only.
"""

from __future__ import annotations

from dataclasses import replace
from html import escape
from pathlib import Path

from analytics.intake.findings import Severity
from analytics.intake.grouped import Cause
from analytics.ledger.calendar import JAPAN, books_label, date_label
from analytics.ledger.money import MINUS
from analytics.ledger.municipality import MADE_UP, is_made_up
from analytics.store.receipts import Receipt, ReceivedFile

STYLE = Path(__file__).with_name("receipt.css")
SHORT = 12  # signs of a hash that stand in the table
NONE = "－"
MIB, KIB = 1024 * 1024, 1024
HEADS = (
    "№",
    "ファイル",
    "読んだ行",
    "受け入れ<br/>(うち直し)",
    "受け入れず",
    "計・注記",
    "",
    "件数",
    "収入未済額（円）",
)


def for_department(receipt: Receipt, department: str) -> Receipt:
    """*receipt* with the files of *department* only. What was left out is known by its name alone, and stays."""
    return replace(
        receipt, files=tuple(file for file in receipt.files if department in file.departments)
    )


def html(receipt: Receipt, to: str, office: str) -> str:
    """The receipt as a part of a page: for whom (*to*) and from which *office*, either may be ""."""
    made_up = (
        f'<p class="made-up">{MADE_UP}のデータ</p>' if is_made_up(receipt.municipality) else ""
    )
    moment = receipt.received_at.astimezone(JAPAN)
    day = f"{date_label(moment.date())} {moment:%H:%M}"
    rows = "".join(_file(number, file) for number, file in enumerate(receipt.files, start=1))
    heads = "".join(f"<th>{head}</th>" for head in HEADS)
    return (
        f'<div class="sheet receipt">{made_up}<h1>受領書</h1>'
        f'<div class="parties"><div class="to">{escape(to) or "　"}　御中</div><div class="from">'
        f"<p>{day} 受領（版 {receipt.version}）</p>"
        f"<p>{escape(receipt.municipality)}　{escape(office)}</p></div></div>"
        f"<p>次の{len(receipt.files)}ファイルを受け取り、点検のうえ取り込みました。</p>"
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
        f"{_left_out(receipt)}{_remarks(receipt)}{_fine_print(receipt)}</div>"
    )


def document(receipt: Receipt, to: str, office: str) -> str:
    """The receipt as a file that stands alone, to be kept, sent and printed."""
    style = STYLE.read_text(encoding="utf-8")
    return (
        '<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8">'
        f"<title>受領書 版{receipt.version}</title><style>body {{ margin: 0; }} {style}</style></head>"
        f"<body>{html(receipt, to, office)}</body></html>"
    )


def _file(number: int, file: ReceivedFile) -> str:
    """A file: what was read of it, and its totals beside those of its department and of the month before."""
    lines: list[tuple[str, int | None, int | None]] = [("今回", file.details, file.yen)]
    if (file.control_count, file.control_yen) != (None, None):
        lines.append(("所管課の控え", file.control_count, file.control_yen))
    if file.before:
        label = f"前回（{books_label(file.before.as_of)}）"
        lines.append((label, file.before.rows, file.before.yen))
    if file.corrected:
        lines.append(
            (f"訂正前（版 {file.corrected.version}）", file.corrected.rows, file.corrected.yen)
        )
    span = f' rowspan="{len(lines)}"'
    about = (
        f'<td class="file"{span}>{escape(file.name)}'
        f'<span class="small">{escape(file.layout_title)}、{books_label(file.as_of)}現在<br/>'
        f"{_size(file.size_bytes)}、SHA-256 {file.sha256[:SHORT]}…</span></td>"
    )
    accepted = f"{file.accepted_rows:,}<br/>({file.repaired_rows:,})"
    counts = (
        f"{file.rows_read:,}",
        accepted,
        f"{file.rejected_rows:,}",
        f"{file.set_aside_rows:,}",
    )
    cells = "".join(f'<td class="number"{span}>{count}</td>' for count in counts)
    totals = [
        f'<td class="label">{label}</td><td class="number">{_count(rows)}</td><td class="number">{_count(yen)}</td>'
        for label, rows, yen in lines
    ]
    first = f'<td class="number"{span}>{number}</td>{about}{cells}{totals[0]}'
    return f"<tr>{first}</tr>" + "".join(f"<tr>{line}</tr>" for line in totals[1:])


def _left_out(receipt: Receipt) -> str:
    if not receipt.left_out:
        return ""
    items = "".join(f"<li>{escape(name)}: {escape(why)}</li>" for name, why in receipt.left_out)
    return f'<h2>取り込まなかったファイル</h2><ol class="remarks">{items}</ol>'


def _remarks(receipt: Receipt) -> str:
    """What was remarked and what was put right, by cause, with the numbers of the files."""
    found: dict[tuple[Severity, str, str], list[tuple[int, Cause]]] = {}
    for number, file in enumerate(receipt.files, start=1):
        for cause in file.causes:
            found.setdefault((cause.severity, cause.message, cause.todo), []).append(
                (number, cause)
            )
    said = "".join(
        f"<li>{escape(_remark(*key, causes))}</li>"
        for severity in (Severity.WARNING, Severity.REPAIR)
        for key, causes in found.items()
        if key[0] is severity
    )
    listed = f'<ul class="remarks">{said}</ul>' if said else "<p>ありません。</p>"
    return f"<h2>注意と、直して読んだところ</h2>{listed}"


def _remark(severity: Severity, message: str, todo: str, causes: list[tuple[int, Cause]]) -> str:
    """``直し　和暦を西暦に直して読みました（№1 402行、№7 124行）。``"""
    where = "、".join(f"№{number} {cause.count:,}行" for number, cause in causes)
    return f"{severity.label}　{message}（{where}）。{f'→ {todo}。' if todo else ''}"


def _fine_print(receipt: Receipt) -> str:
    """The hashes in full: by them anybody can tell the very file."""
    items = "".join(
        f"<li>№{number} {file.sha256}</li>" for number, file in enumerate(receipt.files, start=1)
    )
    return f'<h2>ファイルの照合値（SHA-256）</h2><ol class="fine">{items}</ol>'


def _count(number: int | None) -> str:
    if number is None:
        return NONE
    return f"{MINUS if number < 0 else ''}{abs(number):,}"


def _size(size: int) -> str:
    """*size* in bytes as people say it.

    >>> _size(1_572_864)
    '1.5 MB'
    """
    if size >= MIB:
        return f"{size / MIB:,.1f} MB"
    return f"{size / KIB:,.0f} KB" if size >= KIB else f"{size} バイト"
