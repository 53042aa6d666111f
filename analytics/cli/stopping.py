"""Ctrl+C: how it is known, and what is said where it may have come between files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from analytics.cli.printing import bad


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


@contextmanager
def if_stopped(said: str) -> Iterator[None]:
    """Around a long job: on Ctrl+C say what is left of it."""
    try:
        yield
    except BaseException as problem:
        if interrupted(problem):
            bad(f"中断しました。{said}")
        raise


def file_by_file() -> AbstractContextManager[None]:
    """Around an import: on Ctrl+C say what of it is in the store."""
    return if_stopped(
        "途中だったファイルは取り込まれておらず、保管庫は最後に確定した版のままです。"
        "取り込むには、もう一度実行してください。"
    )
