"""What was found, by cause: of findings that follow from one mistake only the mistake is said, with every row it is in.

Nothing is dropped that could be a mistake of its own: a finding is folded into another only when it says the very same
of another row, or when the numbers show that it follows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace

from analytics.intake.cells import Sheet
from analytics.intake.characters import DAMAGE
from analytics.intake.findings import Finding, Severity
from analytics.intake.rows import RowsRead
from analytics.intake.text import row_spans

FEW = 3  # rows of which the same is said and yet one by one
SOME = 9  # rows that are wrong in one way and yet told one by one
NAMED = 20  # unknown words that are named
MOST = 0.5  # share of the rows from which on a fault is one of the columns, not of the rows
COLUMNS_MOVED = "列がずれているか、見出しと中身が違います"
OF_MOST_ROWS = {  # code → what is the matter when it is found in most rows
    "identity": f"ほとんどの行で金額が合いません。{COLUMNS_MOVED}",
    "not_an_amount": f"金額の列のほとんどが数ではありません。{COLUMNS_MOVED}",
    "unknown_claim": f"ほとんどの行がどの債権か分かりません。別の表か、{COLUMNS_MOVED}",
    "unknown_part": f"ほとんどの行の区分が分かりません。{COLUMNS_MOVED}",
    "unknown_department": "ほとんどの行の所属コードが部署表にありません。"
    "別の自治体や別の年度のファイルか、列がずれています",
    "bad_year": f"年度の列のほとんどが年度ではありません。{COLUMNS_MOVED}",
    "ragged": "ほとんどの行で列の数が見出しと違います。見出しか明細の片方だけ、列が増えたか減っています",
}


def causes_first(findings: Iterable[Finding], sheet: Sheet, rows: RowsRead) -> list[Finding]:
    """*findings* with what follows from one mistake told once."""
    left = [sheet.located(each) for each in findings if not _is_unreadable_word(each)]
    return repeated_once(_of_one_setting(_of_most_rows(left, rows.read)))


def _is_unreadable_word(finding: Finding) -> bool:
    """Whether nobody knows a word because characters of it are lost, which is said of its row already."""
    return bool(DAMAGE.search(finding.unknown))


def _of_most_rows(findings: list[Finding], read: int) -> list[Finding]:
    """A fault of nearly every row is one of the file. What is said alike of most rows leaves the others as they are."""
    for key, few in ((_said_alike, FEW), (_of_one_kind, SOME)):
        groups: dict[tuple[str, ...], list[Finding]] = defaultdict(list)
        for finding in findings:
            groups[key(finding)].append(finding)
        findings = [
            each
            for (code, *_), group in groups.items()
            for each in (
                [_of_file(group, read)]
                if code in OF_MOST_ROWS and _count(group) > max(few, MOST * read)
                else group
            )
        ]
    return findings


def _said_alike(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.column, finding.message


def _of_one_kind(finding: Finding) -> tuple[str, ...]:
    return finding.code, finding.column


def _count(group: list[Finding]) -> int:
    return len({each.row for each in group})


def _of_file(group: list[Finding], read: int) -> Finding:
    first = group[0]
    says = (
        f"{OF_MOST_ROWS[first.code]}（{_rows(group)}、読んだ{read:,}行のうち{_count(group):,}行）"
    )
    words = list(dict.fromkeys(each.unknown for each in group if each.unknown))
    others = f"。ほかに {'、'.join(words[1:NAMED])}" if len(words) > 1 else ""
    more = f" など{len(words):,}種類" if len(words) > NAMED else ""
    return replace(
        first,
        message=f"{says}。たとえばこの行では、{first.message}{others}{more}",
        todo=f"見出しと中身の列を元の帳票と見比べてください。列が正しければ、{first.todo}",
    )


def _of_one_setting(findings: list[Finding]) -> list[Finding]:
    """What one line of the layout would put right, whichever rows it is in: sums put out by rounding or by refunds."""
    for code in ("rounded", "refund_side"):
        alike = [each for each in findings if each.code == code]
        if _count(alike) <= FEW:
            continue
        first, most = alike[0], max(abs(each.gaps[0]) for each in alike)
        says = f"{first.message}（{_rows(alike)}の{_count(alike):,}行が、同じわけで最大{most:,}円合いません）"
        todo = first.todo.replace(f"rounding を {abs(first.gaps[0])} ", f"rounding を {most} ")
        rest = (each for each in findings if each.code != code)
        findings = [replace(first, message=says, todo=todo), *rest]
    return findings


def repeated_once(findings: list[Finding]) -> list[Finding]:
    """The very same said of many rows is said once, with the rows."""
    groups: dict[object, list[Finding]] = defaultdict(list)
    for finding in findings:
        what = "" if finding.code == "repeated" else finding.message
        groups[finding.severity, finding.code, finding.column, what].append(finding)
    left = []
    for group in groups.values():
        rows = {each.row for each in group}
        if len(rows) <= FEW or None in rows or group[0].severity is Severity.WARNING:
            left += group
            continue
        same = "それぞれ前の行と同じ" if group[0].code == "repeated" else "同じ"
        says = f"{group[0].message}（{_rows(group)}の{len(rows):,}行が{same}です）"
        left.append(replace(group[0], message=says))
    return left


def _rows(findings: Collection[Finding]) -> str:
    """The rows of *findings*: ``2〜5、9行目``."""
    return row_spans(each.row for each in findings if each.row is not None)
