"""What follows an import: the newest version is matched, where it has names. The import stands whatever comes."""

from __future__ import annotations

from analytics.matching.outcome import Matched
from analytics.store.matched import newest_generation, persons_of
from analytics.store.snapshots import Store
from analytics.store.steps import Step, silent


def match_newest(store: Store, step: Step = silent) -> Matched | None:
    """Match the newest version of *store*; None where it is done already, or nobody has a name. Raises as `match`."""
    newest = store.latest()
    if newest is None or newest_generation(store, newest) or not len(persons_of(store, newest)):
        return None
    from analytics.matching.matching import (
        match,
    )  # Splink takes a second to load, and most imports need none

    return match(store, newest, step=step)
