"""What is wrong with the files, what was remarked, what was put right: by cause, and the rejected rows to give back."""

from __future__ import annotations

import streamlit as st

from analytics.access.viewer import office_by_settings
from analytics.intake.delivered import Reading
from analytics.intake.findings import Severity
from analytics.intake.giving_back import give_back, returned_name
from analytics.intake.grouped import Cause, by_cause
from analytics.store.correcting import hold
from analytics.store.examining import Examined
from analytics.store.snapshots import Store
from pages.parts import grid
from pages.parts.text import on_screen, plain

# rows that somebody else may have delivered: whoever sends one row back does not get all the others for it
HELD = (
    "まだ受け入れられない行は、先に送り返したファイルにあります。そのファイルで直し、もう一度送ってください"
    "（ほかの行を含むため、ここからは徴収対策室だけが保存できます）。"
)
CAUSES = ("種類", "ファイル", "見つかったこと", "行数", "場所（初めの例）", "すること")


def draw(examined: Examined, store: Store) -> None:
    """What was found, by cause: errors and warnings on the page, what was put right folded."""
    found = [
        (reading, cause)
        for severity in Severity
        for reading in examined.readings
        for cause in by_cause(reading.findings)
        if cause.severity is severity
    ]
    told = [_cause(*each) for each in found if each[1].severity is not Severity.REPAIR]
    if told:
        st.subheader("誤りと注意", anchor=False)
        st.html(grid.html("誤りと注意", CAUSES, told))
    for reading in examined.rejected:
        _returned(reading, store)
    repairs = [_cause(*each) for each in found if each[1].severity is Severity.REPAIR]
    if repairs:
        folded = st.expander(
            f"直して読んだところ（{len(repairs)}件）", key="import-repairs", on_change="rerun"
        )
        if folded.open:
            folded.html(grid.html("直して読んだところ", CAUSES[:-1], [row[:-1] for row in repairs]))


def _cause(reading: Reading, cause: Cause) -> tuple[str | int | None, ...]:
    said = "\n".join([cause.message, *cause.examples])
    return (
        cause.severity.label,
        reading.name,
        on_screen(said),
        cause.count,
        cause.where,
        on_screen(cause.todo),
    )


def _returned(reading: Reading, store: Store) -> None:
    """The rejected rows of *reading*, to be corrected and sent again in the form that the department knows."""
    name = returned_name(reading)
    if name is None:
        return
    if reading.is_completed and not office_by_settings():
        st.info(plain(f"{reading.name}：{HELD}"), icon=":material/lock:")
        return
    st.download_button(
        f"{plain(reading.name)} の受け入れなかった{reading.rejected_rows:,}行を保存する（直して送り直す用）",
        lambda: _content(reading, store),
        file_name=name,
        key=f"import-returned-{reading.source.path.parent.name}",
        on_click="ignore",
        icon=":material/download:",
    )


def _content(reading: Reading, store: Store) -> bytes:
    """The file of rejected rows, made beside the delivery; the whole one waits in the *store* until they come back."""
    hold(store, reading)
    path = give_back(reading, reading.source.path.parent)
    return path.read_bytes() if path else b""
