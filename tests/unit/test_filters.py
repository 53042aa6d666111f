"""Every department can be chosen, whatever it is called."""

from __future__ import annotations

from pages.parts.filters import WHOLE_CITY, named


def test_a_name_of_its_own_is_enough() -> None:
    assert named({"10": "納税課", "20": "保険課"}) == {"納税課": "10", "保険課": "20"}


def test_departments_of_one_name_are_told_apart_by_their_codes() -> None:
    twice = {"10": "納税課", "20": "保険課", "21": "保険課"}
    assert named(twice) == {"納税課": "10", "保険課（20）": "20", "保険課（21）": "21"}


def test_no_department_hides_the_whole_city() -> None:
    assert named({"10": WHOLE_CITY}) == {f"{WHOLE_CITY}（10）": "10"}
