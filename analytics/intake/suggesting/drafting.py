"""What was guessed of a file, together: its columns, its rows, and the words in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analytics.intake.giving_back import original_of
from analytics.intake.records.fields import FIELDS, TIMELESS, Record
from analytics.intake.records.month import parse_month
from analytics.intake.suggesting.amounts import unused
from analytics.intake.suggesting.columns import Guess
from analytics.intake.suggesting.looks import Look, is_mark
from analytics.intake.suggesting.meanings import Claims, Sections, guess_claims, guess_sections
from analytics.intake.suggesting.months import file_name_pattern, title_pattern
from analytics.intake.suggesting.rows import Shape
from analytics.intake.suggesting.table import Found
from analytics.intake.text import fold
from analytics.intake.values import parse_amount
from analytics.ledger.days import parse_day


@dataclass(frozen=True)
class Draft:
    """The guesses, and what follows from them."""

    found: Found
    looks: Sequence[Look]
    record: Record
    fields: dict[str, Guess]
    shape: Shape
    refund_in_received: bool = False
    unchecked: frozenset[int] = frozenset()  # places of totals that do not agree with the details

    @cached_property
    def names(self) -> list[str]:
        """What the file and its titles are called."""
        name = self.found.source.name
        return [original_of(name)[0] or Path(name).stem, *self.found.titles]

    @cached_property
    def claims(self) -> Claims | None:
        """Which line is which claim; None of records that hold no money."""
        return guess_claims(self._spare, self.names) if self.record == "receivables" else None

    @cached_property
    def sections(self) -> Sections | None:
        """The departments; None of records that are of none."""
        if self.record in TIMELESS:
            return None
        own = self.fields.get("department")
        return guess_sections([*own.looks, *self._spare] if own else self._spare, self.names)

    @cached_property
    def texts(self) -> dict[str, Look]:
        """A key in `[texts]` for each column that is no field, and by which rows are told apart."""
        used = [
            ("kind", self.claims.look if self.claims else None),
            ("section", self.sections.look if self.sections else None),
            *(("", aside.look) for aside in self.shape.asides),
            *(("", look) for look in self.shape.fill_down),
        ]
        texts: dict[str, Look] = {}
        named = set(self._keys)
        for key, look in used:
            if look is not None and look.at not in named:
                named.add(look.at)
                texts[key or f"column_{look.at + 1}"] = look
        return texts

    @cached_property
    def _keys(self) -> dict[int, str]:
        """Index of a column that is a field by itself → the field."""
        fields = self.fields.items()
        return {guess.looks[0].at: key for key, guess in fields if len(guess.looks) == 1}

    def key(self, look: Look) -> str:
        """What the layout calls the column of *look*."""
        return (self._keys | {each.at: key for key, each in self.texts.items()})[look.at]

    @property
    def _spare(self) -> list[Look]:
        return unused(self.looks, self.fields)

    @property
    def unread(self) -> list[Look]:
        """The columns that the draft does not read."""
        used = {look.at for look in self.texts.values()}
        return [look for look in self._spare if look.at not in used]

    @property
    def zero_marks(self) -> list[str]:
        """Signs for nought in columns of amounts."""
        marks = [mark for _, look in self._of("yen", "number") for mark in look.amount_marks]
        return [*dict.fromkeys(mark for mark in marks if parse_amount(mark) is None)]

    @property
    def missing(self) -> list[str]:
        """Signs for nothing in columns of days and of keys that may be blank."""
        words = [
            fold(word)
            for key, look in self._of("day", "key")
            if not (FIELDS[self.record][key].kind == "key" and FIELDS[self.record][key].needed)
            for word in look.counts
            if is_mark(word)
        ]
        return [*dict.fromkeys(word for word in words if parse_day(word) is None)]

    def _of(self, *kinds: str) -> list[tuple[str, Look]]:
        return [
            (key, look)
            for key, guess in self.fields.items()
            if FIELDS[self.record][key].kind in kinds
            for look in guess.looks
        ]

    @property
    def holds_what_is_not_due(self) -> bool:
        """Whether a line falls due after the month of the file."""
        written = file_name_pattern(self.found.source.name)[1]
        month = parse_month(written or title_pattern(self.found.titles)[1])
        due = self.fields.get("due_on")
        if month is None or due is None:
            return False
        days = (parse_day(word) for word in due.looks[0].counts)
        return any(found is not None and found.day > month for found in days)

    def unit(self, look: Look) -> str:
        """The unit of a column of amounts, as its header or a title says."""
        whole = " ".join(fold(each) for each in (look.name, *self.found.titles))
        own = re.search(r"\((千円|万円|百万円)\)", fold(look.name))
        found = own or re.search(r"単位[::]?(千円|万円|百万円)", whole)
        return found[1] if found else "円"
