"""What people see when something cannot be shown: a sentence and the next step, never a traceback."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from functools import wraps

import streamlit as st

from analytics.errors import NothingToShow, ZangakuError
from pages.parts import filters, session
from pages.parts.text import plain

_LOG = logging.getLogger(__name__)


def guarded(render: Callable[[], None], *, needs_data: bool = True) -> Callable[[], None]:
    """*render* on one version of the store, if it *needs_data*, with every failure said in words."""

    @wraps(render)
    def page() -> None:
        try:
            name = filters.pin()
            with session.pinned(name, filters.city()) if needs_data else nullcontext():
                render()
        except NothingToShow as problem:
            st.title("表示できるデータがありません", anchor=False)
            st.html(f'<div class="whose">{filters.cities()}</div>')
            if going := session.preparing():
                st.info(plain(going), icon=":material/hourglass_top:")
                return
            st.info(plain(str(problem)), icon=":material/info:")
            _first_steps()
        except ZangakuError as problem:
            _say("データを読めません", str(problem))
        except Exception as problem:
            # Where, but not what: the message of an unexpected error may hold a value from a row.
            where = "".join(traceback.format_tb(problem.__traceback__))
            _LOG.error("%s\n%s", type(problem).__name__, where)
            _say(
                "画面を表示できませんでした",
                "予期しない誤りが起きました。記録（ログ）を添えて、管理者にお知らせください。",
            )

    return page


def _say(title: str, sentence: str) -> None:
    st.title(title, anchor=False)
    st.error(plain(sentence), icon=":material/error:")


def _first_steps() -> None:
    """How the first data come in."""
    st.header("はじめに", anchor=False)
    st.markdown(
        "自分の市のファイルを取り込むには、上の「取込」のページにファイルを置くか、次を実行して、このページを開き直してください。"
    )
    st.code("zangaku check ファイル名\nzangaku import ファイル名", language=None)
    st.markdown("まず見本の公開データ（狛江市）で試すには、次を実行してください。")
    st.code("make demo", language=None)
