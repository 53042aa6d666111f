"""取込: files dropped here are looked at, held against last month and the given totals, and taken in as one version."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.errors import ZangakuError
from analytics.intake.layouts import AnyLayout
from analytics.settings import Settings
from analytics.store.importing import Month
from analytics.store.snapshots import Store
from pages.parts import checking, filters, history, layouts, receiving, saying
from pages.parts.desk import Desk
from pages.parts.job import watch

DESK = "import-desk"
OFF = "この画面では取り込みを止めています（設定 ZANGAKU_IMPORTS）。取り込みは、担当の画面かコマンドで行ってください。"


def render() -> None:
    """The page from top to bottom. It is the one page that also works before there is anything to show."""
    settings = Settings.load()
    store = Store(settings.of(filters.city()).store)
    desk = _desk(store) if settings.imports else None
    if desk is not None:
        _finish(desk)
    st.title("取込", anchor=False)
    st.html(f'<div class="whose">{filters.cities()}<p>{history.standing(store)}</p></div>')
    receiving.draw(store)
    if desk is None:
        st.info(OFF, icon=":material/block:")
    else:
        _take(desk, layouts.known(settings.layouts))
    history.draw(store, desk)


def _take(desk: Desk, known: list[AnyLayout]) -> None:
    """The way in: where files are dropped, what can be read, and what was found in them."""
    _dropped(desk)
    layouts.draw(known)
    if desk.paths or desk.refused:
        checking.draw(desk, known)


def _desk(store: Store) -> Desk:
    """This reader's desk. Another store (a test may name one) needs another."""
    desk = st.session_state.get(DESK)
    if not isinstance(desk, Desk) or desk.store.root != store.root:
        desk = st.session_state[DESK] = Desk(store)
    return desk


def _finish(desk: Desk) -> None:
    """Wait for what goes on, also when it was begun before a change of page, and say what became of it.

    A click can stop this run at any line that speaks to Streamlit: what is not kept by then is left to the next run.
    """
    work = desk.work
    if work is None:
        return
    watch(work, "保管庫に書いています。終わるまで、このままお待ちください。")
    try:
        done = desk.finished(work)
    except ZangakuError as problem:
        receiving.say(problem)
    except Exception:
        # of our own making: the frame says it, and the desk does not wait for it any more
        desk.said()
        raise
    else:
        if isinstance(done, Month):
            receiving.imported(done, checking.left_out(done.rejected, done.unread))
        else:
            receiving.restored(done)
        if desk.unmatched:
            saying.add("warning", desk.unmatched)
    desk.said()


def _dropped(desk: Desk) -> None:
    """Where files are dropped. They go to the desk at once; the server keeps none of them in its memory."""
    files = st.file_uploader(
        "各課から届いたファイルを、まとめてここに置いてください（件数・金額の控えのCSVも一緒に置けます）",
        accept_multiple_files=True,
        key=f"import-files-{desk.round}",
    )
    for file in files:
        desk.put(file.file_id, file.name, file)
        receiving.let_go(file)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
