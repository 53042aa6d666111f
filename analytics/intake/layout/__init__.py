"""How one kind of file is read, said in one TOML file: its grammar (`model`) and its reading (`files`)."""

from analytics.intake.layout.files import read_layout, read_layouts
from analytics.intake.layout.model import Layout
from analytics.intake.layout.money import AmountSet
from analytics.intake.layout.parts import ClaimRule, Department, SetAside

__all__ = [
    "AmountSet",
    "ClaimRule",
    "Department",
    "Layout",
    "SetAside",
    "read_layout",
    "read_layouts",
]
