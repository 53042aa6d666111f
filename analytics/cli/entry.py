"""Where the command begins and ends: every way it can fail ends in a sentence and an exit code of its own."""

from __future__ import annotations

import io
import os
import sys
import traceback
from contextlib import suppress
from pathlib import Path
from typing import NoReturn, TextIO

import typer

from analytics.cli.commands import app
from analytics.cli.misuse import misuse
from analytics.cli.printing import bad
from analytics.cli.stopping import interrupted
from analytics.errors import ZangakuError, reason

USAGE = 2  # exit code of a command that was not understood
STOPPED = 130  # exit code of a command that was ended by Ctrl+C, as shells have it


def main() -> None:
    """Run the command; what Zangaku can explain ends in one sentence and an exit code of its own."""
    for stream in (sys.stdout, sys.stderr):
        # an old console may lack a letter; that is no reason to stop
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        code = app(prog_name="zangaku", standalone_mode=False)
        if code == STOPPED:  # so Typer says it
            _stop()
        if sys.stdout:
            sys.stdout.flush()  # a full disk is to be heard of here, not when the interpreter ends
        sys.exit(code)
    except KeyboardInterrupt:
        _stop()
    except typer.TyperException as problem:
        if said := misuse(problem):
            bad(said)
        sys.exit(USAGE)
    except ZangakuError as problem:
        if interrupted(problem):
            _stop()
        bad(problem)
        sys.exit(problem.exit_code)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        _let_go_of(sys.stdout)
        sys.exit(0)
    except Exception as problem:
        if interrupted(problem):
            _stop()
        if os.environ.get("ZANGAKU_DEBUG"):
            raise
        bad(unforeseen(problem))
        if isinstance(problem, OSError):
            _let_go_of(sys.stdout)
        sys.exit(ZangakuError.exit_code)


def unforeseen(problem: Exception) -> str:
    """An error nobody explained: where it happened, but not its message, which may hold a value from a row."""
    if isinstance(problem, OSError):
        place = f"{problem.filename} を" if problem.filename else ""
        return f"{place}読み書きできません（{reason(problem)}）。場所、権限、空き容量を確かめてください。"
    frame = traceback.extract_tb(problem.__traceback__)[-1]
    return (
        f"予期しない誤りです（{type(problem).__name__}、{Path(frame.filename).name} {frame.lineno}行目）。"
        "ZANGAKU_DEBUG=1 を付けて同じ操作をし、その表示を管理者に知らせてください。"
    )


def _stop() -> NoReturn:
    """End at once, before the libraries say what they left behind when the interpreter ends."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):
            stream.flush()
    os._exit(STOPPED)


def _let_go_of(stream: TextIO) -> None:
    """What is left in *stream* goes nowhere, so that the interpreter does not stumble over it at its end."""
    with suppress(OSError, AttributeError):  # no real file, or none at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
