"""The dashboard is served from the product's folder, and still looks where the person who started it meant."""

from __future__ import annotations

from pathlib import Path

import pytest
import uvicorn

from analytics.serving import serve_dashboard
from analytics.settings import ROOT, Settings
from benchmarks.serving import free_port


def test_folders_named_from_here_stay_the_same_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    served: list[Path] = []
    monkeypatch.setattr(uvicorn.Server, "run", lambda _: served.append(Path.cwd()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZANGAKU_STORE", "elsewhere")
    monkeypatch.setenv("ZANGAKU_LAYOUTS", "forms")
    monkeypatch.setenv("ZANGAKU_TARGETS", "aims")
    serve_dashboard(free_port(), Path("store"))
    settings = Settings.load()
    assert served == [ROOT]
    assert settings.store == tmp_path / "store"
    assert settings.layouts == tmp_path / "forms"
    assert settings.targets == tmp_path / "aims"
