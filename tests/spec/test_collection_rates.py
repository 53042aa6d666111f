"""収納率（参考）: 収入済額 ÷ 調定額。現年度分、滞納繰越分、合計の3つを、いつも不納欠損と並べて見る。"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.monthly import Ledgers
from tests.spec.test_makeup import DEBTS
from tests.spec.worked import Example

FIGURE = "collection_rates"
EXAMPLES = [
    Example(
        title="3つの率を、不納欠損と並べる",
        words="現年度分は 980÷1,000、滞納繰越分は 20÷100、合計は 1,000÷1,100。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2023 | 市民税 | 納税課 | 現年 | 1000 |  980 |    0 |   20
            2023 | 市民税 | 納税課 | 滞繰 |  100 |   20 |   30 |   50
        """,
        shows="""
            年度              | 現年度分の収納率 | 滞納繰越分の収納率 | 合計の収納率 | 不納欠損（円）
            令和5年度（2023） | 98.0％           | 20.0％             | 90.9％       | 30
        """,
        says="令和5年度の収納率は現年度分98.0％、滞納繰越分20.0％、合計90.9％（不納欠損は30円）",
    ),
    Example(
        title="不納欠損にすると、集めた額が同じでも翌年の率が上がる",
        words="どちらの年も14円を集めた。30円の欠損で分母が100円から56円になり、率は 14÷100 から 14÷56 に上がる。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2022 | 市民税 | 納税課 | 滞繰 |  100 |   14 |   30 |   56
            2023 | 市民税 | 納税課 | 滞繰 |   56 |   14 |    0 |   42
        """,
        shows="""
            年度              | 滞納繰越分の収納率 | 不納欠損（円）
            令和4年度（2022） | 14.0％             | 30
            令和5年度（2023） | 25.0％             | 0
        """,
        notes=("不納欠損にすると次の年度の分母が減り、収納率は上がります",),
    ),
    Example(
        title="分けられない債権は、合計にだけ入る。割るものがなければ「－」",
        words="使用料は現年度分と滞納繰越分に分かれていない。合計は 60÷80。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2023 | 使用料 | 公園課 | なし |   80 |   60 |    0 |   20
        """,
        shows="""
            年度              | 現年度分の収納率 | 滞納繰越分の収納率 | 合計の収納率
            令和5年度（2023） | －               | －                 | 75.0％
        """,
        says="令和5年度の収納率は現年度分－、滞納繰越分－、合計75.0％（不納欠損は0円）",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)


def test_deliveries_of_months_have_no_rate(tmp_path: Path) -> None:
    """They hold what is owed, not what was paid in time."""
    figure = Ledgers(tmp_path).take_in(DEBTS).figure(FIGURE, "2026-10")
    assert figure.frame.empty
    assert figure.title.startswith("月次の滞納明細には期限までに納められた分がないため")
