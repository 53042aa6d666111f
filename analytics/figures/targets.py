"""目標の設定: how often a year's targets were decided, and what each decision changed in yen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from analytics.figures import sentences
from analytics.figures.base import Scope, city_note, city_scope, frame, has_words, records
from analytics.figures.definitions import FIGURE_TITLES
from analytics.figures.figure import Figure, Selection
from analytics.figures.ranking import EXAMPLE
from analytics.figures.stray_targets import stray_notes
from analytics.ledger.calendar import date_label, short_year_label, year_label
from analytics.ledger.money import change_with_rate, words
from analytics.ledger.periods import Period
from analytics.store.reader import Reader


@dataclass(frozen=True)
class _Decision:
    """One version as a whole: what all targets of the year come to once it holds."""

    version: int
    decided_on: date
    total_yen: int
    change_yen: int
    claim_count: int
    changed_count: int  # targets that it sets to another amount

    @property
    def name(self) -> str:
        return f"版{self.version}（{date_label(self.decided_on)}決定）"

    @property
    def change(self) -> str:
        """What it changed, said as ``5,120万円（5.0％）の減``."""
        if not self.change_yen and self.changed_count:
            return "計は変わらず、内訳が変わった"
        if not self.change_yen:
            return "増減なし"
        return change_with_rate(self.change_yen, self.total_yen - self.change_yen)


def target_history(reader: Reader, selection: Selection) -> Figure:
    """Every version of the targets of the selected period's year, claim by claim, with the change in yen to the former.

    The sentence is that of the newest one. A version that names some claims only leaves the others as they were.
    """
    here = city_scope(reader, selection)
    data, labels = frame(reader, "target_history", here.parameters)
    decisions = _decisions(data)
    year = short_year_label(here.period.fiscal_year)
    empty = "" if decisions else f"{year}の目標は、まだ決められていません。"
    if not data["target_case_count"].notna().any():
        labels.pop("target_case_count")
    if data["account"].eq("").all():
        labels.pop("account")
    last = decisions[-1] if decisions else None
    return Figure(
        name="target_history",
        title=_title(year, decisions) if decisions else empty,
        measure=f"目標額の計（版{last.version}）" if last else FIGURE_TITLES["target_history"],
        headline=words(last.total_yen) if last else "",
        comparison=_comparison(decisions),
        as_of=here.as_of,
        frame=data,
        labels=labels,
        version=reader.version,
        notes=(*_notes(reader, here, data, decisions), *city_note(selection)),
        sources=tuple(dict.fromkeys(data["source_names"])),
        empty=empty,
        facts=_facts(data, decisions),
    )


def _decisions(data: pd.DataFrame) -> list[_Decision]:
    """The versions, oldest first."""
    found: list[_Decision] = []
    for version, rows in data.groupby("version"):
        before = found[-1].total_yen if found else 0
        change = int((rows["target_yen"].fillna(0) - rows["former_yen"].fillna(0)).sum())
        found.append(
            _Decision(
                int(str(version)),
                rows["decided_on"].max().date(),
                before + change,
                change if found else 0,
                rows[rows["target_yen"].notna()].groupby(["account", "claim"]).ngroups,
                int(rows["difference_yen"].fillna(0).ne(0).sum()),
            )
        )
    return found


def _title(year: str, decisions: list[_Decision]) -> str:
    last = decisions[-1]
    return sentences.decided(year, len(decisions), last.name, last.change)


def _comparison(decisions: list[_Decision]) -> str:
    if len(decisions) < 2:
        return "比べる前の版はありません" if decisions else ""
    former = decisions[-2]
    return f"版{former.version}では{words(former.total_yen)}"


def _facts(data: pd.DataFrame, decisions: list[_Decision]) -> dict[str, str]:
    """A line for each version, the newest first; then how the newest was decided."""
    if not decisions:
        return {}
    lines = {
        each.name: f"{each.claim_count}債権を決め、計{words(each.total_yen)}"
        + (f"、{each.change}" if place else "")
        for place, each in enumerate(decisions)
    }
    newest = data[data["version"].eq(decisions[-1].version)]
    rule, status = newest["rule"].iloc[0], newest["status"].iloc[0]
    return {
        **dict(reversed(lines.items())),
        "決め方": rule if has_words(rule) else "記載なし",
        **({"種別": status} if has_words(status) else {}),
    }


def _notes(
    reader: Reader, here: Scope, data: pd.DataFrame, decisions: list[_Decision]
) -> list[str]:
    notes = []
    if decisions:
        notes.append(
            "目標額は決めたとおりの額です。残額と比べるときに数えられない目標も入っています。"
        )
        if EXAMPLE in "、".join(data["status"]):
            notes.append("この目標は例示です。市が決めた目標ではありません。")
        notes += [*stray_notes(reader, here), *_new_and_gone(data, decisions)]
    years, _ = frame(reader, "target_years")
    notes += [
        f"{year_label(row['fiscal_year'])}の目標も、版{row['version']}まで決められています"
        f"（{date_label(row['decided_on'].date())}決定）。"
        for row in records(years)
        if row["fiscal_year"] > here.period.fiscal_year
    ]
    return notes


def _new_and_gone(data: pd.DataFrame, decisions: list[_Decision]) -> list[str]:
    """What bends the comparison of the newest two versions: claims whose first target it is, and other parts."""
    if len(decisions) < 2:
        return []
    last = data[data["version"].eq(decisions[-1].version)]
    claims = last.groupby(["account", "claim"])[["target_yen", "former_yen"]].agg(["sum", "count"])
    new = claims[claims["former_yen"]["count"].eq(0)]
    parted = last[last["former_yen"].isna() | last["target_yen"].isna()]
    parted = parted[["account", "claim"]].drop_duplicates()
    found = []
    if len(new):
        yen = words(int(new["target_yen"]["sum"].sum()))
        found.append(f"はじめて目標の決まった{len(new)}債権（計{yen}）")
    if len(parted) > len(new):
        found.append(f"計と区分の分け方が変わった{len(parted) - len(new)}債権")
    return [f"前の版との差には、{'と'.join(found)}が入っています。"] if found else []


def target_table(reader: Reader, fiscal_year: int) -> pd.DataFrame:
    """Every claim and part of the newest period with its department, balance and target of *fiscal_year*, in yen."""
    newest = reader.periods[-1]
    asked = {
        "period_on": newest.period_on,
        "is_month": newest.is_month,
        "target_year": fiscal_year,
    }
    return frame(reader, "target_table", asked)[0]


def years_to_decide(newest: Period) -> tuple[int, int]:
    """The fiscal years whose targets may be decided: that of a month and the next; after a year-end the next first."""
    this, following = newest.fiscal_year, newest.fiscal_year + 1
    return (this, following) if newest.is_month else (following, this)


def municipality(reader: Reader) -> str:
    """Whose claims these are, as a file of targets names it."""
    return str(reader.ask("sources", {"as_of": None})["municipality"][0].as_py())
