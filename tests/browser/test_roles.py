"""What a role may not see does not come to its browser: not on the page, not in the address, not over the wire."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from analytics.matching.keeping import generation
from analytics.store.matched import persons_of
from analytics.store.snapshots import Store
from benchmarks.browser import OpenTab, Tab
from benchmarks.komae import over
from benchmarks.serving import App, running
from tests.browser.test_import_page import cut_off, english

PAGES = ("shared", "cases", "matching", "limitation", "makeup")
BLIND = ("閲覧", "徴収対策チーム", "情報担当")


@pytest.fixture(scope="module")
def secrets(matched_city: Path) -> set[str]:
    """What would tell of somebody: names, readings, numbers, addresses, and the names of people."""
    store = Store(matched_city)
    persons = persons_of(store, 0)
    columns = ("name", "name_kana", "debtor_key", "address", "phone", "resident_key")
    told = {str(value) for column in columns for value in persons[column].to_pylist() if value}
    found = generation(store, 0)
    assert found is not None
    people = set(found.tables["links"]["person_id"].to_pylist())
    return {each for each in told | people if len(each) > 3}


def app_for(store: Path, role: str) -> App:
    product = over(store)
    return replace(product, environment={**product.environment, "ZANGAKU_ROLE": role})


class Wire:
    """Everything that a tab was sent, or asked for."""

    def __init__(self, tab: Tab) -> None:
        self.frames: list[bytes] = []
        self.addresses: list[str] = []
        tab.page.on("request", lambda request: self.addresses.append(unquote(request.url)))
        tab.page.on("websocket", lambda socket: socket.on("framereceived", self._frame))

    def _frame(self, payload: str | bytes) -> None:
        self.frames.append(payload.encode() if isinstance(payload, str) else payload)

    def told(self, secrets: set[str]) -> set[str]:
        everything = b"\n".join([*self.frames, *(each.encode() for each in self.addresses)])
        return {secret for secret in secrets if secret.encode() in everything}


@pytest.mark.parametrize("role", BLIND)
def test_a_role_without_persons_is_sent_none(
    role: str, matched: Store, secrets: set[str], new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(app_for(matched.root, role), tmp_path / "log") as server:
        opened = new_tab()
        wire = Wire(opened)
        for page in PAGES:
            opened.open(f"{server.url}/{page}")
            assert (english(opened), cut_off(opened)) == ([], []), page
        assert len(wire.frames) > len(PAGES)
        assert wire.told(secrets) == set()
        assert {secret for secret in secrets if secret in server.log()} == set()


def test_the_chief_is_sent_names_and_they_stand_in_no_address_and_no_log(
    matched: Store, secrets: set[str], new_tab: OpenTab, tmp_path: Path
) -> None:
    with running(app_for(matched.root, "chief"), tmp_path / "log") as server:
        opened = new_tab()
        wire = Wire(opened)
        opened.open(f"{server.url}/cases")
        assert wire.told(secrets)
        asked = Wire(opened)
        asked.addresses = [*wire.addresses, unquote(opened.page.url)]
        assert asked.told(secrets) == set()
        assert {secret for secret in secrets if secret in server.log()} == set()
