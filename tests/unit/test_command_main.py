"""What nobody foresaw still ends in a sentence, and never shows a value from a row."""

from __future__ import annotations

import errno

import pytest

from analytics.cli import entry
from analytics.cli.misuse import misuse
from analytics.errors import reason


def fail(*_: object, **__: object) -> None:
    raise KeyError("山田太郎")


def test_the_unforeseen_is_said_without_its_value(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(entry, "app", fail)
    monkeypatch.delenv("ZANGAKU_DEBUG", raising=False)
    with pytest.raises(SystemExit) as ended:
        entry.main()
    said = capsys.readouterr()
    assert ended.value.code == 1
    assert "予期しない誤りです（KeyError" in said.err
    assert "山田太郎" not in said.out + said.err
    assert "Traceback" not in said.out + said.err


def test_debugging_shows_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entry, "app", fail)
    monkeypatch.setenv("ZANGAKU_DEBUG", "1")
    with pytest.raises(KeyError):
        entry.main()


def test_the_system_speaks_japanese() -> None:
    full = OSError(errno.ENOSPC, "No space left on device", "/x")
    assert entry.unforeseen(full).startswith("/x を読み書きできません（空き容量がありません）。")
    strange = OSError(errno.EXDEV, "Invalid cross-device link")
    assert entry.unforeseen(strange).startswith("読み書きできません（システムの誤り番号 ")
    assert reason(OSError("no number")) == "読み書きに失敗しました"


class NoSuchOption(Exception):
    option_name = "--stroe"


class Surprise(Exception):
    """A kind of misuse that a later release of the library may add."""


def test_misuse_of_any_kind_is_said_in_japanese() -> None:
    assert "--stroe という指定はありません" in misuse(NoSuchOption())
    assert "使い方の誤り: そのようなコマンドや引数はありません" in misuse(Surprise("English"))
