"""Whether a translation is built as its original: what is a list, a quotation or a table there is one here."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from newsbot.checks.claim import Claim
from newsbot.news import Block, Bullets, Draft, Evidence, Finding, Paragraph, Passage, Quotation, Sentence, Shape, Table

_NAMED = {"heading": "小标题", "paragraph": "段落", "item": "列表项", "quote": "引文", "row": "表格的一行"}


class _Stands(NamedTuple):
    """Where the rendering of a paragraph stands first, and as what; of a list item how deep, with numbers or not."""

    place: str
    sentence: Sentence
    form: str
    level: int = 0
    ordered: bool = False


def structure(draft: Draft, evidence: Evidence) -> list[Finding]:
    """Warnings `structure` for what stands in another form than in the original, on another level or without numbers.

    Of a page that was read before its lists and quotations were told apart nothing is said.
    """
    if not any(each.shape and each.shape.begins for each in evidence.passages):
        return []
    stands: dict[str, _Stands] = {}
    for each in _standing(draft):
        for id in each.sentence.passages:
            stands.setdefault(id, each)
    found = [_formed(passage, stands[passage.id]) for passage in evidence.passages if passage.id in stands]
    pairs = pairwise(passage for passage in evidence.passages if passage.id in stands)
    found += [_nested(one, other, stands[one.id], stands[other.id]) for one, other in pairs]
    return [finding for finding in found if finding is not None]


def _formed(passage: Passage, stands: _Stands) -> Finding | None:
    shape = passage.shape or Shape()
    form = "item" if shape.form == "row" and not shape.cells else shape.form
    if form in ("title", stands.form):
        return None
    advice = f"原文这一段是{_NAMED[form]}，译文里是{_NAMED[stands.form]}，请照原文排。"
    return _finding(stands, advice)


def _nested(one: Passage, other: Passage, before: _Stands, stands: _Stands) -> Finding | None:
    """Whether an item that goes on with a list stands as deep below the item before it as in the original."""
    first, then = one.shape or Shape(), other.shape or Shape()
    if not (first.form == then.form == "item" and before.form == stands.form == "item") or then.begins:
        return None
    theirs, ours = then.level - first.level, stands.level - before.level
    if (theirs > 0, theirs < 0) != (ours > 0, ours < 0):
        return _finding(stands, "这一项在原文的列表里不在这一层，请照原文缩进。")
    if then.ordered != stands.ordered:
        return _finding(stands, f"原文的这个列表{'有' if then.ordered else '没有'}编号，请照原文排。")
    return None


def _finding(stands: _Stands, advice: str) -> Finding:
    return Claim(stands.place, stands.sentence, ()).finding("structure", "warning", stands.sentence.text[:80], advice)


def _standing(draft: Draft) -> Iterator[_Stands]:
    yield from _in_blocks("introduction", draft.introduction)
    for n, section in enumerate(draft.sections):
        yield _Stands(f"sections/{n}/title", section.title, "heading")
        yield from _in_blocks(f"sections/{n}", section.blocks)


def _in_blocks(place: str, blocks: tuple[Block, ...]) -> Iterator[_Stands]:
    for b, block in enumerate(blocks):
        at = f"{place}/{b}"
        if isinstance(block, Paragraph):
            yield from (_Stands(f"{at}/{n}", each, "paragraph") for n, each in enumerate(block.sentences))
        elif isinstance(block, Table):
            for r, row in enumerate((block.head, *block.rows)):
                yield from (_Stands(f"{at}/{r}/{c}/cell", cell, "row") for c, cell in enumerate(row))
        elif isinstance(block, Quotation):
            for i, item in enumerate(block.items):
                yield from (_Stands(f"{at}/{i}/{n}", each, "quote") for n, each in enumerate(item.sentences))
        else:
            yield from _in_list(at, block)


def _in_list(at: str, bullets: Bullets) -> Iterator[_Stands]:
    for i, item in enumerate(bullets.items):
        ordered = bullets.ordered if item.level == 1 else item.ordered
        for n, each in enumerate(item.sentences):
            yield _Stands(f"{at}/{i}/{n}", each, "item", item.level, ordered)
