"""Settings: rows of name, default and help. Each may be set by an environment variable `ZANGAKU_<NAME>`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from analytics.errors import ServerFault

Formula = Literal["A", "B"]  # of attainment (facts.md 4.5)
ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"

SETTINGS: tuple[tuple[str, str, str], ...] = (
    ("store", str(DATA / "snapshots"), "取り込んだ版を置くフォルダ"),
    ("layouts", str(DATA / "layouts"), "レイアウト（*.toml）を置くフォルダ"),
    ("targets", str(DATA / "targets"), "目標（*.csv、*.xlsx、*.xls）を置くフォルダ"),
    (
        "rules",
        str(DATA / "rules"),
        "債権の種類の表（claim_kinds.toml）、情報共有の表（sharing.toml）、直接指導の決まり（guidance.toml）、"
        "延滞金の割合（late_charge.toml）、移管の目安（transfer.toml）、取組の数え方（measures.toml）と読み方"
        "（debtor_events.toml）、先行部署の決まり（lead.toml）、事案指導に挙げる決まり（cases.toml）、"
        "名寄せで同じとみなす字（name_letters.toml）を置くフォルダ",
    ),
    (
        "survey",
        str(DATA / "survey"),
        "意識調査の設問の目録（questions.toml）、職位と所属の表（staff.toml）、自己診断の問い（diagnosis.toml）を置くフォルダ",
    ),
    ("port", "8501", "画面を開くポート番号"),
    (
        "cities",
        "",
        "切り替えて見る自治体の一覧（JSON、zangaku demo が使う）。空なら store の自治体だけ",
    ),
    ("imports", "on", "画面から取り込めるか（on か off）"),
    ("attainment", "A", "目標の達成率の算式（A か B。用語と算式のページに式がある）"),
    (
        "role",
        "reader",
        "見る人の役割（chief 室長、head 所管課長、team 徴収対策チーム、caseworker 事案担当、systems 情報担当、"
        "reader 閲覧）。サインインができるまで、この画面とコマンドを使う人みなの役割",
    ),
    ("role_department", "", "見る人が所管課長のときの課（番号か名前）"),
)


@dataclass(frozen=True)
class City:
    """One municipality of several that a dashboard shows: its name in the address, its title, where its data are."""

    key: str
    title: str
    store: Path
    targets: Path
    progress: Path | None = None  # a file that says how far its preparation has come


@dataclass(frozen=True)
class Settings:
    """The settings of this process, resolved once."""

    store: Path
    layouts: Path
    targets: Path
    rules: Path
    survey: Path
    port: int
    imports: bool
    attainment: Formula
    role: str = "reader"  # what a role is, is known to `analytics.access.viewer`
    role_department: str = ""
    cities: tuple[City, ...] = ()

    @classmethod
    def load(cls) -> Settings:
        """Read each setting from its environment variable, else its default."""
        value = {
            name: os.environ.get(f"ZANGAKU_{name.upper()}", default)
            for name, default, _ in SETTINGS
        }
        named = ("store", "layouts", "targets", "rules", "survey")
        folders = {name: Path(value[name]) for name in named}
        return cls(
            **folders,
            port=_port(value["port"]),
            imports=_is_on(value["imports"]),
            attainment=_formula(value["attainment"]),
            role=value["role"],
            role_department=value["role_department"],
            cities=_cities(value["cities"]),
        )

    def of(self, key: str) -> City:
        """The city called *key* in the address, else the first; with no list of cities the only one there is."""
        alone = City("", "", self.store, self.targets)
        first = self.cities[0] if self.cities else alone
        return next((city for city in self.cities if city.key == key), first)


def cities_as_text(cities: Iterable[City]) -> str:
    """*cities* as the setting of that name holds them."""
    return json.dumps([asdict(city) for city in cities], default=str, ensure_ascii=False)


def _cities(text: str) -> tuple[City, ...]:
    try:
        listed = json.loads(text) if text else []
        return tuple(_city(**each) for each in listed)
    except (TypeError, ValueError) as problem:
        raise ServerFault(
            "設定 ZANGAKU_CITIES を読めません。key、title、store、targets の組を並べたJSONにしてください。"
        ) from problem


def _city(key: str, title: str, store: str, targets: str, progress: str | None = None) -> City:
    return City(key, title, Path(store), Path(targets), Path(progress) if progress else None)


def _port(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise ServerFault(
            f"設定 ZANGAKU_PORT の「{text}」は番号ではありません。8501 のような整数にしてください。"
        )
    return int(text)


def _is_on(text: str) -> bool:
    if text not in ("on", "off"):
        raise ServerFault(
            f"設定 ZANGAKU_IMPORTS の「{text}」は使えません。on か off にしてください。"
        )
    return text == "on"


def _formula(text: str) -> Formula:
    known: dict[str, Formula] = {"A": "A", "B": "B"}
    if text not in known:
        raise ServerFault(
            f"設定 ZANGAKU_ATTAINMENT の「{text}」は使えません。A か B にしてください。"
        )
    return known[text]
