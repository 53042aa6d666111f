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
    """How much is to be collected, to be settled, or not begun, from *rows* with `group_label`, yen and `share_rate`.

    Of a group of which anything is withheld nothing is said.
    """
    told = []
    for group in dict.fromkeys(row["group_label"] for row in rows):
        own = [row for row in rows if row["group_label"] == group]
        if is_whole(own) and (yen := sum(row["outstanding_yen"] for row in own)):
            share = sum(row["share_rate"] for row in own)
            told.append(f"{group}は{words(yen)}（{percent(share)}）")
    return f"{subject}{'、'.join(told) or _largest(rows)}"


def _share_of(subject: str, rows: Sequence[Row], bands: Collection[str], what: str) -> str:
    """How much of all rows those of *bands* are, and how that moved since the same month of last year.

    Where any of them is withheld, the largest band that is shown is told in their stead.
    """
    chosen = [row for row in rows if row["band"] in bands]
    if not is_whole(chosen):
        return f"{subject}{_largest(rows)}"
    yen = sum(row["outstanding_yen"] for row in chosen)
    if not yen:
        return f"{subject}{what}はない"
    share = sum(row["share_rate"] for row in chosen)
    told = f"{subject}{what}は{words(yen)}で、全体の{percent(share)}"
    changes = [row["change_yen"] for row in chosen]
    if not all(isinstance(change, int) for change in changes):
        return told  # nothing to compare it with
    return f"{told}。前年同月から{change_words(sum(changes))}"


def is_whole(rows: Sequence[Row]) -> bool:
    """Whether the yen of all *rows* is shown: of a part that is withheld the sum would tell."""
    return all(isinstance(row["outstanding_yen"], int) for row in rows)


def _largest(rows: Sequence[Row]) -> str:
    """The largest band of those that are shown."""
    shown = [row for row in rows if isinstance(row["outstanding_yen"], int)]
    top = max(shown, key=lambda row: row["outstanding_yen"])
    label, yen = top["band_label"], words(top["outstanding_yen"])
    return f"示せる区分のうち最も多いのは「{label}」の{yen}で、全体の{percent(top['share_rate'])}"


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
    """What may run out of its limitation period within three months and a year, from *rows* with `band` and yen.

    It is not told where any part of the year is withheld.
    """
    if not is_whole([row for row in rows if row["band"] in SOON]):
        return "1年以内に時効の期間が満了する見込みの残額は、少人数などのため示さない"
    yen = {row["band"]: row["outstanding_yen"] for row in rows}
    soon = sum(yen[band] for band in SOON)
    if not soon:
        return "1年以内に時効の期間が満了する見込みの残額はない"
    at_once = f"（うち3か月以内は{words(yen['months_3'])}）" if yen["months_3"] else ""
    return f"1年以内に時効の期間が満了する見込みの残額は{words(soon)}{at_once}"
