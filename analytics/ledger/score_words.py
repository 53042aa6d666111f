"""How points and shares of a survey are written, alike in sentences and on charts."""

from __future__ import annotations

from analytics.ledger.money import MINUS


def rounded(value: float, digits: int = 1) -> str:
    """*value* as it is printed, half away from zero and with a true minus.

    >>> rounded(-3.25), rounded(-0.01), rounded(62.5, 0)
    ('−3.3', '0.0', '63')
    """
    scale = 10.0**digits
    nearest = int(abs(value) * scale + 0.5 + 1e-9) / scale
    sign = MINUS if value < 0 and nearest else ""
    return f"{sign}{nearest:.{digits}f}"


def signed(value: float) -> str:
    """A movement in points.

    >>> signed(6.14), signed(-3.2), signed(0.01)
    ('＋6.1', '−3.2', '0.0')
    """
    plain = rounded(value)
    return f"＋{plain}" if value > 0 and float(plain) else plain
