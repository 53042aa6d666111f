"""A month handed in, as the command takes it in."""

from __future__ import annotations

from pathlib import Path

from analytics.cli.importing import delivered_in
from analytics.intake.layouts import AnyLayout
from analytics.store.importing import take_in_month
from analytics.store.snapshots import Store


def take_month_in(store: Store, folder: Path, layouts: list[AnyLayout]) -> None:
    """Every file in *folder*, none of which may have a fault."""
    files, controls = delivered_in(folder)
    month = take_in_month(store, files, layouts, controls)
    assert not month.rejected
    assert not month.unread
