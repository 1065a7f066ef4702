"""Names looked up in texts: one pattern for a whole table, made once."""

import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from newsbot.chinese import simplified
from newsbot.glossary.entry import Entry, han

MAX_TEXT = 20_000
"""Characters of one text that are searched for names."""

_POSSESSIVE = re.compile("['’]s$")


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
    def _pattern(self) -> re.Pattern[str]:
        exact = {form for each in self.entries for form in each.exact}
        forms = {form for each in self.entries for form in each.forms}
        chinese = _alternation({form for form in forms if han(form)})
        # 杰克·奥尔特曼 is not 奥尔特曼: a part of a foreign name is not the name.
        latin = _alternation({form for form in forms if not han(form) and (len(form) <= 3 or form in exact)})
        folded = _alternation({form.lower() for form in forms if not han(form) and len(form) > 3 and form not in exact})
        others = _alternation({word for each in self.entries for word in each.unless} - forms)  # 罗马尼亚 is a name
        first = "".join({re.escape(form[0]) for form in forms} | {re.escape(form[0].swapcase()) for form in forms})
        first += "".join(re.escape(word[0]) for each in self.entries for word in each.unless)
        return re.compile(
            f"(?=[{first or '-'}])(?:(?P<other>{others})|(?<!·)(?P<han>{chinese})(?!·)"
            rf"|(?<![A-Za-z0-9])(?P<latin>{latin}|(?i:{folded}))(?:['’]s)?(?![A-Za-z0-9]))"
        )

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


def _alternation(forms: set[str]) -> str:
    """One pattern for all forms, the longest first; those with one beginning stand together, so that few are tried."""
    if not forms:
        return "(?!)"
    groups = []
    for first, group in groupby(sorted(forms, key=lambda form: (form[0], -len(form), form)), key=lambda form: form[0]):
        rests = [re.escape(form[1:]) for form in group]
        groups.append(f"{re.escape(first)}(?:{'|'.join(rests)})")
    return "|".join(groups)


@functools.lru_cache(4096)
def _found(table: Glossary, text: str) -> tuple[Mention, ...]:
    return tuple(_searched(table, simplified(text)))


def _searched(table: Glossary, text: str) -> Iterator[Mention]:
    for match in table._pattern.finditer(text):
        if match["other"]:
            yield Mention(match["other"], match.start(), match.end(), ())
            continue
        form = match["han"] or match["latin"]
        yield Mention(form, match.start(), match.end(), *table.named(form))
