"""回収と不納欠損: 滞納繰越分への収入と、帳簿から外した額を、課ごとに別々に。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.worked import Example

FIGURE = "ways_down"
BOOKS = """
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2022 | 市税   | 納税課 | 滞繰 |  300 |  100 |    0 |  200
            2022 | 保険料 | 保険課 | 滞繰 |  100 |   40 |    0 |   60
            2022 | 使用料 | 公園課 | なし |  100 |   60 |    0 |   40
            2023 | 市税   | 納税課 | 滞繰 |  200 |   90 |   10 |  100
            2023 | 保険料 | 保険課 | 滞繰 |   60 |   15 |   20 |   25
            2023 | 使用料 | 公園課 | なし |  100 |   70 |    5 |   25"""
NO_COLLECTION = """
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2022 | 使用料 | 公園課 | なし |  100 |   60 |    0 |   40
            2023 | 使用料 | 公園課 | なし |  100 |   70 |    5 |   25"""

EXAMPLES = [
    Example(
        title="不納欠損が回収を上回る課を、見出しが言う",
        words="納税課は回収90、欠損10。保険課は回収15、欠損20。公園課は区分がなく、回収だけの額は分からない。",
        books=BOOKS,
        shows="""
            所管課 | 滞納繰越分の回収（円） | 不納欠損（円）
            保険課 | 15                     | 20
            納税課 | 90                     | 10
            公園課 | －                     | 5
        """,
        says="回収の分かる2課のうち、不納欠損が回収を上回るのは1課（保険課）",
        headline="105円",
        compares="不納欠損は35円",
        notes=("二つは別の額で、合計しません",),
        unsaid=("140円",),
    ),
    Example(
        title="1課だけでも同じ",
        words="納税課 回収90、欠損10。ほかの課の額は入らない。",
        books=BOOKS,
        department="納税課",
        shows="""
            所管課 | 滞納繰越分の回収（円） | 不納欠損（円）
            納税課 | 90                     | 10
        """,
        says="回収の分かる1課のうち、不納欠損が回収を上回る課はない",
        headline="90円",
        compares="不納欠損は10円",
    ),
    Example(
        title="回収が分からなければ、0円とは言わない",
        words="公園課の決算書は現年度分と滞納繰越分を分けていない。",
        books=NO_COLLECTION,
        shows="""
            所管課 | 滞納繰越分の回収（円） | 不納欠損（円）
            公園課 | －                     | 5
        """,
        says="回収の額は元の資料から分からず、不納欠損は5円",
        headline="－",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_example(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)
