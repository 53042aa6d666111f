"""The Japanese sentence that heads a figure, written from its numbers: direction, amount, cause, comparison.

No adjective stands here that the numbers do not carry, and where nothing changed the sentence says so. Functions are
pure: numbers and words in, one sentence out (`tests/unit/test_sentences.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from analytics.ledger.bands import LARGE, OLD, SOON
from analytics.ledger.columns import STATES
from analytics.ledger.money import change_with_rate, change_words, percent, words
from analytics.ledger.periods import Period

Row = Mapping[str, Any]
OTHERS = {"net_undivided": "区分のない債権", "adjustments": "調整", "unexplained": "不突合"}
TELLING = 3  # another step of a bridge is named from a third of the smallest that always is


def moved_by(amount: Mapping[str, int]) -> str:
    """What moved a balance: *amount* is a bridge's step → yen, signed.

    >>> moved_by({"newly_arisen": 70, "collected": -90, "written_off": -40, "net_undivided": 0, "adjustments": 0,
    ...     "unexplained": 0})
    '新規発生70円に対し、回収は90円、不納欠損は40円'
    """
    told = []
    named = {"newly_arisen", "collected", "written_off"}
    if amount["newly_arisen"] or amount["collected"]:
        told.append(
            f"新規発生{words(amount['newly_arisen'])}に対し、回収は{words(-amount['collected'])}"
        )
    elif amount["net_undivided"]:
        told.append(f"発生と収入の差引は{change_words(amount['net_undivided'])}")
        named.add("net_undivided")
    told.append(f"不納欠損は{words(-amount['written_off'])}")
    smallest = min((abs(amount[step]) for step in named if amount[step]), default=0)
    other = max(OTHERS.keys() - named, key=lambda step: (abs(amount[step]), step))
    if amount[other] and TELLING * abs(amount[other]) >= smallest:
        told.append(f"{OTHERS[other]}は{change_words(amount[other])}")
    return "、".join(told)


def moved_most(subject: str, rows: Sequence[Row]) -> str:
    """Of departments and kinds, how many fell, and which moved most. *rows* have `change_yen`, that one first."""
    fell = sum(row["change_yen"] < 0 for row in rows)
    top = rows[0]
    if top["change_yen"] == 0:
        return f"{subject}課と債権{len(rows)}件のどれも、残額は変わっていない"
    moved = f"{top['department_name']}の{top['claim_kind']}（{change_words(top['change_yen'])}）"
    return f"{subject}課と債権{len(rows)}件のうち{fell}件で減り、最も動いたのは{moved}"


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


def stood(place: str, period: Period, now: int, before: int | None) -> str:
    """A balance and how it moved since *period* is compared: *now* and *before* in yen, None where there is none."""
    end = period.end
    if before is None or now == before == 0:
        return f"{end}の{place}の未収残額は{words(now)}"
    if now == before:
        return f"{end}の{place}の未収残額は{words(now)}で、{period.before}から変わっていない"
    moved = "増えた" if now > before else "減った"
    return f"{end}の{place}の未収残額は{words(now)}で、1年で{words(abs(now - before))}{moved}"


def compared(period: Period, now: int, before: int | None) -> str:
    """The balance that *now* is held against, and the change in yen and per cent."""
    if before is None:
        return f"{period.before}の資料がないため、比べられません"
    return f"{period.before}の{words(before)}から{change_with_rate(now - before, before)}"


def moved_lately(steps: Sequence[Row]) -> str:
    """The step of a bridge that moved the balance most, *steps* from its opening to its closing; "" without one."""
    if len(steps) < 2:
        return ""
    first, *between, last = steps
    change = last["amount_yen"] - first["amount_yen"]
    told = f"{first['label']}からは{change_words(change)}"
    if not between:
        return told
    most = max(between, key=lambda row: abs(row["amount_yen"]))
    return f"{told}。最も動かしたのは{most['label']}の{words(abs(most['amount_yen']))}"


def shifted_most(period: Period, splits: Mapping[str, Sequence[Row]]) -> str:
    """Of all ways to divide the balance, the part that moved most in a year; "" where nothing is known of it."""
    known = [
        (abs(row["change_yen"]), split, row)
        for split, rows in splits.items()
        for row in rows
        if isinstance(row.get("change_yen"), int)
    ]
    if not known:
        return ""
    size, split, row = max(known, key=lambda each: each[0])
    if not size:
        return f"{period.before}から、どの区分の残額も変わっていない"
    return f"{split}では「{row['label']}」が{period.before}から{change_words(row['change_yen'])}で、最も大きい"


def look_next(limits: Sequence[Row], states: Sequence[Row], standing: Row) -> str:
    """What to look at next, by this order: what may expire within three months, the pace that the target asks for, what
    nobody has begun with. "" where none of it is known.
    """
    soon = next((row for row in limits if row["key"] == "months_3"), None)
    if soon:
        return f"3か月以内に時効の満了が見込まれる{soon['line_count']:,}件・{words(soon['amount_yen'])}を確かめる"
    pace = standing.get("required_pace_yen")
    if pace:
        return f"目標までは月に{words(pace)}ずつの減が要る"
    untouched = next((row for row in states if row["label"] == STATES["untouched"]), None)
    if untouched and untouched["amount_yen"]:
        share = percent(untouched["share_rate"])
        return f"未着手の{words(untouched['amount_yen'])}（全体の{share}）に手を付ける"
    return ""


def moved_up(period: Period, rows: Sequence[Row]) -> str:
    """Who rose and who fell most between the first and the last of *rows* (`department_name`, `rank`, `place`)."""
    first: dict[str, Row] = {}
    last: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["department_name"], row)
        last[row["department_name"]] = row
    newest = max(row["place"] for row in rows)
    moved = {
        name: int(first[name]["rank"]) - int(row["rank"])
        for name, row in last.items()
        if row["place"] == newest and first[name]["place"] < newest
    }
    if not any(moved.values()):
        return f"{period.end}までに、順位は変わっていない"
    up, down = max(moved, key=lambda name: moved[name]), min(moved, key=lambda name: moved[name])
    told = [
        f"最も{word}のは{name}（{first[name]['rank']}位から{last[name]['rank']}位）"
        for word, name, sign in (("上がった", up, 1), ("下がった", down, -1))
        if moved[name] * sign > 0
    ]
    return f"{first[up]['year_label']}からの順位では、{'、'.join(told)}"


def needs_guidance(rows: Sequence[Row], rule: str) -> str:
    """Whom the head of the city should speak to, from the *rows* of the list; *rule* in words."""
    if not rows:
        return f"トップの直接指導が要る部署（{rule}）はない"
    named = "、".join(row["department_name"] for row in rows)
    return f"トップの直接指導が要る部署は{len(rows)}課（{named}）"
