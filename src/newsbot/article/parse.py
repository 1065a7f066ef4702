"""An article file read back into a Document: `parse(render(document))` is the document again.

Strict about the order of the parts, since an editor must learn where a file left its form;
silent about what they say: dangling marks, unused references and wrong counts are values.
"""

from newsbot.article.document import Document
from newsbot.article.reading.front import fields_in
from newsbot.article.reading.layouts import chaptered, framed, plain, translated
from newsbot.article.reading.lines import Lines


def parse(markdown: str) -> Document:
    """The article in this text. Raises `ParseError` naming the line that does not fit the form."""
    lines = Lines(markdown)
    try:
        return _document(lines)
    except ValueError as error:
        raise lines.wrong("a value that does not fit here", back=1) from error


def _document(lines: Lines) -> Document:
    lines.expect("---")
    front = fields_in(lines, indent=0)
    lines.labels = Document(front=front, heading=(), footer=None).labels
    lines.expect("---")
    if lines.framed:
        return framed(lines, front)
    if lines.translated:
        return translated(lines, front)
    return chaptered(lines, front) if lines.chaptered else plain(lines, front)
