"""The words a layout may hold: patterns, encodings and units, each checked as it is read.

Folded words and patterns are compared as the eye does (`analytics.intake.text`).
"""

from __future__ import annotations

import re
import warnings
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator

from analytics.intake.text import fold, fold_pattern


def _a_name(name: str) -> str:
    pattern = "[a-z0-9][a-z0-9-]*"
    if not re.fullmatch(pattern, name):
        raise ValueError(f"「{name}」は使えません（{pattern}）")
    return name


def _an_encoding(name: str) -> str:
    try:
        bytes(4).decode(name)  # looking it up is not enough: Python calls hex an encoding too
    except (LookupError, ValueError) as problem:
        raise ValueError(f"文字コード「{name}」は知りません（utf-8-sig、cp932 など）") from problem
    return name


def _a_pattern(pattern: str) -> str:
    try:
        with warnings.catch_warnings(
            action="ignore", category=FutureWarning
        ):  # [[ may mean more some day
            re.compile(pattern)
    except (re.error, OverflowError) as problem:
        raise ValueError(f"パターン「{pattern}」を読めません") from problem
    return pattern


def _a_pattern_of_a_year(pattern: str) -> str:
    if pattern and "fiscal_year" not in re.compile(pattern).groupindex:
        raise ValueError("年度に当たる部分を (?P<fiscal_year>…) で囲んでください")
    return pattern


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Name = Annotated[str, AfterValidator(_a_name)]
Encoding = Annotated[str, AfterValidator(_an_encoding)]
Pattern = Annotated[str, AfterValidator(_a_pattern)]
FoldedPattern = Annotated[str, AfterValidator(lambda pattern: _a_pattern(fold_pattern(pattern)))]
YearPattern = Annotated[FoldedPattern, AfterValidator(_a_pattern_of_a_year)]
Listed = BeforeValidator(_listed)  # one word may stand without its brackets
Words = Annotated[list[str], Listed]
FoldedWords = Annotated[Words, AfterValidator(lambda words: [*map(fold, words)])]
When = dict[str, FoldedWords]  # column → the words of which it must have one

Unit = Literal["円", "千円", "万円", "百万円"]
YEN: dict[Unit, int] = {"円": 1, "千円": 1_000, "万円": 10_000, "百万円": 1_000_000}
