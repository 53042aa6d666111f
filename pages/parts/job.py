"""Work that goes on whatever the reader clicks meanwhile: in a thread of its own, watched from the page.

Streamlit stops a page's run at the next click. A commit must not stop with it, and a second click must begin no other.
"""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Generic, TypeVar

import streamlit as st

from analytics.store.steps import Step
from pages.parts.text import plain

T = TypeVar("T")
OFTEN = 0.1  # seconds between two looks


class Job(Generic[T]):
    """*work*, begun at once. It is told how to say which step it has come to, out of *steps*."""

    def __init__(self, work: Callable[[Step], T], steps: int) -> None:
        self.words = ""
        self._steps, self._done = max(steps, 1), -1
        self._result: T | None = None
        self._problem: BaseException | None = None
        self._thread = Thread(target=self._run, args=(work,), name="zangaku-import")
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self._thread.is_alive()

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(max(self._done, 0) / self._steps, 1.0)

    def wait(self, seconds: float | None = None) -> None:
        """Return when it is done, or after *seconds*."""
        self._thread.join(seconds)

    def result(self) -> T:
        """What came of it, once it is done. Raises what it raised."""
        self.wait()
        if self._problem is not None:
            raise self._problem
        return self._result  # type: ignore[return-value]  # the work's own, which may be None

    def _run(self, work: Callable[[Step], T]) -> None:
        try:
            self._result = work(self._said)
        except BaseException as problem:  # said on the page, in its own run
            self._problem = problem

    def _said(self, words: str) -> None:
        self.words = words
        self._done += 1


def watch(job: Job[T], doing: str) -> None:
    """Show how far *job* has come until it is done. *doing* is what it does: ``取り込んでいます``."""
    if not job.running:
        return
    bar = st.progress(job.share, text=doing)
    while job.running:
        words = f"{doing}　{job.words}" if job.words else doing
        bar.progress(job.share, text=plain(words))
        job.wait(OFTEN)
    bar.empty()
