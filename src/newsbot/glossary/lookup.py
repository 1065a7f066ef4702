"""Names looked up in texts: every form of a table at once, in time linear in the text."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from newsbot.chinese import simplified
from newsbot.glossary.entry import Entry, han
from newsbot.terms import tagged

MAX_TEXT = 20_000
"""Characters of one text that are searched for names."""

_AROUND = 6  # characters on each side by which the words around a short form are told

# The house sets no space between Latin letters and a date: OpenAI5月7日 names OpenAI.
_AFTER_LATIN = re.compile("(?:['’]s)?(?![A-Za-z]|[0-9](?![0-9]?(?:月[0-9上中下初底]|日(?![前本益]))|[0-9]{3}年))")


class _Form(NamedTuple):
    """A form as it is looked for: `han`, `latin`, or a longer word that is no name (`other`)."""

    text: str
    sort: str
    exact: bool


@dataclass(frozen=True)
class Mention:
    """A form of a table's name in a text. Some forms (中美) stand for two entries.

    `entries` are those whose name the form is by itself, `maybe` those that it names only beside a full form. Neither
    are there for a longer word that only looks like a name (北京时间).
    """

    form: str
    start: int
    end: int
    entries: tuple[Entry, ...]
    maybe: tuple[Entry, ...] = ()


@dataclass(frozen=True, eq=False)
class Glossary:
    """A table of names, as the checks and the prompts use it. Two tables are one only when they are the same object."""

    entries: tuple[Entry, ...]

    def with_own(self, own: Iterable[Entry]) -> "Glossary":
        """The table with a newsroom's rows before it.

        A row about a bearer of the table (whose first English or Chinese form it has) puts its forms before those of
        the table; any other form of a newsroom's row means its bearer alone.
        """
        mine = list(own)
        if not mine:
            return self
        claimed = frozenset(form for each in mine for form in each.forms)
        kept = []
        for each in self.entries:
            at = next((n for n, row in enumerate(mine) if {each.english[0], each.preferred} & {*row.forms}), None)
            if at is not None:
                mine[at] = mine[at].extended(each)
            elif (left := each.without(claimed)) is not None:
                kept.append(left)
        return Glossary((*mine, *kept))

    def named(self, form: str) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        """Those whose name this form is by itself, and those that it names only beside a full form."""
        bearers = self._by_form.get(form) or self._by_form.get(form.lower()) or {}
        return tuple(each for each, weak in bearers.items() if not weak), tuple(
            each for each, weak in bearers.items() if weak
        )

    @functools.cached_property
    def _by_form(self) -> Mapping[str, Mapping[Entry, bool]]:
        """Each form's bearers, and whether it is a weak form of theirs."""
        found: dict[str, dict[Entry, bool]] = {}
        for each in self.entries:
            for form in each.forms:
                found.setdefault(_key(form, each.exact), {}).setdefault(each, form in each.weak)
        return found

    @functools.cached_property
    def _heads(self) -> "Mapping[str, tuple[_Form, ...]]":
        """All forms by their first two characters in lower case, the longest first."""
        exact = {form for each in self.entries for form in each.exact}
        names = {form for each in self.entries for form in each.forms}
        others = {word for each in self.entries for word in each.unless} - names  # 罗马尼亚 is a name
        forms = [
            *(_Form(form, "other", True) for form in others),
            *(
                _Form(form, "han", True) if han(form) else _Form(form, "latin", len(form) <= 3 or form in exact)
                for form in names
            ),
        ]
        found: dict[str, list[_Form]] = {}
        for form in sorted(forms, key=lambda each: (-len(each.text), each.text)):
            found.setdefault(form.text[:2].lower(), []).append(form)
        return {head: tuple(each) for head, each in found.items()}

    @functools.cached_property
    def _starts(self) -> re.Pattern[str]:
        """Where a form may begin: at the first character of a Chinese one, at the first letter of a Latin word."""
        first = "".join(sorted({re.escape(head[0]) for head in self._heads if not head[0].isascii()}))
        return re.compile(rf"(?<![A-Za-z0-9])[A-Za-z0-9]|[{first or '-'}]")

    def _at(self, text: str, lower: str, start: int) -> "tuple[_Form, int] | None":
        """The longest form that stands here, and where it ends."""
        for form in self._heads.get(lower[start : start + 2], ()):
            if form.exact:
                if not text.startswith(form.text, start):
                    continue
            elif not lower.startswith(form.text.lower(), start):
                continue
            end = start + len(form.text)
            if form.sort == "other":
                return form, end
            if form.sort == "han":
                # 杰克·奥尔特曼 is not 奥尔特曼: a part of a foreign name is not the name.
                if text[start - 1 : start] != "·" and text[end : end + 1] != "·":
                    return form, end
            elif (after := _AFTER_LATIN.match(text, end)) is not None:
                return form, after.end()
        return None

    def around(self, entries: Iterable[Entry]) -> frozenset[Entry]:
        """What these belong to, and what that belongs to: the United States of Abilene in Texas."""
        found: set[Entry] = set()
        open_ = list(entries)
        while open_:
            within = open_.pop().within
            if within:
                new = [each for each in self.named(within)[0] if each not in found]
                found.update(new)
                open_ += new
        return frozenset(found)

    def found(self, text: str) -> tuple[Mention, ...]:
        """Every form of the table in the text, weak ones and no names too: in reading order, the longest at each."""
        return _found(self, text[:MAX_TEXT])

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """The names of the text in reading order; a weak form counts where the text has a full one of its bearer."""
        found = self.found(text)
        full = {each for mention in found for each in mention.entries}
        counted = []
        for mention in found:
            entries = mention.entries or tuple(each for each in mention.maybe if each in full)
            if entries:
                counted.append(Mention(mention.form, mention.start, mention.end, entries))
        return tuple(counted)

    def entries_in(self, text: str) -> frozenset[Entry]:
        """Whose names the text has, in either language."""
        return frozenset(entry for mention in self.mentions(text) for entry in mention.entries)

    def names_for(self, text: str) -> list[tuple[str, str]]:
        """The (English, Chinese) names to use for those the text mentions, by first mention: what a prompt is told."""
        found = dict.fromkeys(entry for mention in self.mentions(text) for entry in mention.entries)
        return [(entry.english[0], entry.chinese[0]) for entry in found if entry.chinese]


