"""自己診断: what a city asks itself without any history (`data/survey/diagnosis.toml`), and how it answers.

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
UNREADABLE = (
    "リンクの答えは、いまの問いへの答えとして読めません。問いが直されたか、リンクが途中で切れています。"
    "答えのない状態で表示しています。"
)
LEAST_THEMES, MOST_THEMES, MOST_IN_A_THEME = 2, 8, 4
LETTERS = {"theme": 10, "text": 40, "short": 10, "why": 80, "look": 40}  # at most
_KEYS = ("theme", "text", "short", "good", "why", "read", "look")


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
