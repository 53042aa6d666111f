"""未収残額の増減: 年度末 ＝ 前年度末 ＋ 新規発生 － 回収 ＋ 区分のない債権の増減 － 不納欠損 ＋ 調整 ＋ 不突合。"""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.figures import Selection
from analytics.figures.base import frame, scope
from analytics.figures.bridge import amounts, behind
from tests.settlement import Office
from tests.spec.worked import Example

FIGURE = "bridge"
TAX_2022 = """
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 還付未済 | 未収
            2022 | 市民税 | 納税課 | 現年 | 1000 |  900 |    0 |        0 |  100
            2022 | 市民税 | 納税課 | 滞繰 |  200 |  100 |    0 |        0 |  100"""
TAX_2023 = """
            2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |        0 |   60
            2023 | 市民税 | 納税課 | 滞繰 |  200 |   90 |   30 |        0 |   80"""
LOAN_2022 = """
            2022 | 貸付金 | 福祉課 | なし |   40 |    0 |    0 |        0 |   40"""
MEALS = """
            年度 | 債権   | 課       | 区分 | 調定 | 収入 | 欠損 | 未収
            2022 | 給食費 | 学務課   | なし |  100 |   50 |    0 |   50
            2023 | 給食費 | 給食課   | なし |  150 |   90 |    0 |   60"""

