"""Cutting a page's text into passages: the few sentences that a footnote can point to.

A passage is a span (start, end) of the stored text for ever, so that the sentence it supports
can be shown beside it. It never crosses a paragraph. Pure; knows nothing of stories.
"""

from collections.abc import Iterator

from newsbot import chinese
from newsbot.news import Span

# A passage is what an editor takes in at one glance and a small model can turn into one or two
# sentences: about 100 reading units (two Chinese sentences, or two English ones).
TARGET_WEIGHT = 100
# No natural sentence is longer; what is gets cut, so that one span cannot swallow a page.
LONGEST = 1200


def cut(text: str) -> tuple[Span, ...]:
    """The passages of a text, in order. Empty for a text without letters."""
    spans = []
    start = end = -1
    for first, last in _pieces(text):
        joined = start >= 0 and "\n" not in text[end:first]
        short = last - start <= LONGEST and chinese.weight(text[start:last]) <= TARGET_WEIGHT
        if joined and short:
            end = last
            continue
        if start >= 0:
            spans.append(_span(text, start, end))
        start, end = first, last
    if start >= 0:
        spans.append(_span(text, start, end))
    return tuple(span for span in spans if span.language)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    for start, end in chinese.sentences(text):
        yield from ((at, min(at + LONGEST, end)) for at in range(start, end, LONGEST))


def _span(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start=start, end=end, text=piece, language=chinese.language(piece))
