"""The way of a chief: from the first page to the agreed lead of one debtor, in four clicks."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import FloatRect, Locator

from benchmarks.browser import Tab

CLICKS = 4
AGREED = "記録しました。"
FIRST_ROW = 36 + 19  # pixels below the top of a list: its head, and half a row


def four_clicks(opened: Tab, url: str, seen: Callable[[int], object]) -> None:
    """Go from 全体推移 at *url* to a decision; *seen* is called before the first click and after each, with its number.

    Looks up on the page, as a reader would, which two departments share most.
    """
    opened.open(f"{url}/trend")
    seen(0)
    for number, click in enumerate((_shared, _cell, _debtor, _decide), start=1):
        click(opened)
        opened.settle()
        seen(number)


def _shared(opened: Tab) -> None:
    opened.page.get_by_role("link", name="重複滞納").click()
    opened.page.get_by_role("heading", level=1, name="重複滞納").wait_for()


def _cell(opened: Tab) -> None:
    """The cell of the two departments that the title names."""
    title = opened.page.get_by_role("heading", level=2).first.inner_text()
    found = re.search("のは(.+?)と(.+?)で、", title)
    assert found, title
    labels = opened.page.get_by_test_id("stVegaLiteChart").locator("svg").first.locator("text")
    row = min(_boxes(labels, found[1]), key=lambda box: box["x"])
    column = min(_boxes(labels, found[2]), key=lambda box: box["y"])
    opened.page.mouse.click(column["x"] + column["width"] / 2, row["y"] + row["height"] / 2)
    opened.page.get_by_text("カードが開きます").wait_for()


def _boxes(labels: Locator, text: str) -> list[FloatRect]:
    boxes = [each.bounding_box() for each in labels.get_by_text(text, exact=True).all()]
    return [box for box in boxes if box]


def _debtor(opened: Tab) -> None:
    """The first of the list: the largest balance."""
    box = opened.page.get_by_test_id("stDataFrame").first.bounding_box()
    assert box
    opened.page.mouse.click(box["x"] + 45, box["y"] + FIRST_ROW)
    opened.page.get_by_text("先行部署を決める").wait_for()


def _decide(opened: Tab) -> None:
    opened.page.get_by_role("button", name="この内容で決める").click()
    opened.page.get_by_text(AGREED).wait_for()
