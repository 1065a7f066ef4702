"""Sources as a file names them: the references at its end, and the original of a translation at its head."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from newsbot.article.document import Origin, Reference, line, web_address
from newsbot.article.form import Form
from newsbot.news import Source, SourceDate

LONGEST_FIELD = 300  # characters of a source's title or author; pages may claim any length
NOTES = {"headline": "仅见标题", "excerpt": "仅见摘要", "paywalled": "仅见摘要"}


def reference_to(source: Source, number: int, zone: ZoneInfo) -> Reference:
    """A source's reference under its footnote number; `zone` decides the day on which it was retrieved."""
    host = (urlsplit(source.url).hostname or "").removeprefix("www.") if web_address(source.url) else ""
    outlet = source.publisher or host
    day = source.retrieved.astimezone(zone).date()
    return Reference(
        label=str(number),
        by=cut(source.origin or source.author or outlet),  # the wire that wrote it; the outlet stands as the site
        date=source.published,
        title=cut(source.title) or source.url,  # a link needs a text
        url=source.url,
        site=cut(outlet),
        retrieved=SourceDate(year=day.year, month=day.month, day=day.day),
        note=NOTES.get(source.access),
    )


def origin_of(source: Source, form: Form) -> Origin:
    """What a translation says of its original."""
    return Origin(
        by=cut(original_author(source)),
        title=cut(source.title) or source.url,
        url=source.url,
        date=source.published,
        licence=form.licence,
    )


def original_author(source: Source) -> str:
    """Who wrote a page, else who published it, else where it stands."""
    return source.author or source.publisher or (urlsplit(source.url).hostname or "").removeprefix("www.")


def cut(text: str) -> str:
    """The text as one line of at most `LONGEST_FIELD` characters."""
    whole = line(text)
    return whole if len(whole) <= LONGEST_FIELD else whole[: LONGEST_FIELD - 1].rstrip() + "…"
