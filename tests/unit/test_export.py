"""A figure as a file: read back as Excel would read it."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime

import pandas as pd
import pytest

from analytics.figures import Figure
from analytics.figures.export import file_name, to_csv
from analytics.ledger.spreadsheet import FORMULA_STARTS, safe

LABELS = {"name": "名前", "outstanding_yen": "未収残額（円）", "share_rate": "割合"}


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def frame(*names: str) -> pd.DataFrame:
    yen = pd.array([1_234_567] * len(names), dtype="Int64")
    return pd.DataFrame({"hidden": 1, "outstanding_yen": yen, "share_rate": 0.035, "name": names})


def test_it_begins_with_a_byte_order_mark_and_ends_its_lines_as_excel_does() -> None:
    content = to_csv(frame("納税課"), LABELS)
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 2


def test_columns_stand_in_the_order_of_the_labels_and_numbers_stay_numbers() -> None:
    assert rows(to_csv(frame("納税課"), LABELS)) == [
        ["名前", "未収残額（円）", "割合"],
        ["納税課", "1234567", "0.035"],
    ]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_is_run_as_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(1)"
    assert rows(to_csv(frame(evil), LABELS))[1][0] == f"'{evil}"
    assert rows(to_csv(frame("a"), {**LABELS, "name": evil}))[0][0] == f"'{evil}"


def test_blanks_do_not_hide_a_formula() -> None:
    assert safe(" \u3000=1+1").startswith("'")
    assert safe("納税課 -1") == "納税課 -1"


def test_negative_amounts_are_not_text() -> None:
    table = frame("納税課").assign(outstanding_yen=pd.array([-5], dtype="Int64"))
    assert rows(to_csv(table, LABELS))[1][1] == "-5"


def test_what_is_missing_is_empty() -> None:
    table = pd.DataFrame(
        {
            "a": pd.array([pd.NA], dtype="Int64"),
            "b": [float("nan")],
            "c": [pd.NaT],
            "d": [None],
        }
    )
    assert rows(to_csv(table, {name: name for name in table})) == [list("abcd"), [""] * 4]


def test_dates_flags_and_times_are_plain() -> None:
    table = pd.DataFrame(
        {
            "day": pd.to_datetime(["2024-05-31"]),
            "moment": [datetime(2026, 11, 23, 6, 20, tzinfo=UTC)],
            "flag": pd.array([True], dtype="boolean"),
        }
    )
    written = rows(to_csv(table, {name: name for name in table}))[1]
    assert written == ["2024-05-31", "2026-11-23T06:20:00+00:00", "1"]


def test_parts_are_named_as_in_a_table() -> None:
    table = pd.DataFrame({"part": ["current", "carried_over", "undivided"], "claim": "current"})
    assert rows(to_csv(table, {"part": "区分", "claim": "債権"}))[1:] == [
        ["現年度分", "current"],
        ["滞納繰越分", "current"],
        ["区分なし", "current"],
    ]


def test_an_empty_frame_still_has_its_headers() -> None:
    assert rows(to_csv(frame(), LABELS)) == [list(LABELS.values())]


def test_the_file_is_named_for_what_is_in_it() -> None:
    figure = Figure("bridge", "", "", "", "", date(2024, 5, 31), frame(), {}, version=5)
    assert file_name(figure) == "zangaku-bridge-2024-05-31-v5.csv"
