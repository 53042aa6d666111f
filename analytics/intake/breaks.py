"""What is wrong with the form of a table in text: findings behind which it, or the rest of it, cannot be read."""

from __future__ import annotations

import csv
import json

from analytics.intake.decoding import DELIMITERS
from analytics.intake.findings import Finding, error
from analytics.intake.layout.headed import Headed

BREAKS = ("quotes", "too_long")  # findings behind which no row can be read


def delimited_otherwise(other: str, layout: Headed) -> Finding:
    """The finding that cells are told apart by *other*, not by what the layout says."""
    mine = DELIMITERS.get(layout.file.delimiter, f"「{layout.file.delimiter}」")
    return error(
        "delimiter",
        f"{DELIMITERS[other]}区切りのファイルですが、レイアウト「{layout.name}」は{mine}区切りとして読みます",
        f"{mine}区切りで保存し直すか、レイアウトの [file] に delimiter = {json.dumps(other)} と書いてください",
    )


def cut_short(row: int) -> Finding:
    """The finding that the last *row* has no end, where every line of such a file has one."""
    return error(
        "truncated",
        "最後の行が改行で終わっていません。ファイルが途中で切れています",
        "元のシステムから出力し直してください",
        row,
    )


def unreadable_row(problem: csv.Error, number: int) -> Finding:
    """The finding that row *number* and what follows cannot be told apart."""
    if "field limit" in str(problem):
        return error(
            "too_long",
            f"{csv.field_size_limit():,}字を超えるセルがあり、この行から先を読めません",
            '引用符（"）が開いたままでないかを確かめ、そうでなければセルを短くしてください',
            number,
        )
    return error(
        "quotes",
        '引用符（"）の対応がおかしく、この行から先の区切りを読めません',
        "引用符が開いたままでないかを確かめ、元のシステムから出力し直してください",
        number,
    )
