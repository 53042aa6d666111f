"""What must be true of the tree itself: nothing points outside, nothing shipped is altered or without its licence."""

from __future__ import annotations

import csv
import hashlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.lock", "requirements-dev.lock")
KOMAE = ROOT / "data" / "open" / "komae"
CONFIG = ROOT / ".streamlit" / "config.toml"


def tracked_files() -> list[Path]:
    """Everything that is, or would be, in the repository."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    printed = subprocess.run(listing, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in printed.split("\0") if name and (ROOT / name).is_file()]


# Nothing points outside ---------------------------------------------------------------------------

# Written in pieces, so that this file does not find itself.
REGISTRIES = (
    r"py" r"pi\.org|python" r"hosted\.org|npm" r"js\.org|deb" r"ian\.org/deb|crates" r"\.io"
)
MACHINE_PATHS = (
    r"(?<![\w.~)}-])/(?:root|work|home/\w+|Users/\w+|opt/py" r"pi[\w-]*|tmp/bash_jobs)/\S"
)
OUTSIDE = re.compile(f"{REGISTRIES}|{MACHINE_PATHS}")


def outside_words(text: str) -> list[str]:
    return [found.group() for found in OUTSIDE.finditer(text)]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {
        str(file.relative_to(ROOT)): words
        for file in tracked_files()
        if (words := outside_words(file.read_bytes().decode(errors="ignore")))
    }
    assert found == {}


def test_an_outside_word_is_seen() -> None:
    assert outside_words("--index-url https://py" + "pi.org/simple")
    assert outside_words("see /ro" + "ot/dev/v/bin/python")
    assert not outside_words("docs/wo" + "rk/main.md, ../wo" + "rk/x and http://127.0.0.1:8501/")


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    pins = re.split(r"\n(?=[a-z0-9])", re.sub(r"(?m)^ *#.*\n?", "", text).strip())
    assert len(pins) > 40
    assert [
        pin for pin in pins if not re.match(r"\S+==[^\s;]+.*(\n +--hash=sha256:\w{64}.*)+$", pin)
    ] == []
    assert not re.search(r"://|--(extra-)?index|--find-links|^-e |file:", text, re.MULTILINE)


def test_locks_fulfil_the_project() -> None:
    """A dependency added to pyproject.toml without `make lock` is caught here."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = project["dependency-groups"]
    wanted = {
        "requirements.lock": [*project["project"]["dependencies"], *groups["build"]],
        "requirements-dev.lock": [line for line in groups["dev"] if isinstance(line, str)],
    }
    for lock, lines in wanted.items():
        pinned = dict(re.findall(r"(?m)^([a-z0-9.-]+)==([^\s;]+)", (ROOT / lock).read_text()))
        for requirement in map(Requirement, lines):
            version = pinned.get(requirement.name, "0")
            assert requirement.specifier.contains(version), (
                f"{lock}: {requirement}, run `make lock`"
            )


def test_streamlit_is_told_of_no_outside_address() -> None:
    text = CONFIG.read_text()
    config = tomllib.loads(text)
    assert "://" not in text
    assert config["browser"]["gatherUsageStats"] is False
    assert config["server"]["address"] == "127.0.0.1"


# What is shipped is whole -------------------------------------------------------------------------


def test_published_data_is_byte_for_byte() -> None:
    with (KOMAE / "MANIFEST.csv").open(encoding="utf-8", newline="") as manifest:
        stated = {row["file"]: row["sha256"] for row in csv.DictReader(manifest)}
    shipped = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in KOMAE.glob("*sainyu.csv")
    }
    assert len(stated) == 6
    assert shipped == stated


def test_git_leaves_published_bytes_alone() -> None:
    names = [str(file.relative_to(ROOT)) for file in KOMAE.glob("*.csv")]
    asked = subprocess.run(
        ["git", "check-attr", "text", *names], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert {line.rsplit(": ", 1)[1] for line in asked.stdout.splitlines()} == {"unset"}


def font_faces() -> list[dict[str, str]]:
    faces: list[dict[str, str]] = tomllib.loads(CONFIG.read_text())["theme"]["fontFaces"]
    return faces


def font_file(face: dict[str, str]) -> Path:
    return ROOT / face["url"].removeprefix("app/")


def test_every_named_font_is_shipped_and_every_shipped_one_named() -> None:
    assert {font_file(face) for face in font_faces()} == set(
        (ROOT / "static/fonts").glob("*.woff2")
    )


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_split_loses_no_character(weight: str) -> None:
    """And what `rare` alone has lies in the range for which the browser asks it."""

    def characters(file: Path) -> set[int]:
        return set(TTFont(file).getBestCmap())

    fonts = ROOT / "static" / "fonts"
    whole = characters(fonts / f"BIZUDPGothic-{weight}.ttf")
    common = characters(fonts / f"BIZUDPGothic-{weight}-common.woff2")
    rare = characters(fonts / f"BIZUDPGothic-{weight}-rare.woff2")
    (face,) = (face for face in font_faces() if face["url"].endswith(f"{weight}-rare.woff2"))
    ranges = re.findall(r"U\+(\w+)-(\w+)", face["unicodeRange"])
    assert common | rare == whole
    assert [
        f"{c:X}" for c in rare if not any(int(a, 16) <= c <= int(b, 16) for a, b in ranges)
    ] == []


def test_ordinary_pages_need_the_common_font_only() -> None:
    """Whatever the program, its layouts and the shipped data write, but for the table of letters of names."""
    rare = set(TTFont(ROOT / "static/fonts/BIZUDPGothic-Regular-rare.woff2").getBestCmap())
    rooms = {ROOT / name for name in ("analytics", "app.py", "data", "pages")}
    written = [
        file
        for file in tracked_files()
        if file.suffix in {".csv", ".json", ".py", ".sql", ".toml"}
        and rooms & {file, *file.parents}
        and file.name != "name_letters.toml"
    ]
    assert written
    needed = {file.name: rare & set(map(ord, read_either(file))) for file in written}
    assert {name: "".join(map(chr, codes)) for name, codes in needed.items() if codes} == {}


def read_either(file: Path) -> str:
    raw = file.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp932")


@pytest.mark.parametrize(
    ("file", "says"),
    [
        ("LICENSE", "Apache License"),
        (
            "NOTICE",
            "狛江市「決算書歳出データ・決算書歳入データ」（東京都オープンデータカタログサイト）",
        ),
        ("data/open/komae/LICENSE.md", "CC BY 4.0"),
        ("static/fonts/OFL.txt", "SIL OPEN FONT LICENSE Version 1.1"),
    ],
)
def test_licence_is_there(file: str, says: str) -> None:
    assert says in (ROOT / file).read_text()
