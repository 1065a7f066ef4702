"""Text that Markdown, Hugo and browsers take for nothing but text, in a body and in front matter."""

import re

_ENTITY = r"&(?=#?\w{1,40};)"
_ALWAYS = re.compile(
    r"[\\`*\[\]<{~]"  # escapes, code, emphasis, links, marks, HTML, shortcodes, attributes, deletions
    r"|(?<=<!)-"  # Hugo cuts a page at <!--more-->, however its first character is escaped
    r"|(?<![^\W_])_|_(?![^\W_])"  # a low line between two letters or digits is none of Markdown's
    rf"|{_ENTITY}"
    r"|(?<=http):(?=//)|(?<=https):(?=//)|(?<=ftp):(?=//)"  # what is linked on sight: addresses,
    r"|(?<=(?<![A-Za-z0-9])www)\."  # names of web servers,
    r"|(?<=[A-Za-z0-9._+-])@(?=[A-Za-z0-9])"  # e-mail
    r"|(?<= )#(?=#*$)",  # the closing fence of a heading
    re.IGNORECASE,
)
_AT_LINE_START = re.compile(r"^[#>+\-=|:]|^(?P<number>[0-9]{1,9})(?P<stop>[.)])(?= |$)")
_ESCAPED = re.compile(r"\\([!-~])")
_WIDER = 0xFEE0  # from a sign of ASCII to its full-width form
_NARROW = {ord(sign) + _WIDER: sign for sign in map(chr, range(0x21, 0x7F))}


def escaped(text: str, after: str = "") -> str:
    """Text that shows as it is. `after` is what stands before it on its line: nothing, a mark, or something else."""
    body = _ALWAYS.sub(r"\\\g<0>", text)
    if after == "":
        return _AT_LINE_START.sub(_first_escaped, body, count=1)
    if after == "]" and body[:1] in (":", "("):  # `[^1]:` would define a note, `[^1](` might link
        return f"\\{body}"
    return body


def _first_escaped(match: re.Match[str]) -> str:
    return f"{match['number']}\\{match['stop']}" if match["number"] else f"\\{match[0]}"


def inert(text: str) -> str:
    """Text on one line that is no markup, with or without Markdown: what would be markup, in full width.

    For front matter of which Hugo makes HTML: a theme's `.Summary` is `summary` read as Markdown, where a backslash
    would do, and `.Params.summary` is the string itself, where it would show.
    """
    return _ESCAPED.sub(lambda match: chr(ord(match[1]) + _WIDER), escaped(text))


def plain(text: str) -> str:
    """Full-width letters, digits and signs as ASCII has them: equal for a text and what `inert` made of it."""
    return text.translate(_NARROW)
