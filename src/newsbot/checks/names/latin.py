"""Names in Latin letters: where they stand in a sentence, and whether a text has them."""

import functools
import re
from collections.abc import Iterable

from newsbot.chinese import HAN, simplified
from newsbot.figures import named
from newsbot.glossary import MAX_TEXT

_COMMON_WORDS = """
ai agi aigc asi ceo cto cfo coo cio vp gpu cpu tpu npu asic api sdk app apps it ict ipo pc vr ar xr mr llm
llms nlp ml rl usb pdf url http https html wifi wi-fi saas paas r&d gdp cpi etf esg kpi dna rna id ok vip tv
dvd gps led iot ui ux pr hr ip qa faq rag moe sota token tokens agent agents agentic prompt bot chatbot
copilot demo beta alpha pro max mini open source benchmark deepfake startup transformer cuda top logo email
e-mail web online offline gw mw kw tw gwh mwh kwh twh km kg cm mm nm mb gb tb kb pb ghz mhz hz usd rmb cny eur
gbp jpy hkd am pm tl;dr yoy qoq q1 q2 q3 q4 h1 h2 b2b b2c c2c 2b 2c covid-19 a/b
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Latin words and signs that Chinese news uses as words: they name nobody."""

_TOKEN = re.compile(r"[A-Za-z0-9]{1,40}(?:[.\-&'’+/][A-Za-z0-9]{1,40}){0,6}")
_STUCK = re.compile(r"(?<=[A-Za-z])(?:\d{1,2}(?=月[0-9上中下初底]|日(?![前本益]))|\d{4}(?=年))")
_DOMAIN = re.compile(r"[a-z0-9-]{2,}\.(?:com|cn|org|net|ai|io|dev|gov|edu|info|xyz|top|app|me|co)$", re.IGNORECASE)
_BREAKS = re.compile(r"[\-&'’+/ ]")
_OPENING = re.compile(r"(?:^|[.!?]\s|\n\s*)[“\"‘'(]?$")
_HAN = re.compile(f"[{HAN}]")

# Two to four capitalised words, with initials and particles between them: Dana Cole, Ursula von der Leyen.
_PERSON = re.compile(
    r"(?<![A-Za-z.\-'’])[A-Z][a-zà-ÿ]{1,20}(?:-[A-Z][a-zà-ÿ]{1,20})?"
    r"(?: (?:[A-Z]\.|von|van|de|der|den|bin|al|la|le|di|da|del)){0,3} [A-Z][a-zà-ÿA-Z’']{1,20}(?:-[A-Z][a-zà-ÿ]{1,20})?"
    r"(?![A-Za-z]|-[A-Z])"
)

# What may stand before a surname and is no given name.
_NO_GIVEN_WORDS = """
the a an in on at by for from with after before as but and or when while if since until although despite
meanwhile later now then earlier today yesterday mr ms mrs dr sir lord lady dame president vice prime
minister senator sen rep representative congressman congresswoman governor gov mayor judge justice professor
prof chief captain general gen colonel col major king queen prince princess pope secretary chairman
chairwoman chair director officer sheriff attorney ceo coach former interim acting deputy ambassador
chancellor premier speaker republican democrat democratic conservative labour analyst founder detective
sergeant sgt lieutenant lt monday tuesday wednesday thursday friday saturday sunday january february march
april may june july august september october november december north south east west new old saint st san
los mount lake fort
"""
_NO_GIVEN = frozenset(_NO_GIVEN_WORDS.split())
# What opens a sentence before a name: Unlike Vestra, Both Vestra and Tarn.
_OPENERS_WORDS = """
about above across against along also amid among another any around because behind below beside besides between
beyond both down during each either even every except few first following given had has have having her here his
how however inside instead into its just last like many more most near neither next no nor not of off once one only
onto other our out outside over past perhaps rather several some soon still such than that their there these they
this those though three through thus to too toward two under unless unlike up upon using we were what where
whether which whose why within without yet your rival researchers engineers analysts critics chipmaker carmaker
police officials workers shares asked citing speaking backed owned founded built based says
"""
_OPENERS = frozenset(_OPENERS_WORDS.split())


