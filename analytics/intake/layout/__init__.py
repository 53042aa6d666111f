"""How one kind of settlement table is read: the grammar of its TOML file. `analytics.intake.layouts` reads it."""

from analytics.intake.layout.model import Layout
from analytics.intake.layout.money import AmountSet
from analytics.intake.layout.parts import ClaimRule, Department, SetAside

__all__ = ["AmountSet", "ClaimRule", "Department", "Layout", "SetAside"]
