"""The desk behind 取込: one work at a time, whatever is clicked, and files that wait only as long as they must."""

from __future__ import annotations

import io
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from analytics.errors import StoreFault
from analytics.intake.controls import sorted_out
from analytics.intake.layouts import AnyLayout
from analytics.store.importing import Month
from analytics.store.snapshots import Store
from analytics.store.steps import Step
from pages.parts.desk import Desk
from pages.parts.job import Job

TAX = "架空市_税務課_滞納明細_202610.csv"


def laden(store: Store, files: list[Path]) -> Desk:
    desk = Desk(store)
    for path in files:
        desk.put(str(path), path.name, io.BytesIO(path.read_bytes()))
    return desk


def look(desk: Desk, layouts: list[AnyLayout]) -> None:
    desk.check(layouts).result()


def test_a_double_click_is_one_import(
    two_months: Store, kakuu: Path, layouts: list[AnyLayout]
) -> None:
    desk = laden(two_months, sorted_out((kakuu / "2026-10").iterdir())[0])
    look(desk, layouts)
    desk.take_in()
    work = desk.work
    desk.take_in()
    desk.bring_back(0)
    assert desk.work is work
    assert work is not None
    done = desk.finished(work)
    assert isinstance(done, Month)
    assert (
        desk.finished(work) is done
    )  # a run that was stopped before it said so leaves it to the next
    desk.take_in()
    assert desk.work is work
    desk.said()
    assert {each.version for each in done.imports} == {2}
    assert two_months.latest() == 2
    assert desk.paths == []
    desk.take_in()  # nothing is shown any more
    assert desk.work is None


def test_of_two_clicks_at_the_same_moment_one_begins(
    two_months: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Streamlit runs the second click while the run of the first one is not over yet."""
    begun = []

    class Slow(Job[object]):
        def __init__(self, *given: object) -> None:
            begun.append(given)
            time.sleep(0.2)  # the other one comes to look meanwhile
            super().__init__(lambda step: None, 1)

    monkeypatch.setattr("pages.parts.desk.Job", Slow)
    desk = Desk(two_months)
    with ThreadPoolExecutor(4) as clicks:
        list(clicks.map(desk.bring_back, [0] * 4))
    assert len(begun) == 1


def test_the_same_file_put_down_twice_is_there_once(two_months: Store, kakuu: Path) -> None:
    desk = laden(two_months, [kakuu / "2026-10" / TAX])
    desk.put("another drop", TAX, io.BytesIO((kakuu / "2026-10" / TAX).read_bytes()))
    assert len(desk.paths) == 1
    desk.put("another file of that name", TAX, io.BytesIO(b"x"))
    assert len(desk.paths) == 2
    (folder,) = {path.parent.parent for path in desk.paths}
    desk.clear()
    assert not folder.exists()


def test_a_name_that_cannot_be_is_refused_and_said(two_months: Store) -> None:
    desk = Desk(two_months)
    desk.put("1", "../x.csv", io.BytesIO(b"x"))
    assert desk.paths == []
    assert "使えません" in desk.refused["../x.csv"]


def test_work_goes_on_though_nobody_watches_and_is_told_once() -> None:
    go, told = Event(), []

    def work(step: Step) -> int:
        step("保管")
        go.wait(10)
        step("確定")
        told.append("done")
        return 7

    job = Job(work, 2)
    assert job.running
    go.set()
    assert job.result() == 7
    assert (told, job.words, job.share) == (["done"], "確定", 0.5)


def test_what_goes_wrong_in_the_thread_is_raised_to_the_page() -> None:
    def work(step: Step) -> None:
        raise StoreFault("書けません")

    with pytest.raises(StoreFault, match="書けません"):
        Job(work, 1).result()
