"""The dashboard as an ASGI application: what `zangaku serve` hands to uvicorn.

Two things here are for speed, and `docs/decisions/0003-server-and-gc.md` has the measurements:

* uvicorn opens the socket itself, so asyncio sets TCP_NODELAY on it; the socket of `streamlit run` lacks it.
* What the pages need is imported before the first reader comes, and then frozen, so that garbage collection never walks
  over it again. Streamlit's own collection after every run is off (`runner.postScriptGC` in config.toml).

`streamlit run app.py` shows the same dashboard, only slower.
"""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

FRAME = Path(__file__).resolve().parent / "app.py"


class InJapanese:
    """Say that the page is Japanese: Streamlit says English, and a screen reader would read ours aloud as such."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Change two letters of a page on its way out; its length stays the same."""

        async def corrected(message: Message) -> None:
            if message["type"] == "http.response.body":
                body = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="ja">')
                message = {**message, "body": body}
            await send(message)

        is_page = scope["type"] == "http" and "." not in scope["path"]
        await self.app(scope, receive, corrected if is_page else send)


@asynccontextmanager
async def ready(_: st.App) -> AsyncIterator[None]:
    """Load the frame and its pages once Streamlit's runtime stands, then keep them out of garbage collection."""
    import_module("app")
    gc.collect()
    gc.freeze()
    yield


application = st.App(str(FRAME), lifespan=ready, middleware=[Middleware(InJapanese)])
