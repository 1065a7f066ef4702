"""The rule for what stands in quotation marks: speech is verbatim or a marked translation, terms are known.

Speech is anything longer than `TERM` characters, with punctuation or a predicate of a sentence
inside, or after a verb of saying; the rest are terms and names. Who the words are given to is
another rule's (`speakers`).
"""

import functools
import re

from newsbot.checks.claim import Claim
from newsbot.checks.speech import Quoted, core, folded, quoted
from newsbot.chinese import language, weight
from newsbot.news import Finding, Quote

TERM = 12
"""Characters that a term or name in quotation marks may have, after the house style; more is speech."""

_SPEECH_MARK = re.compile("[，。！？；：,!?;:…]")
_SPOKEN = re.compile(r"[：:]\s*$|(?:说|表示|称|指出|写道)[，,：:]\s*$")
_SPOKEN_ON = re.compile(r"(?:说|表示|指出|写道|坦言)\s*$")  # 称 is left out: it also gives names
# What makes a clause of the words: somebody speaks of himself, a modal or a negated verb, a sentence's last particle.
_PREDICATE = re.compile(
    "^(?:我们?|咱们?|你们?|您)|应该|必须|不会|不能|不是|没有|已经|正在|可以|将会|将要|[了吗吧呢啊]$"
)
_BESIDE = re.compile(r"\s*[（(]([^（）()]{2,60})[）)]")
_PASSAGE = 20_000
_PHRASE = 200
_MARKED = re.compile('[“‘「『"]([^“”‘’「」『』"]{1,200})(?=[”’」』"])')

ALTERED = 0.5
"""Share of a quoted phrase that must stand at both ends of a passage's phrase for it to be that phrase altered: with
one word of a four-character phrase exchanged two characters are left."""

LEAST_ALTERED = 4
"""Characters of a phrase that is compared so; shorter ones share their ends by chance."""


def quote_rule(claim: Claim) -> list[Finding]:
    """Findings `quote` (speech that no cited passage has, a phrase of one with other words in it: errors) and `term`
    (an unknown term: warning)."""
    if not claim.passages or claim.keyword:
        return []
    findings = []
    for each in quoted(claim.text):
        if not core(each.text) or verbatim(each.text, claim) or translated(each.text, claim):
            continue
        original = altered(each.text, claim)
        if original and not _named(each, claim):
            advice = f"引号里的字被改动过，来源里是“{original}”。请照来源逐字写，或去掉引号转述。"
            findings.append(claim.finding("quote", "error", each.text, advice, original))
        elif is_speech(each):
            advice = "引语必须与来源逐字一致；译文要附原文，转述不用引号。请改为逐字引用，或去掉引号转述。"
            findings.append(claim.finding("quote", "error", each.text, advice))
        elif not _known(each, claim):
            advice = f"引用的段落里没有“{each.text}”，请用来源的写法，或在首次出现时括注原文。"
            findings.append(claim.finding("term", "warning", each.text, advice))
    return findings


def is_speech(each: Quoted) -> bool:
    """Whether words in quotation marks are somebody's speech and no mere term."""
    inner = each.text.strip()
    if len(inner) > TERM or _SPEECH_MARK.search(inner) or _PREDICATE.search(inner):
        return True
    if _SPOKEN_ON.search(each.before):
        return True
    return bool(_SPOKEN.search(each.before)) and not core(each.after)  # 吉林：“创业空间”吸引青年 is a term


def verbatim(text: str, claim: Claim) -> bool:
    """Whether a cited passage has these words; an ellipsis may leave some out."""
    parts = _parts(text)
    return bool(parts) and any(_in_order(parts, _folded(passage.text)) for passage in claim.passages)


def _parts(text: str) -> list[str]:
    """The words between the ellipses."""
    return [part for piece in re.split("…+|\\.{3,}", text) if (part := core(piece))]


def spans_of(claim: Claim) -> list[tuple[str, frozenset[int]]]:
    """What the sentence quotes word for word, each with the sources that have it."""
    shown = [(each.text, _parts(each.text)) for each in quoted(claim.text)]
    return [
        (text, frozenset(each.source for each in claim.passages if parts and _in_order(parts, _folded(each.text))))
        for text, parts in shown
    ]


def translated(text: str, claim: Claim) -> bool:
    """Whether the words are a marked translation whose original a cited passage has.

    The original must be about as long as what it is said to mean: a third of its weight at least,
    so that no single word vouches for a speech.
    """
    return any(core(quote.text) == core(text) and _original(quote, claim) for quote in claim.sentence.quotes)


def _original(quote: Quote, claim: Claim) -> bool:
    original = core(quote.original)
    long_enough = weight(quote.original) * 3 >= weight(quote.text)
    return bool(original) and long_enough and any(original in _folded(passage.text) for passage in claim.passages)


def altered(text: str, claim: Claim) -> str:
    """The phrase in quotation marks of a cited passage that these words are, but for a word or two; else empty.

    A shortened phrase, whose words all stand in the passage's in their order, is no other one.
    """
    words = _bare(text)
    if len(words) < LEAST_ALTERED:
        return ""
    for passage in claim.passages:
        for phrase, original in _phrases(passage.text):
            least = ALTERED * max(len(words), len(phrase))
            if words != phrase and _ends_shared(words, phrase) >= least and not _shortened(words, phrase):
                return original
    return ""


def _ends_shared(one: str, other: str) -> int:
    """Characters that two phrases have in common at their beginning and at their end."""
    most = min(len(one), len(other))
    head = next((n for n in range(most) if one[n] != other[n]), most)
    tail = next((n for n in range(most - head) if one[-1 - n] != other[-1 - n]), most - head)
    return head + tail


def _shortened(words: str, phrase: str) -> bool:
    rest = iter(phrase)
    return all(char in rest for char in words)


def _bare(text: str) -> str:
    """Folded words without any punctuation."""
    return "".join(char for char in folded(text) if char.isalnum()).casefold()


def _known(each: Quoted, claim: Claim) -> bool:
    """Whether a term stands in a passage or in what is known of the source, or is a name that may stand here."""
    term = core(each.text).casefold()
    texts = [_folded(passage.text) for passage in claim.passages] + [folded(claim.about_sources())]
    return any(term in text.casefold() for text in texts) or _named(each, claim)


def _named(each: Quoted, claim: Claim) -> bool:
    """Whether the term is a name of the name table, or stands beside its original, which a passage has: `X（Y）`."""
    beside = _BESIDE.match(each.after)
    if beside and language(beside[1]) != "zh":
        original = folded(beside[1]).casefold()
        if any(original in _folded(passage.text).casefold() for passage in claim.passages):
            return True
    words = _bare(each.text)
    return any(_bare(mention.form) == words for mention in claim.standards.names.mentions(each.text))


def _in_order(parts: list[str], text: str) -> bool:
    position = 0
    for part in parts:
        found = text.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


@functools.lru_cache(1024)
def _folded(text: str) -> str:
    return folded(text[:_PASSAGE])


@functools.lru_cache(1024)
def _phrases(text: str) -> tuple[tuple[str, str], ...]:
    """What a passage has in quotation marks, inner ones too: bare, and as it stands."""
    shown = [each.text for each in quoted(text[:_PASSAGE])]
    shown += [match.group(1) for match in _MARKED.finditer(text[:_PASSAGE])]
    return tuple((bare, phrase) for phrase in dict.fromkeys(shown) if (bare := _bare(phrase[:_PHRASE])))
