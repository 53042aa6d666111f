"""事案 and a debtor's card: who may see them, what is decided there, and that it is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics.access.audit import Audit
from analytics.access.gate import open_gate
from analytics.access.viewer import ROLES, Viewer
from analytics.figures import Selection
from analytics.figures.persons import Asked, person_answer
from analytics.figures.persons.kept import decisions
from analytics.ledger import cases, lead_rule
from analytics.store.matched import persons_of
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from pages.parts import debtor, filters

OpenPage = Callable[..., AppTest]
REFUSED = "この役割では、債務者ごとの内容は見られません"


def titles(page: AppTest) -> list[str]:
    return [header.value.replace("\\", "") for header in page.header]


def said(page: AppTest) -> str:
    boxes = [*page.info, *page.success, *page.warning, *page.error]
    return "\n".join(box.value.replace("\\", "") for box in boxes)


def everything(page: AppTest) -> str:
    return str(page._tree)  # all that the page sends


def shared_person(store: Store) -> str:
    """Who owes most of those who owe 税務課 and 水道課."""
    gate = open_gate(open_reader(store.root), Viewer("chief"), date(2026, 11, 29))
    asked = Asked(pair=("101", "201"))
    figure = person_answer("cell_debtors", gate, asked, Selection(), datetime.now(UTC))
    return str(figure.frame["person_id"].iloc[0])


@pytest.mark.parametrize("role", ["閲覧", "徴収対策チーム", "情報担当"])
def test_who_sees_no_person_is_told_so_and_shown_none(
    open_page: OpenPage, matched: Store, role: str
) -> None:
    page = open_page("cases", matched.root, role=role)
    assert not page.exception
    assert REFUSED in said(page)
    names = {name for name in persons_of(matched, 0)["name"].to_pylist() if name}
    assert not any(name in everything(page) for name in names)
    assert Audit(matched.root).latest(1) == []


def test_the_chief_sees_cases_and_every_look_is_written_down(
    open_page: OpenPage, matched: Store
) -> None:
    page = open_page("cases", matched.root, role="室長")
    assert not page.exception
    assert titles(page)[0].startswith("事案指導に挙げる案件は")
    assert len(page.dataframe) == 1
    assert Audit(matched.root).latest(1)


def test_the_rules_are_printed_beside_what_they_decide(open_page: OpenPage, matched: Store) -> None:
    page = open_page("cases", matched.root, role="室長")
    assert cases.TITLE in [each.label for each in page.expander]
    page.session_state["rule-cases"] = True
    page.run()
    assert not page.exception
    assert f'aria-label="{cases.TITLE}"' in "".join(each.proto.body for each in page.get("html"))
    page.session_state[debtor.CHOSEN] = shared_person(matched)
    page.run()
    assert lead_rule.TITLE in [each.label for each in page.expander]


def test_a_card_proposes_and_a_person_decides(open_page: OpenPage, matched: Store) -> None:
    page = open_page("cases", matched.root, role="室長")
    person = shared_person(matched)
    page.session_state[debtor.CHOSEN] = person
    page.run()
    assert not page.exception
    assert titles(page)[0].endswith("さん")
    assert person not in str(page.query_params)
    button = next(each for each in page.button if each.label == "この内容で決める")
    button.click()
    page.run()
    assert not page.exception
    assert "記録しました" in said(page)
    told = [each.decision for each in decisions(matched.root)]
    assert [(each.person_id, each.decided_by) for each in told] == [(person, "室長")]
    page = open_page("cases", matched.root, role="室長", cases=filters.LEADS)
    assert titles(page)[0].startswith("先行部署を決めた人は1人")


def test_a_decision_without_a_name_is_refused_in_words(open_page: OpenPage, matched: Store) -> None:
    page = open_page("cases", matched.root, role="室長")
    page.session_state[debtor.CHOSEN] = shared_person(matched)
    page.run()
    next(each for each in page.text_input if each.label == "決めた人").set_value(" ")
    next(each for each in page.button if each.label == "この内容で決める").click()
    page.run()
    assert page.error
    assert not decisions(matched.root)


def test_a_debtor_who_is_gone_is_said_and_the_list_is_one_click_away(
    open_page: OpenPage, matched: Store
) -> None:
    page = open_page("cases", matched.root, role="室長")
    page.session_state[debtor.CHOSEN] = "P000000000000000"
    page.run()
    assert "その番号の人はいません" in said(page)
    next(each for each in page.button if each.label == "一覧に戻る").click()
    page.run()
    assert titles(page)[0].startswith("事案指導に挙げる案件は")


def test_a_head_does_not_see_what_no_row_gives_him(open_page: OpenPage, matched: Store) -> None:
    """学校教育課 has school lunch, a private claim: no row gives it taxes, a row gives it other private claims."""
    page = open_page("cases", matched.root, role="所管課長", reader="学校教育課")
    assert not page.exception
    rows = page.dataframe[0].value
    assert "学校教育課" in set(rows["所管課"])
    assert set(rows["所管課"]) <= {"学校教育課", "水道課", "建築住宅課"}


def test_the_made_up_city_alone_offers_a_choice_of_roles(
    open_page: OpenPage, matched: Store, komae_store: Path
) -> None:
    page = open_page("cases", matched.root)
    choice = next(each for each in page.selectbox if "架空" in each.label)
    assert choice.options == list(ROLES.values())
    assert choice.value == "閲覧"
    page = open_page("cases", komae_store)
    assert not [each for each in page.selectbox if "架空" in each.label]
    assert REFUSED in said(page)
