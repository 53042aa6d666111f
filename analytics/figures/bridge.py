"""The bridge between two periods: what came to the balance, was collected, was written off (facts.md 4.2).

`analytics/sql/bridge.sql` gives a row per department and claim; every step is the sum of a column. Whatever the
selection, the steps lead from the opening to the closing balance to the yen; what nothing explains is 不突合.
"""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, frame, records, scope, source_names
from analytics.figures.figure import Figure, Selection
from analytics.figures.stale import waiting_at
from analytics.ledger.money import change_words, words
from analytics.store.reader import Reader

# step → its word, and the columns that it is the sum of, each with its sign
STEPS: dict[str, tuple[str, dict[str, int]]] = {
    "opening": ("前年度末", {"opening_yen": 1}),
    "newly_arisen": ("新規発生", {"newly_arisen_yen": 1}),
    "collected": ("滞納繰越分の回収", {"collected_yen": -1}),
    "net_undivided": ("区分のない債権の増減", {"net_undivided_yen": 1}),
    "written_off": ("不納欠損", {"written_off_yen": -1}),
    "adjustments": (
        "調整",
        {"transferred_yen": 1, "refunded_yen": 1, "correction_yen": 1, "documented_yen": 1},
    ),
    "unexplained": ("不突合", {"unexplained_yen": 1}),
    "closing": ("年度末", {"closing_yen": 1}),
}
MEANT = {  # is it of months? (facts.md 4.2)
    False: "新規発生は、現年度分のうち年度末までに納付されなかった額（不納欠損の前）です。"
    "回収は、滞納繰越分への収入（還付未済を除く）です。",
    True: "新規発生は、この間に納期限を過ぎ、月末までに納付されなかった額（不納欠損の前）です。"
    "回収は、すでに納期限を過ぎていた分への収入（還付未済を除く）で、月ごとの資料の差を合計しています。",
}
REFUNDED = "還付"
GIVEN_BACK = {  # said where there is any
    False: "滞納繰越分の還付未済が収入を上回る債権は、回収を0円とし、その差を還付として調整に入れています。",
    True: "収入が前の資料より減った行は、その差を還付（充当の取り消しを含む）として調整に入れ、"
    "回収からは引いていません。",
}
CORRECTED = {  # is it of months?
    False: "繰越後の調定更正など",
    True: "調定の更正・納期限の延長・繰越しの差・初めて届いた残額",
}
UNDIVIDED = "「区分のない債権の増減」は、元の決算書が現年・滞納繰越を分けていない債権の、発生と収入の差引です。"
NAMED = 3  # claims behind a step that a note calls by name
ONLY_DUE = "増減は、納期限の過ぎた分で示します。"
LABELS = {"step_label": "要因", "change_yen": "増減額（円）", "claim_count": "関係する債権の数"}


def bridge(reader: Reader, selection: Selection) -> Figure:
    """From an earlier period to this: opening, newly arisen, collected, written off, adjustments, closing, in yen.

    What these do not explain stands in its own row, 不突合. Without `from_on` it leads from the same month of last
    year, or from the last year-end.
    """
    here = scope(reader, selection)
    waiting = waiting_at(reader, here, here.since)
    empty = withheld(here)
    claims = _claims(reader, here)
    amount = amounts(claims)
    empty = empty or _nothing_moved(here, amount)
    data = _steps(here, claims, amount, bool(empty))
    moved = amount["closing"] - amount["opening"]
    levels = f"{words(amount['opening'])}から{words(amount['closing'])}へ{waiting.words}"
    return Figure(
        name="bridge",
        title=empty or here.subject + sentences.moved_by(amount),
        measure=f"{here.subject}未収残額の増減（{span(here)}）",
        headline="－" if empty else change_words(moved),
        comparison="" if empty else levels,
        as_of=here.as_of,
        frame=data,
        facts=waiting.facts,
        labels=LABELS,
        version=reader.version,
        notes=(*_notes(here, amount, claims), *waiting.notes),
        sources=source_names(reader, here, here.start),
        empty=empty,
    )


def withheld(here: Scope) -> str:
    """The sentence that says why no bridge can lead to the period of *here*, "" where one can."""
    if here.since is None:
        return f"{here.period.before}の資料がないため、増減の内訳は出せません。"
    if lost := missing_between(here):
        return f"{'、'.join(lost)}の資料がないため、増減の内訳は出せません。"
    return ""


def missing_between(here: Scope) -> list[str]:
    """The years between that are not there: nothing leads over a gap. Of months the lines themselves are compared."""
    if here.period.is_month or here.since is None:
        return []
    known = {each.fiscal_year for each in here.periods.values()}
    years = range(here.since.fiscal_year + 1, here.period.fiscal_year)
    return [f"{year}年度" for year in years if year not in known]


