"""Numbers, dates, percentages and money of Chinese and English text, as values."""

from newsbot.figures.englished import englished
from newsbot.figures.figure import Day, Figure, Hedge, Kind
from newsbot.figures.glossed import glossed
from newsbot.figures.numerals import numeral
from newsbot.figures.reading import figures

__all__ = ["Day", "Figure", "Hedge", "Kind", "englished", "figures", "glossed", "numeral"]
