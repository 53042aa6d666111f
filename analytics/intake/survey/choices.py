"""Which answer a word stands for. 「そう思う」 is the strongest yes in one set of words and the second in another.

So the words of a question are read by one set: the one that holds them all. Where several do and do not mean the same,
the set of the other questions decides, or the layout; else nothing is guessed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analytics.intake.text import fold, nearest
from analytics.ledger.survey import Catalogue

_NUMBERED = re.compile(
    r"^[(\[]?[1-5][.:、)\]・-]*(?=[^\W\d_])"
)  # 5.そう思う, (5)そう思う, ⑤そう思う
NO_ANSWER = 0


@dataclass(frozen=True)
class Meant:
    """What the words of one question mean: word as `worded` gives it → answer, `NO_ANSWER` for none.

    `unknown` are those that mean nothing, each with the nearest that does; `sets` the sets between which cannot be
    decided.
    """

    answers: Mapping[str, int]
    unknown: Mapping[str, str | None]
    sets: tuple[str, ...] = ()


def worded(cell: str) -> str:
    """A cell as it is compared, without a number before its words.

    >>> worded("５．そう 思う"), worded("5")
    ('そう思う', '5')
    """
    return _NUMBERED.sub("", fold(cell))


def meanings(words: Sequence[Collection[str]], catalogue: Catalogue, wanted: str) -> list[Meant]:
    """For each question, given its *words*, what they mean. *wanted* is the set that the layout names, or ""."""
    known = {one.name: _folded(one.values()) for one in catalogue.choices}
    silent = {fold(word) for word in catalogue.no_answer} | {""}
    spoken = [{word for word in each if word not in silent} for each in words]
    fitting = [[name for name, values in known.items() if values.keys() >= each] for each in spoken]
    sure = Counter(names[0] for names in fitting if len(names) == 1)
    return [
        _meant(each, _left(each, names, known, sure, wanted), known, sure)
        for each, names in zip(spoken, fitting, strict=True)
    ]


def _folded(values: Mapping[str, int]) -> dict[str, int]:
    return {fold(word): answer for word, answer in values.items()}


def _left(
    words: Collection[str],
    names: list[str],
    known: Mapping[str, Mapping[str, int]],
    sure: Counter[str],
    wanted: str,
) -> list[str]:
    """Of the sets *names*, which hold all *words*, the one that is meant; several where nothing tells which.

    Neither the layout nor the other questions decide alone where they differ: there 「そう思う」 would be two answers.
    """
    if len({tuple(known[name][word] for word in sorted(words)) for name in names}) < 2:
        return names[:1]
    used = [name for name in names if sure[name]]
    if wanted in names:
        return [wanted] if sure[wanted] or not used else names
    return [max(used, key=lambda name: sure[name])] if used else names


def _meant(
    words: Collection[str],
    names: Sequence[str],
    known: Mapping[str, Mapping[str, int]],
    sure: Counter[str],
) -> Meant:
    if not words:
        return Meant({}, {})
    if len(names) > 1:
        return Meant({}, {}, tuple(names))
    if names:
        return Meant(known[names[0]], {})
    closest = max(known, key=lambda name: (len(known[name].keys() & set(words)), sure[name]))
    values = known[closest]
    return Meant(values, {word: nearest(word, values) for word in _strange(words, values)})


def _strange(words: Iterable[str], values: Mapping[str, int]) -> list[str]:
    return sorted(word for word in words if word not in values)
