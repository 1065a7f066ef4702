"""What the evidence knows of names: those of the cited passages, and what makes two forms one bearer's."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsbot.checks.claim import Claim, chinese
from newsbot.checks.names import han, latin
from newsbot.chinese import HAN, simplified
from newsbot.glossary import MAX_TEXT, Entry, Glossary, Mention
from newsbot.glossary import han as is_han

DOTS = str.maketrans(dict.fromkeys("•・‧∙．⋅‑", "·"))
_UNREAD = re.compile(r"[\s“”‘’「」『』\"']")

# 萨姆·奥尔特曼（Sam Altman）, OpenAI（开放人工智能公司）, Full Name (ABBR), 某某公司（以下简称“某某”）
_PAIR = re.compile(
    rf"(?P<one>[{HAN}A-Za-z0-9·•.&\-][{HAN}A-Za-z0-9·•.&\- ]{{0,50}}?[{HAN}A-Za-z0-9.])[”》」]?\s?"
    rf"[（(](?:以下|下文|下称|简称|又称|英文名|英文|缩写|全称|即|称|为|[：:“\" ]){{0,6}}"
    rf"(?P<other>[{HAN}A-Za-z0-9·•.&\- ]{{2,60}}?)[”\"]?[）)]"
)
_MOST_PAIRS = 200
_LETTER = re.compile(r"[^\W\d_]")
_LAST_WORDS = re.compile(
    r"(?:[A-Z][A-Za-z0-9.&\-]{0,30}(?: (?:of|for|and|the|de|von|der))? ){0,7}[A-Z][A-Za-z0-9.&\-]{0,30}$"
)


@dataclass(frozen=True, eq=False)
class Known:
    """The names that a sentence may use.

    `han` is the Chinese of the cited passages and of what is said of their sources, as names are compared; `tokens`
    their Latin words, `lower` all of it in lower case. `named` are the bearers of the table that they name in full,
    `maybe` those that they name by a weak form, `around` those that anything in the evidence names in full,
    `implied` what those of `named` belong to. `pairs` are the evidence's own pairings; `foreign` is whether a cited
    source is not Chinese, `beside` the Chinese of the whole evidence.
    """

    texts: tuple[str, ...]
    han: str
    lower: str
    tokens: frozenset[str]
    named: frozenset[Entry]
    maybe: frozenset[Entry]
    around: frozenset[Entry]
    implied: frozenset[Entry]
    pairs: tuple[tuple[str, str], ...]
    foreign: bool
    beside: str = ""

    def bears(self, mention: Mention) -> bool:
        """Whether the passages name one of those that a form of the table stands for."""
        if any(each in self.named or each in self.implied for each in (*mention.entries, *mention.maybe)):
            return True
        if any(each in self.maybe for each in mention.maybe):
            return True  # a surname for a surname
        return any(each in self.maybe and each in self.around for each in mention.entries)

    def has(self, form: str) -> bool:
        """Whether a name stands in the passages as written here, or by the other form of a pairing."""
        return self.reads(form) or any(self.reads(other) for other in self.aliases(form))

    def reads(self, form: str) -> bool:
        """Whether the passages have exactly this form, white space, quotation marks and case apart."""
        plain = folded(form)
        if is_han(plain):
            return plain in self.han
        return latin.stands(form, self.tokens) or (" " in form and form.casefold() in self.lower)

    def aliases(self, form: str) -> list[str]:
        """The other forms that the evidence itself puts beside this one: X of X（Y）, Y of it, and parts at its end."""
        plain = folded(form)
        found = []
        for one, other in self.pairs:
            if folded(one).endswith(plain):
                found.append(other)
            if folded(other) == plain:
                found += han.at_end(folded(one)) if is_han(one) else _last_words(one)
        return found

    @functools.cached_property
    def latin_names(self) -> tuple[str, ...]:
        """The Latin names of the texts, each once, in reading order."""
        return tuple(dict.fromkeys(name for text in self.texts for name, _ in latin.names_in(text[:MAX_TEXT])))

    @functools.cached_property
    def slips(self) -> re.Pattern[str]:
        """One character exchanged in a Chinese name that the passages know: 奥尔特慢, 扎克博格.

        Only in names of people and in those written by their sounds, of three characters and more; the first one of
        three stands fast. Elsewhere one other character is another word (美国国会, 法国国会).
        """
        forms = {form.rpartition("·")[2] for each in self.named for form in each.chinese if _misspeakable(each, form)}
        return re.compile("|".join(slip for form in sorted(forms) for slip in _slips(form)) or "(?!)")


def _misspeakable(entry: Entry, form: str) -> bool:
    last = form.rpartition("·")[2]
    return len(last) >= 3 and is_han(last) and last.isalpha() and (entry.kind == "person" or han.foreign(last))


def _slips(form: str) -> Iterator[str]:
    for at in range(1 if len(form) == 3 else 0, len(form)):
        yield f"{form[:at]}(?!{form[at]})[{HAN}]{form[at + 1 :]}"


def known(claim: Claim) -> Known:
    """What the claim's passages, its sources and its evidence know."""
    texts = (*(passage.text for passage in claim.passages), claim.about_sources())
    around = tuple(passage.text for passage in claim.context)
    return _known(claim.standards.names, texts, around, _foreign(claim))


