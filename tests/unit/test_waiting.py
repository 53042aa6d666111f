"""Files wait in a private folder, and it is gone afterwards: also when a dashboard was killed."""

from __future__ import annotations

import gc
import io
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.errors import InputFault
from analytics.intake import waiting
from analytics.intake.waiting import PREFIX, Waiting, clear_leftovers


def test_a_file_keeps_its_name_and_its_bytes_and_nobody_else_may_look(tmp_path: Path) -> None:
    with Waiting(tmp_path) as place:
        one = place.keep("=cmd|'滞納'!A1.csv", io.BytesIO(b"a"))
        other = place.keep("=cmd|'滞納'!A1.csv", io.BytesIO(b"b" * 3_000_000))
        assert (one.name, one.read_bytes()) == ("=cmd|'滞納'!A1.csv", b"a")
        assert other.stat().st_size == 3_000_000
        assert stat.S_IMODE(place.root.stat().st_mode) == 0o700
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../../x.csv", "C:\\x.csv", "/etc/passwd", "..", "", "a\0b.csv", "a\nb.csv", "\u202ecsv"],
)
def test_a_name_with_a_place_in_it_is_refused(tmp_path: Path, name: str) -> None:
    with Waiting(tmp_path) as place:
        with pytest.raises(InputFault, match="使えません"):
            place.keep(name, io.BytesIO(b"a"))
        assert [path.name for path in place.root.iterdir()] == [".held"]


def test_a_name_too_long_is_said(tmp_path: Path) -> None:
    with Waiting(tmp_path) as place, pytest.raises(InputFault, match="名前が長すぎます"):
        place.keep("あ" * 200 + ".csv", io.BytesIO(b"a"))


def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Waiting(tmp_path) as place:
        monkeypatch.setattr(waiting.shutil, "copyfileobj", full)
        with pytest.raises(InputFault, match=r"滞納\.csv を.*空き容量がありません"):
            place.keep("滞納.csv", io.BytesIO(b"a"))
        assert [path.name for path in place.root.iterdir()] == [".held"]


def test_it_goes_with_the_last_who_knows_of_it(tmp_path: Path) -> None:
    place = Waiting(tmp_path)
    place.keep("滞納.csv", io.BytesIO(b"a"))
    del place
    gc.collect()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_cleared_and_what_is_used_stays(tmp_path: Path) -> None:
    script = (
        "import io, os, sys; from pathlib import Path; from analytics.intake.waiting import Waiting\n"
        "place = Waiting(Path(sys.argv[1])); place.keep('滞納.csv', io.BytesIO(b'a')); os._exit(9)"
    )
    subprocess.run([sys.executable, "-c", script, tmp_path], env=dict(os.environ), check=False)
    assert len(list(tmp_path.glob(f"{PREFIX}*/1/滞納.csv"))) == 1
    with Waiting(tmp_path) as place:
        assert clear_leftovers(tmp_path) == 1
        assert list(tmp_path.iterdir()) == [place.root]
