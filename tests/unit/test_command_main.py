"""What nobody foresaw still ends in a sentence, and never shows a value from a row."""

from __future__ import annotations

import pytest

from analytics.cli import commands


def fail(*_: object, **__: object) -> None:
    raise KeyError("山田太郎")


def test_the_unforeseen_is_said_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "app", fail)
    monkeypatch.delenv("ZANGAKU_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        commands.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "予期しない誤りです（KeyError" in said.err
    assert "山田太郎" not in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_debugging_shows_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "app", fail)
    monkeypatch.setenv("ZANGAKU_DEBUG", "1")
    with pytest.raises(KeyError):
        commands.main()
