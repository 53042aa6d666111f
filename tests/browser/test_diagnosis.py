"""自己診断 in a real browser, without any data: answered quickly, sent on, printed on one sheet, nothing cut off."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from analytics.ledger import diagnosis as check
from analytics.settings import DATA
from benchmarks.browser import OpenTab, Tab
from benchmarks.images import SIZES
from benchmarks.komae import over
from benchmarks.serving import Server, running
from tests.browser.test_import_page import cut_off, english

QUESTIONS = check.read(DATA / "survey")
MIXED = "yhnu" * 3
WORST = "".join("y" if each.good == "no" else "n" for each in QUESTIONS)
TOO_SMALL = """main => [...main.querySelectorAll('svg.marks text, label p, [role=radio] p')]
    .filter(part => parseFloat(getComputedStyle(part).fontSize) < (part.closest('svg, label') ? 15 : 14))
    .map(part => part.textContent)"""


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The dashboard over a store in which there is nothing."""
    folder = tmp_path_factory.mktemp("empty")
    with running(over(folder / "nothing"), folder / "log") as server:
        yield server


def address(server: Server, answers: str = "") -> str:
    code = check.code(QUESTIONS, answers) if answers else ""
    return f"{server.url}/diagnosis" + (f"?answers={code}" if code else "")


def finding(opened: Tab) -> str:
    return opened.page.get_by_role("heading", level=2).inner_text()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("answers", ["", MIXED, WORST], ids=["none", "mixed", "worst"])
def test_it_is_japanese_large_and_whole(
    answers: str, size: tuple[int, int], empty: Server, new_tab: OpenTab
) -> None:
    opened = new_tab(*size)
    opened.open(address(empty, answers))
    assert (english(opened), cut_off(opened)) == ([], [])
    main = opened.page.get_by_test_id("stMain")
    assert main.locator("svg.marks").count() == bool(answers)
    assert main.evaluate(TOO_SMALL) == []
    seen = opened.page.get_by_role("radiogroup").nth(5).bounding_box()  # half of the questions
    assert seen
    assert seen["y"] + seen["height"] < size[1]


@pytest.mark.parametrize("size", SIZES)
def test_words_stay_inside_their_cells(
    size: tuple[int, int], empty: Server, new_tab: OpenTab
) -> None:
    opened = new_tab(*size)
    opened.open(address(empty, MIXED))
    out = """svg => { const edge = svg.getBoundingClientRect();
        return [...svg.querySelectorAll('text')].map(text => [text, text.getBoundingClientRect()])
            .filter(([, box]) => box.left < edge.left - 1 || box.right > edge.right + 1)
            .map(([text]) => text.textContent) }"""
    assert opened.page.locator("svg.marks").evaluate(out) == []


def test_quick_answers_all_stand_in_the_address_and_another_sees_them(
    empty: Server, new_tab: OpenTab
) -> None:
    opened = new_tab()
    opened.open(address(empty))
    groups = opened.page.get_by_role("radiogroup")
    for group, letter in zip(groups.all(), MIXED, strict=True):  # no waiting between them
        group.get_by_role("radio", name=check.ANSWERS[letter], exact=True).click()
    opened.page.wait_for_url(f"**/diagnosis?answers={MIXED}.*")
    opened.settle()
    theirs = new_tab()
    theirs.open(opened.page.url)
    assert finding(theirs) == finding(opened)
    chosen = [each.inner_text() for each in theirs.page.locator("[aria-checked=true]").all()]
    assert chosen == [check.ANSWERS[letter] for letter in MIXED]


def test_a_link_leads_on_and_the_answers_are_still_there_afterwards(
    empty: Server, new_tab: OpenTab
) -> None:
    opened = new_tab()
    opened.open(address(empty, WORST))
    before = finding(opened)
    opened.page.get_by_test_id("stPageLink").filter(has_text="重複滞納").get_by_role("link").click()
    opened.page.wait_for_url("**/shared*")
    opened.settle()
    opened.page.get_by_role("link", name="自己診断").click()
    opened.page.wait_for_url("**/diagnosis?answers=*")
    opened.settle()
    assert finding(opened) == before


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("answers", ["", WORST], ids=["none", "worst"])
def test_it_is_one_sheet_of_paper(
    answers: str, size: tuple[int, int], server: Server, new_tab: OpenTab
) -> None:
    opened = new_tab(*size)
    opened.open(address(server, answers))
    printed = opened.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    opened.page.emulate_media(media="print")
    shown = opened.page.evaluate("document.body.innerText")
    assert finding(opened) in shown
    assert all(each.text in shown for each in QUESTIONS)
    assert "答えをすべて消す" not in shown
    assert "用語と算式" not in shown
    assert opened.page.get_by_role("radiogroup").first.is_hidden()
