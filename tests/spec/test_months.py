"""月次の残額: 納期限を過ぎた未納だけを、開いている帳簿すべてで数え、前年同月と比べる。未着の課は、そう明かす。"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.monthly import Ledgers
from tests.settlement import printed, tidy

HEAD = """
            月      | 年度 | 債権   | 課     | 債務者 | 期  | 納期限     | 区分 | 賦課 | 調定 | 収入 | 欠損"""
TAX = (
    HEAD
    + """
            2025-05 | 2024 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 現年 | 2024 | 1000 |  900 |    0
            2026-04 | 2025 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |  100 |   40 |    0
            2026-04 | 2025 | 市民税 | 納税課 | 2      | 1期 | 2025-06-30 | 現年 | 2025 |  500 |  450 |    0
            2026-05 | 2025 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |  100 |   50 |    0
            2026-05 | 2025 | 市民税 | 納税課 | 2      | 1期 | 2025-06-30 | 現年 | 2025 |  500 |  470 |    0
            2026-05 | 2026 | 市民税 | 納税課 | 3      | 1期 | 2026-05-25 | 現年 | 2026 |  300 |  290 |    0"""
)
CARRIED = """
            2025-06 | 2025 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |  100 |    0 |    0
            2026-06 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |   50 |    0 |   20
            2026-06 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2025-06-30 | 滞繰 | 2025 |   25 |    5 |    0
            2026-06 | 2026 | 市民税 | 納税課 | 3      | 1期 | 2026-05-25 | 現年 | 2026 |  300 |  300 |    0"""
WATER = """
            2025-05 | 2025 | 水道料金 | 水道課 | 7      | 4月 | 2025-04-25 | 現年 | 2025 |   80 |    0 |    0
            2026-04 | 2026 | 水道料金 | 水道課 | 7      | 4月 | 2025-04-25 | 滞繰 | 2025 |   80 |   10 |    0"""
MANY = HEAD + "".join(
    f"""
            {month} | {year} | 市民税 | 納税課 | {debtor} | 1期 | 2024-06-30 | 滞繰 | 2023 | {owed} | 0 | 0"""
    for month, year, owed in (("2025-10", 2025, 20), ("2026-10", 2026, 18))
    for debtor in range(10)
)
RENT = "".join(
    f"""
            {month} | {year} | 家賃 | 住宅課 | {debtor} | 1月 | 2024-01-31 | 滞繰 | 2023 | {owed} | 0 | 0"""
    for month, year, owed in (("2025-10", 2025, 10), ("2026-09", 2026, 9))
    for debtor in range(10)
)
FEW = """
            2025-10 | 2025 | 返還金 | 福祉課 | 1 | 1回 | 2024-01-31 | 滞繰 | 2023 | 50 | 0 | 0
            2026-10 | 2026 | 返還金 | 福祉課 | 1 | 1回 | 2024-01-31 | 滞繰 | 2023 | 40 | 0 | 0"""


@dataclass(frozen=True)
class Monthly:
    """One worked example: the deliveries, the figure asked, and what its card must show and say."""

    title: str
    words: str  # the reckoning
    figure: str
    books: str
    shows: str
    month: str | None = None
    says: str = ""
    compares: str = ""
    notes: tuple[str, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
    targets: str = ""
    changes: tuple[tuple[int, str, str], ...] = ()


EXAMPLES = [
    Monthly(
        title="5月は2つの帳簿が開いている",
        words="令和7年度の帳簿に 50＋30＝80円、令和8年度の帳簿に10円。合わせて90円。前年同月は100円。",
        figure="balance_by_year",
        books=TAX,
        month="2026-05",
        shows="""
            月末          | 区分       | 未収残額（円） | その月末の合計（円）
            令和7年5月末  | 現年度分   | 100            | 100
            令和8年4月末  | 滞納繰越分 | 60             | 110
            令和8年4月末  | 現年度分   | 50             | 110
            令和8年5月末  | 滞納繰越分 | 50             | 90
            令和8年5月末  | 現年度分   | 40             | 90
        """,
        says="令和8年5月末の未収残額は90円で、1年で10円減った",
        compares="前年同月の100円から10円（10.0％）の減",
    ),
    Monthly(
        title="納期限がまだの額は残額に入れない",
        words="納期限が6月30日の100円は、6月30日にはまだ過ぎていない。残額は40円。",
        figure="balance_by_year",
        books=HEAD
        + """
            2026-06 | 2026 | 市民税 | 納税課 | 1      | 1期 | 2026-05-31 | 現年 | 2026 |  100 |   60 |    0
            2026-06 | 2026 | 市民税 | 納税課 | 2      | 2期 | 2026-06-30 | 現年 | 2026 |  100 |    0 |    0""",
        shows="""
            月末         | 区分     | 未収残額（円）
            令和8年6月末 | 現年度分 | 40
        """,
        says="令和8年6月末の未収残額は40円",
        compares="前年同月の資料がないため、比べられません",
        notes=("納期限がまだの額（市民税 100円）は、残額に入れていません。",),
    ),
    Monthly(
        title="帳簿の閉鎖をまたぐ増減",
        words="前年同月は100円。この1年に納期を過ぎた50円（2の1期、500－450）と10円（3の1期、300－290）が新規発生。"
        "回収は 40＋20＋10＋5＋10＝85円（出納閉鎖の後は新しい帳簿の収入）。欠損20円。"
        "繰り越した2の1期は30円のはずが25円なので、差の5円は調整。100＋60－85－20－5＝50円。",
        figure="bridge",
        books=TAX + CARRIED,
        month="2026-06",
        shows="""
            要因     | 増減額（円）
            前年同月 | 100
            新規発生 | 60
            回収     | −85
            不納欠損 | −20
            調整     | −5
            月末     | 50
        """,
        says="新規発生60円に対し、回収は85円、不納欠損は20円",
    ),
    Monthly(
        title="納められずに消えた行は「不突合」",
        words="100円の行が、納められないまま次の資料にない。回収とはしない。",
        figure="bridge",
        books=HEAD
        + """
            2025-10 | 2025 | 市民税 | 納税課 | 1      | 1期 | 2024-06-30 | 滞繰 | 2024 |  100 |    0 |    0
            2025-10 | 2025 | 市民税 | 納税課 | 2      | 1期 | 2024-06-30 | 滞繰 | 2024 |   70 |    0 |    0
            2026-10 | 2026 | 市民税 | 納税課 | 2      | 1期 | 2024-06-30 | 滞繰 | 2024 |   70 |   30 |    0""",
        shows="""
            要因     | 増減額（円）
            前年同月 | 170
            回収     | −30
            不突合   | −100
            月末     | 40
        """,
        notes=("不突合の内訳: 市民税 100円の減",),
    ),
    Monthly(
        title="届いていない課は、前に届いた数字で数え、そう明かす",
        words="水道課の5月の資料がない。4月末の70円を引き継ぎ、90＋70＝160円。どの課のいつの数字か、いくらかを見出しで言う。",
        figure="balance_by_year",
        books=TAX + WATER,
        month="2026-05",
        shows="""
            月末         | 区分       | 未収残額（円） | うち前に届いた数字のままの額（円）
            令和7年5月末 | 現年度分   | 180            | 0
            令和8年4月末 | 滞納繰越分 | 130            | 0
            令和8年4月末 | 現年度分   | 50             | 0
            令和8年5月末 | 滞納繰越分 | 120            | 70
            令和8年5月末 | 現年度分   | 40             | 70
        """,
        says="令和8年5月末の未収残額は160円で、1年で20円減った"
        "（うち70円は、水道課の令和8年4月末の数字）",
        notes=("令和8年5月末の資料が届いていない課（水道課）",),
        facts={"未着の課": "水道課 70円（令和8年4月末の数字、全体の43.8％）"},
    ),
    Monthly(
        title="外れた理由の書いてある債権は、引き継がない",
        words="水道料金は令和8年度に広域の企業団へ移った。4月からは数えない。",
        figure="balance_by_year",
        books=TAX
        + """
            2025-05 | 2025 | 水道料金 | 水道課 | 7      | 4月 | 2025-04-25 | 現年 | 2025 |   80 |    0 |    0""",
        changes=((2026, "水道料金", "広域の企業団へ移った"),),
        month="2026-05",
        shows="""
            月末         | 区分       | その月末の合計（円） | うち前に届いた数字のままの額（円）
            令和7年5月末 | 現年度分   | 180                  | 0
            令和8年4月末 | 滞納繰越分 | 110                  | 0
            令和8年4月末 | 現年度分   | 110                  | 0
            令和8年5月末 | 滞納繰越分 | 90                   | 0
            令和8年5月末 | 現年度分   | 90                   | 0
        """,
        notes=("前年同月とは範囲が違います: 水道料金 80円が外れた（広域の企業団へ移った）",),
    ),
    Monthly(
        title="月の順位: その月の属する年度の目標で測り、届いていない課と少数の課は順位の外",
        words="納税課の目標は令和8年度の200円、残額は180円で111.1％。住宅課は9月末の数字、福祉課は債務者1人。",
        figure="ranking",
        books=MANY + RENT + FEW,
        targets="""
            年度 | 版 | 決定日     | 債権   | 区分 | 目標額（円） | 種別 | 決め方
            2025 | 1  | 2025-05-01 | 市民税 | 計   | 100          | 市長 | 会議
            2026 | 1  | 2026-05-01 | 市民税 | 計   | 200          | 市長 | 会議
            2026 | 1  | 2026-05-01 | 家賃   | 計   | 80           | 市長 | 会議
            2026 | 1  | 2026-05-01 | 返還金 | 計   | 60           | 市長 | 会議
        """,
        shows="""
            順位 | 所管課 | 未収残額（円） | 目標額（円） | 達成率  | しるし      | 理由
            1    | 納税課 | 180            | 200          | 111.1％ |             |
            －   | 住宅課 | 90             | 80           | 88.9％  | 9月末の数字 | 資料が届いていない
            －   | 福祉課 | 40             | 60           | 150.0％ | 少数        | 債務者が10人未満
        """,
        says="順位の付く1課のうち、目標に届いたのは1課",
        compares="全庁の残額は前年同月から40円（11.4％）の減（うち90円は、住宅課の令和8年9月末の数字）",
    ),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_worked_by_hand(example: Monthly, tmp_path: Path) -> None:
    office = Ledgers(tmp_path, changes=example.changes).take_in(example.books)
    if example.targets:
        office.aim(example.targets)
    figure = office.figure(example.figure, example.month)
    assert printed(figure, example.shows) == tidy(example.shows)
    if example.says:
        assert figure.title == example.says
    if example.compares:
        assert figure.comparison == example.compares
    for words in example.notes:
        assert any(words in note for note in figure.notes), figure.notes
    assert example.facts.items() <= figure.facts.items()
