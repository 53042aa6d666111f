"""A target decided anew bears a higher version and no earlier day: else nobody knows which holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.errors import LayoutFault
from analytics.intake.targets import read_targets

HEAD = "自治体,会計,年度,版,決定日,債権,区分,目標額（円）"


def problems(folder: Path, **files: str) -> list[str]:
    """What is wrong with *files*, each a table without its head."""
    for name, rows in files.items():
        lines = "\n".join(line.strip() for line in rows.strip().splitlines())
        (folder / f"{name}.csv").write_text(f"{HEAD}\n{lines}\n", encoding="utf-8")
    try:
        read_targets(folder)
    except LayoutFault as fault:
        return str(fault).splitlines()[1:]
    return []


def test_a_revision_dated_before_the_first_decision_is_told_with_file_and_rows(
    tmp_path: Path,
) -> None:
    first = """
        ,,2025,1,2025-06-01,市税,現年度分,10
        ,,2025,1,2025-06-01,市税,滞納繰越分,20
        ,,2025,1,2025-06-01,使用料,計,30"""
    second = """
        ,,2025,2,2025-05-31,市税,現年度分,9
        ,,2025,2,2025-05-31,市 税,滞納繰越分,18
        ,,2025,2,2025-06-01,使用料,計,30"""
    assert problems(tmp_path, 初=first, 改=second) == [
        "- 改.csv 2〜3行目「決定日」: 2025年度 版2 の決定日（2025-05-31）が、"
        "版1 の決定日（初.csv、2025-06-01）より前です。版か決定日を直してください"
    ]


def test_one_version_of_a_claim_with_two_days_is_told(tmp_path: Path) -> None:
    """Only the later would count, and its other part would be lost without a word."""
    rows = """
        ,,2025,1,2025-06-01,市税,現年度分,10
        ,,2025,1,2025-08-01,市税,滞納繰越分,20"""
    assert problems(tmp_path, 目標=rows) == [
        "- 目標.csv 3行目「決定日」: 2025年度 版1 の決定日（2025-08-01）が、"
        "同じ版のほかの行（目標.csv、2025-06-01）と違います。版か決定日を直してください"
    ]


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(
            """
            ,,2025,1,2025-06-01,市税,計,10
            ,,2025,2,2025-06-01,市税,計,9""",
            id="on the same day",
        ),
        pytest.param(
            """
            ,,2025,1,2025-06-01,市税,計,10
            ,,2026,2,2024-06-01,市税,計,9""",
            id="of another year",
        ),
        pytest.param(
            """
            ,,2025,1,2025-08-01,市税,計,10
            ,,2025,2,2025-06-01,使用料,計,9""",
            id="of another claim",
        ),
        pytest.param(
            """
            ,一般,2025,1,2025-08-01,返還金,計,10
            ,会計なし,2025,2,2025-06-01,返還金,計,9""",
            id="of another account",
        ),
        pytest.param(
            """
            甲市,,2025,1,2025-08-01,市税,計,10
            乙市,,2025,2,2025-06-01,市税,計,9""",
            id="of another city",
        ),
        pytest.param(",,2025,1,1999-06-01,市税,計,10", id="long before its year"),
    ],
)
def test_what_is_in_order(rows: str, tmp_path: Path) -> None:
    assert problems(tmp_path, 目標=rows) == []


@pytest.mark.parametrize(
    "rows",
    [
        ",,2025,1,2025-08-01,返還金,計,10\n,一般,2025,2,2025-06-01,返還金,計,9",
        ",,2025,1,2025-08-01,返還金,計,10\n甲市,,2025,2,2025-06-01,返還金,計,9",
        ",一 般,2025,1,2025-08-01,返還金,計,10\n,一般,2025,2,2025-06-01,返還金,計,9",
    ],
)
def test_what_is_not_written_is_of_any(rows: str, tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, 目標=rows)
    assert problem.startswith(
        "- 目標.csv 3行目「決定日」: 2025年度 版2 の決定日（2025-06-01）が、版1"
    )
