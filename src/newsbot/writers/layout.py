"""The layout of a translation: headings, lists and paragraphs as its original has them, names beside theirs."""

from collections.abc import Sequence
from itertools import groupby
from typing import Literal

from newsbot import checks
from newsbot.news import Block, Bullets, Draft, Evidence, Item, Paragraph, Passage, Section, Sentence, Shape
from newsbot.writers.renderings import Rendered

Laid = tuple[Sentence, tuple[Block, ...], tuple[Section, ...]]


def laid_out(passages: Sequence[Passage], rendered: Rendered) -> Laid:
    """Title, what stands before the first heading, and the sections, as the original has them."""
    title = passages[0]
    heading = _joined(rendered.get(title.id, ())) or Sentence(text=title.text, passages=(title.id,))
    levels = sorted({each.shape.level for each in passages[1:] if each.shape and each.shape.form == "heading"})
    parts: list[tuple[Passage | None, list[Passage]]] = [(None, [])]
    for passage in passages[1:]:
        if passage.id not in rendered:
            continue
        if passage.shape is not None and passage.shape.form == "heading":
            parts.append((passage, []))
        else:
            parts[-1][1].append(passage)
    sections = tuple(
        Section(
            title=_joined(rendered[head.id]) or Sentence(text=head.text, passages=(head.id,)),
            blocks=_blocks(below, rendered),
            level=_level(levels.index(head.shape.level) if head.shape else 0),
        )
        for head, below in parts[1:]
        if head is not None
    )
    return heading, _blocks(parts[0][1], rendered), sections


def _level(depth: int) -> Literal[1, 2, 3]:
    """The level of a heading of the original, counted from its highest: what is deeper than three is the third."""
    return 1 if depth == 0 else 2 if depth == 1 else 3


def _joined(renderings: tuple[Sentence, ...]) -> Sentence | None:
    """The rendering of a heading, which is one sentence, as whatever came."""
    if len(renderings) < 2:
        return renderings[0] if renderings else None
    return renderings[0].model_copy(update={"text": "".join(each.text for each in renderings)})


def _blocks(passages: Sequence[Passage], rendered: Rendered) -> tuple[Block, ...]:
    """Paragraphs, and lists of the items that stand together."""
    made: list[Block] = []
    for listed, group in groupby(passages, key=_listed):
        if listed is None:
            made += (Paragraph(sentences=rendered[each.id]) for each in group)
        else:
            made.append(Bullets(items=tuple(_item(rendered[each.id]) for each in group), ordered=listed))
    return tuple(made)


def _listed(passage: Passage) -> bool | None:
    """Whether a paragraph is an item of a list, with numbers or without; None where it is none."""
    shape = passage.shape or Shape()
    return shape.ordered if shape.form in ("item", "row") else None


def _item(sentences: tuple[Sentence, ...]) -> Item:
    """A list item; what is bold before a colon at its beginning is its lead."""
    first = sentences[0]
    lead, colon, rest = first.text.partition("：")
    if colon and rest.strip() and first.strong and first.strong[0].rstrip("：") == lead:
        named = Sentence(text=lead, passages=first.passages)
        links = tuple(link for link in first.links if link.text in rest)
        left = first.model_copy(update={"text": rest, "strong": first.strong[1:], "links": links})
        return Item(lead=named, sentences=(left, *sentences[1:]))
    return Item(lead=None, sentences=sentences)


def with_originals(drafted: Draft, evidence: Evidence, standards: checks.Standards) -> Draft:
    """The draft with the original beside each name where it first stands: 萨姆·奥尔特曼（Sam Altman）."""
    placed = dict(drafted.placed())
    changes: dict[str, Sentence | None] = {}
    for finding in checks.name_forms(drafted, evidence, standards.names):
        if finding.rule == "name-original" and finding.place in placed:
            was = changes.get(finding.place) or placed[finding.place]
            pair = f"{finding.found}（{finding.source_has}）"
            changes[finding.place] = was.model_copy(
                update={
                    "text": was.text.replace(finding.found, pair, 1),
                    "strong": tuple(each.replace(finding.found, pair, 1) for each in was.strong),
                    "links": tuple(
                        each.model_copy(update={"text": each.text.replace(finding.found, pair, 1)})
                        for each in was.links
                    ),
                }
            )
    return drafted.revised(changes)
