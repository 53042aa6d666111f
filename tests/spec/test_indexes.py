"""課ごと・債権ごとの指数: その年度末の未収残額 ÷ それぞれの最初の年度末の未収残額 × 100。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.worked import Example

BOOKS = """
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2021 | 市税   | 納税課 | なし | 1000 |  800 |    0 |  200
            2021 | 保険料 | 保険課 | なし |  100 |   80 |    0 |   20
            2021 | 使用料 | 公園課 | なし |  100 |  100 |    0 |    0
            2021 | 貸付金 | 福祉課 | なし |   50 |   10 |    0 |   40
            2023 | 市税   | 納税課 | なし | 1000 |  850 |    0 |  150
            2023 | 保険料 | 保険課 | なし |  100 |   50 |    0 |   50
            2023 | 使用料 | 公園課 | なし |  100 |   90 |    0 |   10"""
FIGURE = "index_by_department"
EXAMPLES = [
    Example(
        title="残額の大きさにかかわらず、増えた課を数える",
        words="納税課 150÷200＝75.0、保険課 50÷20＝250.0。公園課は0円から始まるので指数がなく、福祉課はもうない。",
        books=BOOKS,
        shows="""
            年度              | 所管課（最新の名前） | 未収残額（円） | 指数（最初の年度末＝100）
            令和3年度（2021） | 納税課               | 200            | 100.0
            令和5年度（2023） | 納税課               | 150            | 75.0
            令和3年度（2021） | 保険課               | 20             | 100.0
            令和5年度（2023） | 保険課               | 50             | 250.0
            令和3年度（2021） | 福祉課               | 40             | 100.0
            令和3年度（2021） | 公園課               | 0              | －
            令和5年度（2023） | 公園課               | 10             | －
        """,
        says="最初の年度末より残額が増えたのは、2課のうち1課",
        headline="1課",
        notes=("最初の年度末の残額が0円で、指数のないもの: 公園課。",),
    ),
    Example(
        title="最初の年度には、比べるものがない",
        words="令和3年度末が100。公園課は0円なので数えない。",
        books=BOOKS,
        year=2021,
        shows="""
            年度              | 所管課（最新の名前） | 指数（最初の年度末＝100）
            令和3年度（2021） | 納税課               | 100.0
            令和3年度（2021） | 福祉課               | 100.0
            令和3年度（2021） | 保険課               | 100.0
        """,
        says="令和3年度末を100とする。比べる年度末はまだない",
        headline="－",
    ),
]
BY_CLAIM_KIND = [
    Example(
        title="1つの課の債権だけを数える",
        words="保険料 50÷20＝250.0。ほかの課の債権は入らない。",
        books=BOOKS,
        department="保険課",
        shows="""
            年度              | 債権の種類 | 指数（最初の年度末＝100）
            令和3年度（2021） | 保険料     | 100.0
            令和5年度（2023） | 保険料     | 250.0
        """,
        says="保険課で最初の年度末より残額が増えたのは、1種のうち1種",
        headline="1種",
    ),
    Example(
        title="割るものがなければ、指数はない",
        words="使用料は0円から始まる。",
        books=BOOKS,
        department="公園課",
        shows="""
            年度              | 債権の種類 | 指数（最初の年度末＝100）
            令和3年度（2021） | 使用料     | －
            令和5年度（2023） | 使用料     | －
        """,
        says="比べる年度末の残額がないため、指数は出せません。",
        headline="－",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)


@pytest.mark.parametrize("example", BY_CLAIM_KIND, ids=lambda example: example.title)
def test_claim_kinds_worked_by_hand(example: Example, tmp_path: Path) -> None:
    example.check("index_by_claim_kind", tmp_path)
