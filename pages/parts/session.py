"""What a page may ask for: the figures of one version, the newest or a pinned one, each answered and drawn once.

Snapshots never change, so nothing expires: the keys are version, figure, choices and chart. A new version, or an
edited file of targets or rules, is noticed by time stamps, which costs less than opening the store. What was drawn of
the version before goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property, lru_cache, partial
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

from analytics.access.gate import Gate, open_gate
from analytics.access.viewer import Viewer
from analytics.charts import dress
from analytics.errors import NothingToShow, StoreFault
from analytics.figures import Figure, Selection, answer, stray_targets, targets
from analytics.figures.export import to_csv
from analytics.figures.survey import offered
from analytics.intake.target_sheets import target_files
from analytics.ledger.claim_kinds import ClaimKinds
from analytics.ledger.claim_kinds_file import claim_kinds_path
from analytics.ledger.guidance import NAME as GUIDANCE
from analytics.ledger.municipality import MADE_UP, is_made_up
from analytics.ledger.periods import Period
from analytics.ledger.survey_file import QUESTIONS_FILE, STAFF_FILE
from analytics.settings import Settings
from analytics.store.pins import Pin
from analytics.store.pins import pinned as find_pin
from analytics.store.reader import Reader, open_reader
from analytics.store.snapshots import Store
from analytics.store.target_drafts import Draft
from pages.parts import table, words

# of the frame, and of what stands beside; None: nothing to draw
Draw = Callable[..., alt.LayerChart | None]
_PINNED: ContextVar[Opened] = ContextVar("opened")
_CITY: ContextVar[str] = ContextVar("city", default="")
Stamp = tuple[tuple[str, int], ...]
SURVEYS = (
    "survey",
    "survey_results",
)  # tables whose newest version decides what an earlier one shows


@dataclass(frozen=True)
class Filled:
    """A figure with everything a card shows of it, each part made once."""

    figure: Figure
    specs: tuple[dict[str, Any], ...]
    tables: dict[tuple[str, ...], str] = field(default_factory=dict)

    @cached_property
    def words(self) -> str:
        """What the card says, as HTML."""
        return words.html(self.figure)

    @cached_property
    def csv(self) -> bytes:
        """The numbers as a file."""
        return to_csv(self.figure.frame, self.figure.labels)

    def table(self, *columns: str) -> str:
        """The numbers of *columns* as an HTML table."""
        if columns not in self.tables:
            self.tables[columns] = table.html(self.figure, columns)
        return self.tables[columns]


class Opened:
    """A version with all that was made of it, so that one goes with the other. Threads share it."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.filled = lru_cache(maxsize=512)(partial(_filled, reader))

    @cached_property
    def origin(self) -> str:
        """Whose data these are, and on what terms."""
        return _origin(answer("sources", self.reader).frame)

    @cached_property
    def made_up(self) -> str:
        """The mark of a city that is not real; "" for one that is."""
        cities = answer("sources", self.reader).frame["municipality"].dropna().unique()
        return MADE_UP if any(map(is_made_up, cities)) else ""


@contextmanager
def pinned(name: str = "", city: str = "") -> Iterator[None]:
    """Hold one version for one run of a page, so that no page shows two. Raises what `open_reader` raises.

    It is the one pinned as *name*, and the newest for "" and for a name that nothing (or a damaged file) bears; of
    several municipalities that of *city*.
    """
    _CITY.set(city)
    here = Settings.load().of(city)
    rules = claim_kinds_path()
    stamp = _stamp(here.store, here.targets, rules)
    token = _PINNED.set(
        (_opened_pin(here.store, name, rules, _pins_stamp(here.store, rules)) if name else None)
        or _opened(here.store, here.targets, rules, stamp)
    )
    try:
        yield
    finally:
        _PINNED.reset(token)


def preparing() -> str:
    """How far the preparation of this city's data has come, while it goes on; else ""."""
    progress = Settings.load().of(_CITY.get()).progress
    try:
        return progress.read_text(encoding="utf-8").strip() if progress else ""
    except OSError:
        return ""  # it is done, or has not begun


