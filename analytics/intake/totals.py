"""Total rows beside the details they add up: how a lost row is noticed in a table that prints its own totals.

A lost row is missed by every total above it, so totals are compared with their details first, and what differs is told
at the end, each cause once (`analytics.intake.differences`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analytics.intake.differences import Column, Difference, told
from analytics.intake.findings import Finding, error
from analytics.intake.layout import AmountSet, Layout, SetAside

Key = tuple[int, str, str, tuple[str, ...]]  # set of amounts, amount, part, words of `same`


@dataclass(frozen=True)
class Entry:
    """What a row adds or claims: its words, the part it names ("" when none), one set of amounts per [[amounts]]."""

    row: int
    words: dict[str, str]
    part: str
    amounts: list[dict[str, int]]


class Totals:
    """The details of a file, summed for every rule that sets total rows aside and checks them."""

    def __init__(self, layout: Layout) -> None:
        self._tallies = [_Tally(rule, layout.amounts) for rule in layout.set_aside]
        self._differences: list[Difference] = []

    def add(self, detail: Entry, is_again: bool = False) -> None:
        """Count a detail row. *is_again*: it stands in the file for the second time."""
        for tally in self._tallies:
            tally.add(detail, is_again)

    def compare(self, place: int, total: Entry) -> None:
        """Hold a total row of rule number *place* against the details that it stands for."""
        self._differences += self._tallies[place].compare(total)

    def finish(self) -> list[Finding]:
        """What differs, and the totals that should have been there: the file may end too early."""
        missing: list[Finding] = []
        for tally in self._tallies:
            self._differences += tally.waiting_compared()
            missing += tally.missing()
        return [*told(self._differences), *missing]

    @property
    def differing_rows(self) -> set[int]:
        """The total rows that differ from their details, once all rows are read."""
        return {difference.row for difference in self._differences}


@dataclass
class _Tally:
    """What the details come to for one rule: since its last row (`above`), or in the whole file (`all`)."""

    rule: SetAside
    sets: list[AmountSet]
    sums: Counter[Key] = field(default_factory=Counter)
    again: Counter[Key] = field(default_factory=Counter)  # of `sums`, what stood there before
    counts: Counter[Key] = field(default_factory=Counter)  # of how many rows
    parts: set[str] = field(default_factory=set)
    unread: set[tuple[int, str]] = field(default_factory=set)
    waiting: list[Entry] = field(default_factory=list)
    starts: dict[tuple[str, ...], int] = field(default_factory=dict)  # words of `same` → first row
    is_closed: bool = False
    is_met: bool = False

    def add(self, detail: Entry, is_again: bool) -> None:
        if self.is_closed and self.rule.check == "above":  # several total rows may close one group
            for counter in (self.sums, self.again, self.counts):
                counter.clear()
            self.unread.clear()
            self.starts.clear()
        self.is_closed = False
        self.parts.add(detail.part)
        self.starts.setdefault(self._same(detail), detail.row)
        for index, amount_set in enumerate(self.sets):
            for name in amount_set.columns:
                if name in detail.amounts[index]:
                    key = (index, name, detail.part, self._same(detail))
                    self.sums[key] += detail.amounts[index][name]
                    self.again[key] += detail.amounts[index][name] if is_again else 0
                    self.counts[key] += 1
                else:
                    self.unread.add((index, name))

    def compare(self, total: Entry) -> Iterable[Difference]:
        self.is_met = self.is_closed = True
        if self.rule.check == "above":
            yield from self._difference(total)
        else:
            self.waiting.append(total)

    def waiting_compared(self) -> Iterable[Difference]:
        for total in self.waiting:
            yield from self._difference(total)

    def missing(self) -> Iterable[Finding]:
        if self.rule.check != "none" and not self.is_met:
            yield error(
                "no_total",
                f"照らし合わせる{self.rule.reason}の行がありません",
                "ファイルが途中で切れていないか、レイアウトの [[set_aside]] の matches が正しいかを確かめてください",
            )

    def _difference(self, total: Entry) -> Iterable[Difference]:
        columns = {}
        most = 0
        for index, amount_set in enumerate(self.sets):
            for name, column in amount_set.columns.items():
                if name not in total.amounts[index] or (index, name) in self.unread:
                    continue  # said already, where the amount stands
                written = total.amounts[index][name]
                summed, again, count = (
                    self._of(counter, index, name, total)
                    for counter in (self.sums, self.again, self.counts)
                )
                most = max(most, count)
                gap = written - summed
                if min(abs(gap), abs(gap + again)) > self.rule.tolerance:
                    half_units = (count * len(column.header) + 1) * column.yen // 2
                    rounding = half_units if column.yen > 1 else 0
                    columns[index, name] = Column(column.label, written, summed, rounding)
        if columns:
            same = {key: total.words[key] for key in self.rule.same}
            start = self.starts.get(self._same(total), total.row)
            yield Difference(total.row, self.rule, total.part, start, same, columns, most)

    def _of(self, counter: Counter[Key], index: int, name: str, total: Entry) -> int:
        """The details with the same words; those of one part when the total row names it, else of all."""
        same = self._same(total)
        parts = {total.part} if total.part else self.parts
        return sum(counter[index, name, part, same] for part in parts)

    def _same(self, entry: Entry) -> tuple[str, ...]:
        return tuple(entry.words[column] for column in self.rule.same)
