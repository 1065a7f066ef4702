"""Numbers, dates, percentages and money as values; a sentence may state only those of its passages."""

from newsbot.checks.figures.figure import Day, Figure, Hedge, Kind
from newsbot.checks.figures.reading import figures
from newsbot.checks.figures.rule import ROUNDING, agrees, figure_rule

__all__ = ["ROUNDING", "Day", "Figure", "Hedge", "Kind", "agrees", "figure_rule", "figures"]
