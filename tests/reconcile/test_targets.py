"""The shipped example targets of Komae: what the tool writes, and what its printed rule says."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

from analytics.settings import DATA, ROOT
from tests.reconcile.published import YEARS, table, year_of

SHIPPED = DATA / "targets" / "komae_example.csv"
WORDS = {"current": "現年度分", "carried_over": "滞納繰越分", "undivided": "区分なし"}
RULE = "前年度末の未収残額の95％（千円未満切捨て）"


def shipped() -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(SHIPPED.read_text(encoding="utf-8-sig"))))


def test_the_tool_writes_what_is_shipped(komae_store: Path, tmp_path: Path) -> None:
    tool = [sys.executable, ROOT / "tools" / "example_targets.py", komae_store]
    (tmp_path / "targets").mkdir()
    subprocess.run(
        tool, check=True, env={"ZANGAKU_TARGETS": str(tmp_path / "targets")}, cwd=tmp_path
    )
    assert (tmp_path / "targets" / "komae_example.csv").read_bytes() == SHIPPED.read_bytes()


def test_the_rule_holds_on_the_published_files() -> None:
    """Reckoned anew from the files, with no part of the product."""
    names = {
        (row["fiscal_year"], row["dept_code"]): row["dept_name"]
        for row in table("komae_departments_2018_2023.csv")
    }
    expected = set()
    for fiscal_year in YEARS[:-1]:
        for (_, kind, department), parts in year_of(fiscal_year).sums.items():
            own = f"（{names[str(fiscal_year), department]}）" if department else ""
            for part, sums in parts.items():
                target = sums.outstanding * 95 // 100 // 1000 * 1000
                if target > 0:
                    expected.add((str(fiscal_year + 1), kind + own, WORDS[part], str(target)))
    rows = shipped()
    assert {
        (row["年度"], row["債権"], row["区分"], row["目標額（円）"]) for row in rows
    } == expected
    assert len(rows) == len(expected)


def test_every_row_says_that_it_is_an_example() -> None:
    assert {(row["種別"], row["決め方"], row["自治体"]) for row in shipped()} == {
        ("例示", RULE, "狛江市")
    }
