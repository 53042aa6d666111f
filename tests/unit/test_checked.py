"""The words of a layout, checked one by one: what is refused is refused in Japanese."""

from __future__ import annotations

import re

import pytest
from pydantic import TypeAdapter, ValidationError

from analytics.intake.checked import Encoding, Pattern


@pytest.mark.parametrize(
    "name", ["utf-8-sig", "cp932", "utf-16", "utf-16-be", "utf-32", "euc_jp", "iso2022_jp", "SJIS"]
)
def test_encodings_of_text_are_known(name: str) -> None:
    assert TypeAdapter(Encoding).validate_python(name) == name


@pytest.mark.parametrize("name", ["utf8-sgi", "hex", "base64", "rot13", "undefined", "a\0b", ""])
def test_what_is_no_encoding_of_text(name: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(f"文字コード「{name}」は知りません")):
        TypeAdapter(Encoding).validate_python(name)


@pytest.mark.filterwarnings("error")
def test_a_pattern_that_may_mean_more_some_day_is_no_matter() -> None:
    assert TypeAdapter(Pattern).validate_python("[[計]") == "[[計]"


@pytest.mark.parametrize("pattern", ["(abc", "計{99999999999999}"])
def test_a_bad_pattern_is_not_explained_in_english(pattern: str) -> None:
    with pytest.raises(ValidationError, match="を読めません") as fault:
        TypeAdapter(Pattern).validate_python(pattern)
    assert "repetition" not in str(fault.value)
    assert "unterminated" not in str(fault.value)
