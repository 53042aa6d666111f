"""The table of claim kinds as it is written: `claim_kinds.toml` in the folder of the setting `rules`.

Every mistake is said at once: the file, which row by its place and its claims, the key, and what to write instead.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path
from typing import Any, Final, get_args

from analytics.errors import LayoutFault, reason, toml_place
from analytics.ledger.calendar import Clock
from analytics.ledger.claim_kinds import CLASSES, ClaimKinds, ClaimRule, Class, Share
from analytics.settings import Settings

NAME = "claim_kinds.toml"
ROWS = "claim_kinds"  # the name of the array of tables
MOST_YEARS = 30
_BESIDE = ("code", "klass", "needs_invocation", "closing_clock", "share_group")
_CLASS_OF: Final = {
    "T": "public_enforceable",
    "P": "public_enforceable",
    "N": "public_court",
    "C": "private",
}
Row = dict[str, Any]
Check = Callable[[Any], str]  # what is wrong with a value, or ""


def claim_kinds_path() -> Path:
    """Where the table is."""
    return Settings.load().rules / NAME


def read_claim_kinds(path: Path | None = None) -> ClaimKinds:
    """The table at *path* (None: that of the settings). Raises `LayoutFault` naming every row and key that is wrong."""
    path = path or claim_kinds_path()
    rows = list(enumerate(_rows(path), start=1))
    wrong = [
        f"{_place(number, row)}「{key}」: {why}"
        for number, row in rows
        for key, why in _mistakes(row)
    ]
    if not wrong:
        made = [(number, rule) for number, row in rows for rule in _rules(row)]
        wrong = [why for one, other in combinations(made, 2) for why in _conflicts(one, other)]
        if not wrong:
            return ClaimKinds(tuple(rule for _, rule in made))
    said = [f"- {path.name} {why}" for why in dict.fromkeys(wrong)]
    raise LayoutFault("\n".join(["債権の表に誤りがあります。次を直してください。", *said]))


def _rows(path: Path) -> list[Row]:
    try:
        content = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as problem:
        raise LayoutFault(
            f"債権の表 {path.name} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    except UnicodeDecodeError as problem:
        raise LayoutFault(
            f"債権の表 {path.name} の文字コードがUTF-8ではありません。UTF-8で保存し直してください。"
        ) from problem
    except (ValueError, RecursionError) as problem:
        raise LayoutFault(
            f"債権の表 {path.name} の{toml_place(problem)}の書き方がTOMLとして読めません。引用符やかっこの閉じ忘れ、"
            "同じ項目の重なり、2020-04-01 の形でない日付がないかを見て直してください。"
        ) from problem
    rows = content.pop(ROWS, None)
    if content:
        raise LayoutFault(
            f"債権の表 {path.name} の「{'、'.join(content)}」は知らない項目です。[[{ROWS}]] の行の下に書いてください。"
        )
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise LayoutFault(
            f"債権の表 {path.name} に行がありません。1行ごとに [[{ROWS}]]（角かっこは2つずつ）を書いてください。"
        )
    return rows


def _mistakes(row: Row) -> Iterator[tuple[str, str]]:
    """What is wrong with which key of a row."""
    known = _CHECKS | _OPTIONAL
    for key in (key for key in row if key not in known):
        near = get_close_matches(key, known, 1)
        what = f"{near[0]} ではありませんか" if near else "消してください"
        yield key, f"知らない項目です。{what}"
    for key in (key for key in _CHECKS if key not in row):
        yield key, "書かれていません"
    for key, check in known.items():
        if key in row and (why := check(row[key])):
            yield key, why
    if _is_good(row, "class") and _is_good(row, "share_group"):
        meant = _CLASS_OF[row["share_group"]]
        if meant != row["class"]:
            yield (
                "share_group",
                f"{row['share_group']} は{CLASSES[meant]}のものです。class か share_group を直してください",
            )
    dated = _is_good(row, "contracted_from") and _is_good(row, "contracted_before")
    if dated and row["contracted_from"] >= row["contracted_before"]:
        yield "contracted_before", "contracted_from より後の日を書いてください"


def _is_good(row: Row, key: str) -> bool:
    """Whether the row has the key, and a value that can be used."""
    return key in row and not (_CHECKS | _OPTIONAL)[key](row[key])


def _conflicts(one: tuple[int, ClaimRule], other: tuple[int, ClaimRule]) -> Iterator[str]:
    """Why two rows, each with its number, cannot stand beside each other."""
    (number, rule), (others, beside) = one, other
    if not rule.is_beside(beside):
        return
    place = f"{number}番目と{others}番目（{rule.kind}）"
    if number == others:
        yield f"{number}番目「names」: 「{rule.kind}」が2つあります。1つにしてください"
    elif rule.overlaps(beside):
        yield (
            f"{place}: 同じ日に両方が当てはまります。1つにするか、契約の日（contracted_from、contracted_before）か、"
            "適用の始まり（valid_from）で分けてください"
        )
    else:
        for name in _BESIDE:
            if getattr(rule, name) != getattr(beside, name):
                key = name.replace("klass", "class")
                yield f"{place}「{key}」: 契約の日だけで分かれる行では、同じにしてください"


def _place(number: int, row: Row) -> str:
    """Which row it is: by its place, and by its claims where it names them."""
    names = row.get("names")
    said = "、".join(map(str, names)) if isinstance(names, list) and names else "名前なし"
    return f"{number}番目（{said}）"


def _rules(row: Row) -> Iterator[ClaimRule]:
    """A row without mistakes, once for each of its names."""
    values: Row = dict.fromkeys(_OPTIONAL) | {key: row[key] for key in row if key != "names"}
    values["klass"] = values.pop("class")
    for name in row["names"]:
        yield ClaimRule(kind=name.strip(), **values)


def _text(value: object) -> str:
    good = isinstance(value, str) and value.strip()
    return "" if good else '" " で囲んだ言葉を書いてください'


def _names(value: object) -> str:
    good = isinstance(value, list) and value and not any(map(_text, value))
    return "" if good else '債権の名前を ["水道料金"] のように書いてください'


def _years(value: object) -> str:
    good = isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= MOST_YEARS
    return (
        ""
        if good
        else f"時効の年数を 1 から {MOST_YEARS} までの整数で、引用符を付けずに書いてください"
    )


def _flag(value: object) -> str:
    return "" if isinstance(value, bool) else "true か false を、引用符を付けずに書いてください"


def _day(value: object) -> str:
    good = isinstance(value, date) and not isinstance(value, datetime)
    return "" if good else "日付を 2020-04-01 のように、引用符を付けずに書いてください"


def _one_of(*words: str) -> Check:
    choices = "、".join(f'"{word}"' for word in words)
    return lambda value: "" if value in words else f"{choices} のどれかを書いてください"


_CHECKS: Final[dict[str, Check]] = {  # the keys of every row
    "names": _names,
    "code": _text,
    "class": _one_of(*get_args(Class)),
    "years": _years,
    "needs_invocation": _flag,
    "share_group": _one_of(*get_args(Share)),
    "law_basis": _text,
}
_OPTIONAL: Final[dict[str, Check]] = {
    "closing_clock": _one_of(*get_args(Clock)),
    "contracted_from": _day,
    "contracted_before": _day,
    "valid_from": _day,
    "confirmed_on": _day,
}
