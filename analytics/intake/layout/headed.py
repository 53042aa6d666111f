"""What the layouts of settlements and of records have in common: a file's form and the headers it must have."""

from __future__ import annotations

from typing import Protocol

from analytics.intake.layout.parts import FileForm


class Headed(Protocol):
    """A layout, as far as a file's encoding and its head are found by it."""

    @property
    def name(self) -> str:
        """The name to give to ``--layout``."""

    @property
    def file(self) -> FileForm:
        """Characters, separators, and how many lines the head has."""

    @property
    def headers(self) -> list[str]:
        """Every header the file must have."""

    @property
    def ignored(self) -> list[str]:
        """Headers that may be there, and are not read."""
