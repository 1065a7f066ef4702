"""The layout of a translation: headings, lists, quotations as its original has them, names beside theirs."""

from collections.abc import Iterator, Sequence
from typing import Literal

from newsbot import checks
from newsbot.news import (
    BLANK_CELL,
    EMPTY_CELL,
    Block,
    Bullets,
    Draft,
    Evidence,
    Item,
    Paragraph,
    Passage,
    Quotation,
    Section,
    Sentence,
    Shape,
    Table,
    nested,
)
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
    """Paragraphs, and the lists and quotations of what stands together."""
    made: list[Block] = []
    for group in _together(passages):
        shape = group[0].shape or Shape()
        if shape.form == "quote":
            made.append(Quotation(items=tuple(Item(lead=None, sentences=rendered[each.id]) for each in group)))
        elif shape.cells:
            made += _table(group, rendered)
        elif shape.form in ("item", "row"):
            levels = nested(each.shape.level if each.shape else 0 for each in group)
            items = (
                _item(rendered[each.id]).model_copy(
                    update={"level": level, "ordered": level > 1 and each.shape is not None and each.shape.ordered}
                )
                for each, level in zip(group, levels, strict=True)
            )
            made.append(Bullets(items=tuple(items), ordered=shape.ordered))
        else:
            made += (Paragraph(sentences=rendered[each.id]) for each in group)
    return tuple(made)


def _together(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The passages in groups: those of one list, of one quotation, and each other one alone."""
    group: list[Passage] = []
    for passage in passages:
        if group and not _joins(group[0].shape or Shape(), passage.shape or Shape()):
            yield group
            group = []
        group.append(passage)
    if group:
        yield group


def _joins(first: Shape, shape: Shape) -> bool:
    """Whether a line goes on with the list or quotation that began with another."""
    if (
        shape.begins
        or shape.form != first.form
        or bool(shape.cells) != bool(first.cells)
        or first.form not in ("item", "row", "quote")
    ):
        return False
    return shape.level > max(1, first.level) or shape.ordered == first.ordered


def _table(rows: Sequence[Passage], rendered: Rendered) -> Iterator[Block]:
    """The rows as a table, the first its head; what a row has too much of stands below it, for the check to see."""
    width = max(len(each.shape.cells) for each in rows if each.shape)
    grid: list[tuple[Sentence, ...]] = []
    beyond: list[Sentence] = []
    for passage in rows:
        told = list(rendered[passage.id])
        cells = passage.shape.cells if passage.shape else ()
        row = [
            told.pop(0) if told and checks.says_something(cell) else EMPTY_CELL if cell.strip() else BLANK_CELL
            for cell in cells
        ]
        grid.append((*row, *[BLANK_CELL] * (width - len(row))))
        beyond += told
    yield Table(rendered=True, caption=None, head=grid[0], rows=tuple(grid[1:]))
    if beyond:
        yield Paragraph(sentences=tuple(beyond))


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
