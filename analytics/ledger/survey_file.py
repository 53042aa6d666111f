"""The catalogue of questions and the table of staff as a city writes them (`questions.toml`, `staff.toml`).

Every mistake is said at once: the file, which table by its place, the key, and what to write instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from analytics.errors import LayoutFault
from analytics.ledger.rules_file import is_day, is_number, is_text, read_rules
from analytics.ledger.survey import (
    BEST,
    FLOOR,
    LEAST_ANSWERS,
    UNKNOWN_GROUP,
    WHOLE,
    Breakdown,
    Catalogue,
    Choices,
    Direction,
    Group,
    Question,
    Rank,
    Scale,
    Staff,
    Wording,
    as_asked,
    fold_word,
)

QUESTIONS_FILE, STAFF_FILE = "questions.toml", "staff.toml"
MOST_QUESTIONS, MOST_ANSWERS = 999, 1000
KEYS = {
    "": ("survey", "choices", "no_answer", "scales", "questions"),
    "survey": ("title", "least_answers", "weight_by"),
    "choices": ("name", "words"),
    "no_answer": ("words",),
    "scales": ("key", "name", "direction", "about"),
    "questions": ("number", "scale", "reversed", "wordings"),
    "wordings": ("version", "text", "since"),
    "ranks": ("municipality", "name", "words"),
    "groups": ("municipality", "name", "words", "departments"),
}
Row = dict[str, Any]


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue in *folder*. Raises `LayoutFault` with every place that is wrong."""
    told = read_rules(folder / QUESTIONS_FILE, "設問の目録", "[[questions]]")
    wrong = list(_wrong_catalogue(told))
    if wrong:
        raise _fault("設問の目録", QUESTIONS_FILE, wrong)
    about = told.get("survey", {})
    return Catalogue(
        title=about.get("title", "職員意識調査"),
        least_answers=about.get("least_answers", LEAST_ANSWERS),
        weight_by=about.get("weight_by", "rank_group"),
        choices=tuple(
            Choices(row["name"], tuple(map(tuple, row["words"]))) for row in told["choices"]
        ),
        no_answer=tuple(told.get("no_answer", {}).get("words", [])),
        scales=tuple(
            Scale(row["key"], row["name"], row["direction"], row.get("about", ""))
            for row in told["scales"]
        ),
        questions=tuple(
            Question(
                row["number"],
                row["scale"],
                tuple(
                    Wording(one["version"], one["text"], one.get("since"))
                    for one in row["wordings"]
                ),
                row.get("reversed", False),
            )
            for row in told["questions"]
        ),
    )


def read_staff(folder: Path) -> Staff:
    """The ranks and groups in *folder*. Raises `LayoutFault` with every place that is wrong."""
    told = read_rules(folder / STAFF_FILE, "職位と所属の表", "[[ranks]]")
    wrong = list(_wrong_staff(told))
    if wrong:
        raise _fault("職位と所属の表", STAFF_FILE, wrong)
    return Staff(
        tuple(
            Rank(row["name"], tuple(row.get("words", [])), row.get("municipality", ""))
            for row in told.get("ranks", [])
        ),
        tuple(
            Group(
                row["municipality"],
                row["name"],
                tuple(row.get("words", [])),
                tuple(row.get("departments", [])),
            )
            for row in told.get("groups", [])
        ),
    )


def _fault(title: str, name: str, wrong: Sequence[str]) -> LayoutFault:
    head = f"{title} {name} に誤りがあります。次を直してください。"
    return LayoutFault("\n".join([head, *(f"- {each}" for each in dict.fromkeys(wrong))]))


