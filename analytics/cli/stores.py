"""Which store a command works on. What can be no store is refused before anything is read or written."""

from __future__ import annotations

from pathlib import Path

from analytics.errors import NothingToShow, StoreFault, reason
from analytics.intake.layouts import AnyLayout, read_layouts
from analytics.intake.text import is_utf8, shown_name
from analytics.ledger.columns import RECORDS
from analytics.settings import Settings
from analytics.store.snapshots import Store

OTHER = "保管庫か、新しい（空の）フォルダを --store で指定してください。"
# what a store holds, also one whose first import was killed
OWN = {*RECORDS, "sources", "marts", "pins", "returned", "held", "journals", "matching", ".lock"}
# what a desktop or a repository leaves in any folder
LITTER = {".DS_Store", ".gitignore", ".gitkeep", "Thumbs.db", "desktop.ini"}


def store_at(given: Path | None) -> Store:
    """The store at *given*, or where the settings say; it need not exist yet.

    Raises `StoreFault` for a file, and for a folder with somebody's own files in it.
    """
    root = given or Settings.load().store
    if not is_utf8(root):
        raise StoreFault(
            f"保管庫 {shown_name(root)} の名前の文字コードがUTF-8ではありません。{OTHER}"
        )
    try:
        strangers = _strangers(root)
    except NotADirectoryError as problem:
        raise StoreFault(f"保管庫 {root} はフォルダではありません。{OTHER}") from problem
    except OSError as problem:
        raise StoreFault(
            f"保管庫 {root} を開けません（{reason(problem)}）。場所と権限を確かめてください。"
        ) from problem
    if strangers:
        raise StoreFault(
            f"フォルダ {root} は保管庫ではなく、ほかのもの（{shown_name(strangers[0])}"
            + (f" など{len(strangers)}件" if strangers[1:] else "")
            + f"）が入っています。{OTHER}"
        )
    return Store(root)


def _strangers(root: Path) -> list[str]:
    """The names in *root* that are none of ours. A store with a version in it may hold what it likes."""
    if (root / "receivables" / "_delta_log").is_dir():
        return []
    try:
        found = sorted(path.name for path in root.iterdir())
    except FileNotFoundError:
        return []
    return [name for name in found if name not in OWN | LITTER]


def known_layouts() -> list[AnyLayout]:
    """Every layout there is. Raises `NothingToShow` where there is none, `LayoutFault` for a bad one."""
    folder = Settings.load().layouts
    found = read_layouts(folder)
    if not found:
        raise NothingToShow(f"レイアウトがありません。{folder} に *.toml を置いてください。")
    return found
