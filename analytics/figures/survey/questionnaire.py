"""The questionnaire: each question in its newest words with the answers to choose from, to be put into a form tool."""

from __future__ import annotations

import pandas as pd

from analytics.ledger.survey import Catalogue

LABELS = {
    "question": "設問",
    "text": "設問の文",
    "scale_name": "尺度",
    "choices": "答えの選択肢",
}


def questionnaire(catalogue: Catalogue) -> pd.DataFrame:
    """One row for each question, in their order. The choices are those of the catalogue's first set."""
    choices = " / ".join(same[0] for same in catalogue.choices[0].words)
    rows = [
        {
            "question": one.name,
            "text": one.text,
            "scale_name": catalogue.scale(one.scale).name,
            "choices": choices,
        }
        for one in catalogue.questions
    ]
    return pd.DataFrame(rows, columns=list(LABELS))
