"""What cards say is made of words: nothing that Python writes for a missing value may stand there."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

from analytics.figures import FIGURES, Selection, answer
from analytics.settings import DATA
from analytics.store.reader import open_reader

MISSING = re.compile(r"nan|none|nat|null|<na>", re.IGNORECASE)
OF_ONE_DEPARTMENT = ("balance_by_year", "balance_index", "bridge", "balance_by_claim_kind")


def test_no_card_says_what_python_writes_for_nothing(komae_store: Path) -> None:
    """All figures of Komae, at the first and the last year-end, for the city; those of one department, for each."""
    reader = open_reader(komae_store, DATA / "targets")
    ends = sorted(reader.years.values())
    selections = product((ends[0], ends[-1]), [None, *reader.departments])
    for as_of, department in selections:
        for name in OF_ONE_DEPARTMENT if department else FIGURES:
            figure = answer(name, reader, Selection(as_of, department))
            said = [figure.title, figure.measure, figure.headline, figure.comparison, figure.empty]
            said += [*figure.notes, *figure.facts, *figure.facts.values()]
            found = [words for words in said if MISSING.search(words)]
            assert not found, (name, as_of, department)
