"""The Japanese sentence that heads a figure, written from its numbers: direction, amount, cause, comparison.

No adjective stands here that the numbers do not carry, and where nothing changed the sentence says so. Functions are
pure: numbers and words in, one sentence out (`tests/unit/test_sentences.py`).
"""

from __future__ import annotations

from analytics.figures.sentences.balances import (
    compared,
    indexed,
    largest,
    moved_by,
    moved_lately,
    moved_most,
    rated,
    risen,
    shifted_most,
    stood,
)
from analytics.figures.sentences.limitation import running_out
from analytics.figures.sentences.makeup import (
    age_of,
    expiring,
    left_after,
    size_of,
    state_of,
)
from analytics.figures.sentences.papers import (
    decided,
    files_read,
    left_out,
    owing,
    restated,
    unmatched,
    warned,
)
from analytics.figures.sentences.places import (
    balances_fell,
    kinds_reached,
    look_next,
    moved_up,
    needs_guidance,
    targets_reached,
    written_off_more,
)
from analytics.figures.sentences.rows import Row
from analytics.figures.sentences.shared import (
    WIDER,
    combined_most,
    persons_words,
    shared_most,
    shared_part,
)

__all__ = [
    "WIDER",
    "Row",
    "age_of",
    "balances_fell",
    "combined_most",
    "compared",
    "decided",
    "expiring",
    "files_read",
    "indexed",
    "kinds_reached",
    "largest",
    "left_after",
    "left_out",
    "look_next",
    "moved_by",
    "moved_lately",
    "moved_most",
    "moved_up",
    "needs_guidance",
    "owing",
    "persons_words",
    "rated",
    "restated",
    "risen",
    "running_out",
    "shared_most",
    "shared_part",
    "shifted_most",
    "size_of",
    "state_of",
    "stood",
    "targets_reached",
    "unmatched",
    "warned",
    "written_off_more",
]