def amounts(claims: pd.DataFrame) -> dict[str, int]:
    """Step → yen, of the rows of `bridge.sql`."""
    return {
        step: sum(sign * int(claims[column].sum()) for column, sign in columns.items())
        for step, (_, columns) in STEPS.items()
    }


def span(here: Scope) -> str:
    """The time over which the balance moved: ``令和8年10月末までの1年``, or from one period to another."""
    if here.since == here.before or here.since is None:
        return here.period.name
    return f"{here.since.end}から{here.period.end}まで"


def _claims(reader: Reader, here: Scope) -> pd.DataFrame:
    """The rows of `bridge.sql`; none where it is withheld."""
    claims, _ = frame(reader, "bridge", here.parameters)
    return claims if not withheld(here) else claims.head(0)


def _steps(
    here: Scope, claims: pd.DataFrame, amount: dict[str, int], is_empty: bool
) -> pd.DataFrame:
    """One row per step that moved anything, with the levels between which a waterfall draws it."""
    by_claim = claims.groupby(["account", "claim"]).sum(numeric_only=True)
    rows = []
    level = 0
    for step, (word, columns) in STEPS.items():
        is_level = step in ("opening", "closing")
        if is_empty or not (is_level or amount[step]):
            continue
        start = 0 if is_level else level
        level = start + amount[step]
        moved = (by_claim[list(columns)] * list(columns.values())).sum(axis=1)
        rows.append(
            {
                "step": step,
                "change_yen": amount[step],
                "claim_count": int((moved != 0).sum()),
                "step_label": label_of(here, step, word),
                "from_yen": start,
                "to_yen": level,
            }
        )
    columns_of = ["step", "change_yen", "claim_count", "step_label", "from_yen", "to_yen"]
    return pd.DataFrame(rows, columns=columns_of)


def label_of(here: Scope, step: str, word: str) -> str:
    """The word of *step* in the words of the period; of a bridge from another one, that one's name."""
    if here.since is not None and here.since != here.before:
        word = {"opening": here.since.end, "closing": here.period.end}.get(step, word)
    return here.period.wording(word)


def _nothing_moved(here: Scope, amount: dict[str, int]) -> str:
    """The sentence for a bridge that leads from nothing to nothing, "" where there is something to show."""
    if any(amount.values()) or here.since is None:
        return ""
    start = here.period.before if here.since == here.before else here.since.end
    return f"{here.place}の未収残額は、{start}も{here.period.end}も0円で、増減がありません。"


def _notes(here: Scope, amount: dict[str, int], claims: pd.DataFrame) -> Iterable[str]:
    yield MEANT[here.period.is_month]
    if here.is_all:
        yield ONLY_DUE
    if amount["net_undivided"]:
        yield UNDIVIDED
    if claims["refunded_yen"].any():
        yield GIVEN_BACK[here.period.is_month]
    for step, say in (("adjustments", "調整"), ("unexplained", "不突合")):
        found = [row for row in behind(here, claims) if row[0] == step]
        if found:
            named = "、".join(
                f"{claim} {change_words(yen)}（{why}）" for _, claim, yen, why in found[:NAMED]
            )
            yield f"{say}の内訳: {named}{_others(found[NAMED:])}。"


def _others(found: list[tuple[str, str, int, str]]) -> str:
    """What `behind` gives and nobody has room for, summed up by its reason."""
    sums: dict[str, int] = {}
    for _, _, yen, why in found:
        sums[why] = sums.get(why, 0) + yen
    told = "、".join(f"{why} {change_words(yen)}" for why, yen in sums.items())
    return f" ほか{len(found)}件（{told}）" if found else ""


def behind(here: Scope, claims: pd.DataFrame) -> list[tuple[str, str, int, str]]:
    """Step, claim, yen and reason of whatever makes up 調整 and 不突合, the largest first.

    What one department handed to another is 調整 of each of the two, and of the whole city nothing.
    """
    found = []
    for row in records(claims):
        moved = "他の課から移った" if row["transferred_yen"] > 0 else "他の課へ移った"
        corrected = CORRECTED[here.period.is_month]
        found += [
            ("adjustments", row["claim"], row["refunded_yen"], REFUNDED),
            ("adjustments", row["claim"], row["correction_yen"], corrected),
            ("adjustments", row["claim"], row["transferred_yen"] if here.department else 0, moved),
            ("adjustments", row["claim"], row["documented_yen"], row["reason"]),
            ("unexplained", row["claim"], row["unexplained_yen"], row["unexplained_reason"]),
        ]
    return sorted((each for each in found if each[2]), key=lambda each: (-abs(each[2]), each[1]))
