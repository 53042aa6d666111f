"""The small files of rules that a city edits by hand (`data/rules/*.toml`): opened and read in one way."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

from analytics.errors import LayoutFault, reason


def read_rules(
    path: Path, title: str, example: str, parse_float: Callable[[str], Any] = float
) -> dict[str, Any]:
    """What *path* says. Raises `LayoutFault` saying which rules (*title*), why, and how a line looks (*example*)."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"), parse_float=parse_float)
    except OSError as problem:
        raise LayoutFault(
            f"{title} {path.name} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    except (ValueError, RecursionError) as problem:  # not UTF-8, or no TOML
        raise LayoutFault(
            f"{title} {path.name} を読めません。UTF-8のTOMLで、{example} のように書いてください。"
        ) from problem


def is_number(value: Any, least: int, most: int) -> bool:
    """Whether *value* is a whole number from *least* to *most*; true and false are none."""
    return type(value) is int and least <= value <= most


def is_day(value: Any) -> bool:
    """Whether *value* is a day without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def is_text(value: Any) -> bool:
    """Whether *value* is a word or more, and no blank."""
    return isinstance(value, str) and bool(value.strip())
