"""The command `zangaku`: the same figures and jobs with no screen."""

from analytics.cli.entry import main

__all__ = ["main"]
