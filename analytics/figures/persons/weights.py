"""Why a pair has its points: where they start, what each comparison adds or takes, and what they come to.

The same reading as Splink's waterfall chart (`splink.internals.waterfall_chart`): the prior, then the match weight of
each comparison (and of how common the name is), in bits; their sum is the pair's match weight. One bit is one 点.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log2
from typing import Any

import pandas as pd

from analytics.matching.model import COMPARISONS, FREQUENT, Model

START, WEIGHT, FREQUENCY, FINAL = "start", "weight", "frequency", "final"
START_WORDS = ("はじめの点数", "何も比べないとき")
FINAL_WORDS = ("合計", "")
COMMON, RARE = "よくある", "めずらしい"
LABELS = {
    "step_label": "比べたもの",
    "level_label": "結果",
    "change_points": "点数",
    "to_points": "ここまでの合計",
}


def steps(row: Mapping[str, Any], model: Model) -> pd.DataFrame:
    """The steps from the prior of *model* to the weight of the pair *row* (a row of `pairs`), in points (bits).

    What could not be compared adds nothing and has no step. Columns: those of `LABELS`, `kind` and `from_points`.
    """
    start = prior(model)
    found = [(START, *START_WORDS, start), *_compared(row, _levels(model))]
    rows, total = [], 0.0
    for kind, step, level, change in found:
        rows.append((kind, step, level, change, total, total + change))
        total += change
    rows.append((FINAL, *FINAL_WORDS, total, 0.0, total))
    columns = ["kind", "step_label", "level_label", "change_points", "from_points", "to_points"]
    return pd.DataFrame(rows, columns=columns)


def prior(model: Model) -> float:
    """The points of two records of which nothing is known."""
    chance = float(model.settings["probability_two_random_records_match"])
    return log2(chance / (1 - chance))


def not_compared(row: Mapping[str, Any]) -> list[str]:
    """What one of the two lacks, so that it says nothing."""
    return [label for name, label in COMPARISONS.items() if _level_of(row, name) < 0]


def _compared(
    row: Mapping[str, Any], levels: Mapping[str, list[str]]
) -> list[tuple[str, str, str, float]]:
    found = []
    for name, label in COMPARISONS.items():
        level = _level_of(row, name)
        if level < 0:
            continue
        found.append((WEIGHT, label, levels[name][level], float(row[f"mw_{name}"] or 0.0)))
        common = float(row.get(f"mw_tf_adj_{name}") or 0.0) if name in FREQUENT else 0.0
        if common:
            told = COMMON if common < 0 else RARE
            found.append((FREQUENCY, f"{label}の多さ", told, common))
    return found


def _level_of(row: Mapping[str, Any], name: str) -> int:
    """The level of comparison *name*, counted from 0 (違う); -1 where it says nothing."""
    level = row[f"gamma_{name}"]
    return -1 if level is None else int(level)


def _levels(model: Model) -> dict[str, list[str]]:
    """Comparison → the words of its levels, the weakest first, as the model was learnt with them."""
    return {
        each["output_column_name"]: [
            str(level["label_for_charts"])
            for level in reversed(each["comparison_levels"])
            if not level.get("is_null_level")
        ]
        for each in model.settings["comparisons"]
    }
