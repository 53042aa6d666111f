"""The dashboard as an ASGI application: what `zangaku serve` hands to uvicorn.

Three things here are for speed, and `docs/decisions/0003-server-and-gc.md` has the measurements:

* uvicorn opens the socket itself, so asyncio sets TCP_NODELAY on it; the socket of `streamlit run` lacks it.
* What the pages need is imported before the first reader comes, and then frozen, so that garbage collection never walks
  over it again. Streamlit's own collection after every run is off (`runner.postScriptGC` in config.toml).
* Scripts, styles and fonts come from memory: a first load asks for some 150 of them.

Two more are for people: the page says that it is Japanese, and an address without a page leads to the first one.

`streamlit run app.py` shows the same dashboard, only slower.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LASTING = ("/static/", "/app/static/fonts/")
PACKED = ("/static/", "/app/static/")  # whose answers may be packed: no page is among them
RESERVED = frozenset({"_stcore", "static", "app", "component", "media", "auth", "oauth2callback"})
CONDITIONS = frozenset({b"range", b"if-none-match", b"if-modified-since"})
FRAME = Path(__file__).resolve().parent / "app.py"


class InJapanese:
    """Say that the page is Japanese: Streamlit says English, and a screen reader would read ours aloud as such."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change two letters of a page on its way out; its length stays the same."""
        page = False

        async def corrected(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                page = is_page(message)
            elif page and message["type"] == "http.response.body":
                body = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="ja">')
                message = {**message, "body": body}
            await send(message)

        if scope["type"] != "http" or scope["path"].startswith(PACKED):
            await self.app(scope, receive, send)
            return
        # Below the root Streamlit would pack the page, and packed letters cannot be changed.
        plain = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        await self.app({**scope, "headers": plain}, receive, corrected)


class ToAPage:
    """Lead from an address that is no page to the first one: Streamlit would say in English that there is none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The choices in the address come along."""
        if scope["type"] != "http" or scope["method"] != "GET" or not no_page(scope["path"]):
            await self.app(scope, receive, send)
            return
        choices = scope.get("query_string", b"")
        first = "./" + (f"?{choices.decode('latin-1')}" if choices else "")
        answer = RedirectResponse(first, headers={"Cache-Control": "no-cache"})
        await answer(scope, receive, send)


class FromMemory:
    """Answer with what was answered before to a plain request for a script, a style or a font: none of them changes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.answers: dict[str, tuple[Message, ...]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything else on."""
        if not self._plain(scope):
            await self.app(scope, receive, send)
            return
        answer = self.answers.get(scope["path"])
        for message in answer or await self._asked(scope, receive):
            await send(message)

    def _plain(self, scope: Scope) -> bool:
        """Whether all of a lasting file is asked for."""
        return (
            scope["type"] == "http"
            and scope["method"] == "GET"
            and scope["path"].startswith(LASTING)
            and CONDITIONS.isdisjoint(name for name, _ in scope["headers"])
        )

    async def _asked(self, scope: Scope, receive: Receive) -> tuple[Message, ...]:
        """The answer in two messages, kept when it is a file: where there is none, Streamlit answers with a page."""
        parts: list[Message] = []

        async def collect(message: Message) -> None:
            parts.append(message)

        await self.app(scope, receive, collect)
        start, *rest = parts
        body = b"".join(part.get("body", b"") for part in rest)
        answer = (start, {"type": "http.response.body", "body": body})
        if start["status"] == HTTPStatus.OK and not is_page(start):
            self.answers[scope["path"]] = answer
        return answer


def is_page(start: Message) -> bool:
    """Whether the answer that begins with *start* is HTML."""
    return any(
        name.lower() == b"content-type" and value.startswith(b"text/html")
        for name, value in start["headers"]
    )


def no_page(path: str) -> bool:
    """Whether *path* looks like the address of a page, and is none."""
    name = path.removeprefix("/")
    if not name or "/" in name or "." in name or name in RESERVED:
        return False
    return name != "home" and name not in import_module("app").CONTENTS


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Load the frame and its pages once Streamlit's runtime stands, then keep them out of garbage collection.

    What files a dashboard left waiting when it was killed is removed.
    """
    import_module("app")
    import_module("analytics.intake.waiting").clear_leftovers()
    gc.collect()
    gc.freeze()
    yield


application = st.App(
    str(FRAME),
    lifespan=ready,
    middleware=[Middleware(FromMemory), Middleware(ToAPage), Middleware(InJapanese)],
)
