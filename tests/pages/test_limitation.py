"""時効管理: the page of the newest month, of one department, of settlements, and what it never says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from analytics.access.audit import Audit
from analytics.figures import Selection, answer
from analytics.figures.base import frame, scope
from analytics.settings import DATA
from analytics.store.reader import open_reader
from analytics.store.snapshots import Store
from pages.limitation import MONTHS
from tests.pages.conftest import OpenPage
from tests.pages.test_pages import charts, fine, words


def test_it_says_what_may_run_out_and_where(open_page: OpenPage, kakuu_store: Path) -> None:
    page = open_page("limitation", store=kakuu_store)
    told = words(page)
    assert fine(page)
    assert page.title[0].value == "時効管理"
    assert (
        "今後24か月に時効などの期間が満了する見込みの残額は、少人数などのため計を示さない" in told
    )
    for said in (
        "令和8年10月31日現在",
        "法的な助言ではありません",
        "未確認",
        "必ず確かめてください",
    ):
        assert said in told
    assert "催告による6か月の猶予と、徴収猶予などで止まっていた期間は入れていません" in told
    assert len(charts(page)) == 2
    for chart in charts(page):
        assert "要確認" in chart.proto.alt


def test_one_department_has_its_quarters_alone(open_page: OpenPage, kakuu_store: Path) -> None:
    page = open_page("limitation", store=kakuu_store, department="水道課")
    assert fine(page)
    assert "水道課の今後24か月に時効などの期間が満了する見込み" in words(page)
    assert len(charts(page)) == 1


def test_it_is_of_the_newest_month_whatever_month_the_address_names(
    open_page: OpenPage, kakuu_store: Path
) -> None:
    page = open_page("limitation", store=kakuu_store, month="2026-09")
    assert fine(page)
    assert "令和8年10月31日現在" in words(page)


def test_a_settlement_has_no_lines_to_reckon_from(open_page: OpenPage) -> None:
    page = open_page("limitation")
    assert fine(page)
    assert "時効の見通しは、月次の滞納明細がないため出せません。" in words(page)
    assert not charts(page)


def test_an_empty_store_says_what_to_do(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("limitation", store=tmp_path / "nothing")
    assert not page.exception
    assert "まだ何も取り込まれていません" in page.info[0].value.replace("\\", "")


def test_few_lines_are_not_counted(kakuu_store: Path) -> None:
    """Fewer than eight are never told, nor the exact number of more."""
    reader = open_reader(kakuu_store)
    exact, _ = frame(reader, "limitation_calendar", scope(reader, Selection()).parameters)
    data = answer("limitation_calendar", reader).frame
    shown = data["line_count"]
    assert exact["line_count"].between(1, 7).any()
    assert (shown.dropna() % 5 == 0).all()
    assert shown.dropna().min() >= 10
    assert shown[data["outstanding_yen"].isna()].isna().all()
    assert data["outstanding_yen"].isna().any()


def test_no_claim_is_said_to_be_gone(kakuu_store: Path) -> None:
    """Facts.md 2.1: only 見込み, 要確認 or 援用待ち."""
    figure = answer("limitation_calendar", open_reader(kakuu_store))
    told = "".join((figure.title, figure.measure, figure.comparison, *figure.frame["month_label"]))
    assert not re.search("消滅(?!見込)|完成した", told)


def test_the_months_are_read_when_they_are_asked_for_and_by_whom_may(
    open_page: OpenPage, matched: Store
) -> None:
    page = open_page("limitation", store=matched.root, role="室長")
    assert fine(page)
    assert "月ごとに見る" in str(page._tree)
    assert Audit(matched.root).latest(1) == []
    page.session_state[MONTHS] = True
    page.run()
    assert fine(page)
    assert "今後24か月に満了する見込みは" in words(page)
    assert Audit(matched.root).latest(1)
    page = open_page("limitation", store=matched.root, role="閲覧")
    assert "月ごとに見る" not in str(page._tree)


def test_a_faulty_rule_of_the_months_leaves_the_quarters(
    open_page: OpenPage, matched: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = Path(shutil.copytree(DATA / "rules", tmp_path / "rules"))
    (rules / "debtor_events.toml").write_text("[", encoding="utf-8")
    monkeypatch.setenv("ZANGAKU_RULES", str(rules))
    page = open_page("limitation", store=matched.root, role="室長")
    page.session_state[MONTHS] = True
    page.run()
    assert not page.exception
    assert "debtor_events.toml" in page.info[0].value.replace("\\", "")
    assert "今後24か月に時効などの期間が満了する" in words(page)
