"""What a balance consists of: its age, size and state, its levy years, and what may expire."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from analytics.figures.sentences.rows import Row
from analytics.ledger.bands import LARGE, OLD, SOON
from analytics.ledger.money import change_words, percent, words


def age_of(subject: str, rows: Sequence[Row]) -> str:
    """How much of a balance is a year old and more, from *rows* with `band`, `outstanding_yen`, `change_yen`."""
    return _share_of(subject, rows, OLD, "納期限から1年以上たった分")


def size_of(subject: str, rows: Sequence[Row]) -> str:
    """How much of a balance large debtors owe, from *rows* as in `age_of`."""
    return _share_of(subject, rows, LARGE, "50万円以上の債務者の分")


def state_of(subject: str, rows: Sequence[Row]) -> str:
    """How much is to be collected, to be settled, or not begun, from *rows* with `group_label` and yen."""
    total = sum(row["outstanding_yen"] for row in rows)
    groups = dict.fromkeys(row["group_label"] for row in rows)
    told = []
    for group in groups:
        yen = sum(row["outstanding_yen"] for row in rows if row["group_label"] == group)
        if yen:
            told.append(f"{group}は{words(yen)}（{percent(yen / total)}）")
    return f"{subject}{'、'.join(told)}"


def _share_of(subject: str, rows: Sequence[Row], bands: Collection[str], what: str) -> str:
    """How much of all rows those of *bands* are, and how that moved since the same month of last year."""
    total = sum(row["outstanding_yen"] for row in rows)
    chosen = [row for row in rows if row["band"] in bands]
    yen = sum(row["outstanding_yen"] for row in chosen)
    if not yen:
        return f"{subject}{what}はない"
    told = f"{subject}{what}は{words(yen)}で、全体の{percent(yen / total)}"
    changes = [row["change_yen"] for row in chosen]
    if not all(isinstance(change, int) for change in changes):
        return told  # nothing to compare it with
    return f"{told}。前年同月から{change_words(sum(changes))}"


def left_after(rows: Sequence[Row]) -> str:
    """How much was left of the newest levy year and of the one before, at the same age.

    *rows* have `levy_year`, `cohort_label`, `month_count` and `left_rate`. The age is 12 months, or that of the newest
    when it is younger.
    """
    newest = max(row["levy_year"] for row in rows)
    reached = [row["month_count"] for row in rows if row["levy_year"] == newest]
    age = 12 if 12 in reached else max(reached)
    at_age = {row["levy_year"]: row for row in rows if row["month_count"] == age}
    now, before = at_age[newest], at_age.get(newest - 1)
    told = f"締切の{age}か月後に残っているのは、{now['cohort_label']}で{percent(now['left_rate'])}"
    if before is None:
        return told
    same = percent(now["left_rate"]) == percent(before["left_rate"])
    return told + (
        f"と{before['cohort_label']}に同じ"
        if same
        else f"、{before['cohort_label']}で{percent(before['left_rate'])}"
    )


def expiring(rows: Sequence[Row]) -> str:
    """What may run out of its limitation period within three months and a year, from *rows* with `band` and yen."""
    yen = {row["band"]: row["outstanding_yen"] for row in rows}
    soon = sum(yen[band] for band in SOON)
    if not soon:
        return "1年以内に時効の期間が満了する見込みの残額はない"
    at_once = f"（うち3か月以内は{words(yen['months_3'])}）" if yen["months_3"] else ""
    return f"1年以内に時効の期間が満了する見込みの残額は{words(soon)}{at_once}"
