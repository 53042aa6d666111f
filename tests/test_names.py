"""`app`, `pages` and `analytics` are common words, and published distributions do install a top-level `analytics`.

So the names must mean this tree, wherever Python is started from, and no locked distribution may offer them too.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable
from importlib.metadata import Distribution, distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
OURS = {"app", "asgi", "pages", "analytics"}
COMMAND = Path(sys.executable).with_name("zangaku")


def run(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run([*arguments], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def is_from_this_tree(place: str) -> bool:
    return Path(place).resolve().parent in (ROOT, *(ROOT / name for name in OURS))


@pytest.mark.parametrize("name", sorted(OURS))
def test_name_loads_from_this_tree(name: str, tmp_path: Path) -> None:
    script = f"import importlib.util as u; print(u.find_spec({name!r}).origin)"
    assert is_from_this_tree(run(sys.executable, "-c", script, cwd=tmp_path).strip())


def test_console_script_loads_from_this_tree(tmp_path: Path) -> None:
    """Run the script itself, from elsewhere, with the import path it really has (-P: no current folder)."""
    script = f"""
import runpy, sys
sys.argv = ["zangaku", "--help"]
sys.path.insert(0, {str(COMMAND.parent)!r})
try:
    runpy.run_path({str(COMMAND)!r}, run_name="__main__")
except SystemExit as stop:
    assert not stop.code, stop.code
print(sys.modules["analytics"].__file__)
"""
    printed = run(sys.executable, "-P", "-c", script, cwd=tmp_path)
    assert is_from_this_tree(printed.splitlines()[-1])


def test_command_answers_from_any_folder(tmp_path: Path) -> None:
    assert "zangaku" in run(COMMAND, "--help", cwd=tmp_path)


def offered_names(distribution: Distribution) -> set[str]:
    """Return the top-level modules and packages that the distribution installs."""
    tops = (file.parts[0] for file in distribution.files or ())
    return {re.split(r"[.]", top)[0] for top in tops if not top.endswith((".dist-info", ".pth"))}


def clashes(installed: Iterable[Distribution]) -> dict[str, set[str]]:
    """Return which distributions, other than this project, offer one of our names."""
    found = {each.name: offered_names(each) & OURS for each in installed}
    return {name: names for name, names in found.items() if names and name != "zangaku"}


def test_no_installed_distribution_offers_our_names() -> None:
    assert clashes(distributions()) == {}


def test_a_clash_is_seen(tmp_path: Path) -> None:
    info = tmp_path / "analytics_python-1.4.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: analytics-python\nVersion: 1.4\n")
    (info / "RECORD").write_text("analytics/__init__.py,,\nanalytics_python-1.4.0.dist-info/x,,\n")
    assert clashes(distributions(path=[str(tmp_path)])) == {"analytics-python": {"analytics"}}


def locked(lock: Path) -> dict[str, str]:
    """Return the versions that the lock pins for this platform, by normalised name."""
    lines = re.findall(r"^[a-zA-Z0-9].*?==.*?(?= \\$|$)", lock.read_text(), re.MULTILINE)
    wanted = [Requirement(line) for line in lines]
    return {
        each.name.lower(): str(each.specifier).removeprefix("==")
        for each in wanted
        if each.marker is None or each.marker.evaluate()
    }


def test_installed_is_what_the_lock_says() -> None:
    """Then the search for clashes above has seen every locked distribution."""
    installed = {
        re.sub(r"[-_.]+", "-", each.name).lower(): each.version for each in distributions()
    }
    pinned = locked(ROOT / "requirements-dev.lock")
    assert len(pinned) > 50
    assert {name: installed.get(name) for name in pinned} == pinned


def test_both_locks_agree() -> None:
    run_lock, dev_lock = (
        locked(ROOT / f"requirements{kind}.lock").items() for kind in ("", "-dev")
    )
    assert run_lock <= dev_lock
