"""One import of a month's folder in a process of its own, which may be killed, and what it says on the way."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from analytics.cli.importing import delivered_in
from analytics.errors import StoreFault
from analytics.intake.layouts import read_layouts
from analytics.settings import DATA
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store

PATIENCE = 120.0  # seconds for an import that is not killed
processes = multiprocessing.get_context("forkserver")
processes.set_forkserver_preload(["benchmarks.running"])


def import_month(store: Path, folder: Path, tells: Connection) -> None:
    """Import *folder* whole; tell the version that now holds it. Asks again while another process writes."""
    files, controls = delivered_in(folder)
    layouts = read_layouts(DATA / "layouts")
    tells.send("begun")
    while True:
        try:
            month = take_in_month(Store(store), files, layouts, controls)
            break
        except StoreFault as busy:
            if "別の取り込みが動いています" not in str(busy):
                raise
            time.sleep(0.02)
    assert not month.rejected, "a sound month was kept out"
    tells.send(max(done.version for done in month.imports))


@dataclass
class Running:
    """An import in a process of its own."""

    process: BaseProcess
    told: Connection

    @classmethod
    def of(cls, store: Path, folder: Path) -> Running:
        """Begun, and at its first step."""
        told, tells = processes.Pipe(duplex=False)
        process = processes.Process(target=import_month, args=(store, folder, tells))
        process.start()
        tells.close()
        running = cls(process, told)
        assert running.heard() == "begun"
        return running

    def heard(self) -> object:
        """What it says next; None when it ended without a word."""
        try:
            return self.told.recv() if self.told.poll(PATIENCE) else None
        except EOFError:
            return None

    def kill(self) -> None:
        """End it at once (only this process, which we started)."""
        self.process.kill()  # SIGKILL
        self.process.join()
