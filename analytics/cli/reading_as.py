"""As whom a command reads: ``--role`` and ``--reader-department``, else the settings; by default nobody is seen."""

from __future__ import annotations

import getpass
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer

from analytics.access.gate import Gate, open_gate
from analytics.access.viewer import Viewer, viewer
from analytics.ledger.calendar import JAPAN
from analytics.settings import Settings
from analytics.store.reader import Reader

RoleOption = Annotated[
    str | None,
    typer.Option(
        "--role",
        metavar="ROLE",
        help="見る人の役割 （室長、所管課長など。 省くと設定の役割）",
    ),
]
ReaderDepartmentOption = Annotated[
    str | None,
    typer.Option("--reader-department", metavar="CODE", help="所管課長の課 （番号か名前）"),
]
PersonArgument = Annotated[str, typer.Argument(metavar="ID", help="名寄せの番号")]


def viewer_for(reader: Reader, role: str | None, department: str | None) -> Viewer:
    """The reader that the options say, else the settings. Raises `InputFault` for one that there cannot be."""
    if role is None and department is None:
        settings = Settings.load()
        role, department = settings.role, settings.role_department
    return viewer(role or Settings.load().role, department or None, reader.departments, _login())


def gate_for(reader: Reader, role: str | None, department: str | None, at: datetime) -> Gate:
    """The gate of *reader* at the time *at*."""
    return open_gate(reader, viewer_for(reader, role, department), at.astimezone(JAPAN).date())


def this_moment() -> datetime:
    """When the command was given."""
    return datetime.now(UTC)


def _login() -> str:
    """Who is signed in on this machine, for the audit trail; "" where nobody can be told."""
    with suppress(OSError, ImportError, KeyError):
        return getpass.getuser()
    return ""
