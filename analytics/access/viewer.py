"""Who is reading: the reader is an argument everywhere, and whoever says nothing sees no person.

The office reads over all departments, as far as rows of the sharing table let it. A head of department sees all of his
own, and elsewhere what a row permits. The rest read sums only. Until there is a sign-in, settings say who it is.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from analytics.errors import InputFault
from analytics.settings import Settings

CHIEF, HEAD, TEAM, CASEWORKER, SYSTEMS, READER = (
    "chief",
    "head",
    "team",
    "caseworker",
    "systems",
    "reader",
)
ROLES: Final = {
    CHIEF: "室長",
    HEAD: "所管課長",
    TEAM: "徴収対策チーム",
    CASEWORKER: "事案担当",
    SYSTEMS: "情報担当",
    READER: "閲覧",
}
OF_THE_OFFICE: Final = frozenset({CHIEF, CASEWORKER})
LONGEST_NAME = 60  # letters


@dataclass(frozen=True)
class Viewer:
    """One reader: role (of `ROLES`), for a head the code of the department, and who it is, for the audit trail."""

    role: str = READER
    department: str | None = None
    name: str = ""

    def __post_init__(self) -> None:
        if self.role not in ROLES or (self.role == HEAD) != bool(self.department):
            raise ValueError("no such reader: `viewer` makes them, and says what is wrong")

    @property
    def is_office(self) -> bool:
        """Whether the reader reads as 徴収対策室."""
        return self.role in OF_THE_OFFICE

    @property
    def sees_persons(self) -> bool:
        """Whether there is any person that the reader may see; if not, no permission has to be looked for."""
        return self.is_office or self.role == HEAD

    @property
    def title(self) -> str:
        """The role in words."""
        return ROLES[self.role]


def viewer(
    role: str, department: str | None, departments: Mapping[str, str], name: str = ""
) -> Viewer:
    """The reader in *role* (a code or its Japanese); *departments*: code → name, either of which may be given.

    Raises `InputFault` for an unknown role, for a head without a department that there is, and for a department
    given to a role that has none.
    """
    code = _role(role)
    if code != HEAD:
        if department:
            raise InputFault(
                f"{ROLES[code]}は課で分かれません。課（{who(department)}）を付けるのは所管課長だけです。"
            )
        return Viewer(code, None, who(name))
    if not department:
        raise InputFault(
            f"所管課長には、どの課かが要ります。課の番号か名前を付けてください（{_some(departments)}）。"
        )
    return Viewer(HEAD, _department(department, departments), who(name))


def viewer_of_settings(departments: Mapping[str, str], name: str = "") -> Viewer:
    """The reader that the settings ZANGAKU_ROLE and ZANGAKU_ROLE_DEPARTMENT say. Raises `InputFault` as `viewer`."""
    settings = Settings.load()
    return viewer(settings.role, settings.role_department or None, departments, name)


def office_by_settings() -> bool:
    """Whether the settings say 徴収対策室, also before there is a version. Raises `InputFault` for an unknown role."""
    return _role(Settings.load().role) in OF_THE_OFFICE


def who(name: str) -> str:
    """*name* of a reader on one line, as the audit trail keeps it."""
    said = unicodedata.normalize("NFC", name).strip()[:LONGEST_NAME]
    return "".join(" " if unicodedata.category(letter)[0] in "CZ" else letter for letter in said)


def _role(asked: str) -> str:
    text = unicodedata.normalize("NFKC", asked).strip()
    for code, title in ROLES.items():
        if text in (code, title):
            return code
    known = "、".join(f"{code}（{title}）" for code, title in ROLES.items())
    raise InputFault(f"役割「{who(asked)}」はありません。使えるのは {known} です。")


def _department(asked: str, departments: Mapping[str, str]) -> str:
    text = asked.strip()
    found = [code for code, name in departments.items() if text in (code, name)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputFault(
            f"課「{who(asked)}」は{len(found)}つあります。番号（{'、'.join(found)}）で指定してください。"
        )
    near = get_close_matches(text, [*departments, *departments.values()], 1)
    what = f"{near[0]} ではありませんか" if near else f"あるのは {_some(departments)} です"
    raise InputFault(f"課「{who(asked)}」はありません。{what}。")


def _some(departments: Mapping[str, str]) -> str:
    """The first of them, with their codes."""
    listed = [f"{code}（{name}）" for code, name in list(departments.items())[:10]]
    more = f" など{len(departments)}課" if len(departments) > len(listed) else ""
    return "、".join(listed) + more if listed else "保管庫にはまだ課がありません"
