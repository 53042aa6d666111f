"""Settings: rows of name, default and help. Each may be set by an environment variable `ZANGAKU_<NAME>`."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from analytics.errors import ServerFault

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("store", str(DATA / "snapshots"), "取り込んだ版を置くフォルダ"),
    ("layouts", str(DATA / "layouts"), "レイアウト（*.toml）を置くフォルダ"),
    ("targets", str(DATA / "targets"), "目標（*.csv）を置くフォルダ"),
    ("port", "8501", "画面を開くポート番号"),
    ("imports", "on", "画面から取り込めるか（on か off）"),
)


@dataclass(frozen=True)
class Settings:
    """The settings of this process, resolved once."""

    store: Path
    layouts: Path
    targets: Path
    port: int
    imports: bool

    @classmethod
    def load(cls) -> Settings:
        """Read each setting from its environment variable, else its default."""
        value = {
            name: os.environ.get(f"ZANGAKU_{name.upper()}", default)
            for name, default, _ in SETTINGS
        }
        folders = {name: Path(value[name]) for name in ("store", "layouts", "targets")}
        return cls(**folders, port=_port(value["port"]), imports=_is_on(value["imports"]))


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise ServerFault(
            f"設定 ZANGAKU_PORT の「{text}」は番号ではありません。8501 のような整数にしてください。"
        )
    return int(text)


def _is_on(text: str) -> bool:
    if text not in ("on", "off"):
        raise ServerFault(
            f"設定 ZANGAKU_IMPORTS の「{text}」は使えません。on か off にしてください。"
        )
    return text == "on"