def _wrong_catalogue(told: Row) -> Iterator[str]:
    yield from _unknown(told, "", "")
    about = told.get("survey", {})
    if not isinstance(about, dict):
        yield "survey は [survey] の下に書いてください"
        about = {}
    yield from _unknown(about, "survey", "[survey] ")
    if not is_number(about.get("least_answers", LEAST_ANSWERS), FLOOR, MOST_ANSWERS):
        yield f"[survey] least_answers は {FLOOR} から {MOST_ANSWERS:,} までの整数で書いてください"
    if str(about.get("weight_by", "rank_group")) not in get_args(Breakdown):
        yield f"[survey] weight_by は {' か '.join(get_args(Breakdown))} と書いてください"
    if not is_text(about.get("title", "－")):
        yield "[survey] title は言葉で書いてください"
    silent = told.get("no_answer", {})
    if not isinstance(silent, dict) or not _are_texts(silent.get("words", [])):
        yield "[no_answer] words は、無回答の言葉を並べて書いてください"
    else:
        yield from _unknown(silent, "no_answer", "[no_answer] ")
    yield from _not_listed(told, ("choices", "scales", "questions"))
    for name, check in (("choices", _wrong_choices), ("scales", _wrong_scale)):
        for place, row in _rows(told, name):
            yield from (f"{place}{why}" for why in check(row))
        if not list(_rows(told, name)):
            yield f"[[{name}]] が1つもありません"
    yield from _twice((row.get("name") for _, row in _rows(told, "choices")), "[[choices]] の name")
    scales = [row.get("key") for _, row in _rows(told, "scales")]
    yield from _twice(scales, "[[scales]] の key")
    yield from _twice((row.get("name") for _, row in _rows(told, "scales")), "[[scales]] の name")
    yield from _wrong_questions(told, {key for key in scales if isinstance(key, str)})


def _wrong_choices(row: Row) -> Iterator[str]:
    yield from _unknown(row, "choices", "")
    words = row.get("words")
    if not is_text(row.get("name")):
        yield "name を書いてください"
    if not isinstance(words, list) or len(words) != BEST or not all(map(_some_texts, words)):
        yield "words は、5から1までの順に、5つの言葉の組を書いてください"
    elif len({fold_word(word) for same in words for word in same}) != sum(
        len(set(map(fold_word, same))) for same in words
    ):
        yield "words の同じ言葉が、2つの番号にあります"


def _wrong_scale(row: Row) -> Iterator[str]:
    yield from _unknown(row, "scales", "")
    for key in ("key", "name"):
        if not is_text(row.get(key)):
            yield f"{key} を書いてください"
    if not is_text(row.get("about", "－")):
        yield "about は言葉で書いてください"
    if str(row.get("direction")) not in get_args(Direction):
        yield f"direction は {' か '.join(get_args(Direction))} と書いてください"


def _wrong_questions(told: Row, scales: set[str]) -> Iterator[str]:
    texts: list[str] = []
    for place, row in _rows(told, "questions"):
        yield from (f"{place}{why}" for why in _wrong_question(row, scales))
        texts += {
            str(one.get("text")) for _, one in _rows(row, "wordings") if is_text(one.get("text"))
        }
    numbers = [row.get("number") for _, row in _rows(told, "questions")]
    if not numbers:
        yield "[[questions]] が1つもありません"
    yield from _twice(numbers, "[[questions]] の number")
    yield from _twice(texts, "設問の文", as_asked)


def _wrong_question(row: Row, scales: set[str]) -> Iterator[str]:
    yield from _unknown(row, "questions", "")
    if not is_number(row.get("number"), 1, MOST_QUESTIONS):
        yield f"number は 1 から {MOST_QUESTIONS} までの整数で書いてください"
    if str(row.get("scale")) not in scales:
        yield f"scale の「{row.get('scale')}」は [[scales]] にありません（{'、'.join(sorted(scales))}）"
    if not isinstance(row.get("reversed", False), bool):
        yield "reversed は true か false と書いてください"
    yield from _not_listed(row, ("wordings",), "questions.")
    wordings = list(_rows(row, "wordings"))
    if not wordings:
        yield "wordings に、設問の文を1つは書いてください"
    for place, one in wordings:
        yield from _unknown(one, "wordings", place)
        if not is_number(one.get("version"), 1, MOST_QUESTIONS) or not is_text(one.get("text")):
            yield f"{place}version（整数）と text（設問の文）を書いてください"
        if "since" in one and not is_day(one["since"]):
            yield f"{place}since は 2026-06-01 のように、引用符のない日付で書いてください"
    yield from _twice([one.get("version") for _, one in wordings], "wordings の version")
    since = [one["since"] for _, one in wordings if is_day(one.get("since"))]
    if since != sorted(since) or any("since" not in one for _, one in wordings[1:]):
        yield "wordings は古い順に並べ、2つ目からは使い始めた日を since に書いてください"


