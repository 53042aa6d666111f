"""What was delivered, taken in, corrected, decided, or does not fit."""

from __future__ import annotations

from analytics.ledger.money import change_words, exact, words
from analytics.ledger.periods import Period


def files_read(files: int, rows: int, rejected: int) -> str:
    """How many rows of how many files were read, and how many of them not accepted."""
    count = f"{files}つ" if files < 10 else f"{files:,}個"
    return f"{count}のファイルの{rows:,}行を読み、受け入れなかった行は{rejected:,}行"


def warned(warnings: int, repairs: int) -> str:
    """How many warnings there were, and how many kinds of repair."""
    repaired = f"、直して読んだところは{repairs:,}種" if repairs else ""
    return f"取り込みの点検で付いた注意は{warnings:,}件{repaired}"


def owing(subject: str, period: Period, count: int, yen: int) -> str:
    """How many claims something is owed of, and how much."""
    return f"{period.until}に{subject}未収のある債権は{count}行、計{words(yen)}"


def left_out(yen: int, times: str) -> str:
    """What nobody owes as a debtor, at *times*."""
    return f"債務者のいない収入の未済 {words(yen)}（{times}）は残額に数えていません"


def unmatched(count: int, yen: int) -> str:
    """What nothing explains, of how many claims."""
    return f"不突合は{count}つの債権で{change_words(yen)}"


def restated(lead: str, change: int, departments: int, *, is_shifted: bool) -> str:
    """What a later delivery did to a balance; *is_shifted* when parts of it moved against each other."""
    if change:
        together = f"{departments}課あわせて" if departments > 1 else ""
        return f"{lead}{together}{exact(abs(change))}{'増えた' if change > 0 else '減った'}"
    if is_shifted:
        return f"{lead}内訳が変わり、合計は変わらなかった"
    return f"{lead}変わらず、内訳の調定・収入・欠損が変わった"


def decided(year: str, versions: int, name: str, change: str) -> str:
    """How often the targets of *year* were decided, and what the newest, *name*, changed."""
    if versions == 1:
        return f"{year}の目標は{name}だけで、まだ見直されていない"
    return f"{year}の目標は{versions}回決められ、{name}で{change}"
