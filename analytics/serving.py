"""Open the dashboard: uvicorn on 127.0.0.1 with the frame in `asgi.py`, and a sentence when the port is taken."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from analytics.errors import ServerFault, reason
from analytics.settings import ROOT, City, Settings, cities_as_text

HOST = "127.0.0.1"


def serve_dashboard(port: int, store: Path, cities: Sequence[City] = ()) -> NoReturn:
    """Serve until interrupted: the city in *store*, or *cities* to choose from.

    Raises `KeyboardInterrupt` at the end, and `ServerFault` when *port* (1–65535) cannot be had or nothing is served.
    """
    import uvicorn  # here, so that the other commands start without it

    _look_at(port)
    settings = Settings.load()
    for name, folder in (
        ("STORE", store),
        ("LAYOUTS", settings.layouts),
        ("TARGETS", settings.targets),
        ("RULES", settings.rules),
    ):
        os.environ[f"ZANGAKU_{name}"] = str(folder.resolve())  # the same one from everywhere
    if cities:
        os.environ["ZANGAKU_CITIES"] = cities_as_text(cities)
    os.chdir(ROOT)  # Streamlit reads .streamlit/config.toml and static/ from here
    if str(ROOT) not in sys.path:
        sys.path.insert(0, str(ROOT))

    class Announcing(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                print(f"残額の画面: http://{HOST}:{port}/  （終わるときは Ctrl+C）", flush=True)

    server = Announcing(
        uvicorn.Config(
            "asgi:application",
            host=HOST,
            port=port,
            log_level="warning",
            access_log=False,
            ws_per_message_deflate=False,  # messages are small, and packing each costs more than sending it
        )
    )
    server.run()
    if not server.started:
        raise ServerFault("画面を始められませんでした。上の表示を管理者に知らせてください。")
    raise KeyboardInterrupt  # only that ends it; in the background a shell switches Python's own one off


def _look_at(port: int) -> None:
    """Raises `ServerFault` when *port* cannot be had."""
    if not 1 <= port <= 65535:
        raise ServerFault(
            f"ポート {port} は使えません。1 から 65535 までの番号を --port で指定してください。"
        )
    try:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((HOST, port))
    except OSError as problem:
        raise ServerFault(
            f"ポート {port} を使えません（{reason(problem)}）。別の番号を --port で指定してください。"
        ) from problem
