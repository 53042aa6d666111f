"""What a matching says of itself while it runs, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

STEPS = ("氏名の読み込み", "見分け方の学習", "比較", "まとめ")  # in this order


@dataclass(frozen=True)
class Matched:
    """What a matching came to: debtors, persons, pairs to be looked at, and the number of the model."""

    version: int
    debtor_count: int
    person_count: int
    review_count: int
    model: int
    was_trained: bool
