"""What can go wrong, each kind with its meaning and exit code. People read the sentence, never a traceback.

Every message is Japanese and says what is wrong, where, and what to do next (house.md 10 and 11).
"""

from __future__ import annotations

import errno
import re


class ZangakuError(Exception):
    """Anything Zangaku can explain. `str(error)` is the sentence to show; `exit_code` is the command's exit code."""

    exit_code = 1


class InputFault(ZangakuError):
    """A file to be taken in is missing, unreadable or holds errors; the store was not touched."""

    exit_code = 3


class LayoutFault(ZangakuError):
    """A layout or target file in `data/` is not as it should be, or no layout fits a file."""

    exit_code = 4


class StoreFault(ZangakuError):
    """The store is missing, damaged, busy, or does not hold the version asked for."""

    exit_code = 5


class NothingToShow(ZangakuError):
    """A figure, department, version or date was asked for that does not exist."""

    exit_code = 6


class ServerFault(ZangakuError):
    """The dashboard could not be started, for instance because the port is taken."""

    exit_code = 7


_REASONS = {
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "書き込みできない場所です",
    errno.ENOSPC: "空き容量がありません",
    errno.EDQUOT: "割り当てられた容量を超えます",
    errno.EFBIG: "大きすぎます",
    errno.ENOENT: "見つかりません",
    errno.ENOTDIR: "途中にフォルダでないものがあります",
    errno.EISDIR: "フォルダです",
    errno.EEXIST: "同じ名前のものがあります",
    errno.ENAMETOOLONG: "名前が長すぎます",
    errno.ELOOP: "リンクが輪になっています",
    errno.EBUSY: "ほかのプログラムが使っています",
    errno.EADDRINUSE: "ほかのプログラムが使っています",
    errno.EADDRNOTAVAIL: "この機械の番地ではありません",
    errno.EMFILE: "開いているファイルが多すぎます",
    errno.EIO: "装置の読み書きに失敗しました",
}


def reason(problem: Exception) -> str:
    """Why the operating system refused, in Japanese: its own words are English.

    >>> reason(OSError(errno.ENOSPC, "No space left on device"))
    '空き容量がありません'
    """
    number = getattr(problem, "errno", None)
    if number is None:
        return "読み書きに失敗しました"
    return _REASONS.get(number, f"システムの誤り番号 {number}")


def toml_place(problem: Exception) -> str:
    """Where a file stops being TOML, as `tomllib` found it: ``2行目の8文字目``."""
    place = re.search(r"line (\d+), column (\d+)", str(problem))
    return f"{place[1]}行目の{place[2]}文字目" if place else "終わり"
