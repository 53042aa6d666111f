"""From "which two departments share most" to one debtor's agreed lead: four clicks, in a real browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from analytics.figures.persons.kept import decisions
from analytics.store.snapshots import Store
from benchmarks.browser import OpenTab
from benchmarks.komae import over
from benchmarks.serving import running
from benchmarks.walk import AGREED, CLICKS, four_clicks
from tests.browser.test_import_page import cut_off, english


def test_a_chief_comes_to_an_agreed_lead_in_four_clicks(
    matched: Store, new_tab: OpenTab, tmp_path: Path
) -> None:
    app = over(matched.root)
    chief = replace(app, environment={**app.environment, "ZANGAKU_ROLE": "chief"})
    with running(chief, tmp_path / "log") as server:
        opened = new_tab()
        seen: list[int] = []

        def look(number: int) -> None:
            seen.append(number)
            assert (english(opened), cut_off(opened)) == ([], []), number

        four_clicks(opened, server.url, look)
        assert seen == [*range(CLICKS + 1)]
        assert AGREED in opened.visible_text()
    (kept,) = decisions(matched.root)
    assert kept.decision.decided_by == "室長"
    assert kept.decision.person_id not in server.log()
