"""A viewer without a browser: Streamlit's own protobuf messages over its websocket, for load and for soak.

A viewer opens the app, learns its pages from the navigation message, then goes to a page and waits for the answer. Like
a browser it keeps the messages that Streamlit calls cacheable and names them in its next request, so that they are not
sent again.
"""

from __future__ import annotations

import time
from types import TracebackType

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

FINISHED = {
    ForwardMsg.ScriptFinishedStatus.FINISHED_SUCCESSFULLY,
    ForwardMsg.ScriptFinishedStatus.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
}
PATIENCE = 60.0
CHARTS = {"vega_lite_chart", "plotly_chart", "echarts_chart"}


class Viewer:
    """One open tab. Use as `async with Viewer(port) as viewer`."""

    def __init__(self, port: int, host: str = "127.0.0.1") -> None:
        self._address = f"ws://{host}:{port}/_stcore/stream"
        self._socket: ClientConnection | None = None
        self._cached: set[str] = set()
        self.pages: list[str] = []
        self.charts = 0
        self.errors: list[str] = []

    async def __aenter__(self) -> Viewer:
        self._socket = await connect(
            self._address, subprotocols=[Subprotocol("streamlit")], max_size=None, compression=None
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._socket is not None:
            await self._socket.close()

    async def open(self, query: str = "") -> float:
        """Open the app; the seconds until its first run is finished."""
        return await self._run("", query)

    async def go(self, page: int, query: str = "") -> float:
        """Go to page number `page`; the seconds until its run is finished."""
        return await self._run(self.pages[page % len(self.pages)], query)

    async def _run(self, page: str, query: str) -> float:
        """Ask for one run and read until it is finished."""
        assert self._socket is not None, "open the viewer with 'async with'"
        request = BackMsg()
        request.rerun_script.page_script_hash = page
        request.rerun_script.query_string = query
        request.rerun_script.cached_message_hashes.extend(self._cached)
        started = time.perf_counter()
        self.charts = 0
        await self._socket.send(request.SerializeToString())
        while True:
            message = ForwardMsg()
            frame = await self._socket.recv(decode=False)
            message.ParseFromString(frame)
            if self._read(message):
                return time.perf_counter() - started
            if time.perf_counter() - started > PATIENCE:
                raise TimeoutError(f"no end of run within {PATIENCE:.0f} s")

    def _read(self, message: ForwardMsg) -> bool:
        """Take in one message; true when it ends the run."""
        if message.metadata.cacheable and message.hash:
            self._cached.add(message.hash)
        kind = message.WhichOneof("type")
        if kind == "navigation":
            shown = [page for page in message.navigation.app_pages if not page.is_hidden]
            self.pages = [page.page_script_hash for page in shown]
        elif kind == "delta":
            element = message.delta.new_element
            self.charts += element.WhichOneof("type") in CHARTS
            if element.WhichOneof("type") == "exception":
                self.errors.append(f"{element.exception.type}: {element.exception.message}")
        elif kind == "script_finished":
            return message.script_finished in FINISHED
        return False
