"""Total rows beside the details they add up: how a lost row is noticed in a table that prints its own totals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from analytics.intake.findings import Finding, error
from analytics.intake.layout import AmountSet, Layout, SetAside


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

    def add(self, detail: Entry) -> None:
        """Count a detail row."""
        for tally in self._tallies:
            tally.add(detail)

    def compare(self, place: int, total: Entry) -> Iterable[Finding]:
        """What differs between a total row of rule number *place* and the details above that it stands for."""
        return self._tallies[place].compare(total)

    def finish(self) -> Iterable[Finding]:
        """The totals over the whole file, and those that should have been there: the file may end too early."""
        for tally in self._tallies:
            yield from tally.finish()


@dataclass
class _Tally:
    """What the details come to for one rule: since its last row (`above`), or in the whole file (`all`)."""

    rule: SetAside
    sets: list[AmountSet]
    sums: Counter[tuple[int, str, str, tuple[str, ...]]] = field(default_factory=Counter)
    unread: set[tuple[int, str]] = field(default_factory=set)
    waiting: list[Entry] = field(default_factory=list)
    is_closed: bool = False
    is_met: bool = False

    def add(self, detail: Entry) -> None:
        if self.is_closed and self.rule.check == "above":  # several total rows may close one group
            self.sums.clear()
            self.unread.clear()
        self.is_closed = False
        for index, amount_set in enumerate(self.sets):
            for name in amount_set.columns:
                if name in detail.amounts[index]:
                    key = (index, name, detail.part, self._same(detail))
                    self.sums[key] += detail.amounts[index][name]
                else:
                    self.unread.add((index, name))

    def compare(self, total: Entry) -> Iterable[Finding]:
        self.is_met = self.is_closed = True
        if self.rule.check == "above":
            yield from self._differences(total)
        else:
            self.waiting.append(total)

    def finish(self) -> Iterable[Finding]:
        if self.rule.check == "none":
            return
        for total in self.waiting:
            yield from self._differences(total)
        if not self.is_met:
            yield error(
                "no_total",
                f"照らし合わせる{self.rule.reason}の行がありません",
                "ファイルが途中で切れていないか、レイアウトの [[set_aside]] の matches が正しいかを確かめてください",
            )

    def _differences(self, total: Entry) -> Iterable[Finding]:
        for index, amount_set in enumerate(self.sets):
            for name, column in amount_set.columns.items():
                if name not in total.amounts[index] or (index, name) in self.unread:
                    continue  # said already, where the amount stands
                written, summed = total.amounts[index][name], self._sum(index, name, total)
                if abs(written - summed) > self.rule.tolerance:
                    yield error(
                        "total",
                        f"{self.rule.reason}の{column.label} {written:,}円が、明細の計 {summed:,}円と"
                        f"{abs(written - summed):,}円合いません",
                        "明細の行が欠けていないか、合計行の金額が正しいかを確かめてください",
                        total.row,
                        column.label,
                    )

    def _sum(self, index: int, name: str, total: Entry) -> int:
        """The details with the same words; those of one part when the total row names it, else of all."""
        return sum(
            yen
            for (at, amount, part, same), yen in self.sums.items()
            if (at, amount, same) == (index, name, self._same(total)) and total.part in ("", part)
        )

    def _same(self, entry: Entry) -> tuple[str, ...]:
        return tuple(entry.words[column] for column in self.rule.same)
