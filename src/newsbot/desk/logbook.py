"""The history of a draft as its page shows it: each act with where it was done, what changed, and what it cost. Pure.

A sentence that was kept or confirmed is shown as it stands; only what an act took out is shown as taken out.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from newsbot.desk.words import Words
from newsbot.editing import comparing
from newsbot.editing.comparing import Piece
from newsbot.ledger import MICROS
from newsbot.news import Act, Done, PromptUse

REWORDED = frozenset({"edit", "rewrite", "regenerate", "correct"})
"""Acts that put words in the place of others."""
LEFT_ALONE = frozenset({"keep", "confirm"})
"""Acts on a sentence that goes on reading as it did."""
OURS = {"approved on the desk": "why-signed", "undo": "why-undone"}
"""Reasons that no editor wrote, by their words."""
KIND = "kind"  # the place of having the whole written anew as another kind


class Line(NamedTuple):
    """An act: its number, by whom and when, its kind, where it was done, and why.

    `changed` are the lines that it changed, each in pieces; `said` is the sentence it left as it is, and `span` the
    words of the passage that the editor showed for it. `model`, `prompts` and `dollars` are of what a model did.
    """

    number: int
    editor: str
    at: datetime
    kind: str
    place: str
    where: str
    changed: tuple[tuple[Piece, ...], ...]
    said: str
    span: str
    reason: str
    model: str
    prompts: tuple[PromptUse, ...]
    dollars: str


def book(acts: Sequence[Done], words: Words) -> tuple[Line, ...]:
    """The acts, the newest first."""
    return tuple(_line(each, words) for each in reversed(acts))


def _line(done: Done, words: Words) -> Line:
    act = done.act
    alone = act.kind in LEFT_ALONE
    return Line(
        number=done.number,
        editor=done.editor,
        at=done.at,
        kind=words(act.kind) if words.has(act.kind) else act.kind,
        place=act.place,
        where=words("undone", act.before) if act.kind == "undo" else where(act.place, words),
        changed=tuple(_changed(act)),
        said=act.before if alone else act.after if act.kind in ("publish", "complain") else "",
        span=act.after if alone else "",
        reason=words(OURS[act.reason]) if act.reason in OURS else act.reason,
        model=act.model,
        prompts=act.prompts,
        dollars=dollars(act.micros) if act.model else "",
    )


def dollars(micros: int) -> str:
    """Millionths of a US dollar as dollars, to the hundredth of a cent."""
    return f"{micros / MICROS:.4f}"


def _changed(act: Act) -> Iterator[tuple[Piece, ...]]:
    if act.kind in REWORDED and act.place != KIND:
        for pair in comparing.lines(act.before.split("\n"), act.after.split("\n")):
            yield pair.pieces
    elif act.kind in ("cut", "re-cite", "regenerate", "licence", "unpublish"):
        pieces = (Piece("cut", act.before), Piece("new", act.after))
        yield tuple(piece for piece in pieces if piece.text)


def where(place: str, words: Words) -> str:
    """What an editor calls this place of a draft, counted from one; empty for what is none."""
    part, *rest = place.split("/")
    if part == "keywords" and rest:
        return words("place-keyword", _number(rest[0]))
    if part == "sections" and rest:
        if rest[1:] == ["title"]:
            return words("place-section-title", _number(rest[0]))
        told, rest = words("place-section", _number(rest[0])), rest[1:]
    elif part in ("title", "heading", "tldr", "introduction", "conclusion"):
        told = words(f"place-{part}")
    else:
        return ""
    if len(rest) > 1:
        told += words("place-block", _number(rest[0]))
    match rest[1:]:
        case ["caption"]:
            return told + words("place-caption")
        case [row, column, "cell"]:
            return told + words("place-cell", _number(row), _number(column))
        case [item, "lead"]:
            return told + words("place-item", _number(item)) + words("place-lead")
        case [item, _]:
            told += words("place-item", _number(item))
    return told + (words("place-sentence", _number(rest[-1])) if rest else "")


def _number(part: str) -> int | str:
    return int(part) + 1 if part.isdecimal() and len(part) < 7 else part
