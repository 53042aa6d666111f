"""What is said of a workbook that cannot be read, in one place: its file is looked at here, and read apart."""

from __future__ import annotations

from analytics.errors import InputFault
from analytics.intake.tables.parts import COLUMNS

_AGAIN = "元のシステムから出力し直すか、Excelで開いて保存し直してください。"


def encrypted(name: str) -> InputFault:
    """The fault of a workbook with a password."""
    return InputFault(
        f"{name} にはパスワードがかかっていて読めません。"
        "Excelで開き、「ファイル」の「ブックの保護」でパスワードを外してから保存し直してください。"
    )


def damaged(name: str) -> InputFault:
    """The fault of a workbook that is not whole."""
    return InputFault(
        f"{name} は壊れていて、Excelのブックとして読めません。途中で切れていないかを確かめ、{_AGAIN}"
    )


def stopped(name: str) -> InputFault:
    """The fault of a workbook whose reading ended by itself, or had to be ended."""
    return InputFault(
        f"{name} を読む途中で、記憶か時間の限りに達しました。ブックが壊れているか、大きすぎます。"
        f"要る表だけをCSVで保存するか、{_AGAIN}"
    )


def unusual(name: str, why: str) -> InputFault:
    """The fault of a workbook that no program writes for people: it would burst, or was made to."""
    return InputFault(
        f"{name} は読みません。{why}。ふつうのブックではこうなりません。"
        "出どころを確かめ、要る表だけを新しいブックかCSVに保存し直してください。"
    )


def too_wide(name: str, columns: int, row: int) -> InputFault:
    """The fault of a table with more *columns* than any department's has."""
    return InputFault(
        f"{name} の{row:,}行目に列が{columns:,}あります。表の列は{COLUMNS:,}まで読みます。"
        "区切りや改行が失われていないかを確かめ、元のシステムから出力し直してください。"
    )
