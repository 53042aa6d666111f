"""What the words in a table mean: parts, states, claims, departments. Every line says whether somebody has to look."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from analytics.intake.suggesting.columns import Guess
from analytics.intake.suggesting.looks import Look
from analytics.intake.suggesting.words import (
    DEPARTMENT_HEADERS,
    KIND_HEADERS,
    PARTS,
    STATES,
    match,
    meaning,
)
from analytics.intake.text import fold, nearest
from analytics.ledger.claim_kinds_file import read_claim_kinds
from analytics.ledger.columns import STATES as STATE_LABELS

LOOK = "要確認"
_SECTION = re.compile(r"[^\s_()・、-]+?(?:課|室|事務所)(?!税|題|程|長)")
_CITY = re.compile(r"^[^\s_()]{1,8}?[市町村区]")
_CLAIM = re.compile(r"[^\s_()・、\d-]{2,}?(?:料|費|税|返還金|貸付金|負担金)")
_ENTERPRISE = ("水道", "病院", "企業")


@dataclass(frozen=True)
class Claims:
    """The rules for which line is which claim: (word of the column, kind, comment), or one without a column."""

    look: Look | None
    rules: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class Sections:
    """The departments: the column they stand in, if any, and (code, name, comment) of each."""

    look: Look | None
    known: tuple[tuple[str, str, str], ...]


def guess_parts(guess: Guess | None) -> dict[str, list[str]]:
    """``current`` and ``carried_over`` → the words of the column."""
    words = [] if guess is None else guess.looks[0].words
    return {
        part: [word for word in words if meaning(word, PARTS) == part]
        for part in ("current", "carried_over")
    }


def guess_states(guess: Guess | None) -> list[tuple[str, list[str], str]]:
    """State, the words for it, and a comment."""
    if guess is None:
        return []
    meant = {word: meaning(word, STATES) for word in guess.looks[0].words}
    lines = []
    for state, label in STATE_LABELS.items():
        sure = [word for word, found in meant.items() if found == state]
        guessed = (
            [word for word, found in meant.items() if not found] if state == "untouched" else []
        )
        said = label + (f"。{LOOK}: 知らない言葉 {len(guessed)}つを仮にここへ" if guessed else "")
        if sure or guessed:
            lines.append((state, [*sure, *guessed], said))
    return lines


def guess_claims(spare: Sequence[Look], names: Sequence[str]) -> Claims:
    """Which claims the lines are of: by a column of a few words, else by what the file and its title are called."""
    kinds = read_claim_kinds().kinds
    column = _of_headers(spare, KIND_HEADERS)
    if column is not None:
        return Claims(column, tuple(_claim_of(word, kinds) for word in column.words))
    for name in names:
        plain = fold(name)
        met = sorted((kind for kind in kinds if fold(kind) in plain), key=len)
        if met:
            return Claims(None, (("", met[-1], f"{LOOK}: ファイルの名前か表題から"),))
    named = [found[0] for name in names if (found := _CLAIM.search(fold(name)))]
    kind = named[0] if named else "債権の名前"
    return Claims(None, (("", kind, f"{LOOK}: 債権の名前を書いてください"),))


def _claim_of(word: str, kinds: Sequence[str]) -> tuple[str, str, str]:
    known = {fold(kind): kind for kind in kinds}
    plain = fold(word)
    if plain in known:
        return word, known[plain], f"{LOOK}: 表の言葉のまま"
    near = None if plain.isdecimal() else nearest(word, kinds)
    if near:
        return word, word.strip(), f"{LOOK}: この製品が知る近い債権は「{near}」"
    kind = f"科目{plain}" if plain.isdecimal() else word.strip()
    return word, kind, f"{LOOK}: 債権の名前に直してください"


def guess_sections(looks: Sequence[Look], names: Sequence[str]) -> Sections:
    """Whose file it is: the column of a department's code, else the name in that of the file or in the title."""
    met = [found[0] for name in names if (found := _SECTION.search(_without_city(name)))]
    named = met[0] if met else ""
    column = _of_headers(looks, DEPARTMENT_HEADERS)
    if column is None:
        name = named or "課の名前"
        return Sections(None, ((name, name, f"{LOOK}: 課のコードと名前を書いてください"),))
    paired = _names_beside(column, looks)
    if len(column.counts) == 1 and named and not paired:
        paired = {column.words[0]: named}
    return Sections(
        column,
        tuple(
            (word, paired.get(word, word), f"{LOOK}: 課のコードと名前")
            for word in sorted(column.words)
        ),
    )


def _names_beside(column: Look, looks: Sequence[Look]) -> dict[str, str]:
    """Code → name, where the column right of the codes has one name for each."""
    right = next((look for look in looks if look.at == column.at + 1 and look.may_be_quoted), None)
    if right is None or match(right.name, DEPARTMENT_HEADERS) is None:
        return {}
    pairs = set(zip(column.coded.codes.tolist(), right.coded.codes.tolist(), strict=True))
    found = {column.coded.words[code]: right.coded.words[name] for code, name in pairs}
    return found if len(found) == len(pairs) else {}


def _of_headers(looks: Sequence[Look], words: str) -> Look | None:
    """The column whose header fits *words* best, of those that may be quoted."""
    fitting = [
        (found, look.at, look)
        for look in looks
        if look.is_named and look.may_be_quoted and (found := match(look.name, words))
    ]
    return min(fitting)[2] if fitting else None


def guess_city(names: Sequence[str]) -> str:
    """The city that a name begins with, or nothing."""
    return next((found[0] for name in names if (found := _CITY.match(fold(name)))), "")


def _without_city(name: str) -> str:
    return _CITY.sub("", fold(name))


def is_enterprise(words: Sequence[str]) -> bool:
    """Whether *words* speak of an enterprise of the city, whose books close on 31 March."""
    return any(sign in fold(word) for word in words for sign in _ENTERPRISE)
