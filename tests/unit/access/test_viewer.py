"""Who is reading, as commands and settings say it."""

from __future__ import annotations

import re

import pytest

from analytics.access.viewer import ROLES, Viewer, viewer, viewer_of_settings, who
from analytics.errors import InputFault
from analytics.settings import SETTINGS

DEPARTMENTS = {"101": "税務課", "201": "水道課", "301": "建築住宅課", "302": "水道課"}


def refusal(role: str, department: str | None) -> str:
    with pytest.raises(InputFault) as found:
        viewer(role, department, DEPARTMENTS)
    return str(found.value)


def test_who_says_nothing_sees_no_person() -> None:
    assert Viewer() == viewer("閲覧", None, DEPARTMENTS)
    assert not Viewer().sees_persons


@pytest.mark.parametrize(
    ("role", "title", "sees", "is_office"),
    [
        ("chief", "室長", True, True),
        ("head", "所管課長", True, False),
        ("team", "徴収対策チーム", False, False),
        ("caseworker", "事案担当", True, True),
        ("systems", "情報担当", False, False),
        ("reader", "閲覧", False, False),
    ],
)
def test_the_roles(role: str, title: str, sees: bool, is_office: bool) -> None:
    department = "101" if role == "head" else None
    one = viewer(role, department, DEPARTMENTS, " 山田\n")
    assert one == viewer(title, department, DEPARTMENTS, "山田")
    assert (one.title, one.sees_persons, one.is_office) == (title, sees, is_office)
    assert (one.role, one.department, one.name) == (role, department, "山田")
    assert role in ROLES


@pytest.mark.parametrize("said", ["101", "税務課", " 税務課 "])
def test_a_department_by_its_code_or_name(said: str) -> None:
    assert viewer("head", said, DEPARTMENTS).department == "101"


@pytest.mark.parametrize(
    ("role", "department", "why"),
    [
        ("boss", None, "役割「boss」はありません。使えるのは chief（室長）、head（所管課長）、"),
        ("", None, "役割「」はありません"),
        ("室長", "税務課", "室長は課で分かれません。課（税務課）を付けるのは所管課長だけです"),
        ("reader", "101", "閲覧は課で分かれません"),
        ("head", None, "どの課かが要ります。課の番号か名前を付けてください（101（税務課）、201"),
        ("head", "", "どの課かが要ります"),
        ("head", "税務", "課「税務」はありません。税務課 ではありませんか"),
        ("head", "X", "課「X」はありません。あるのは 101（税務課）、"),
        ("head", "水道課", "課「水道課」は2つあります。番号（201、302）で"),
    ],
)
def test_what_cannot_be_is_said(role: str, department: str | None, why: str) -> None:
    assert why in refusal(role, department)


@pytest.mark.parametrize(
    ("role", "department"), [("x", None), ("head", None), ("head", ""), ("chief", "1")]
)
def test_no_reader_is_made_that_cannot_be(role: str, department: str | None) -> None:
    with pytest.raises(ValueError, match="no such reader"):
        Viewer(role, department)


def test_many_departments_are_not_all_listed() -> None:
    many = {str(number): f"第{number}課" for number in range(100, 130)}
    with pytest.raises(InputFault, match="109（第109課） など30課"):
        viewer("head", None, many)
    with pytest.raises(InputFault, match="保管庫にはまだ課がありません"):
        viewer("head", "101", {})


def test_a_name_stays_on_one_line() -> None:
    assert who("\t山田 \u2028太郎\x1b[2J") == "山田  太郎 [2J"
    assert len(who("長" * 99)) == 60


def test_the_settings_name_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZANGAKU_ROLE", raising=False)
    monkeypatch.delenv("ZANGAKU_ROLE_DEPARTMENT", raising=False)
    assert viewer_of_settings(DEPARTMENTS) == Viewer()
    monkeypatch.setenv("ZANGAKU_ROLE", "所管課長")
    monkeypatch.setenv("ZANGAKU_ROLE_DEPARTMENT", "101")
    assert viewer_of_settings(DEPARTMENTS, "係") == Viewer("head", "101", "係")
    monkeypatch.setenv("ZANGAKU_ROLE", "admin")
    with pytest.raises(InputFault, match=re.escape("役割「admin」はありません")):
        viewer_of_settings(DEPARTMENTS)


def test_the_help_of_the_setting_names_every_role() -> None:
    (words,) = (words for name, _, words in SETTINGS if name == "role")
    assert all(f"{code} {title}" in words for code, title in ROLES.items())