def pin() -> Pin | None:
    """The name and day of the version that is held, when it is a pinned one."""
    return _PINNED.get().reader.pin


def targets_are_faulty() -> bool:
    """Whether no target is known since their files hold faults."""
    return bool(_PINNED.get().reader.targets_fault)


def filled(name: str, chosen: Selection, *draws: Draw) -> Filled:
    """The figure *name* for *chosen*, drawn by *draws*."""
    return _PINNED.get().filled(name, chosen, draws)


def reader() -> Reader:
    """The version that is held, for the gate before persons (`analytics.access.gate`)."""
    return _PINNED.get().reader


def periods() -> list[Period]:
    """The year-ends there are, then the month-ends, each oldest first."""
    return _PINNED.get().reader.periods


def is_monthly() -> bool:
    """Whether there are deliveries by the month."""
    return any(each.is_month for each in periods())


def departments() -> dict[str, str]:
    """Code → name of every department there is."""
    return _PINNED.get().reader.departments


def claim_kinds() -> list[str]:
    """Every kind of claim there is, the largest first."""
    return _PINNED.get().reader.claim_kinds


def rules() -> ClaimKinds:
    """What the law says of each kind of claim."""
    return _PINNED.get().reader.rules


def unknown_kinds() -> list[str]:
    """The kinds of claim in the data that the rules do not know."""
    return _PINNED.get().reader.unknown_kinds


def made_up() -> str:
    """The mark of a city that is not real; "" for one that is."""
    return _PINNED.get().made_up


def municipality() -> str:
    """Whose claims are shown, as a file of targets names it."""
    return targets.municipality(_PINNED.get().reader)


def target_table(fiscal_year: int) -> pd.DataFrame:
    """Every claim and part of the newest period with its balance and its target of *fiscal_year*, in yen."""
    return targets.target_table(_PINNED.get().reader, fiscal_year)


def stray_notes(draft: Draft, fiscal_year: int) -> list[str]:
    """What to do about every target that would not be counted with *draft*."""
    return stray_targets.stray_notes_of(draft, _PINNED.get().reader, fiscal_year)


def survey_waves(*, is_counted: bool) -> list[str]:
    """The waves of the survey, the newest first. Raises `LayoutFault` for a faulty catalogue."""
    return offered.waves(_PINNED.get().reader, is_counted=is_counted)


def survey_lacking(*, is_counted: bool) -> str:
    """Why there is no wave of the survey to look at."""
    return offered.lacking(_PINNED.get().reader, is_counted=is_counted)


def survey_questions() -> list[str]:
    """The questions of results that came counted."""
    return offered.counted_questions(_PINNED.get().reader)


def survey_has_both_breakdowns() -> bool:
    """Whether counted results can be broken down by rank and by department group."""
    return offered.has_both_breakdowns(_PINNED.get().reader)


def survey_subjects() -> list[str]:
    """The scales and questions of the survey that were ever asked."""
    return offered.subjects(_PINNED.get().reader)


def survey_is_question(name: str) -> bool:
    """Whether what is called *name* is a question of the survey. Raises `NothingToShow`."""
    return offered.is_question(_PINNED.get().reader, name)


def gate(viewer: Viewer, on: date) -> Gate:
    """What stands between *viewer* and the persons of the version that is held, on the day *on* of the look."""
    return open_gate(_PINNED.get().reader, viewer, on)


def card_of(figure: Figure, *draws: Draw) -> Filled:
    """*figure* with everything a card shows of it. Nothing is kept: of persons each look is a look."""
    return _drawn(figure, draws)


def origin() -> str:
    """Whose data these are, and on what terms: the line that stands on every page."""
    return _PINNED.get().origin


def _opened(store: Path, targets: Path, rules: Path, stamp: Stamp) -> Opened:
    return _newest_of(store, targets, rules)(stamp)


