"""A Document as the text of its file: the only serializer.

The template lays out the parts; the filters here write scalars, inlines and references. No
field can change the structure around it: what Markdown, Hugo or YAML would read as markup is
escaped, and `parse` reads the same value back.
"""

import functools
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, TypeVar

from jinja2 import Environment, StrictUndefined, Template, TemplateError, pass_context
from jinja2.runtime import Context

from newsbot.article.document import (
    Bare,
    Block,
    BlockList,
    BlockMap,
    Bullets,
    DashList,
    Document,
    FlowList,
    Footer,
    FrontField,
    Inlines,
    Linked,
    Mark,
    Origin,
    Quotation,
    Quoted,
    Reference,
    Strong,
    Table,
    Text,
)
from newsbot.article.escaping import escaped
from newsbot.article.labels import SIMPLIFIED, Labels
from newsbot.article.numbering import itemised
from newsbot.errors import SettingsError
from newsbot.news import NEWS, SourceDate

Part = TypeVar("Part")
Profile = Literal["ours", "seed"]
"""`seed` leaves out the blank line after `<article>`; used by the round-trip test, nowhere else."""


def render(document: Document, template: str, profile: Profile = "ours", name: str = NEWS.template) -> str:
    """The file's text. `template` is the text of the kind's template, `name` what it is called.

    Raises `SettingsError` with the line when the template cannot be used.
    """
    try:
        return _compiled(template).render(document=document, profile=profile)
    except TemplateError as error:
        raise _useless(error, name) from error


def try_template(template: str, name: str) -> None:
    """Read the template before anything is written with it. Raises `SettingsError` with the line where it is broken."""
    try:
        _compiled(template)
    except TemplateError as error:
        raise _useless(error, name) from error


def _useless(error: TemplateError, name: str) -> SettingsError:
    number = getattr(error, "lineno", None)
    where = f", line {number}" if number else ""
    return SettingsError(
        f"the article template {name}{where} cannot be used: {error}. Mend or remove your own copy of it."
    )


