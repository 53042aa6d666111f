"""月次の増減: 返したお金は負の回収でなく調整。更正、課の間の移動、資料のない月があっても、1円まで合う。"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Selection, answer
from tests.monthly import Ledgers, month_end
from tests.spec.test_months import HEAD, Monthly
from tests.spec.worked import check_card

MEALS = (
    HEAD
    + """
            2026-09 | 2026 | 給食費 | 学務課 | 1      | 5月 | 2026-06-30 | 現年 | 2026 |  100 |   50 |    0
            2026-10 | 2026 | 給食費 | 給食課 | 1      | 5月 | 2026-06-30 | 現年 | 2026 |  100 |   70 |    0"""
)
EXAMPLES = [
    Monthly(
        title="返したお金は、負の回収でなく「調整」",
        words="1の収入は300円から100円へ減った。返した200円は還付で、2が納めた80円の回収からは引かない。"
        "1,200－80＋200＝1,320円。",
        figure="bridge",
        books=HEAD
        + """
            2026-09 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 | 1000 |  300 |    0
            2026-09 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2026-06-30 | 現年 | 2026 |  500 |    0 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 | 1000 |  100 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2026-06-30 | 現年 | 2026 |  500 |   80 |    0""",
        since="2026-09",
        month="2026-10",
        shows="""
            要因          | 増減額（円）
            令和8年9月末  | 1,200
            回収          | −80
            調整          | 200
            令和8年10月末 | 1,320
        """,
        says="残額は120円の増。新規発生0円に対し、回収は80円、不納欠損は0円、調整は200円の増",
        notes=("調整の内訳: 市民税 200円の増（還付）。", "その差を還付（充当の取り消しを含む）"),
    ),
    Monthly(
        title="調定を減らして納め過ぎを返したときは、更正と還付を分けて言う",
        words="調定は1,000円から900円へ100円の減、収入は950円から900円へ、50円を返した。50－100＋50＝0円。回収はない。",
        figure="bridge",
        books=HEAD
        + """
            2026-09 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 | 1000 |  950 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 |  900 |  900 |    0""",
        since="2026-09",
        month="2026-10",
        shows="""
            要因          | 増減額（円）
            令和8年9月末  | 50
            調整          | −50
            令和8年10月末 | 0
        """,
        notes=("調整の内訳: 市民税 100円の減（調定の更正", "、市民税 50円の増（還付）。"),
    ),
    Monthly(
        title="調定の更正は、増も減も「調整」",
        words="市民税の調定は500円から450円へ、固定資産税の調定は300円から330円へ直した。700－50＋30＝680円。",
        figure="bridge",
        books=HEAD
        + """
            2026-09 | 2026 | 市民税     | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 |  500 |  100 |    0
            2026-09 | 2026 | 固定資産税 | 納税課 | 2      | 1期 | 2026-05-31 | 現年 | 2026 |  300 |    0 |    0
            2026-10 | 2026 | 市民税     | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 |  450 |  100 |    0
            2026-10 | 2026 | 固定資産税 | 納税課 | 2      | 1期 | 2026-05-31 | 現年 | 2026 |  330 |    0 |    0""",
        since="2026-09",
        month="2026-10",
        shows="""
            要因          | 増減額（円） | 関係する債権の数
            令和8年9月末  | 700          | 2
            調整          | −20          | 2
            令和8年10月末 | 680          | 2
        """,
        notes=("調整の内訳: 市民税 50円の減（調定の更正", "固定資産税 30円の増（調定の更正"),
    ),
    Monthly(
        title="月の間に課を移った債権（全庁）",
        words="学務課の50円が給食課へ移り、20円が納められた。全庁で見れば、移ったことは増減ではない。50－20＝30円。",
        figure="bridge",
        books=MEALS,
        since="2026-09",
        month="2026-10",
        shows="""
            要因          | 増減額（円）
            令和8年9月末  | 50
            回収          | −20
            令和8年10月末 | 30
        """,
        says="残額は20円の減。新規発生0円に対し、回収は20円、不納欠損は0円",
    ),
    Monthly(
        title="月の間に課を移った債権（受けた課）",
        words="給食課の前の月末は0円。移ってきた50円は調整で、そのあと納められた20円は給食課の回収。",
        figure="bridge",
        books=MEALS,
        since="2026-09",
        month="2026-10",
        department="給食課",
        shows="""
            要因          | 増減額（円）
            令和8年9月末  | 0
            回収          | −20
            調整          | 50
            令和8年10月末 | 30
        """,
        notes=("調整の内訳: 給食費 50円の増（他の課から移った）",),
    ),
    Monthly(
        title="月の間に課を移った債権（移した課）",
        words="学務課の50円は、回収したのではなく移した。",
        figure="bridge",
        books=MEALS,
        since="2026-09",
        month="2026-10",
        department="学務課",
        shows="""
            要因          | 増減額（円）
            令和8年9月末  | 50
            調整          | −50
            令和8年10月末 | 0
        """,
        notes=("調整の内訳: 給食費 50円の減（他の課へ移った）",),
    ),
    Monthly(
        title="どの課の資料もない月をまたいでも、増減は1円まで合う",
        words="9月末の資料はどの課からも届いていないので、8月末と10月末の行を続けて比べる。"
        "9月25日に納期を過ぎた3の2期は "
        "200－40＝160円の新規発生。回収は 250－100＝150円、欠損30円。430＋160－150－30＝410円。",
        figure="bridge",
        books=HEAD
        + """
            2026-08 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 |  500 |  100 |    0
            2026-08 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2024-06-30 | 滞繰 | 2024 |   30 |    0 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-06-30 | 現年 | 2026 |  500 |  250 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2024-06-30 | 滞繰 | 2024 |   30 |    0 |   30
            2026-10 | 2026 | 市民税 | 納税課 | 3      | 2期 | 2026-09-25 | 現年 | 2026 |  200 |   40 |    0""",
        since="2026-08",
        month="2026-10",
        shows="""
            要因          | 増減額（円）
            令和8年8月末  | 430
            新規発生      | 160
            回収          | −150
            不納欠損      | −30
            令和8年10月末 | 410
        """,
        notes=("令和8年9月末の資料はありません。その前後の資料を続けて比べています。",),
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    reader = Ledgers(tmp_path).take_in(example.books).reader()
    assert example.month
    asked = Selection(
        month_end(example.month), example.department, from_on=month_end(example.since)
    )
    check_card(answer(example.figure, reader, asked), example)


def test_what_a_note_has_no_room_for_is_summed_up_by_its_reason(tmp_path: Path) -> None:
    """Of five claims 50, 40, 30, 20 and 10 yen went back, and the assessment of a sixth is 5 yen lower."""
    rows = [
        f"{month} | 2026 | {claim} | 納税課 | 1 | 1期 | 2026-06-30 | 現年 | 2026 | {assessed} | {paid} | 0"
        for month in ("2026-09", "2026-10")
        for claim, back, less in (*((f"税{n}", n * 10, 0) for n in range(1, 6)), ("税6", 0, 5))
        for assessed, paid in [(300, 100) if month == "2026-09" else (300 - less, 100 - back)]
    ]
    reader = Ledgers(tmp_path).take_in("\n".join([HEAD.strip(), *rows])).reader()
    asked = Selection(month_end("2026-10"), from_on=month_end("2026-09"))
    (told,) = (
        note for note in answer("bridge", reader, asked).notes if note.startswith("調整の内訳")
    )
    assert told.endswith(
        "税3 30円の増（還付） ほか3件（還付 30円の増、"
        "調定の更正・納期限の延長・繰越しの差・初めて届いた残額 5円の減）。"
    )
