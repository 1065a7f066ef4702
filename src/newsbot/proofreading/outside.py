"""What is wrong in a file outside its sentences: where it leads, how its parts are numbered, what its frame lacks."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from newsbot import article, footnotes
from newsbot.article import document as files
from newsbot.news import Draft, Evidence, Finding


def outside(
    document: files.Document,
    markdown: str,
    sections: Sequence[files.Section],
    written: Draft | None,
    evidence: Evidence,
    referred: Mapping[str, int],
) -> Iterator[Finding]:
    """The findings on the file around its sentences.

    `sections` are those between introduction and conclusion, `written` the draft that the file was rendered from,
    `referred` the source that each reference of the article's own stands for, by its label.
    """
    yield from _structure(markdown)
    if written is not None:
        yield from _links(document, written)
        yield from _translation(document, evidence)
        yield from _references(document, referred)
    yield from _outline(document, sections)
    yield from _steps(sections)


def title_of(section: files.Section) -> str:
    """A section's title as text."""
    return files.plain(section.title)


def _structure(markdown: str) -> Iterator[Finding]:
    """The faults of the footnotes; a mark that leads nowhere is an error."""
    for fault in footnotes.read(markdown).faults:
        severity = "error" if fault.rule == "dangling" else "warning"
        yield finding(f"footnote-{fault.rule}", severity, f"line {fault.line}", fault.found, fault.advice)


def _links(document: files.Document, written: Draft) -> Iterator[Finding]:
    """Links to other articles than the draft had."""
    ours = {files.web_address(section.link) for section in written.sections}
    for n, section in enumerate(document.sections):
        if section.link is not None and section.link not in ours:
            advice = "这个链接不是本站稿件的地址，请改回或删去。"
            yield finding("link", "error", f"sections/{n}", section.link, advice)


def _translation(document: files.Document, evidence: Evidence) -> Iterator[Finding]:
    """What is wrong with a translation outside its sentences and bylines: its notice, its links."""
    shapes = [passage.shape for passage in evidence.passages if passage.shape is not None]
    origin = document.origin
    if origin is None:
        if shapes:
            yield finding("origin", "error", "origin", "", "译文开头要有注明原文的那一行（本文翻译自……），请恢复。")
        return
    if origin.url not in {files.web_address(source.url) for source in evidence.sources}:
        yield finding("origin", "error", "origin", origin.url, "注明原文的那一行链接到了别处，请改回原文的地址。")
    known = {files.web_address(link.url) for shape in shapes for link in shape.links}
    for address in _addresses(document):
        if address not in known:
            yield finding("link", "error", "links", address, "这个链接不是原文的，请改回或删去。")


def _addresses(document: files.Document) -> Iterator[str]:
    """Every address that a line of the text leads to."""
    blocks = [block for section in document.sections for block in section.blocks] + [*document.views]
    lines = [*document.notices, *(section.title for section in document.sections)]
    for block in blocks:
        if isinstance(block, files.Paragraph):
            lines.append(block.inlines)
        elif isinstance(block, files.Bullets):
            lines += (block.intro, *(item.inlines for item in block.items))
        elif isinstance(block, files.Quotation):
            lines += block.paragraphs
        else:
            lines += (*block.head, *(cell for row in block.rows for cell in row))
    yield from (each.to for line in lines for each in line if isinstance(each, files.Linked))


def _references(document: files.Document, referred: Mapping[str, int]) -> Iterator[Finding]:
    """References to pages that this article was not written from."""
    for reference in document.references:
        if reference.label not in referred:
            where = reference.url or reference.title or ""
            advice = f"参考文献[^{reference.label}]不是这篇稿件用过的来源，请换成读过的页面或删去。"
            yield finding("reference", "error", "references", where, advice)


def _outline(document: files.Document, sections: Sequence[files.Section]) -> Iterator[Finding]:
    """An outline that names other chapters than there are: nobody's check has seen what it says."""
    due = article.outlined(((section.level, title_of(section)) for section in sections), document.labels)
    for n, (one, other) in enumerate(zip_longest(document.outline, due if document.chaptered else (), fillvalue="")):
        if one != other:
            yield finding("outline", "error", f"outline/{n}", one, "提纲与各章标题不一致，请照各章标题改回。")


def _steps(sections: Sequence[files.Section]) -> Iterator[Finding]:
    """Steps that are not counted 01, 02, … one after another, where any has a number."""
    counted = [article.step(title_of(section)) for section in sections]
    for n, found in enumerate(counted if any(counted) else ()):
        due = f"{n + 1:02d}"
        if found[:2] != due:
            yield finding(
                "steps", "warning", f"sections/{n}/title", title_of(sections[n])[:40], f"这一节的编号应为{due}。"
            )


def finding(rule: str, severity: str, place: str, found: str, advice: str) -> Finding:
    """A finding on what belongs to no sentence."""
    return told(rule, severity, place, found, "", advice)


def told(rule: str, severity: str, place: str, found: str, has: str, advice: str) -> Finding:
    """The same, with what the article had there (`has`)."""
    values = {"rule": rule, "severity": severity, "place": place, "sentence": "", "found": found[:200]}
    return Finding.model_validate(values | {"source_has": has[:200], "advice": advice})