def _key(form: str, exact: frozenset[str] = frozenset()) -> str:
    return form if len(form) <= 3 or form in exact else form.lower()


def _lower(text: str) -> str:
    """Lower case that keeps every character's place: İ has two characters in lower case."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


@functools.lru_cache(1024)
def _found(table: Glossary, text: str) -> tuple[Mention, ...]:
    return tuple(_searched(table, simplified(text)))


def _across_words(text: str, start: int) -> bool:
    """Whether two characters are the end of one word and the beginning of another: 合成|都 is not 成都.

    A guessed name before them says nothing (nr): where it ends is not known.
    """
    first = max(0, start - _AROUND)
    position = first
    for word, tag in tagged(text[first : start + 2 + _AROUND]):
        end = position + len(word)
        if end > start:
            return position < start and end == start + 1 and not tag.startswith("nr")
        position = end
    return False


def _searched(table: Glossary, text: str) -> Iterator[Mention]:
    lower, done = _lower(text), 0
    for match in table._starts.finditer(text):
        start = match.start()
        if start < done or (found := table._at(text, lower, start)) is None:
            continue
        form, done = found
        if form.sort == "other":
            yield Mention(form.text, start, done, ())
        else:
            written = text[start : start + len(form.text)]
            if form.sort == "han" and len(written) == 2 and _across_words(text, start):
                done = start + 1
                continue
            yield Mention(written, start, done, *table.named(written))
