"""Lines of TOML with a comment beside each."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

WIDE = 72  # columns, behind which a comment stands on the line above
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Line:
    """A key with its value as TOML writes it, and why it is so."""

    key: str
    value: str
    why: str = ""


def text(word: str) -> str:
    """*word* as TOML holds it; a pattern with backslashes stays as it is read."""
    if "\\" in word and "'" not in word and not _UNSEEN.search(word):
        return f"'{word}'"
    return _UNSEEN.sub(
        lambda found: f"\\u{ord(found[0]):04X}", json.dumps(word, ensure_ascii=False)
    )


def listed(words: Iterable[str]) -> str:
    """``["a", "b"]``."""
    return f"[{', '.join(map(text, words))}]"


def inline(pairs: Mapping[str, str]) -> str:
    """``{ a = "1", b = 2 }`` of values that are TOML already."""
    return f"{{ {', '.join(f'{key} = {value}' for key, value in pairs.items())} }}"


def table(name: str, lines: Iterable[Line], why: str = "") -> str:
    """A table with its heading, or nothing where it has no line."""
    written = [_written(f"{line.key} = {line.value}", line.why) for line in lines]
    return "\n".join([_written(name, why), *written]) + "\n" if written else ""


def array(name: str, items: Iterable[tuple[str, str]]) -> str:
    """``name = [`` … ``]`` with each item and its comment on a line of its own."""
    rows = [f"    {item}," + comment(why, "  ") for item, why in items]
    return "\n".join([f"{name} = [", *rows, "]"])


def comment(why: str, before: str = "") -> str:
    """*why* behind a ``#``, on one line, or nothing."""
    return f"{before}# {_UNSEEN.sub(' ', why)}" if why else ""


def _written(line: str, why: str) -> str:
    if len(line) > WIDE and why:
        return f"{comment(why)}\n{line}"
    return line + comment(why, "  ")