EXAMPLES = [
    Example(
        title="現年度分と滞納繰越分のある税",
        words="新規発生は現年度分の納め残り 1,000－930＝70円（欠損10円を引く前）。回収は滞納繰越分への収入90円。"
        "欠損は 10＋30＝40円。200＋70－90－40＝140円。",
        books=TAX_2022 + TAX_2023,
        shows="""
            要因             | 増減額（円）
            前年度末         | 200
            新規発生         | 70
            滞納繰越分の回収 | −90
            不納欠損         | −40
            年度末           | 140
        """,
        says="新規発生70円に対し、回収は90円、不納欠損は40円",
    ),
    Example(
        title="繰越したあとの更正は「調整」",
        words="前年度末は200円だが、繰り越した調定は190円。差の10円は、回収でも欠損でもない。"
        "200＋70－90－40－10＝130円。",
        books=TAX_2022
        + """
            2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |        0 |   60
            2023 | 市民税 | 納税課 | 滞繰 |  190 |   90 |   30 |        0 |   70""",
        shows="""
            要因             | 増減額（円）
            前年度末         | 200
            新規発生         | 70
            滞納繰越分の回収 | −90
            不納欠損         | −40
            調整             | −10
            年度末           | 130
        """,
        says="新規発生70円に対し、回収は90円、不納欠損は40円",  # 調整の10円は、最も小さい40円の3分の1に満たない
        notes=("調整の内訳: 市民税 10円の減",),
    ),
    Example(
        title="還付未済は回収に数えない",
        words="滞納繰越分の収入95円のうち5円は返すお金。回収は90円。",
        books=TAX_2022
        + """
            2023 | 市民税 | 納税課 | 現年 | 1000 |  940 |    0 |        0 |   60
            2023 | 市民税 | 納税課 | 滞繰 |  200 |   95 |   30 |        5 |   80""",
        shows="""
            要因             | 増減額（円）
            前年度末         | 200
            新規発生         | 60
            滞納繰越分の回収 | −90
            不納欠損         | −30
            年度末           | 140
        """,
    ),
    Example(
        title="区分のない債権は、発生と収入の差引だけが分かる",
        words="30円から30円へ。欠損5円があるので、発生と収入の差引は5円の増だったことになる。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2022 | 使用料 | 公園課 | なし |  100 |   70 |    0 |   30
            2023 | 使用料 | 公園課 | なし |  130 |   95 |    5 |   30
        """,
        shows="""
            要因                 | 増減額（円）
            前年度末             | 30
            区分のない債権の増減 | 5
            不納欠損             | −5
            年度末               | 30
        """,
        says="発生と収入の差引は5円の増、不納欠損は5円",
    ),
    Example(
        title="理由の分からない消え方は「不突合」",
        words="前年度末に40円あった貸付金の行が、今年度の帳簿にない。200＋40＋70－90－40－40＝140円。",
        books=TAX_2022 + LOAN_2022 + TAX_2023,
        shows="""
            要因             | 増減額（円） | 関係する債権の数
            前年度末         | 240          | 2
            新規発生         | 70           | 1
            滞納繰越分の回収 | −90          | 1
            不納欠損         | −40          | 1
            不突合           | −40          | 1
            年度末           | 140          | 1
        """,
        notes=("不突合の内訳: 貸付金 40円の減",),
    ),
    Example(
        title="理由の分かっている消え方は「調整」",
        words="同じ40円でも、移り先がレイアウトに書いてあれば調整とし、理由を添える。",
        books=TAX_2022 + LOAN_2022 + TAX_2023,
        changes=((2023, "貸付金", "社会福祉協議会に引き継いだ"),),
        shows="""
            要因             | 増減額（円）
            前年度末         | 240
            新規発生         | 70
            滞納繰越分の回収 | −90
            不納欠損         | −40
            調整             | −40
            年度末           | 140
        """,
        says="新規発生70円に対し、回収は90円、不納欠損は40円、調整は40円の減",
        notes=("調整の内訳: 貸付金 40円の減（社会福祉協議会に引き継いだ）",),
    ),
    Example(
        title="税の滞納繰越分の行だけが消えても「不突合」",
        words="前年度末の200円が、どこへ行ったか分からない。200＋70－10－200＝60円。",
        books=TAX_2022
        + """
            2023 | 市民税 | 納税課 | 現年 | 1000 |  930 |   10 |        0 |   60""",
        shows="""
            要因     | 増減額（円） | 関係する債権の数
            前年度末 | 200          | 1
            新規発生 | 70           | 1
            不納欠損 | −10          | 1
            不突合   | −200         | 1
            年度末   | 60           | 1
        """,
        says="新規発生70円に対し、回収は0円、不納欠損は10円、不突合は200円の減",
        notes=("不突合の内訳: 市民税 200円の減",),
    ),
    Example(
        title="加わった債権は0円から始まる",
        words="貸付金は今年度から。前年度末には入らず、差引100円の増として入る。",
        books=TAX_2022
        + TAX_2023
        + """
            2023 | 貸付金 | 福祉課 | なし |  100 |    0 |    0 |        0 |  100""",
        says="新規発生70円に対し、回収は90円、不納欠損は40円、区分のない債権は100円の増",
        shows="""
            要因                 | 増減額（円）
            前年度末             | 200
            新規発生             | 70
            滞納繰越分の回収     | −90
            区分のない債権の増減 | 100
            不納欠損             | −40
            年度末               | 240
        """,
    ),
    Example(
        title="課を移った債権（全庁）",
        words="全庁で見れば、移ったことは増減ではない。50＋10＝60円。",
        books=MEALS,
        shows="""
            要因                 | 増減額（円）
            前年度末             | 50
            区分のない債権の増減 | 10
            年度末               | 60
        """,
    ),
    Example(
        title="課を移った債権（受けた課）",
        words="給食課の前年度末は0円。移ってきた50円は調整。",
        books=MEALS,
        department="給食課",
        shows="""
            要因                 | 増減額（円）
            前年度末             | 0
            区分のない債権の増減 | 10
            調整                 | 50
            年度末               | 60
        """,
        notes=("給食費 50円の増（他の課から移った）",),
    ),
    Example(
        title="課を移った債権（移した課）",
        words="学務課の50円は、回収したのではなく移した。",
        books=MEALS,
        department="学務課",
        shows="""
            要因     | 増減額（円）
            前年度末 | 50
            調整     | −50
            年度末   | 0
        """,
        says="学務課の不納欠損は0円、調整は50円の減",
        notes=("給食費 50円の減（他の課へ移った）",),
    ),
    Example(
        title="前年度末も今年度末も債権のない課に、増減はない",
        words="福祉課の貸付金は令和3年度まで。令和5年度の増減は、0円の並んだ表ではなく、一文で答える。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2021 | 貸付金 | 福祉課 | なし |   40 |    0 |    0 |   40
            2021 | 市民税 | 納税課 | なし |  100 |   70 |    0 |   30
            2022 | 市民税 | 納税課 | なし |  100 |   70 |    0 |   30
            2023 | 市民税 | 納税課 | なし |  100 |   60 |    0 |   40
        """,
        department="福祉課",
        shows="""
            要因 | 増減額（円）
        """,
        says="福祉課の未収残額は、前年度末も令和5年度末も0円で、増減がありません。",
    ),
    Example(
        title="前年度末の資料がなければ、増減は出さない",
        words="1年前（令和3年度末）の資料がない。2年前のものとは比べない。",
        books="""
            年度 | 債権   | 課     | 区分 | 調定 | 収入 | 欠損 | 未収
            2020 | 使用料 | 公園課 | なし |  100 |   70 |    0 |   30
            2022 | 使用料 | 公園課 | なし |  130 |   95 |    0 |   35
        """,
        shows="""
            要因 | 増減額（円）
        """,
        says="前年度末の資料がないため、増減の内訳は出せません。",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Example, tmp_path: Path) -> None:
    example.check(FIGURE, tmp_path)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_what_is_said_of_each_claim_adds_up(example: Example, tmp_path: Path) -> None:
    """調整 and 不突合 are broken down by claim under the figure: the parts must make the row."""
    office = Office(tmp_path, changes=example.changes).take_in(example.books)
    reader = office.reader()
    here = scope(reader, Selection(department=example.department))
    claims, _ = frame(reader, "bridge", here.parameters)
    amount, told = amounts(claims), behind(here, claims)
    for step in ("adjustments", "unexplained"):
        assert amount[step] == sum(yen for of, _, yen, _ in told if of == step)
