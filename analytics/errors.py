"""What can go wrong, each kind with its meaning and exit code. People read the sentence, never a traceback.

Every message is Japanese and says what is wrong, where, and what to do next (house.md 10 and 11).
"""

from __future__ import annotations


class ZangakuError(Exception):
    """Anything Zangaku can explain. `str(error)` is the sentence to show; `exit_code` is the command's exit code."""

    exit_code = 1


class InputFault(ZangakuError):
    """A file to be taken in is missing, unreadable or holds errors; the store was not touched."""

    exit_code = 3


class LayoutFault(ZangakuError):
    """A layout, target or rule file in `data/` is not as it should be, or no layout fits a file."""

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
