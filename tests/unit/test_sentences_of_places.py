"""The sentences of targets, places and papers."""

from __future__ import annotations

from datetime import date

import pytest

from analytics.figures import sentences
from analytics.ledger.columns import STATES
from analytics.ledger.periods import Period

YEAR = Period(date(2024, 5, 31), date(2024, 5, 31), 2023)


def gaps(*yen: int) -> list[sentences.Row]:
    return [{"department_name": f"第{place}課", "gap_yen": each} for place, each in enumerate(yen)]


@pytest.mark.parametrize(
    ("yen", "said"),
    [
        ((), "目標はあるが、順位の付く課がない"),
        ((-5, 0), "順位の付く2課のうち、目標に届いたのは2課"),
        ((5, 9, -1), "順位の付く3課のうち、目標に届いたのは1課。額で最も遠いのは第1課で、あと9円"),
    ],
)
def test_targets_reached(yen: tuple[int, ...], said: str) -> None:
    assert sentences.targets_reached(gaps(*yen)) == said


def claim(
    name: str, part: str, gap: int, pace: int | None, *, is_apart: bool = False
) -> sentences.Row:
    return {
        "department_name": "甲課",
        "claim": name,
        "part": part,
        "gap_yen": gap,
        "required_pace_yen": pace,
        "is_apart": is_apart,
    }


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([claim("税", "計", 0, None)], "目標1件のうち、届いたのは1件"),
        (
            [claim("税", "current", 90, 9), claim("水", "計", 80, 20), claim("料", "計", -1, None)],
            "目標3件のうち、届いたのは1件。月あたりの減が最も要るのは甲課の水で、月に20円",
        ),
        (
            [claim("税", "carried_over", 90, 9), claim("水", "計", 800, 200, is_apart=True)],
            "目標2件のうち、届いたのは0件。月あたりの減が最も要るのは甲課の税（滞納繰越分）で、月に9円",
        ),
        (
            [claim("税", "undivided", 90, None), claim("水", "計", 80, None)],
            "目標2件のうち、届いたのは0件。額で最も遠いのは甲課の税で、あと90円",
        ),
        ([claim("水", "計", 80, 20, is_apart=True)], "目標1件のうち、届いたのは0件"),
    ],
)
def test_kinds_reached(rows: list[sentences.Row], said: str) -> None:
    assert sentences.kinds_reached(rows) == said


def test_balances_fell() -> None:
    unknown = "令和5年度は前年度末の資料も目標もなく、順位は付けられない"
    assert sentences.balances_fell(YEAR, None) == unknown
    assert sentences.balances_fell(YEAR, [0, 3]) == "前年度末より残額が減ったのは2課のうち0課"


def ways(*pairs: tuple[int, int]) -> list[sentences.Row]:
    return [
        {
            "department_name": f"市民部・第{place}課",
            "collected_yen": collected,
            "written_off_divided_yen": lost,
        }
        for place, (collected, lost) in enumerate(pairs)
    ]


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        (((5, 5),), "回収の分かる1課のうち、不納欠損が回収を上回る課はない"),
        (((1, 3), (1, 9)), "回収の分かる2課のうち、不納欠損が回収を上回るのは2課（第1課、第0課）"),
        (
            ((1, 3), (1, 9), (0, 2)),
            "回収の分かる3課のうち、不納欠損が回収を上回るのは3課（第1課、第0課など）",
        ),
    ],
)
def test_written_off_more(pairs: tuple[tuple[int, int], ...], said: str) -> None:
    assert sentences.written_off_more(ways(*pairs)) == said


def standing(place: int, name: str, rank: int) -> sentences.Row:
    return {"place": place, "year_label": f"{place}月末", "department_name": name, "rank": rank}


@pytest.mark.parametrize(
    ("ranks", "said"),
    [
        (((1, 2), (1, 2)), "令和5年度末までに、順位は変わっていない"),
        (
            ((1, 2), (2, 1)),
            "1月末からの順位では、最も上がったのは乙課（2位から1位）、最も下がったのは甲課（1位から2位）",
        ),
        (((1, 3), (1, 2)), "1月末からの順位では、最も上がったのは乙課（3位から2位）"),
    ],
)
def test_moved_up(ranks: tuple[tuple[int, int], ...], said: str) -> None:
    rows = [
        standing(place, name, rank)
        for place, pair in enumerate(ranks, start=1)
        for name, rank in zip("甲乙", pair, strict=True)
    ]
    named = [row | {"department_name": f"{row['department_name']}課"} for row in rows]
    assert sentences.moved_up(YEAR, named) == said


