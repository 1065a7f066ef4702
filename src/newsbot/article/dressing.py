"""A sentence's text with what is bold in it and what leads somewhere."""

from newsbot.article.document import Inline, Linked, Strong, Text, line, web_address
from newsbot.news import Sentence


def dressed(sentence: Sentence, text: str) -> tuple[Inline, ...]:
    """The text with the sentence's bold pieces bold, and what leads somewhere a link."""
    spans: list[tuple[int, int, Inline]] = []
    at = 0
    for link in sentence.links:
        start, words = text.find(link.text, at), line(link.text)
        if words and start >= 0 and (to := web_address(link.url)):
            at = start + len(link.text)
            spans.append((start, at, Linked(linked=words, to=to)))
    at = 0
    for piece in map(_without_marks, sentence.strong):
        start, words = text.find(piece, at), line(piece)
        if words and start >= 0:
            at = start + len(piece)
            if not any(start < end and first < at for first, end, _ in spans):  # a link is no less for not being bold
                spans.append((start, at, Strong(strong=words)))
    shown: list[Inline] = []
    at = 0
    for start, end, inline in sorted(spans, key=lambda span: span[0]):
        shown += (Text(text=text[at:start]), inline)
        at = end
    return (*shown, Text(text=text[at:]))


_MARKS = "“”‘’《》（）：；，。、！？…—"


def _without_marks(piece: str) -> str:
    """A bold piece without the marks at its ends: Markdown takes `**注` and `：**` beside a letter for no emphasis."""
    return piece.strip(_MARKS) or piece
