"""自己診断: what the answers of a city come to, in a sentence, a table and a picture's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from analytics.ledger.diagnosis import (
    ANSWERS,
    CONCERN,
    GOOD,
    HALF,
    OPEN,
    PAGES,
    STANDINGS,
    UNKNOWN,
    Answered,
)

TO_READ = CONCERN, HALF, UNKNOWN  # what asks for reading on, the most pressing first
LABELS = {
    "theme": "分野",
    "question": "問い",
    "answer": "答え",
    "standing_label": "見立て",
    "why": "なぜ問うか",
    "page": "次に読むもの",
    "look": "そこで見ること",
}
_NAMED = 3  # themes that a title names


def title(found: Sequence[Answered]) -> str:
    """What was found, in a sentence."""
    given = sum(each.standing != OPEN for each in found)
    if not given:
        return f"まだ答えがありません。{len(found)}問に答えると、気になる分野が分かります"
    if given < len(found):
        return f"{len(found)}問のうち{given}問に答えたところでは、{_finding(found)}"
    themes = len(_tallies(found))
    worst = len(_worst(found))
    among = f"{themes}つの分野のうち、" if worst < themes and _total(found)[CONCERN] else ""
    return among + _finding(found)


def _finding(found: Sequence[Answered]) -> str:
    """Which themes are of most concern, else how far there is none."""
    total, worst = _total(found), _worst(found)
    if total[CONCERN]:
        if len(worst) == len(_tallies(found)):
            return "どの分野も同じように気になる"
        return f"{_named(worst)}が{'同じく' if len(worst) > 1 else ''}いちばん気になる"
    if total[HALF]:
        return f"気になる問いはなく、途中の問いがいちばん多いのは{_named(worst)}"
    if not total[GOOD]:
        return "答えはどれも「分からない」。何が気になるかは、まだ言えない"
    if total[UNKNOWN]:
        return f"気になる問いはないが、分からない問いが{total[UNKNOWN]}問ある"
    return "気になる問いはない"


def _tallies(found: Iterable[Answered]) -> dict[str, Counter[str]]:
    """How many questions of each theme stand how."""
    tallies: dict[str, Counter[str]] = {}
    for each in found:
        tallies.setdefault(each.question.theme, Counter())[each.standing] += 1
    return tallies


def _total(found: Iterable[Answered]) -> Counter[str]:
    return Counter(each.standing for each in found)


def _worst(found: Iterable[Answered]) -> list[str]:
    """The themes with the most concerns, of these the ones with the most halfway, in the order of the file."""
    weights = {theme: (count[CONCERN], count[HALF]) for theme, count in _tallies(found).items()}
    most = max(weights.values())
    return [theme for theme, weight in weights.items() if weight == most]


def _named(themes: Sequence[str]) -> str:
    """*themes* in words: all of a few, of many the first and their number."""
    if len(themes) > _NAMED:
        return f"「{themes[0]}」など{len(themes)}つの分野"
    return "と".join(f"「{theme}」" for theme in themes)


def counts(found: Sequence[Answered]) -> str:
    """How many questions stand how, over all themes; what none does is left out."""
    return _counted(_total(found))


def alt(found: Sequence[Answered]) -> str:
    """The picture in words, theme by theme."""
    said = [f"{theme}は{_counted(tally)}" for theme, tally in _tallies(found).items()]
    return "。".join([*said, ""])


def _counted(tally: Counter[str]) -> str:
    return "、".join(
        f"{word}{tally[standing]}問" for standing, word in STANDINGS.items() if tally[standing]
    )


def to_read(found: Sequence[Answered]) -> list[Answered]:
    """What asks for reading on: the concerns first, then what is halfway, then what is not known."""
    wanted = [each for each in found if each.standing in TO_READ]
    return sorted(wanted, key=lambda each: TO_READ.index(each.standing))


def rows(found: Iterable[Answered]) -> list[dict[str, Any]]:
    """A row for each question, as table, file and picture take it; `place` is its place in its theme."""
    seen: Counter[str] = Counter()
    made = []
    for each in found:
        asked = each.question
        seen[asked.theme] += 1
        made.append(
            {
                "theme": asked.theme,
                "place": seen[asked.theme],
                "question": asked.text,
                "short": asked.short,
                "answer": ANSWERS.get(each.answer, STANDINGS[OPEN]),
                "standing": each.standing,
                "standing_label": STANDINGS[each.standing],
                "why": asked.why,
                "page": PAGES[asked.read],
                "look": asked.look,
            }
        )
    return made
