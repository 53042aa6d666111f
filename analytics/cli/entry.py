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


def interrupted(problem: BaseException) -> bool:
    """Whether *problem* began as a Ctrl+C. DuckDB makes an error of its own of it, and does not say of what."""
    seen: list[BaseException] = []
    link: BaseException | None = problem
    while link is not None and link not in seen:
        seen.append(link)
        link = link.__cause__ or link.__context__
    return any(
        isinstance(one, KeyboardInterrupt)
        or (isinstance(one, RuntimeError) and str(one) == "Query interrupted")
        for one in seen
    )


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
    if sys.argv[1:2] == ["import"]:
        bad(
            "中断しました。途中だったファイルは取り込まれておらず、保管庫は最後に確定した版のままです。"
            "取り込むには、もう一度実行してください。"
        )
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, AttributeError):
            stream.flush()
    os._exit(STOPPED)


def _let_go_of(stream: TextIO) -> None:
    """What is left in *stream* goes nowhere, so that the interpreter does not stumble over it at its end."""
    with suppress(OSError, AttributeError):  # no real file, or none at all
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
