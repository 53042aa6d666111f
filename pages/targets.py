"""目標の設定: when the targets were decided and revised, and where the chief decides them anew or takes in a list."""

from __future__ import annotations

from importlib import import_module

import streamlit as st

from analytics.errors import InputFault
from analytics.settings import Settings
from pages.parts import card, filters, head, receiving, saying, session, target_check, target_editor
from pages.parts.target_desk import TargetDesk

DESK = "target-desk"
OFF = (
    "この画面では目標を書けないようにしています（設定 ZANGAKU_IMPORTS）。"
    "目標は、担当の画面かコマンドで決めてください。"
)
PINNED = (
    "名前を付けた版を見ているので、目標は決められません。「いまの数字を見る」を押すと決められます。"
)
FAULTY = (
    "目標のファイルに誤りがあるので、ここでは目標を決められません。"
    "上に挙げたファイルを直すと、決められます。"
)


def render() -> None:
    """The page from top to bottom. A target is written in two steps: it is looked at, then confirmed."""
    settings = Settings.load()
    chosen = head.draw("目標の設定", period=True)
    saying.draw()
    card.show("target_history", chosen)
    if not settings.imports:
        st.info(OFF, icon=":material/block:")
    elif session.pin():
        st.info(PINNED, icon=":material/push_pin:")
    elif session.targets_are_faulty():
        st.info(FAULTY, icon=":material/build:")
    else:
        desk = _desk(settings)
        target_editor.draw(desk)
        below_table = st.container()
        _handed(desk)
        with st.container() if desk.is_file else below_table:
            target_check.draw(desk)


def _desk(settings: Settings) -> TargetDesk:
    """This reader's desk. Another municipality needs another."""
    folder = settings.of(filters.city()).targets
    desk = st.session_state.get(DESK)
    if not isinstance(desk, TargetDesk) or desk.folder != folder:
        desk = st.session_state[DESK] = TargetDesk(folder)
    return desk


def _handed(desk: TargetDesk) -> None:
    """Where a list of targets is dropped. It is looked at like a decision, and written only when it is confirmed."""
    folded = st.expander(
        "目標のファイル（CSV、Excel）から決める", key="targets-file", on_change="rerun"
    )
    if not folded.open:
        return
    file = folded.file_uploader(
        "目標のファイルを1つ置いてください（見出しは「年度、版、決定日、債権、区分、目標額（円）」など）",
        key=f"targets-upload-{desk.round}",
    )
    if file is None:
        return
    try:
        desk.put(file.file_id, file.name, file)
    except InputFault as problem:
        saying.box("error", str(problem))
    receiving.let_go(file)


if __name__ == "__main__":  # run alone by Streamlit: show the frame around it (house.md, Pages)
    import_module("app").main()