def test_who_moved_by_as_much_is_named_too() -> None:
    rows = [
        standing(place, f"{name}課", rank)
        for place, ranks in ((1, (1, 2, 3)), (2, (2, 3, 1)))
        for name, rank in zip("甲乙丙", ranks, strict=True)
    ]
    told = (
        "最も上がったのは丙課（3位から1位）、最も下がったのは甲課（1位から2位）と乙課（2位から3位）"
    )
    assert sentences.moved_up(YEAR, rows) == f"1月末からの順位では、{told}"


def test_a_line_that_began_later_says_when() -> None:
    ranks = ((1, "甲課", 1), (2, "甲課", 2), (2, "乙課", 3), (3, "甲課", 2), (3, "乙課", 1))
    told = "最も上がったのは乙課（2月末の3位から1位）、最も下がったのは甲課（1位から2位）"
    rows = [standing(*each) for each in ranks]
    assert sentences.moved_up(YEAR, rows) == f"1月末からの順位では、{told}"


def test_needs_guidance() -> None:
    rule = "10％以上、6か月"
    none = "トップの直接指導が要る部署（10％以上、6か月）はない"
    assert sentences.needs_guidance([], rule) == none
    two = sentences.needs_guidance([{"department_name": "甲課"}, {"department_name": "乙課"}], rule)
    assert two == "トップの直接指導が要る部署は2課（甲課、乙課）"


EXPIRING: sentences.Row = {"key": "months_3", "amount_yen": 30_000}
UNTOUCHED: sentences.Row = {
    "label": STATES["untouched"],
    "amount_yen": 50_000,
    "share_rate": 0.25,
}


def test_what_to_look_at_next() -> None:
    """What may expire comes before the pace, and the pace before what nobody has begun with."""
    pace = {"required_pace_yen": 20_000}
    first = sentences.look_next([EXPIRING], [UNTOUCHED], pace)
    assert first == "3か月以内に時効の満了が見込まれる3万円を確かめる"
    past = {"key": "past", "amount_yen": 90_000}
    both = sentences.look_next([past, EXPIRING], [], {})
    assert (
        both == "3か月以内に時効の満了が見込まれる3万円を確かめる。期間経過の見込みの9万円も要確認"
    )
    assert sentences.look_next([], [UNTOUCHED], pace) == "目標までは月に2万円ずつの減が要る"
    assert sentences.look_next([], [UNTOUCHED], {}) == "未着手の5万円（全体の25.0％）に手を付ける"
    behind = {"required_pace_yen": None, "gap_yen": 70_000}
    assert sentences.look_next([], [UNTOUCHED], behind) == "目標まではあと7万円の減が要る"
    nothing = sentences.look_next([], [], {"required_pace_yen": None, "gap_yen": -1})
    assert nothing == sentences.look_next([], [], {})
    assert nothing.endswith("のどれも資料に出ておらず、挙げられるものがない")


def test_papers() -> None:
    assert (
        sentences.files_read(3, 12_345, 0)
        == "3つのファイルの12,345行を読み、受け入れなかった行は0行"
    )
    assert sentences.files_read(10, 1, 0).startswith("10個のファイルの1行を読み")
    assert sentences.warned(2, 0) == "取り込みの点検で付いた注意は2件"
    assert sentences.warned(2, 1) == "取り込みの点検で付いた注意は2件、直して読んだところは1種"
    owing = "令和5年度（2023）末に水道課の未収のある債権は4行、計2万円"
    assert sentences.owing("水道課の", YEAR, 4, 20_000) == owing
    left_out = "債務者のいない収入の未済 2万円（令和5年度）は残額に数えていません"
    assert sentences.left_out(20_000, "令和5年度") == left_out
    assert sentences.unmatched(2, -30) == "不突合は2つの債権で30円の減"


@pytest.mark.parametrize(
    ("yen", "departments", "is_shifted", "said"),
    [
        (5, 1, True, "訂正で5円増えた"),
        (-5, 2, True, "訂正で2課あわせて5円減った"),
        (0, 2, True, "訂正で内訳が変わり、合計は変わらなかった"),
        (0, 1, False, "訂正で変わらず、内訳の調定・収入・欠損が変わった"),
    ],
)
def test_restated(yen: int, departments: int, is_shifted: bool, said: str) -> None:
    assert sentences.restated("訂正で", yen, departments, is_shifted=is_shifted) == said


def test_decided() -> None:
    once = sentences.decided("令和8年度", 1, "版1", "")
    assert once == "令和8年度の目標は版1だけで、まだ見直されていない"
    again = sentences.decided("令和8年度", 3, "版3", "2万円の減")
    assert again == "令和8年度の目標は3回決められ、版3で2万円の減"
