"""The waves of a version, as the command lists them."""

from __future__ import annotations

from analytics.figures.survey.given import Survey
from analytics.ledger.calendar import date_label
from analytics.ledger.money import percent
from analytics.store.reader import Reader

LABELS = {
    "wave": "回",
    "started_on": "実施開始日",
    "fielded_on": "実施終了日",
    "invited_count": "配布数",
    "answered_count": "回答数",
    "response_rate": "回答率",
}


def waves(reader: Reader) -> list[tuple[str, ...]]:
    """A row of words for each wave, oldest first; of a wave that is too small no number of answers."""
    survey = Survey.of(reader)
    rows: list[tuple[str, ...]] = []
    for wave in survey.waves:
        asked, count = wave.invited_count, wave.answered_count
        is_told = survey.is_shown(wave)
        rate = percent(wave.response_rate) if is_told else "－"
        rows.append(
            (
                wave.name,
                date_label(wave.started_on),
                date_label(wave.fielded_on),
                "－" if asked is None else f"{asked:,}",
                f"{count:,}" if is_told else f"{survey.least}人未満",
                rate,
            )
        )
    return rows
