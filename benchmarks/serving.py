"""Start an app on a free port of this machine, wait until it answers, watch its memory, stop it again."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ROOT / "benchmarks" / "apps"
HOST = "127.0.0.1"

# uvicorn must open the socket itself (no --reload, --workers or --fd): only then does asyncio set TCP_NODELAY on it.
UVICORN = (
    sys.executable,
    "-m",
    "uvicorn",
    "--host",
    HOST,
    "--log-level",
    "warning",
    "--no-access-log",
    "--ws-per-message-deflate",
    "false",
)
STREAMLIT = (
    sys.executable,
    "-m",
    "streamlit",
    "run",
    "--server.address",
    HOST,
    "--server.headless",
    "true",
)


@dataclass(frozen=True)
class App:
    """An app that can be served: its command without the port, where to run it, and with what environment."""

    name: str
    command: tuple[str, ...]
    folder: Path
    port_option: str = "--port"
    environment: Mapping[str, str] = field(default_factory=dict, hash=False)


PRODUCT = App("zangaku", (*UVICORN, "asgi:application"), ROOT)
FLOOR = App("empty", (*UVICORN, "benchmarks.apps.floor:application"), ROOT)
PANDAS = App(
    "pandas",
    (*STREAMLIT, "--browser.gatherUsageStats", "false", str(APPS / "pandas_app.py")),
    APPS,
    "--server.port",
)
BY_STREAMLIT = App("zangaku by streamlit run", (*STREAMLIT, "app.py"), ROOT, "--server.port")


class Server:
    """A running app: where it answers and what it uses."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path | None) -> None:
        self.process = process
        self.port = port
        self.url = f"http://{HOST}:{port}"
        self._log = log

    def wait(self, seconds: float = 60.0) -> None:
        """Return once the app answers; fail if its process ends or stays silent."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}: {self.log()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.01)
        raise RuntimeError(f"no answer within {seconds:.0f} s: {self.log()}")

    def stop(self) -> None:
        """End this process, and only this one."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)

    def log(self) -> str:
        """What the server has printed so far."""
        return (
            self._log.read_text(encoding="utf-8", errors="replace")
            if self._log and self._log.exists()
            else ""
        )

    def memory_mb(self) -> float:
        """Resident memory of the process now (Linux)."""
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 1e6

    def cpu_seconds(self) -> float:
        """Processor time the process has used so far (Linux)."""
        stat = (
            Path(f"/proc/{self.process.pid}/stat")
            .read_text(encoding="ascii")
            .rpartition(")")[2]
            .split()
        )
        return (int(stat[11]) + int(stat[12])) / os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def start(app: App, log: Path | None = None) -> Server:
    """Start `app` and return at once; `Server.wait()` waits for its first answer. What it prints goes to `log`."""
    port = free_port()
    with (log or Path(os.devnull)).open("wb") as sink:
        process = subprocess.Popen(
            [*app.command, app.port_option, str(port)],
            cwd=app.folder,
            env={**os.environ, **app.environment},
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
        )
    return Server(process, port, log)


@contextmanager
def running(app: App, log: Path | None = None) -> Iterator[Server]:
    """A server that answers, ended on leaving."""
    server = start(app, log)
    try:
        server.wait()
        yield server
    finally:
        server.stop()
