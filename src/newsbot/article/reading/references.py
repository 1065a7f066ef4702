"""References read, as each layout writes them."""

import re
from collections.abc import Callable

from newsbot.article.document import LABEL, Reference
from newsbot.article.labels import ENGLISH, LABELS, MONTHS
from newsbot.article.reading.body import REFERENCES
from newsbot.article.reading.inlines import unescaped
from newsbot.article.reading.lines import Lines
from newsbot.news import SourceDate

_DATE = r"([0-9]{1,4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})日)?)?"
_RETRIEVED = re.compile(rf"(?:^| )[检檢]索日期 {_DATE}。$")
_DATED = re.compile(rf"(?:^|(?<=\.) )\({_DATE}\)\.")
_ENGLISH_DATE = rf"(?:({'|'.join(MONTHS)}) (?:([0-9]{{1,2}}), )?)?([0-9]{{1,4}})"
_ENGLISH_RETRIEVED = re.compile(rf"(?:^| )Retrieved {_ENGLISH_DATE}\.$")
_ENGLISH_DATED = re.compile(rf"(?:^|(?<=\.) )\({_ENGLISH_DATE}\)\.")
_NOTED = {written: said for labels in LABELS.values() for said, written in labels.notes.items()}
_NOTE = re.compile(rf"(?:（|(?:^| )\()({'|'.join(_NOTED)})[）)]$")
_QUOTE = re.compile(r'\\.|(?P<quote>")')
_LINKED = re.compile(r'"\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>[^()\s]*)\)"\.(?: |$)')
_UNLINKED = re.compile(r'"(?P<title>(?:\\.|[^\\"])*)"\.(?: |$)')
_SLASHED = r"([0-9]{1,4})(?:/([0-9]{1,2})(?:/([0-9]{1,2}))?)?"
_CITED_RETRIEVED = re.compile(rf"[检檢]索日期{_SLASHED}。$")
_CITED_DATED = re.compile(rf"（{_SLASHED}）。$")
_CITED_TITLE = re.compile(r'\\.|\[(?P<title>(?:\\.|[^\\\]])*)\]\((?P<url>[^()\s]*)\)。|"(?P<bare>(?:\\.|[^\\"])*)"。')


def references_in(
    lines: Lines, read: Callable[[Lines, str, str], Reference], end: str | None = None
) -> tuple[Reference, ...]:
    """The references under their heading; none where the text ends (with `end`) before it, as a withdrawn one does."""
    references: list[Reference] = []
    lines.skip_blank()
    if lines.next == end:
        return ()
    lines.expect(REFERENCES)
    lines.skip_blank()
    while match := re.match(rf"\[\^({LABEL})\]:(?: (.*))?$", lines.next or ""):
        lines.take()
        references.append(read(lines, match[1], match[2] or ""))
        lines.skip_blank()
    return tuple(references)


def reference(lines: Lines, label: str, text: str) -> Reference:
    """A reference as framed articles have it: `[^N]: BY. (DATE). "[TITLE](URL)". SITE. 检索日期 DATE。`"""
    english = lines.labels is ENGLISH
    retrieved = (_ENGLISH_RETRIEVED if english else _RETRIEVED).search(text)
    rest = text[: retrieved.start()] if retrieved else text
    at = next((match.start() for match in _QUOTE.finditer(rest) if match["quote"]), len(rest))
    head, tail = rest[:at].rstrip(" "), rest[at:]
    title = _LINKED.match(tail) or _UNLINKED.match(tail)
    if tail and not title:
        raise lines.wrong('a reference `[^N]: BY. (DATE). "[TITLE](URL)". SITE. 检索日期 DATE。`', back=1)
    dated = (_ENGLISH_DATED if english else _DATED).search(head)
    by = head[: dated.start()] if dated else head
    site = tail[title.end() :] if title else head[dated.end() :].lstrip(" ") if dated else ""
    if title and dated and head[dated.end() :]:
        raise lines.wrong("the title right after the date", back=1)
    site = unescaped(site).removesuffix(".")
    note = _NOTE.search(site)
    return Reference.model_validate(
        {
            "label": label,
            "by": unescaped(by).removesuffix("."),
            "date": _date(dated),
            "title": unescaped(title["title"]) if title else None,
            "url": title.groupdict().get("url") if title else None,
            "site": site[: note.start()] if note else site,
            "retrieved": _date(retrieved),
            "note": _NOTED[note[1]] if note else None,
        }
    )


def cited(lines: Lines, label: str, text: str) -> Reference:
    """A reference as plain articles have it: `[^N]: BY（DATE）。[TITLE](URL)。SITE。检索日期DATE。`"""
    retrieved = _CITED_RETRIEVED.search(text)
    rest = text[: retrieved.start()] if retrieved else text
    title = next((match for match in _CITED_TITLE.finditer(rest) if not match[0].startswith("\\")), None)
    head = rest[: title.start()] if title else rest
    if not title and rest:
        raise lines.wrong("a reference `[^N]: BY（DATE）。[TITLE](URL)。SITE。检索日期DATE。`", back=1)
    dated = _CITED_DATED.search(head)
    site = unescaped(rest[title.end() :]).removesuffix("。") if title else ""
    note = _NOTE.search(site)
    named = title["title"] if title and title["title"] is not None else title["bare"] if title else None
    return Reference.model_validate(
        {
            "label": label,
            "by": unescaped(head[: dated.start()]) if dated else unescaped(head).removesuffix("。"),
            "date": _date(dated),
            "title": unescaped(named) if named is not None else None,
            "url": title["url"] if title else None,
            "site": site[: note.start()] if note else site,
            "retrieved": _date(retrieved),
            "note": _NOTED[note[1]] if note else None,
        }
    )


def _date(match: re.Match[str] | None) -> SourceDate | None:
    if match is None:
        return None
    if match.re in (_ENGLISH_DATED, _ENGLISH_RETRIEVED):
        named, day, year = match.groups()
        month = str(MONTHS.index(named) + 1) if named else None
    else:
        year, month, day = match.groups()
    return SourceDate(year=int(year), month=int(month) if month else None, day=int(day) if day else None)