@functools.lru_cache(maxsize=8)
def _compiled(template: str) -> Template:
    environment = Environment(  # noqa: S701 - Markdown: HTML escaping would be wrong, the filters escape
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    environment.filters |= {
        "front": front,
        "inlines": inlines,
        "heading": heading,
        "bold": bold,
        "table": table,
        "listed": listed,
        "reference": _of_document(reference),
        "cited": _of_document(cited),
        "keywords": keywords,
        "hashtags": hashtags,
        "footer": footer,
        "label": label,
        "origin": _of_document(origin),
        "blocks": blocks,
    }
    return environment.from_string(template)


# ---------------------------------------------------------------- front matter


def quoted(text: str) -> str:
    """The scalar in double quotes: JSON string syntax, non-ASCII kept. YAML reads the same string."""
    return json.dumps(text, ensure_ascii=False)


def front(field: FrontField, pad: str = "") -> str:
    """The field's lines; `pad` is the indentation it stands at."""
    start, value = f"{pad}{field.key}:", field.value
    match value:
        case Bare():
            return f"{start} {value.bare}"
        case Quoted():
            return f"{start} {quoted(value.quoted)}"
        case FlowList():
            return f"{start} [{', '.join(map(quoted, value.items))}]"
        case BlockMap():
            return "\n".join((start, *(front(each, pad + "  ") for each in value.fields)))
        case DashList():
            return "\n".join((start, *(f"{pad}  - {quoted(item)}" for item in value.items)))
        case BlockList():
            return "\n".join((start, *(_listed(item, pad + "  ") for item in value.items)))


def _listed(item: BlockMap, pad: str) -> str:
    text = "\n".join(front(each, pad + "  ") for each in item.fields)
    return f"{pad}- {text[len(pad) + 2 :]}"


# ---------------------------------------------------------------- inline text


def inlines(value: Inlines, after: str = "") -> str:
    """The inlines on one line; `after` is what the template wrote before them on that line."""
    written = ""
    for each in value:
        match each:
            case Mark():
                written += f"[^{each.mark}]"
            case Strong():
                written += bold(each.strong)
            case Linked():
                if written.endswith("!"):  # `![…](…)` would be a picture
                    written = f"{written[:-1]}\\!"
                written += _title(each.linked, each.to)
            case _:
                written += escaped(each.text, after)
        after = written[-1]
    return written


def heading(value: Inlines) -> str:
    """The inlines behind the marks of a heading, where a number begins no list."""
    return re.sub(r"^([0-9]{1,9})\\(?=[.)])", r"\1", inlines(value))


def bold(text: str) -> str:
    return f"**{escaped(text, after='*')}**"


def listed(text: str) -> str:
    """A line of the outline as it stands behind its bullet, where a number would begin a list of its own."""
    return escaped(text)


def table(value: Table) -> str:
    """The lines of a table: its caption in bold, head, rule and rows. A bar inside a cell is written as an entity."""
    above = [bold(value.caption), ""] if value.caption else []
    return "\n".join(
        (*above, _bars(value.head), _bars(((Text(text="---"),),) * len(value.head)), *map(_bars, value.rows))
    )


def _bars(cells: Sequence[Inlines]) -> str:
    return f"| {' | '.join(inlines(cell, after='|').replace('|', '&#124;') for cell in cells)} |"


def blocks(values: tuple[Block, ...]) -> str:
    """The blocks of a translation, parted by blank lines; a numbered list begins with 1.

    A list right behind another of its kind has other marks: Markdown would take the two for one.
    """
    written = []
    other = False
    for before, each in zip((None, *values), values, strict=False):
        other = not other and _runs_on(before, each)
        written.append(f"{_block(each, other)}\n\n")
    return "".join(written).removesuffix("\n")


def _runs_on(before: Block | None, value: Block) -> bool:
    """Whether Markdown would take a list for the end of the one before it."""
    if not isinstance(before, Bullets) or not isinstance(value, Bullets):
        return False
    return before.ordered == value.ordered and not value.intro


def _block(value: Block, other: bool) -> str:
    match value:
        case Bullets():
            return _listing(value, other)
        case Table():
            return table(value)
        case Quotation():
            return "\n>\n".join(f"> {inlines(each)}" for each in value.paragraphs)
        case _:
            return inlines(value.inlines)


def _listing(bullets: Bullets, other: bool) -> str:
    """The lines of a list; what stands in a list in it is as far to the right as the text above it begins."""
    lines = [inlines(bullets.intro)] if bullets.intro else []
    begins = [0]  # where the items of each level begin
    numbers = itemised((each.level, each.ordered or (each.level == 1 and bullets.ordered)) for each in bullets.items)
    for item, number in zip(bullets.items, numbers, strict=True):
        mark = _mark(number, other and item.level == 1)
        lead = f"{bold(item.lead)}：" if item.lead else ""
        lines.append(f"{' ' * begins[item.level - 1]}{mark}{lead}{inlines(item.inlines, after=lead[-1:])}")
        begins[item.level :] = [begins[item.level - 1] + len(mark)]
    return "\n".join(lines)


def _mark(number: int, other: bool) -> str:
    """What an item begins with."""
    if number:
        return f"{number}{')' if other else '.'}  "
    return "+   " if other else "*   "


def origin(of: Origin, labels: Labels = SIMPLIFIED) -> str:
    """`> 本文翻译自BY的文章[TITLE](URL)（2025/6/18）。译载许可：LICENCE。`, without what is not known."""
    from_, article, leave = labels.origin
    by = f"{escaped(of.by, after='自')}{article}" if of.by else ""
    date = f"（{_slashed(of.date)}）" if of.date else ""
    licence = f"{leave}{escaped(of.licence, after='：')}。" if of.licence else ""
    return f"> {from_}{by}{_title(of.title, of.url)}{date}。{licence}"


# ---------------------------------------------------------------- references


def _of_document(written: Callable[[Part, Labels], str]) -> Callable[[Context, Part], str]:
    """The filter that writes a part in the language of the document that is being rendered."""

    @pass_context
    def told(context: Context, part: Part) -> str:
        return written(part, context["document"].labels)

    return told


def reference(source: Reference, labels: Labels = SIMPLIFIED) -> str:
    """`[^N]: BY. (DATE). "[TITLE](URL)". SITE（NOTE）. 检索日期 DATE。`, without what is not known.

    In English `[^N]: BY. (May 7, 2025). "[TITLE](URL)". SITE (NOTE). Retrieved May 8, 2025.`
    """
    note = _note(source, labels)
    written = [f"[^{source.label}]:"]
    if source.by:
        written.append(_field(f"{source.by}.", first=True, english=labels.english))
    if source.date:
        written.append(f"({labels.date(source.date)}).")
    if source.title:
        written.append(f'"{_title(source.title, source.url)}".')
    if source.site or note:
        site = f"{source.site or ''}{note}.".lstrip()
        written.append(_field(site, first=len(written) == 1, english=labels.english))
    if source.retrieved:
        written.append(f"{labels.retrieved}{labels.date(source.retrieved)}{labels.stop}")
    return " ".join(written)


def _note(source: Reference, labels: Labels) -> str:
    opening, closing = labels.brackets
    return f"{opening}{labels.notes[source.note]}{closing}" if source.note else ""


def cited(source: Reference, labels: Labels = SIMPLIFIED) -> str:
    """`[^N]: BY（2025/6/18）。[TITLE](URL)。SITE（NOTE）。检索日期2025/6/18。`, without what is not known.

    In English as `reference`.
    """
    if labels.english:
        return reference(source, labels)
    note = _note(source, labels)
    date = f"（{_slashed(source.date)}）" if source.date else ""
    written = ""
    if source.by or date:
        written += f"{_cited_field(source.by or '', first=True)}{date}。"
    if source.title:
        title = _title(source.title, source.url)
        written += f"{title}。" if source.url else f'"{title}"。'
    if source.site or note:
        written += f"{_cited_field(source.site or '', first=not written)}{note}。"
    if source.retrieved:
        written += f"{labels.retrieved.rstrip()}{_slashed(source.retrieved)}。"
    return f"[^{source.label}]: {written}".rstrip(" ")


def _slashed(date: SourceDate) -> str:
    """2025, 2025/5 or 2025/5/7."""
    return "/".join(str(part) for part in (date.year, date.month, date.day if date.month else None) if part)


def _cited_field(text: str, first: bool) -> str:
    # As an entity, what would read as the date or the day of retrieval; a quotation mark would open the title.
    body = escaped(text, after="" if first else " ").replace('"', r"\"")
    return re.sub(r"（(?=[0-9])|[检檢](?=索日期[0-9])", lambda match: f"&#{ord(match[0])};", body)


def _field(text: str, first: bool, *, english: bool = False) -> str:
    # With its dot, since `36.` would begin a list. A quotation mark would open the title, and a
    # bracket after a stop the date.
    body = escaped(text, after="" if first else " ").replace('"', r"\"")
    dated = r"\d|[A-Z]" if english else r"\d"
    return re.sub(rf"(?:^|(?<=\. ))\((?={dated})", r"\\(", body)


def _title(text: str, url: str | None) -> str:
    body = re.sub(r"(?<!\\)_", r"\\_", escaped(text, after='"'))
    if url is None:
        return body.replace('"', r"\"")
    if body.startswith("^"):  # `[^…](` would be a mark
        body = f"\\{body}"
    return f"[{body}]({url})"


# ---------------------------------------------------------------- the rest


def keywords(words: tuple[str, ...]) -> str:
    """The keywords line; a comma that would part one keyword in two becomes a full-width one."""
    whole = (re.sub(r",(?= |$)", "，", escaped(word, after=" ")) for word in words)
    return f"**Keywords**: {', '.join(whole)}".rstrip(" ")


def hashtags(tags: tuple[str, ...]) -> str:
    """`#AI #Technology`"""
    return " ".join("#" + re.sub("^#", r"\\#", escaped(tag, after="#")) for tag in tags)


def footer(value: Footer) -> str:
    author = escaped(value.author, after=" ")
    return f"*This article was automatically generated by {author} on {american(value.local)}*"


def american(local: datetime) -> str:
    """The wall clock as en-US writes it: `6/9/2025, 12:13:35 AM`."""
    half = "AM" if local.hour < 12 else "PM"
    hour = local.hour % 12 or 12
    return f"{local.month}/{local.day}/{local.year}, {hour}:{local.minute:02d}:{local.second:02d} {half}"


def label(text: str) -> str:
    return f"*{escaped(text, after='*')}*"