def _wrong_staff(told: Row) -> Iterator[str]:
    for key in told.keys() - {"ranks", "groups"}:
        yield f"{key} は知らないキーです。消してください"
    yield from _not_listed(told, ("ranks", "groups"))
    for name in ("ranks", "groups"):
        for place, row in _rows(told, name):
            yield from _unknown(row, name, place)
            if not is_text(row.get("name")):
                yield f"{place}name を書いてください"
            elif row["name"] in (WHOLE, UNKNOWN_GROUP):
                yield f"{place}name の「{row['name']}」は画面で別のことに使います。別の名前にしてください"
            if not isinstance(row.get("municipality", ""), str):
                yield f"{place}municipality は引用符で囲んで書いてください"
            for key in ("words", "departments"):
                if not _are_texts(row.get(key, [])):
                    yield f'{place}{key} は ["税務課"] のように、引用符で囲んで並べてください'
    for place, row in _rows(told, "groups"):
        if not is_text(row.get("municipality")):
            yield f"{place}municipality に自治体の名前を書いてください"
    yield from _doubled(told)


def _doubled(told: Row) -> Iterator[str]:
    """Words that mean two ranks, or two groups of one city; a department in two groups."""
    of: dict[str, dict[str, list[Row]]] = {"ranks": {}, "groups": {}}
    for name, cities in of.items():
        for _, row in _rows(told, name):
            cities.setdefault(str(row.get("municipality", "")), []).append(row)
    for name, cities in of.items():
        for city, rows in cities.items():
            whose = f"{city}の" if city else ""
            named = [[str(row.get("name")), *_texts(row, "words")] for row in rows]
            words = [
                word for own in named for word in {fold_word(each): each for each in own}.values()
            ]
            yield from _twice(words, f"[[{name}]] の{whose}言葉")
            codes = [code for row in rows for code in _texts(row, "departments")]
            yield from _twice(codes, f"[[{name}]] の{whose}課の番号")


def _rows(told: Row, name: str) -> Iterator[tuple[str, Row]]:
    """The tables called *name*, each with its place in words."""
    listed = told.get(name, [])
    for number, row in enumerate(listed if isinstance(listed, list) else [], start=1):
        if isinstance(row, dict):
            yield f"[[{name}]] の{number}番目: ", row


def _not_listed(told: Row, names: Iterable[str], above: str = "") -> Iterator[str]:
    """Tables that are written as one, not as one of several."""
    for name in names:
        listed = told.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
            yield f"{name} は、1つずつ [[{above}{name}]] の下に書いてください（角かっこは2つずつ）"


def _unknown(row: Row, name: str, place: str) -> Iterator[str]:
    for key in row:
        if key not in KEYS[name]:
            yield f"{place}{key} は知らないキーです（{'、'.join(KEYS[name])}）"


def _twice(
    values: Iterable[Any], what: str, plain: Callable[[str], str] = fold_word
) -> Iterator[str]:
    """Values of which two are the same to whoever reads a file: by what is left of them when they are made *plain*."""
    same: dict[str, list[str | int]] = {}
    for value in values:
        if isinstance(value, str | int):
            same.setdefault(plain(str(value)), []).append(value)
    for first, *others in same.values():
        if others:
            yield f"{what}「{first}」が2つ以上あります"


def _texts(row: Row, key: str) -> list[str]:
    found = row.get(key, [])
    return [one for one in found if isinstance(one, str)] if isinstance(found, list) else []


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def _some_texts(value: Any) -> bool:
    return _are_texts(value) and bool(value)