def names_in(text: str) -> list[tuple[str, int]]:
    """Latin names of a text with their places: OpenAI, GPT-4.1, Llama 3, iPhone, evil.com; common words left out."""
    numbered = {match.start("name"): match for match in named.numbered(text)}
    found = []
    for match in _TOKEN.finditer(text):
        word = _undated(match)
        if match.start() in numbered:
            word = numbered[match.start()].group()
        word = re.sub(r"['’]s$", "", word)
        if _is_name(word):
            found.append((word, match.start()))
    return found


def _undated(token: re.Match[str]) -> str:
    """The token without a date at its end: the house sets no space between OpenAI and 5月7日."""
    stuck = _STUCK.search(token.string, max(token.start() + 1, token.end() - 4), token.end() + 2)
    return token.string[token.start() : stuck.start()] if stuck and stuck.end() == token.end() else token.group()


def _is_name(word: str) -> bool:
    if word.lower() in COMMON or not any(char.isalpha() for char in word) or len(word) < 2:
        return False
    if word[0].isdigit():
        return bool(named.DIGITS_FIRST.fullmatch(word))
    return word != word.lower() or any(char.isdigit() for char in word) or bool(_DOMAIN.search(word))


def titled(text: str, word: str) -> bool:
    """Whether a word of a foreign text is a title or a day, whose capital names nobody: President, Monday."""
    return word.casefold() in _NO_GIVEN and not _HAN.search(text)


def opens(text: str, word: str, start: int) -> bool:
    """Whether a word has its capital only from opening a sentence of a foreign text: nothing says that it is a name."""
    if _HAN.search(text) or not word.istitle() or not _OPENING.search(text[max(0, start - 3) : start]):
        return False
    after = text[start + len(word) : start + len(word) + 2].strip()
    return word.casefold() in _OPENERS or not after[:1].isupper()


def squashed(word: str) -> str:
    """A name without case, spaces and joints: GPT 4.1 and gpt-4.1 are one."""
    return _BREAKS.sub("", word).casefold()


def stands(word: str, tokens: frozenset[str]) -> bool:
    """Whether a name is among a text's `tokens`, in the singular or the plural."""
    whole = squashed(word)
    return whole in tokens or whole + "s" in tokens or whole.removesuffix("s") in tokens


@functools.lru_cache(1024)
def tokens(text: str) -> frozenset[str]:
    """Every Latin word of the text without hyphens and case, and every two to four neighbours joined."""
    words = []
    for match in _TOKEN.finditer(simplified(text[:MAX_TEXT])):
        word = re.sub(r"['’]s$", "", _undated(match))
        words.append([word, *(_BREAKS.split(word) if _BREAKS.search(word) else ())])
    parts = [part.casefold() for word in words for part in (word[1:] or word)]
    joined = {"".join(parts[n : n + size]) for size in (1, 2, 3, 4) for n in range(len(parts) - size + 1)}
    return frozenset(joined | {squashed(word[0]) for word in words})


def persons(text: str) -> list[str]:
    """What may be people's full names: two to four capitalised words, no title before them; in the text's order."""
    names = (match.group() for match in _PERSON.finditer(text[:MAX_TEXT]))
    return [name for name in names if not any(word.rstrip(".").casefold() in _NO_GIVEN for word in name.split()[:-1])]


@functools.lru_cache(1024)
def full_names(text: str) -> dict[str, frozenset[str]]:
    """The text's full names by their last word, lower-cased: whose given name a surname has."""
    found: dict[str, set[str]] = {}
    for name in persons(text):
        given, _, last = name.rpartition(" ")
        found.setdefault(last.casefold(), set()).add(given)
    return {last: frozenset(given) for last, given in found.items()}


def near(word: str, names: Iterable[str]) -> str:
    """The first of these names that is another of its kind (GPT-4.1 for GPT-4.5) or a part of it; empty without one.

    Names that only begin alike are others: Anthology stands in no passage for Anthropic.
    """
    ours, stem = squashed(word), _stem(word)
    return next((each for each in names if _stem(each) == stem or _begins(ours, squashed(each))), "")


def _stem(word: str) -> str:
    return "".join(char for char in word.casefold() if char.isalpha()) or word


def _begins(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= 3 and (one.startswith(other) or other.startswith(one))
