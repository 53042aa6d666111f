"""By which rule the head of a city is called in: how far behind, for how long (`data/rules/guidance.toml`)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from analytics.errors import LayoutFault
from analytics.ledger.rules_file import is_number, read_rules

NAME = "guidance.toml"
MOST_MONTHS = 24
KEYS = ("behind_rate", "months")


@dataclass(frozen=True)
class GuidanceRule:
    """A balance `behind_rate` (0.1: 10 %) and more above its target for `months` month-ends in a row."""

    behind_rate: float
    months: int

    @property
    def words(self) -> str:
        """The rule as it is printed."""
        return f"残額が目標額を{self.behind_rate * 100:g}％以上上回る状態が{self.months}か月以上続いている"


def read_guidance(folder: Path) -> GuidanceRule:
    """The rule in *folder*. Raises `LayoutFault` naming the key that is wrong and what to do."""
    told = read_rules(folder / NAME, "直接指導の決まり", "behind_rate = 0.10")
    rate, months = told.get("behind_rate"), told.get("months")
    wrong = [f"{key} は知らないキーです。消してください" for key in told if key not in KEYS]
    if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 <= rate <= 10:
        wrong.append("behind_rate は 0 から 10 までの数で書いてください（0.10 は10％）")
    if not is_number(months, 1, MOST_MONTHS):
        wrong.append(f"months は 1 から {MOST_MONTHS} までの整数で書いてください")
    if wrong:
        raise LayoutFault(
            "\n".join(
                [f"直接指導の決まり {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)]
            )
        )
    return GuidanceRule(float(told["behind_rate"]), told["months"])
