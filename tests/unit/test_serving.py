"""The dashboard is served from the product's folder, and still looks where the person who started it meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import uvicorn

from analytics.errors import ServerFault
from analytics.serving import serve_dashboard
from analytics.settings import ROOT, Settings
from benchmarks.serving import free_port


def test_folders_named_from_here_stay_the_same_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Path] = []

    def run(server: uvicorn.Server) -> None:
        served.append(Path.cwd())
        server.started = True

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZANGAKU_STORE", "elsewhere")
    monkeypatch.setenv("ZANGAKU_LAYOUTS", "forms")
    monkeypatch.setenv("ZANGAKU_TARGETS", "aims")
    monkeypatch.setenv("ZANGAKU_RULES", "laws")
    with pytest.raises(KeyboardInterrupt):
        serve_dashboard(free_port(), Path("store"))
    settings = Settings.load()
    assert served == [ROOT]
    assert settings.store == tmp_path / "store"
    assert settings.layouts == tmp_path / "forms"
    assert settings.targets == tmp_path / "aims"
    assert settings.rules == tmp_path / "laws"


def test_a_server_that_cannot_begin_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for name in ("STORE", "LAYOUTS", "TARGETS", "RULES"):
        monkeypatch.setenv(f"ZANGAKU_{name}", "")
    monkeypatch.setattr(uvicorn.Server, "run", lambda _: None)
    with pytest.raises(ServerFault, match="始められませんでした"):
        serve_dashboard(free_port(), Path("store"))
