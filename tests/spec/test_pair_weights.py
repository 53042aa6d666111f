"""Why a pair has its points: every step of every pair of the made-up city, and one pair worked by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures.persons.weights import not_compared, prior, steps
from analytics.matching.keeping import generation, model_of
from analytics.matching.model import COMPARISONS, FREQUENT, Model
from analytics.store.snapshots import Store

LABELS = {
    "born": ["比べられない", "同じ", "1字違い・月日が逆", "年か月日が同じ", "違う"],
    "given": ["比べられない", "同じ", "字が違い読みが同じ", "違う"],
}
SILENT = {f"gamma_{name}": -1 for name in COMPARISONS} | {f"mw_{name}": 0.0 for name in COMPARISONS}


def model_by_hand() -> Model:
    """One pair in 1,025 is one person: 1 to 1,024, which is 2 to the power of −10."""
    comparisons = [
        {
            "output_column_name": name,
            "comparison_levels": [
                {"label_for_charts": label, "is_null_level": label == "比べられない"}
                for label in LABELS.get(name, ["比べられない", "同じ", "違う"])
            ],
        }
        for name in COMPARISONS
    ]
    told = {"probability_two_random_records_match": 1 / 1025, "comparisons": comparisons}
    return Model(told, {}, 0, 0)


def test_a_pair_worked_by_hand() -> None:
    """−10 to begin with; the name the same, 6, and a rare one, 1; the year of birth the same, −4: −7."""
    row = SILENT | {"gamma_given": 2, "mw_given": 6.0, "mw_tf_adj_given": 1.0}
    row |= {"gamma_born": 1, "mw_born": -4.0}
    told = steps(row, model_by_hand())
    assert told["change_points"].tolist() == pytest.approx([-10, 6, 1, -4, -7])
    assert told["to_points"].tolist() == pytest.approx([-10, -4, -3, -7, -7])
    assert told["from_points"].tolist() == pytest.approx([0, -10, -4, -3, 0])
    assert told["kind"].tolist() == ["start", "weight", "frequency", "weight", "final"]
    assert told["step_label"].tolist() == [
        "はじめの点数",
        "名の字",
        "名の字の多さ",
        "生年月日",
        "合計",
    ]
    assert told["level_label"].tolist() == [
        "何も比べないとき",
        "同じ",
        "めずらしい",
        "年か月日が同じ",
        "",
    ]
    assert not_compared(row) == [
        word for name, word in COMPARISONS.items() if name not in ("given", "born")
    ]


def test_a_common_name_takes_points_and_nothing_is_a_level_that_says_nothing() -> None:
    row = SILENT | {"gamma_given": 0, "mw_given": -3.0, "mw_tf_adj_given": -0.5}
    told = steps(row, model_by_hand())
    assert told["level_label"].tolist()[1:3] == ["違う", "よくある"]
    assert told["to_points"].iloc[-1] == pytest.approx(-13.5)


def test_of_every_pair_of_the_city_the_steps_come_to_its_weight(matched_city: Path) -> None:
    made = generation(Store(matched_city), 0)
    assert made is not None
    model = model_of(Store(matched_city), int(made.told["model"]))
    assert model is not None
    rows = made.tables["pairs"].to_pylist()
    assert len(rows) > 100
    for row in rows:
        weights = [row[f"mw_{name}"] for name in COMPARISONS]
        weights += [row[f"mw_tf_adj_{name}"] for name in FREQUENT]
        assert prior(model) + sum(weights) == pytest.approx(row["match_weight"], abs=1e-9)
        told = steps(row, model)
        assert told["to_points"].iloc[-1] == pytest.approx(row["match_weight"], abs=1e-9)
        assert told["change_points"].iloc[:-1].sum() == pytest.approx(row["match_weight"], abs=1e-9)
        assert (told["from_points"].iloc[1:-1].to_numpy() == told["to_points"].iloc[:-2]).all()
        assert len(told) + len(not_compared(row)) >= len(COMPARISONS) + 2
