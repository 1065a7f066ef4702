"""What a figure may mean at its widest, so that only what cannot be one amount counts as two."""

from fractions import Fraction

from newsbot.figures import Figure

# How far 约 may be from the amount; what 逾 and 近 leave open has no bound to that side that a reader would defend.
ABOUT = Fraction(10, 100)
# What has fewer digits is rounded: 5000亿 for 4870亿. Never by more than this.
ROUNDED = Fraction(5, 100)
# Two amounts nearer than this are not told apart: exchange rates, cut digits.
NEAR = Fraction(2, 100)
_MANY = Fraction(10**18)


def bounds(figure: Figure, other: Figure | None) -> tuple[Fraction, Fraction]:
    """The least and the most that a figure may mean, by its hedge and its rounding; `other` ends a range."""
    low, high = _span(figure)
    return (low, high) if other is None else (low, max(high, _span(other)[1]))


def _span(figure: Figure) -> tuple[Fraction, Fraction]:
    value = figure.value
    slack = abs(value) * (ROUNDED if _digits(value) < 3 and abs(figure.bare) >= 100 else NEAR)
    if abs(figure.bare) < 100 and figure.bare.denominator == 1 and figure.unit != "percent":
        slack = Fraction(0)
    if figure.hedge == "about":
        slack = abs(value) * ABOUT
    low, high = value - slack, value + slack
    if figure.hedge in ("over", "at least"):
        return low, _MANY
    if figure.hedge in ("under", "at most"):
        return -_MANY, high
    return low, high


def _digits(value: Fraction) -> int:
    return len(f"{float(value):.11e}".split("e")[0].replace(".", "").rstrip("0"))