def _foreign(claim: Claim) -> bool:
    """Whether one of the cited sources is not Chinese; a line of figures or initials in a Chinese one says nothing."""
    native = {passage.source for passage in claim.passages if chinese(passage)}
    return any(passage.source not in native and _LETTER.search(passage.text) for passage in claim.passages)


@functools.lru_cache(512)
def _known(table: Glossary, texts: tuple[str, ...], around: tuple[str, ...], foreign: bool) -> Known:
    found = [mention for text in texts for mention in table.found(text)]
    named = frozenset(each for mention in found for each in mention.entries)
    maybe = frozenset(each for mention in found for each in mention.maybe)
    own = [pair for text in texts for pair in pairs(text)]
    return Known(
        texts=texts,
        han="\n".join(folded(text[:MAX_TEXT]) for text in texts),
        lower="\n".join(text[:MAX_TEXT].casefold() for text in texts),
        tokens=frozenset().union(*map(latin.tokens, texts)),
        named=named,
        maybe=maybe,
        around=named | _named_in(table, around),
        implied=table.around(named),
        pairs=tuple(dict.fromkeys((*own, *_all_pairs(around)))),
        foreign=foreign,
        beside=_beside(around),
    )


@functools.lru_cache(64)
def _beside(texts: tuple[str, ...]) -> str:
    return "\n".join(folded(text[:MAX_TEXT]) for text in texts)


@functools.lru_cache(64)
def _named_in(table: Glossary, texts: tuple[str, ...]) -> frozenset[Entry]:
    return frozenset(each for text in texts for mention in table.found(text) for each in mention.entries)


@functools.lru_cache(64)
def _all_pairs(texts: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pair for text in texts for pair in pairs(text)))[:_MOST_PAIRS]


@functools.lru_cache(1024)
def pairs(text: str) -> tuple[tuple[str, str], ...]:
    """The text's pairings, as (what stands before the bracket, what stands in it)."""
    if "（" not in text and "(" not in text:
        return ()
    matches = _PAIR.finditer(simplified(text[:MAX_TEXT]).translate(DOTS))
    return tuple((match["one"], match["other"].strip()) for match in matches if _pairing(match["one"], match["other"]))[
        :_MOST_PAIRS
    ]


def _pairing(one: str, other: str) -> bool:
    """Whether two neighbours are names of one bearer: in two scripts, or one short for the other."""
    scripts = {is_han(each) for each in (one, other)}
    if len(scripts) == 2:
        return any(char.isupper() for char in one + other)
    if True in scripts:
        short = [char for char in other if char in one]
        return len(other) < len(one) and len(short) == len(other)
    initials = "".join(word[0] for word in re.findall(r"[A-Z][A-Za-z]*", one))
    return other.isupper() and other.replace(".", "") in initials


def _last_words(text: str) -> list[str]:
    """The name at the end of what stands before a bracket: its last capitalised words."""
    words = _LAST_WORDS.search(text)
    return [words.group()] if words else []


@functools.lru_cache(2048)
def folded(text: str) -> str:
    """Text as Chinese names are compared: Simplified, one kind of dot, no white space, no quotation marks."""
    return _UNREAD.sub("", simplified(text).translate(DOTS))
