"""What several commands share on their command line, with its words of help.

`readable=False`: whether a path can be read is said by whoever reads it, with the reason, not as misuse of the command.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from analytics.errors import InputFault

Files = Annotated[
    list[Path],
    typer.Argument(metavar="FILE…", readable=False, help="読み取るファイル（複数可）"),
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="DIR", readable=False, help="保管庫のフォルダ（既定 data/snapshots）"
    ),
]
LayoutOption = Annotated[
    str | None,
    typer.Option("--layout", metavar="NAME", help="レイアウトの名前（省くと見出しから選ぶ）"),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d"], help="基準日（例 2024-05-31）"),
]
FromOption = Annotated[
    datetime | None,
    typer.Option(
        "--from", metavar="DATE", formats=["%Y-%m-%d"], help="増減の始まりの基準日 （省くと1年前）"
    ),
]
KindOption = Annotated[
    str | None, typer.Option("--kind", metavar="NAME", help="債権の種類（省くとすべて）")
]
NotDueOption = Annotated[
    bool, typer.Option("--with-not-due", help="納期未到来の額を含める （月次の残額）")
]
VersionOption = Annotated[
    str | None,
    typer.Option("--version", metavar="N", help="版の番号か名前（省くと最新）"),
]
VersionArgument = Annotated[str, typer.Argument(metavar="N", help="版の番号か、版に付けた名前")]


class Format(StrEnum):
    """How a command writes its numbers."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


FormatOption = Annotated[Format, typer.Option("--format", help="書き出す形")]
PortOption = Annotated[int | None, typer.Option("--port", metavar="N", help="ポート番号")]


def day(given: datetime | None) -> date | None:
    """The day of ``--as-of`` or ``--from``. Raises `InputFault` for one that no books could be of."""
    if given is not None and not 1990 <= given.year <= 2100:
        raise InputFault(f"基準日 {given.date().isoformat()} は扱えません。例: 2024-05-31")
    return given.date() if given else None
