"""A text made ready to be compared: its words, names, figures and wording, read once."""

import functools
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from newsbot import chinese
from newsbot.figures import figures
from newsbot.glossary import entries_in
from newsbot.grouping.translated import acts
from newsbot.terms import terms

MOST_CHARACTERS = 6_000
"""Of a text that are compared word for word: three times the usual news report, and a bound on the work."""

LEAD = 600
"""Characters that say what the event is: the title and the first paragraphs. Further down come background and
other events."""

SHINGLE = 5
"""Units (a Han character, a Latin word, a number) in a row that are compared at once. Five Han characters are two
to three words: unrelated reports share few such runs."""

TITLE_COUNTS = 3
"""A word of the title counts as if it stood three times in the text."""

_UNIT = re.compile(rf"[{chinese.HAN}]|[^\W\d_]+|\d+(?:[.,]\d+)*")
_LATIN = r"[A-Za-z][A-Za-z0-9]*(?:[-.&+'’][A-Za-z0-9]+)*"
_NAME = re.compile(rf"(?<![A-Za-z0-9]){_LATIN}(?: ?\d+(?:\.\d+)*)?")
# One version of a name is not another: GPT-4 and gpt 4 are, GPT-4 and GPT-5 are not.
_JOINED = re.compile(r"[-\s]+(?=\d)")
_QUOTED = re.compile(r"[《“「『]([^《》“”「」『』。！？\n]{2,20})[》”」』]")
_CODE = re.compile(r"(?<!\d)\d{6}(?=[)）.])")

_AGENCIES = "新华社|中新社|中新网|央视新闻|央视网|路透社|法新社|美联社|彭博社|财联社|Reuters|AFP|Bloomberg|Xinhua"
_WIRE = re.compile(
    rf"({_AGENCIES})[^。\n]{{0,20}}(?:电|讯|消息|微特稿)|据({_AGENCIES})"
    r"|\((Reuters|AP|AFP|Bloomberg|Xinhua)\)"
)
_CREDIT = re.compile(r"(?:文章来源|稿件来源|信息来源|来源|Source)\s?[:：/｜|]\s?([^\s，。；;|/()（）【】]{2,20})")
_CREDITED = 300
"""Characters at both ends of a text in which it says where it comes from."""


@dataclass(frozen=True)
class Text:
    """One entry or page, ready to be compared.

    `key` is the caller's name for it. `date` is when it appeared (UTC), None when not known. `outlet` is who brings
    it, `origin` whom it names as its source (来源：新华社), empty when nobody. `body` is its text, title not
    included, at most `MOST_CHARACTERS`; `words` are those of title and lead with their counts. What only a closer look
    asks for is read when it is asked for, once.
    """

    key: str
    title: str
    body: str
    language: str
    date: datetime | None
    outlet: str
    origin: str
    words: Mapping[str, int]

    @property
    def lead(self) -> str:
        """The title and the first paragraphs."""
        return f"{self.title}\n{self.body[:LEAD]}"

    @functools.cached_property
    def names(self) -> Mapping[str, tuple[str, ...]]:
        """The lead's Latin names, quoted names, codes and names of the glossary in English; each with its words."""
        latin = (each.group() for each in _NAME.finditer(self.lead))
        found = {_JOINED.sub("-", name).casefold() for name in latin if not name.islower()}
        found |= {name.casefold() for name in _QUOTED.findall(self.lead)} | set(_CODE.findall(self.lead))
        found |= {entry.english[0].casefold() for entry in entries_in(self.lead)}
        return {name: words for name in sorted(found) if (words := _words(name))}

    @functools.cached_property
    def acts(self) -> frozenset[str]:
        """What the lead says is done, in words that are known in English and Chinese (`translated`)."""
        return acts(self.lead)

    @functools.cached_property
    def figures(self) -> frozenset[str]:
        """Values of the lead's numbers: 5000亿美元 and $500 billion are one. Single digits and dates say nothing."""
        return frozenset(
            f"{float(each.value):.6g}{'%' if each.kind == 'percent' else ''}"
            for each in figures(self.lead)
            if each.kind in ("number", "money", "percent") and not each.weak and (each.value >= 10 or "." in each.text)
        )

    @functools.cached_property
    def units(self) -> tuple[str, ...]:
        """Han characters, Latin words and numbers in reading order, in one case and script; marks left out."""
        return units(self.body)

    @functools.cached_property
    def shingles(self) -> tuple[int, ...]:
        """A hash for each run of `SHINGLE` units, in reading order: good in this process only."""
        row = self.units
        return tuple(map(hash, zip(*(row[start:] for start in range(SHINGLE)), strict=False)))

    @functools.cached_property
    def wording(self) -> frozenset[int]:
        """The shingles as a set."""
        return frozenset(self.shingles)

    @functools.cached_property
    def numbers(self) -> frozenset[str]:
        """The numbers among the units, as they are written."""
        return frozenset(filter(is_figure, set(self.units)))

    @functools.cached_property
    def headline(self) -> tuple[str, ...]:
        """The units of the title."""
        return units(self.title)


def prepared(
    key: str,
    title: str,
    body: str,
    *,
    date: datetime | None = None,
    language: str = "",
    outlet: str = "",
    origin: str = "",
) -> Text:
    """The text ready to be compared. Language and origin are taken from the text where they are not given."""
    title, body = chinese.simplified(title[:300]), chinese.simplified(body[:MOST_CHARACTERS])
    lead = f"{title}\n{body[:LEAD]}"
    counts: dict[str, int] = {}
    for word in terms(lead):
        counts[word] = counts.get(word, 0) + 1
    for word in set(terms(title)):
        counts[word] += TITLE_COUNTS - 1
    return Text(
        key=key,
        title=title,
        body=body,
        language=language or chinese.language(lead),
        date=date,
        outlet=outlet,
        origin=origin or _origin(body),
        words=counts,
    )


def units(text: str) -> tuple[str, ...]:
    """The text's Han characters, words and numbers, in one case and width."""
    return tuple(_UNIT.findall(unicodedata.normalize("NFKC", text).casefold()))


@functools.lru_cache(2_048)
def _words(name: str) -> tuple[str, ...]:
    """The words of a name; the same names stand in many texts."""
    return tuple(terms(name))


def is_figure(unit: str) -> bool:
    """Whether a unit is a number."""
    return unit[0].isdecimal()


def _origin(text: str) -> str:
    ends = f"{text[:_CREDITED]}\n{text[-_CREDITED:]}"
    credit = _CREDIT.search(ends)
    if credit:
        return credit[1]
    wire = _WIRE.search(ends)
    return next((name for name in wire.groups() if name), "") if wire else ""
