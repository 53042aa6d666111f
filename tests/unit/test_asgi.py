"""What lasts is answered from memory, and only that. Pages are Japanese, and each address leads to one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from asgi import FromMemory, InJapanese, ToAPage

SCRIPT = "/static/js/index.js"
Header = tuple[bytes, bytes]


class Files:
    """An application that counts what it is asked, and answers in pieces."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        headers = [(b"content-type", b"text/javascript"), (b"content-length", b"6")]
        await send({"type": "http.response.start", "status": self.status, "headers": headers})
        for piece, more in ((b"abc", True), (b"def", True), (b"", False)):
            await send({"type": "http.response.body", "body": piece, "more_body": more})


class Page:
    """An application that answers everything with Streamlit's page, packed for whoever can unpack."""

    def __init__(self, content_type: bytes = b"text/html; charset=utf-8") -> None:
        self.content_type = content_type
        self.asked = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked += 1
        packed = any(name == b"accept-encoding" for name, _ in scope["headers"])
        headers = [(b"content-type", self.content_type), (b"cache-control", b"no-cache")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        body = b"(packed)" if packed else b'<html lang="en">'
        await send({"type": "http.response.body", "body": body})


def get(
    app: FromMemory | InJapanese | ToAPage,
    path: str,
    method: str = "GET",
    headers: Iterable[Header] = (),
    query: bytes = b"",
) -> tuple[int, list[Header], bytes]:
    """Status, headers and body of one answer."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": list(headers),
    }
    with ThreadPoolExecutor() as elsewhere:  # the browser tests keep a loop running in this thread
        elsewhere.submit(asyncio.run, app(scope, receive, send)).result()
    body = b"".join(message["body"] for message in sent[1:])
    assert not sent[-1].get("more_body")
    return sent[0]["status"], sent[0]["headers"], body


@pytest.mark.parametrize("path", [SCRIPT, "/app/static/fonts/BIZUDPGothic-Bold-common.woff2"])
def test_a_file_is_asked_for_once(path: str) -> None:
    files = Files()
    app = FromMemory(files)
    first = get(app, path)
    assert first[0] == 200
    assert first[2] == b"abcdef"
    assert get(app, path) == first
    assert files.asked == 1


@pytest.mark.parametrize(
    ("path", "method", "headers"),
    [
        ("/_stcore/health", "GET", []),
        ("/trend", "GET", []),
        ("/app/static/icon.svg", "GET", []),
        (SCRIPT, "HEAD", []),
        (SCRIPT, "GET", [(b"range", b"bytes=0-1")]),
        (SCRIPT, "GET", [(b"if-none-match", b'"a"')]),
    ],
)
def test_everything_else_is_passed_on(path: str, method: str, headers: list[Header]) -> None:
    files = Files()
    app = FromMemory(files)
    get(app, SCRIPT)
    for _ in range(2):
        get(app, path, method, headers)
    assert files.asked == 3


def test_a_missing_file_is_not_remembered() -> None:
    files = Files(status=404)
    app = FromMemory(files)
    assert get(app, SCRIPT)[0] == 404
    files.status = 200
    assert get(app, SCRIPT)[0] == 200


def test_the_page_that_stands_for_a_missing_file_is_not_remembered() -> None:
    page = Page()
    app = FromMemory(page)
    for _ in range(2):
        assert get(app, "/static/js/made-up.js")[0] == 200
    assert page.asked == 2
    assert app.answers == {}


@pytest.mark.parametrize("path", ["/", "/trend", "/index.html", "/a/b.c"])
def test_every_page_says_that_it_is_japanese(path: str) -> None:
    body = get(InJapanese(Page()), path, headers=[(b"accept-encoding", b"gzip")])[2]
    assert body == b'<html lang="ja">'


def test_what_is_no_page_is_left_as_it_is() -> None:
    assert get(InJapanese(Page(b"text/csv")), "/media/1.csv")[2] == b'<html lang="en">'
    packing = [(b"accept-encoding", b"gzip")]
    assert get(InJapanese(Page()), "/app/static/icon.svg", headers=packing)[2] == b"(packed)"


def test_an_address_without_a_page_leads_to_the_first_one() -> None:
    page = Page()
    status, headers, _ = get(ToAPage(page), "/nopage", query=b"year=2021")
    assert status == 307
    assert dict(headers)[b"location"] == b"./?year=2021"
    assert dict(get(ToAPage(page), "/trendy")[1])[b"location"] == b"./"
    assert page.asked == 0


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/home",
        "/trend",
        "/definitions",
        "/index.html",
        "/_stcore/health",
        "/_stcore",
        "/media",
    ],
)
def test_a_page_and_what_belongs_to_the_server_stay(path: str) -> None:
    assert get(ToAPage(Page()), path)[0] == 200


def test_only_reading_is_led_elsewhere() -> None:
    assert get(ToAPage(Page()), "/nopage", method="POST")[0] == 200
