"""What a long job calls to say which step it has come to."""

from __future__ import annotations

from collections.abc import Callable

Step = Callable[[str], None]


def silent(words: str) -> None:
    """For those who do not listen."""
