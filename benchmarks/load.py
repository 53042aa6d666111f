"""Thirty readers at once: each goes to another page every two seconds, and waits for the answer as long as it takes."""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import median, quantiles

from benchmarks.serving import Server
from benchmarks.wire import Viewer

READERS, CLICKS, THINKING = 30, 8, 2.0


@dataclass(frozen=True)
class Load:
    """Milliseconds from a click to the end of its run."""

    median: float
    most: float  # 95 of 100 are answered within
    cpu_ms: float  # processor time of the server for one click


async def _reader(server: Server, number: int, waits: list[float]) -> None:
    """One reader, who starts and clicks at moments of their own (the same in every measurement)."""
    pace = random.Random(number)
    async with Viewer(server.port) as viewer:
        await asyncio.sleep(pace.uniform(0, THINKING))
        await viewer.open()
        for page in range(1, CLICKS + 1):
            await asyncio.sleep(pace.uniform(0.5, 1.5) * THINKING)
            waits.append(await viewer.go(page) * 1000)
        if viewer.errors:
            raise RuntimeError(f"the app failed under load: {viewer.errors[0]}")


async def _all(server: Server, waits: list[float]) -> None:
    await asyncio.gather(*(_reader(server, number, waits) for number in range(READERS)))


def readers_at_once(server: Server) -> Load:
    """Let them all in and measure what they wait, in a thread because Playwright keeps this one's event loop."""
    waits: list[float] = []
    before = server.cpu_seconds()
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(_all(server, waits))).result()
    cpu = (server.cpu_seconds() - before) * 1000 / (READERS * (CLICKS + 1))
    return Load(median(waits), quantiles(waits, n=20)[18], cpu)
