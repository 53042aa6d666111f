"""名寄せの確認, opened as people open it: sums for everybody, pairs for who may see both, and decisions that last."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.figures.matching_state import NEVER
from analytics.figures.persons.deciding_pairs import CONTRADICTORY
from analytics.figures.persons.review import NO_PERSONS, NOTHING_WAITS
from analytics.ledger.columns import TARGETS
from analytics.matching.decisions import Pair, decide, decisions
from analytics.matching.keeping import generation
from analytics.matching.matching import match, settle_again
from analytics.matching.reviewing import waiting
from analytics.store.matched import persons_of
from analytics.store.pins import pin
from analytics.store.snapshots import Store
from tests.pages.conftest import OpenPage
from tests.pages.test_pages import charts, fine, tables, words

NOW, TODAY = datetime(2026, 11, 5, tzinfo=UTC), date(2026, 11, 5)


@pytest.fixture
def as_role(monkeypatch: pytest.MonkeyPatch) -> None:
    """The chief of the office reads, until a test says otherwise."""
    monkeypatch.setenv("ZANGAKU_ROLE", "chief")


def press(page: AppTest, label: str) -> AppTest:
    """Press the first button of that name."""
    next(button for button in page.button if button.label == label).click()
    return page.run()


def pairs_of(store: Store) -> list[Pair]:
    made = generation(store, 0)
    assert made is not None
    return [one.pair for one in waiting(made, decisions(store.root))]


def person_of(store: Store, pair: Pair) -> set[str]:
    made = generation(store, 0)
    assert made is not None
    rows = made.tables["links"].to_pylist()
    return {row["person_id"] for row in rows if (row["department"], row["debtor_key"]) in pair}


def everything(page: AppTest) -> str:
    """All that is on its way to a browser, widgets and charts included."""
    return str(page._tree) + words(page) + "".join(str(each.proto) for each in page.get("html"))


@pytest.mark.usefixtures("as_role")
def test_one_pair_side_by_side_with_three_buttons_and_why(
    open_page: OpenPage, matched: Store
) -> None:
    page = open_page("matching", store=matched.root)
    assert fine(page)
    assert page.title[0].value == "名寄せの確認"
    told = words(page)
    assert "債務者番号およそ930件は、およそ815人。人が確かめる組はおよそ15組" in told
    assert "15組のうち1組目" in told
    assert "【架空】" in told
    (table,) = tables(page)
    assert [row[0] for row in table[1:]] == [
        "債務者番号",
        "氏名",
        "ふりがな",
        "生年月日",
        "住所",
        "郵便番号",
        "電話",
    ]
    assert table[0][3] == "くらべた結果"
    (one, other) = pairs_of(matched)[0]
    assert table[1][1:3] == [one[1], other[1]]
    labels = [button.label for button in page.button]
    assert [label for label in labels if label in ("同じ人", "別の人", "あとで")] == [
        "同じ人",
        "別の人",
        "あとで",
    ]
    (chart,) = charts(page)
    assert chart.proto.alt.startswith("点数の積み重ね。はじめの点数")
    assert "合計" in chart.proto.alt


@pytest.mark.usefixtures("as_role")
def test_a_decision_is_kept_and_the_next_pair_comes(open_page: OpenPage, matched: Store) -> None:
    pair, following = pairs_of(matched)[:2]
    page = press(open_page("matching", store=matched.root), "同じ人")
    assert fine(page)
    assert "「同じ人」と記録しました。" in page.success[0].value.replace("\\", "")
    assert "14組のうち1組目" in words(page)
    assert tables(page)[0][1][1:3] == [following[0][1], following[1][1]]
    assert len(person_of(matched, pair)) == 1
    made = decisions(matched.root)[pair]
    assert (made.verdict, made.decided_by) == ("same", "室長")
    match(matched, 0)
    assert len(person_of(matched, pair)) == 1
    page = press(page, "別の人")
    assert decisions(matched.root)[following].verdict == "different"
    assert page.query_params == {}


@pytest.mark.usefixtures("as_role")
def test_the_click_is_about_the_pair_that_was_on_the_screen(
    open_page: OpenPage, matched: Store
) -> None:
    """Somebody else decides it meanwhile; the pair that moved up is not decided by the click."""
    pair, following = pairs_of(matched)[:2]
    page = open_page("matching", store=matched.root)
    decide(matched.root, *pair, "different", "田中", NOW, TODAY)
    press(page, "同じ人")
    held = decisions(matched.root)
    assert (held[pair].verdict, held[pair].decided_by) == ("same", "室長")
    assert following not in held


@pytest.mark.usefixtures("as_role")
def test_the_buttons_of_the_next_pair_are_others(open_page: OpenPage, matched: Store) -> None:
    page = open_page("matching", store=matched.root)
    (before,) = {button.key for button in page.button if button.label == "あとで"}
    page = press(page, "次の組")
    assert "15組のうち2組目" in words(page)
    assert before not in {button.key for button in page.button}
    assert "15組のうち1組目" in words(press(page, "前の組"))


@pytest.mark.usefixtures("as_role")
def test_decisions_so_far_are_folded_and_one_is_made_anew(
    open_page: OpenPage, matched: Store
) -> None:
    pair = pairs_of(matched)[0]
    decide(matched.root, *pair, "same", "田中", NOW, TODAY)
    settle_again(matched, 0)
    page = open_page("matching", store=matched.root)
    assert "田中" not in words(page)
    page.session_state["review-decisions"] = True
    page.run()
    assert tables(page)[-1][1][2:] == ["同じ人", "田中", "令和8年11月5日"]
    page.selectbox(key="review-again").set_value(0)
    page.run()
    assert "いまの判断：同じ人（令和8年11月5日、田中）" in words(page)
    [button for button in page.button if button.label == "別の人"][-1].click()
    page.run()
    assert fine(page)
    assert decisions(matched.root)[pair].verdict == "different"
    assert len(person_of(matched, pair)) == 2


@pytest.mark.usefixtures("as_role")
def test_decisions_that_contradict_stand_first_with_what_to_do(
    open_page: OpenPage, matched: Store
) -> None:
    (one, other), (third, _) = pairs_of(matched)[:2]
    for left, right, verdict in (
        (one, other, "same"),
        (other, third, "same"),
        (one, third, "different"),
    ):
        decide(matched.root, left, right, verdict, "田中", NOW, TODAY)
    settle_again(matched, 0)
    page = open_page("matching", store=matched.root)
    assert page.error[0].value.replace("\\", "") == CONTRADICTORY
    told = tables(page)[0]
    assert sorted(row[2] for row in told[1:]) == [
        "別の人（食い違い）",
        "同じ人（食い違い）",
        "同じ人（食い違い）",
    ]


@pytest.mark.usefixtures("as_role")
def test_no_key_and_no_name_gets_into_an_address_or_the_name_of_a_widget(
    open_page: OpenPage, matched: Store
) -> None:
    page = press(open_page("matching", store=matched.root), "あとで")
    one, other = pairs_of(matched)[-1]
    keys = "".join(str(each.key) for each in page.button)
    assert keys
    assert one[1] not in keys
    assert other[1] not in keys
    assert page.query_params == {}


@pytest.mark.parametrize(
    ("role", "department", "said"),
    [
        ("reader", "", NO_PERSONS),
        ("team", "", NO_PERSONS),
        ("systems", "", NO_PERSONS),
        ("head", "101", NOTHING_WAITS),
        ("head", "301", NOTHING_WAITS),
    ],
)
def test_who_may_not_see_both_gets_the_sums_and_a_sentence(
    open_page: OpenPage,
    matched: Store,
    monkeypatch: pytest.MonkeyPatch,
    role: str,
    department: str,
    said: str,
) -> None:
    """No name, no key and no telephone of anybody, also of those about whom something was decided."""
    monkeypatch.setenv("ZANGAKU_ROLE", role)
    monkeypatch.setenv("ZANGAKU_ROLE_DEPARTMENT", department)
    decide(matched.root, *pairs_of(matched)[0], "same", "田中", NOW, TODAY)
    page = open_page("matching", store=matched.root)
    page.session_state["review-decisions"] = page.session_state["review-problems"] = True
    page.run()
    assert fine(page)
    assert said in words(page)
    assert "債務者番号およそ930件は" in words(page)
    assert not charts(page)
    assert "同じ人" not in {button.label for button in page.button}
    shown = everything(page)
    people = persons_of(matched, 0).to_pylist()
    values = {row[name] for row in people for name in ("name", "debtor_key", "phone")} - {None}
    assert len(values) > 1_000
    assert {value for value in values if value in shown} == set()


@pytest.mark.usefixtures("as_role")
def test_the_chief_is_shown_the_names_that_others_are_not(
    open_page: OpenPage, matched: Store
) -> None:
    """The test above can fail: what it looks for is found where it may be seen."""
    shown = everything(open_page("matching", store=matched.root))
    one, other = pairs_of(matched)[0]
    assert one[1] in shown
    assert other[1] in shown


@pytest.mark.usefixtures("as_role")
def test_a_version_never_matched_says_what_to_do(open_page: OpenPage, kakuu_store: Path) -> None:
    page = open_page("matching", store=kakuu_store)
    assert fine(page)
    assert NEVER in words(page)
    assert not page.button


@pytest.mark.usefixtures("as_role")
def test_settlements_have_no_debtors_to_match(open_page: OpenPage) -> None:
    page = open_page("matching")
    assert fine(page)
    assert NEVER in words(page)


@pytest.mark.usefixtures("as_role")
def test_the_figures_of_a_meeting_are_not_decided_on(open_page: OpenPage, matched: Store) -> None:
    pin(matched, "第43回", None, TARGETS.empty_table())
    page = open_page("matching", store=matched.root, pin="第43回")
    assert fine(page)
    assert "いまの数字で行います" in page.info[-1].value.replace("\\", "")
    assert "同じ人" not in {button.label for button in page.button}


def test_a_role_that_nobody_has_is_said(
    open_page: OpenPage, matched: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZANGAKU_ROLE", "king")
    page = open_page("matching", store=matched.root)
    assert not page.exception
    assert "役割「king」はありません" in page.error[0].value.replace("\\", "")


@pytest.mark.usefixtures("as_role")
def test_a_damaged_matching_is_said_in_a_sentence(open_page: OpenPage, matched: Store) -> None:
    newest = max((matched.root / "matching" / "0").glob("[0-9]*"))
    (newest / "told.json").write_text("{", encoding="utf-8")
    page = open_page("matching", store=matched.root)
    assert not page.exception
    assert "名寄せの結果" in page.error[0].value.replace("\\", "")
