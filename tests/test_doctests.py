"""The examples in docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
NAMES = sorted(
    ".".join(file.relative_to(ROOT).with_suffix("").parts)
    for room in ("analytics", "pages")
    for file in (ROOT / room).rglob("*.py")
    if ">>>" in file.read_text(encoding="utf-8")
)


def test_there_are_examples() -> None:
    assert {"analytics.ledger.calendar", "analytics.errors", "pages.parts.text"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_true(name: str) -> None:
    ran = doctest.testmod(import_module(name))
    assert ran.attempted
    assert not ran.failed
