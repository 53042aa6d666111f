"""`zangaku figure`: one frame in three forms, of any version, date and department; always the same numbers."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from analytics.cli.options import Format
from analytics.figures import FIGURES
from analytics.figures.persons import PERSON_FIGURES
from analytics.ledger.columns import PARTS
from tests.pipeline.conftest import Run


def as_rows(printed: str) -> list[dict[str, str]]:
    assert printed.startswith("\ufeff")  # so that Excel reads it as UTF-8
    return list(csv.DictReader(io.StringIO(printed.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_the_same_in_every_form(name: str, komae_store: Path, zangaku: Run) -> None:
    asked = ("figure", name, "--store", komae_store)
    shown = json.loads(zangaku(*asked, "--format", "json").out)
    exported = zangaku(*asked, "--format", "csv").out
    table = zangaku(*asked).out
    assert shown["name"] == name
    assert shown["title"] in table
    for note in shown["notes"]:
        assert note in table
    for source in shown["sources"]:
        assert source in table
    rows = as_rows(exported)
    assert len(rows) == len(shown["rows"])
    numbers = [column for column in shown["labels"] if column.endswith(("_yen", "_count", "_rows"))]
    for row, line in zip(shown["rows"], rows, strict=True):
        for column in numbers:
            cell = line[shown["labels"][column]]
            assert (int(cell) if cell else None) == row[column]
            if row[column] is not None:
                assert f"{row[column]:,}".replace("-", "−") in table  # no figure is cut short
    assert "…" not in table.split("\n※")[0]


def test_csv_keeps_its_line_ends_and_its_bytes(komae_store: Path, zangaku: Run) -> None:
    printed = zangaku("figure", "balance_by_year", "--store", komae_store, "--format", "csv").out
    assert printed.count("\r\n") == 19
    assert printed.replace("\r\n", "").count("\n") == 0


def test_a_year_end_is_chosen_by_its_date(komae_store: Path, zangaku: Run) -> None:
    done = zangaku("figure", "bridge", "--store", komae_store, "--as-of", "2020-05-31")
    assert "未収残額の増減（令和元年度）" in done.out
    assert "令和2年5月31日現在" in done.out
    assert "400,779,072" in done.out


def test_a_department_is_chosen_by_its_code(komae_store: Path, zangaku: Run) -> None:
    asked = ("figure", "balance_by_year", "--store", komae_store, "--format", "json")
    whole = json.loads(zangaku(*asked).out)
    part = json.loads(zangaku(*asked, "--department", "300400").out)
    assert "市民生活部・納税課の未収残額" in part["title"]

    def of_2023(shown: dict) -> int:
        return sum(row["outstanding_yen"] for row in shown["rows"] if row["fiscal_year"] == 2023)

    assert 0 < of_2023(part) < of_2023(whole) == 353_961_020


def test_an_old_version_knows_nothing_of_what_came_later(komae_store: Path, zangaku: Run) -> None:
    asked = ("figure", "balance_by_year", "--store", komae_store, "--format", "json")
    shown = json.loads(zangaku(*asked, "--version", 1).out)
    assert shown["version"] == 1
    assert shown["as_of"] == "2020-05-31"
    assert {row["as_of"] for row in shown["rows"]} == {"2019-05-31", "2020-05-31"}
    assert {row["fiscal_year"] for row in shown["rows"]} == {2018, 2019}
    assert len(shown["sources"]) == 2


def test_parts_have_their_names_in_what_people_read(komae_store: Path, zangaku: Run) -> None:
    """JSON is for programs, and keeps the code."""
    asked = ("figure", "receivables_by_claim", "--store", komae_store)
    exported = as_rows(zangaku(*asked, "--format", "csv").out)
    assert {row["区分"] for row in exported} == {"現年度分", "滞納繰越分", "区分なし"}
    table = zangaku(*asked).out
    assert not [code for code in PARTS if code in table]
    coded = json.loads(zangaku(*asked, "--format", "json").out)["rows"]
    assert [PARTS[row["part"]] for row in coded] == [row["区分"] for row in exported]


ALL = (
    "",
    *("import", "check", "figure", "layouts", "layouts suggest", "serve", "demo", "sample"),
    *("snapshots", "snapshots list", "snapshots show", "snapshots verify"),
    *("snapshots diff", "snapshots restore", "targets", "targets import"),
    *("snapshots pin", "snapshots pins", "snapshots unpin"),
    *("match", "audit", "audit verify", "audit list"),
    *("consent", "consent give", "consent withdraw", "consent list"),
    *("lead", "lead decide", "lead list"),
    *("survey", "survey import", "survey questions"),
)
# placeholders in capitals, names of commands, options, figures, files and addresses
NAMES = re.compile(r"\b[A-Z]+\b|--[a-z-]+|[\w./-]*(?:/|\d|_|\.csv)[\w./-]*|<[a-z|]+>|ZANGAKU")
COMMANDS = {word for command in ALL for word in command.split()}
COMMANDS |= {"zangaku", *FIGURES, *PERSON_FIGURES, *Format}


@pytest.mark.parametrize("command", ALL)
def test_help_speaks_japanese(command: str, zangaku: Run) -> None:
    """And never cuts a sentence short."""
    helped = zangaku(*command.split(), "--help")
    assert helped.code == 0
    assert f"使い方: zangaku {command}".strip() in helped.out
    assert "--help" in helped.out
    assert "この説明を出します。" in helped.out
    words = set(re.findall(r"[A-Za-z]{2,}", NAMES.sub(" ", helped.out)))
    assert words - COMMANDS == set()
    assert "[OPTIONS]" not in helped.out
    assert "COMMAND" not in helped.out
    assert not re.search(r"(?<!FILE)(?<!コマンド )…", helped.out)


def test_a_group_without_its_command_shows_its_help(zangaku: Run) -> None:
    done = zangaku("snapshots")
    assert done.code == 2
    assert "使い方: zangaku snapshots" in done.out


@pytest.mark.parametrize("command", ["import", "check", "figure", "layouts", "serve", "demo"])
def test_help_has_an_example(command: str, zangaku: Run) -> None:
    done = zangaku(command, "--help")
    assert done.code == 0
    assert f"例: zangaku {command}" in done.out


def test_a_bridge_between_two_months_of_one_kind(kakuu_store: Path, zangaku: Run) -> None:
    chosen = ("--from", "2026-08-31", "--kind", "水道料金", "--format", "json")
    told = json.loads(zangaku("figure", "bridge", "--store", kakuu_store, *chosen).out)
    steps = {row["step"]: row["change_yen"] for row in told["rows"]}
    assert sum(yen for step, yen in steps.items() if step != "closing") == steps["closing"]
    assert told["title"].startswith("水道料金の")
    assert told["rows"][0]["step_label"] == "令和8年8月末"


@pytest.mark.parametrize(
    ("chosen", "why"),
    [
        (("--from", "2026-11-30"), "始まりにできる基準日は 2026-08-31、2026-09-30 です。"),
        (("--kind", "水道"), "債権「水道」はありません。あるのは"),
        (("--as-of", "2026-07-31"), "基準日 2026-07-31 の残額はありません。"),
    ],
)
def test_what_cannot_be_chosen_is_said(
    chosen: tuple[str, ...], why: str, kakuu_store: Path, zangaku: Run
) -> None:
    done = zangaku("figure", "bridge", "--store", kakuu_store, *chosen)
    assert done.code != 0
    assert why in done.err
