"""The causes of what was found: one mistake in a file is told once, and nothing that only follows from it."""

from analytics.intake.causes.columns import columns_put_right
from analytics.intake.causes.folding import causes_first, repeated_once

__all__ = ["causes_first", "columns_put_right", "repeated_once"]