@cache
def _newest_of(store: Path, targets: Path, rules: Path) -> Callable[[Stamp], Opened]:
    """What opens the newest version, once for each stamp: the one before may still be on its way to somebody."""

    @lru_cache(maxsize=2)
    def newest(stamp: Stamp) -> Opened:
        return Opened(open_reader(store, targets, rules=rules))

    return newest


@lru_cache(maxsize=2)  # of a meeting and of one to compare it with: they are looked at by few
def _opened_pin(store: Path, name: str, rules: Path, stamp: Stamp) -> Opened | None:
    try:
        found = find_pin(Store(store), name)
    except (NothingToShow, StoreFault):
        return None
    return Opened(open_reader(store, None, found.name, rules))


def _filled(source: Reader, name: str, chosen: Selection, draws: tuple[Draw, ...]) -> Filled:
    return _drawn(answer(name, source, chosen), draws)


def _drawn(figure: Figure, draws: tuple[Draw, ...]) -> Filled:
    drawn = [figure.frame] if figure.beside is None else [figure.frame, figure.beside]
    charts = [] if figure.empty else [draw(*drawn) for draw in draws]
    specs = tuple(dress.finish(chart) for chart in charts if chart is not None)
    return Filled(figure, specs)


def named(cities: Iterable[str]) -> str:
    """*cities* by name; of one that is made up it is said."""
    known = list(cities)
    made_up = any(map(is_made_up, known))
    said = f"　【{MADE_UP}】 実在の市・人・金額ではありません" if made_up else ""
    return "・".join(known) + said


def _origin(files: pd.DataFrame) -> str:
    """The municipality, and for published data their source. An office's own files name none."""
    cities, credits, licences = (
        [str(one) for one in files[column].dropna().unique() if one]
        for column in ("municipality", "attribution", "licence")
    )
    published = len(credits) > 0 and files["attribution"].fillna("").ne("").all()
    kind = "公表決算データ" if files["claim_rows"].sum() else "公表データ"
    about = [named(cities) + (f"　{kind}　" if published else "")]
    if credits:
        about.append(f"出典：{'、'.join(credits)}")
    return "　".join([*about, *(["、".join(licences)] if licences else [])])


def _pins_stamp(store: Path, rules: Path) -> Stamp:
    """What changes when a name is given or taken off, the rules are edited, or it is decided who is who.

    And when answers of a survey come: a wave that they correct is not shown any more of an earlier version.
    """
    pins = (store / "pins").glob("*.json")
    logs = [store / kind / "_delta_log" for kind in SURVEYS]
    beside = [*_of_survey(), *logs, *_matchings(store)]
    return _stamped([rules, rules.with_name(GUIDANCE), *pins, *beside])


def _of_survey() -> list[Path]:
    """What a survey is read with."""
    return [Settings.load().survey / name for name in (QUESTIONS_FILE, STAFF_FILE)]


def _stamp(store: Path, targets: Path, rules: Path) -> Stamp:
    """What changes when a version is committed or matched, or a file of targets or rules is edited or let go of."""
    log, files = store / "receivables" / "_delta_log", target_files(targets)
    held = tuple((path.name, 0) for path in files if not _is_readable(path))
    watched = [log, rules, rules.with_name(GUIDANCE), *_of_survey(), *files, *_matchings(store)]
    return _stamped(watched) + held


def _matchings(store: Path) -> list[Path]:
    """What changes its time when debtors are matched, or somebody decides who is who."""
    made = sorted((store / "matching").glob("[0-9]*"))
    return [store / "journals" / "matching.jsonl", *made]


def _stamped(watched: Iterable[Path]) -> Stamp:
    return tuple((path.name, path.stat().st_mtime_ns) for path in watched if path.exists())


def _is_readable(path: Path) -> bool:
    """Whether the file can be read now. While Excel holds it it cannot, and no time stamp tells when that is over."""
    try:
        path.open("rb").close()
    except OSError:
        return False
    return True
