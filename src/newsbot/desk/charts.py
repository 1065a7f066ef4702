"""Pictures as plain values: where each bar stands, and what it says. Pure; the templates draw them.

Two forms are enough: columns, one a day, in layers; and bars, one below the other. Both are drawn into a box of 100 by
100 that is stretched to its place, so that text stays text of the page at any width.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

GAP = 0.2  # of a day's width, left between two columns
LAYERS = 6
"""Layers that can be told apart; what is more is put together in the last."""


class Layer(NamedTuple):
    """One layer of columns: its name, which of the colours it has, and its value each day."""

    label: str
    colour: str
    values: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.values)


class Block(NamedTuple):
    """A piece of a column, in hundredths of the box, from the left and from the top."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    day: date
    label: str
    value: float


class Columns(NamedTuple):
    """Columns, one a day. `top` is the value at the box's upper edge."""

    days: tuple[date, ...]
    layers: tuple[Layer, ...]
    top: float
    blocks: tuple[Block, ...]

    @property
    def total(self) -> float:
        return sum(layer.total for layer in self.layers)


class Bar(NamedTuple):
    """A bar with its name; `share` is its length in hundredths of the longest."""

    label: str
    colour: str
    value: float
    share: float


def days(last: date, count: int) -> tuple[date, ...]:
    """So many days up to the last one."""
    return tuple(last - timedelta(days=back) for back in range(count - 1, -1, -1))


def layer(label: str, colour: str, over: Sequence[date], values: Mapping[date, float]) -> Layer:
    """A layer over these days; a day that has no value has 0."""
    return Layer(label, colour, tuple(values.get(day, 0.0) for day in over))


def columns(over: Sequence[date], layers: Sequence[Layer]) -> Columns:
    """The layers one upon the other, the first lowest. Layers of nothing are left out."""
    layers = [each for each in layers if each.total > 0]
    top = max((sum(each.values[n] for each in layers) for n in range(len(over))), default=0.0)
    width = 100 / max(1, len(over))
    blocks: list[Block] = []
    for n, day in enumerate(over):
        below = 0.0
        for each in layers:
            value = each.values[n]
            if value > 0:
                height = round(100 * value / top, 3)
                y = round(100 - below - height, 3)
                x = round((n + GAP / 2) * width, 3)
                blocks.append(Block(x, y, round(width * (1 - GAP), 3), height, each.colour, day, each.label, value))
                below += height
    return Columns(tuple(over), tuple(layers), top, tuple(blocks))


def bars(values: Sequence[tuple[str, str, float]]) -> tuple[Bar, ...]:
    """Bars of these names, colours and values, in their order."""
    longest = max((value for _, _, value in values), default=0.0)
    return tuple(
        Bar(label, colour, value, round(100 * value / longest, 3) if longest > 0 else 0.0)
        for label, colour, value in values
    )


def gathered(layers: Sequence[Layer], rest: str) -> tuple[Layer, ...]:
    """The largest layers, the largest first, in colours of their own; what is more than can be told apart as one."""
    ordered = sorted(layers, key=lambda each: (-each.total, each.label))
    kept, more = ordered[: LAYERS - 1], ordered[LAYERS - 1 :]
    if len(more) > 1:
        summed = tuple(sum(values) for values in zip(*(each.values for each in more), strict=True))
        more = [Layer(rest, "", summed)]
    return tuple(each._replace(colour=f"c{n}") for n, each in enumerate([*kept, *more], start=1))
