"""What stands in one line: text, marks, bold, and links where a kind has them."""

import re

from newsbot.article.document import LABEL, Inline, Linked, Mark, Strong, Text, entity

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
STRONG = r"\*\*(?P<strong>(?:\\.|[^\\*\[])+)\*\*"
_INLINE = re.compile(rf"\\.|\[\^(?P<mark>{LABEL})\]|{STRONG}")
_LINKS = re.compile(
    rf"{_INLINE.pattern}|\[(?P<linked>(?:\\.|[^\\\[\]]){{1,2000}})\]\((?P<to>https?:[^()\s]{{1,2000}})\)"
)
_ESCAPE = re.compile(rf"\\({_PUNCTUATION})|&(#[0-9]{{1,7}}|#[xX][0-9A-Fa-f]{{1,6}}|[A-Za-z][A-Za-z0-9]{{1,31}});")


def inlines_in(text: str, linked: bool = False) -> tuple[Inline, ...]:
    """The inlines of a line; with `linked` a link is one, else it is text."""
    found: list[Inline] = []
    start = 0
    for match in (_LINKS if linked else _INLINE).finditer(text):
        inline = _marked(match)
        if inline is None:
            continue  # an escape: stays in the text around it
        found += (Text(text=unescaped(text[start : match.start()])), inline)
        start = match.end()
    found.append(Text(text=unescaped(text[start:])))
    return tuple(found)


def _marked(match: re.Match[str]) -> Inline | None:
    """What the match of a pattern of inlines is; None for an escape."""
    held = match.groupdict()
    if held["mark"] is not None:
        return Mark(mark=held["mark"])
    if held["strong"] is not None:
        return Strong(strong=unescaped(held["strong"]))
    if held.get("linked"):
        return Linked(linked=unescaped(held["linked"]), to=held["to"])
    return None


def unescaped(text: str) -> str:
    """The text that Markdown shows for this source: backslash escapes and HTML entities resolved."""
    return _ESCAPE.sub(lambda match: match[1] or entity(match[2]) or match[0], text)
