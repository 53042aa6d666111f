"""自己診断: what a city asks itself without any history (`data/survey/diagnosis.toml`), and what its answers come to.

Nothing is kept. The answers are a letter for each question; `code` puts them into an address together with a mark of
the questions, so that a link never answers others than it was made for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeGuard

from analytics.errors import LayoutFault
from analytics.ledger.rules_file import is_text, read_rules

NAME, TITLE = "diagnosis.toml", "自己診断の問い"
PAGES = {  # what may be read next: address → title, as app.py has them
    "trend": "全体推移",
    "makeup": "残額の内訳",
    "ranking": "目標と順位",
    "shared": "重複滞納",
    "department": "自課点検",
    "limitation": "時効管理",
    "cases": "事案",
    "matching": "名寄せの確認",
    "targets": "目標の設定",
    "provenance": "来歴",
    "import": "取込",
    "definitions": "用語と算式",
    "survey": "意識調査",
}
ANSWERS = {"y": "はい", "h": "一部", "n": "いいえ", "u": "分からない"}  # letter → word
NOT_YET = "-"  # in the place of a letter
GOOD, HALF, CONCERN, UNKNOWN, OPEN = "good", "half", "concern", "unknown", "open"
STANDINGS = {
    GOOD: "よい",
    HALF: "途中",
    CONCERN: "気になる",
    UNKNOWN: "分からない",
    OPEN: "未回答",
}
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
UNREADABLE = (
    "リンクの答えは、いまの問いへの答えとして読めません。問いが直されたか、リンクが途中で切れています。"
    "答えのない状態で表示しています。"
)
LEAST_THEMES, MOST_THEMES, MOST_IN_A_THEME = 2, 8, 4
LETTERS = {"theme": 10, "text": 40, "short": 10, "why": 80, "look": 40}  # at most
_KEYS = ("theme", "text", "short", "good", "why", "read", "look")
_NAMED = 3  # themes that a title names


@dataclass(frozen=True)
class Question:
    """One question: in which theme, which answer is `good`, why it is asked, and which page to `read` next for what."""

    theme: str
    text: str
    short: str
    good: str
    why: str
    read: str
    look: str

    def standing(self, answer: str) -> str:
        """What *answer*, a letter, says of the city: one of `STANDINGS`."""
        if answer in "yn":
            return GOOD if (answer == "y") == (self.good == "yes") else CONCERN
        return {"h": HALF, "u": UNKNOWN}.get(answer, OPEN)


@dataclass(frozen=True)
class Answered:
    """A question with its answer, one of the letters of `ANSWERS` or `NOT_YET`."""

    question: Question
    answer: str

    @property
    def standing(self) -> str:
        """One of `STANDINGS`."""
        return self.question.standing(self.answer)


def read(folder: Path) -> tuple[Question, ...]:
    """The questions in *folder*. Raises `LayoutFault` naming every mistake."""
    told = read_rules(folder / NAME, TITLE, 'good = "yes"')
    if wrong := [*_mistakes(told)]:
        raise LayoutFault(
            "\n".join([f"{TITLE} {NAME} に誤りがあります。", *(f"- {each}" for each in wrong)])
        )
    questions = [Question(**row) for row in told["questions"]]
    return tuple(sorted(questions, key=lambda each: told["themes"].index(each.theme)))


def _mistakes(told: dict[str, Any]) -> Iterator[str]:
    yield from (
        f"{key} は知らないキーです。消してください"
        for key in told
        if key not in ("themes", "questions")
    )
    themes, rows = told.get("themes"), told.get("questions")
    if not _is_themes(themes):
        yield (
            f"themes は、{LETTERS['theme']}字までの分野の名前を {LEAST_THEMES} から {MOST_THEMES} 個、"
            '1回ずつ、themes = ["情報共有", "目標"] のように書いてください'
        )
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        yield "問いがありません。[[questions]]（角かっこは2つずつ）の下に書いてください"
        return
    for place, row in enumerate(rows, 1):
        yield from (f"{place}番目の問い: {said}" for said in _mistakes_of(row, themes))
    yield from _crowds(rows, themes if _is_themes(themes) else [])


def _is_themes(themes: Any) -> TypeGuard[list[str]]:
    return (
        isinstance(themes, list)
        and LEAST_THEMES <= len(themes) <= MOST_THEMES
        and all(_fits(each, "theme") and themes.count(each) == 1 for each in themes)
    )


def _mistakes_of(row: dict[str, Any], themes: Any) -> Iterator[str]:
    """What is wrong in one question."""
    yield from (f"{key} は知らないキーです。消してください" for key in row if key not in _KEYS)
    if _is_themes(themes) and row.get("theme") not in themes:
        yield f"theme は themes の {'、'.join(themes)} から選んでください"
    for key in ("text", "short", "why", "look"):
        if not _fits(row.get(key), key):
            yield f"{key} は引用符で囲んだ、{LETTERS[key]}字までの1行で書いてください"
    if row.get("good") not in ("yes", "no"):
        yield 'good は "yes"（はい がよい）か "no"（いいえ がよい）で書いてください'
    if row.get("read") not in [*PAGES]:
        yield f"read は {'、'.join(PAGES)} から選んでください"


def _crowds(rows: Sequence[dict[str, Any]], themes: Sequence[str]) -> Iterator[str]:
    """What is wrong in the questions together: a theme has none or too many, a question comes twice."""
    for theme in themes:
        count = sum(row.get("theme") == theme for row in rows)
        if not 1 <= count <= MOST_IN_A_THEME:
            yield f"分野「{theme}」の問いは {count} 個です。1 から {MOST_IN_A_THEME} 個にしてください"
    texts = Counter(row["text"] for row in rows if is_text(row.get("text")))
    yield from (f"「{text}」が{count}つあります" for text, count in texts.items() if count > 1)


def _fits(value: Any, key: str) -> bool:
    return is_text(value) and len(value) <= LETTERS[key] and len(value.splitlines()) == 1


def answered(questions: Iterable[Question], answers: str) -> list[Answered]:
    """Each of *questions* with its letter of *answers*."""
    return [Answered(*pair) for pair in zip(questions, answers, strict=True)]


def code(questions: Sequence[Question], answers: str) -> str:
    """*answers* as they stand in an address, with a mark of the questions; "" while there is none."""
    return f"{answers}.{_mark(questions)}" if answers.strip(NOT_YET) else ""


def answers_in(questions: Sequence[Question], code: str) -> tuple[str, str]:
    """The answers that *code* holds, one letter for each question, and "" or a sentence why it is not followed."""
    nothing = NOT_YET * len(questions)
    answers, _, mark = code.partition(".")
    if not code:
        return nothing, ""
    is_whole = len(answers) == len(questions) and mark == _mark(questions)
    if not is_whole or not set(answers) <= {*ANSWERS, NOT_YET}:
        return nothing, UNREADABLE
    return answers, ""


def _mark(questions: Iterable[Question]) -> str:
    """Four letters that change when a question is put in other words, moved, or taken the other way."""
    asked = "\n".join(f"{each.good} {each.text}" for each in questions)
    return sha256(asked.encode()).hexdigest()[:4]


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
