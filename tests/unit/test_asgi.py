"""What lasts is answered from memory, byte for byte, and only that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from asgi import FromMemory

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


def get(
    app: FromMemory, path: str, method: str = "GET", headers: Iterable[Header] = ()
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
