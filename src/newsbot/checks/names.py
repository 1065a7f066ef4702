"""The rule that a sentence names only whom its passages name.

Minimal: Latin names (capitalised words, acronyms, product names) and the names of the glossary,
across languages. A Chinese name that is not in the glossary is not judged here.
"""

import functools
import re

from newsbot.checks.claim import Claim
from newsbot.chinese import simplified
from newsbot.figures import named
from newsbot.glossary import MAX_TEXT, Mention, entries_in, mentions
from newsbot.news import Finding

_COMMON_WORDS = """
ai agi aigc asi ceo cto cfo coo cio vp gpu cpu tpu npu asic api sdk app apps it ict ipo pc vr ar xr mr llm
llms nlp ml rl usb pdf url http https html wifi wi-fi saas paas r&d gdp cpi etf esg kpi dna rna id ok vip tv
dvd gps led iot ui ux pr hr ip qa faq rag moe sota token tokens agent agents agentic prompt bot chatbot
copilot demo beta alpha pro max mini open source benchmark deepfake startup transformer cuda top logo email
e-mail web online offline gw mw kw tw gwh mwh kwh twh km kg cm mm nm mb gb tb kb pb ghz mhz hz usd rmb cny eur
gbp jpy hkd am pm tl;dr q1 q2 q3 q4 h1 h2 b2b b2c c2c 2b 2c covid-19 a/b
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Latin words and signs that Chinese news uses as words: they name nobody."""

_TOKEN = re.compile(r"[A-Za-z0-9]{1,40}(?:[.\-&'’+/][A-Za-z0-9]{1,40}){0,6}")
_DOMAIN = re.compile(r"[a-z0-9-]{2,}\.(?:com|cn|org|net|ai|io|dev|gov|edu|info|xyz|top|app|me|co)$", re.IGNORECASE)
_BREAKS = re.compile(r"[\-&'’+/ ]")


def name_rule(claim: Claim) -> list[Finding]:
    """Findings `name` (errors): names in the sentence that neither its passages nor their sources' titles have."""
    if not claim.passages or claim.keyword:
        return []
    texts = [*(passage.text for passage in claim.passages), claim.about_sources()]
    known = frozenset().union(*map(entries_in, texts))
    findings, settled = [], []
    for mention in mentions(claim.text):
        if any(entry in known for entry in mention.entries):
            settled.append((mention.start, mention.end))
        elif not mention.form.isascii() and not any(mention.form in simplified(text) for text in texts):
            findings.append(_foreign_name(claim, mention))
    tokens = frozenset().union(*map(_tokens, texts))
    for word, start in names_in(simplified(claim.text)):
        inside = any(a <= start and start + len(word) <= b for a, b in settled)
        if not inside and _squashed(word) not in tokens and not _singular(word) & tokens:
            advice = f"引用的段落里没有“{word}”这个名字，请照来源改正或删去。"
            findings.append(claim.finding("name", "error", word, advice, _near(word, texts)))
    return list({finding.found: finding for finding in findings}.values())


def names_in(text: str) -> list[tuple[str, int]]:
    """Latin names of a text with their places: OpenAI, GPT-4.1, Llama 3, iPhone, evil.com; common words left out."""
    numbered = {match.start("name"): match for match in named.numbered(text)}
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if match.start() in numbered:
            word = numbered[match.start()].group()
        word = re.sub(r"['’]s$", "", word)
        if _is_name(word):
            found.append((word, match.start()))
    return found


def _is_name(word: str) -> bool:
    if word.lower() in COMMON or not any(char.isalpha() for char in word) or len(word) < 2:
        return False
    if word[0].isdigit():
        return bool(named.DIGITS_FIRST.fullmatch(word))
    return word != word.lower() or any(char.isdigit() for char in word) or bool(_DOMAIN.search(word))


def _foreign_name(claim: Claim, mention: Mention) -> Finding:
    entry = mention.entries[0]
    advice = f"引用的段落里没有“{mention.form}”（{entry.english[0]}），请照来源改正或删去。"
    return claim.finding("name", "error", mention.form, advice)


def _squashed(word: str) -> str:
    return _BREAKS.sub("", word).casefold()


def _singular(word: str) -> set[str]:
    """GPUs for GPU and GPU for GPUs."""
    squashed = _squashed(word)
    return {squashed + "s", squashed.removesuffix("s")}


@functools.lru_cache(1024)
def _tokens(text: str) -> frozenset[str]:
    """Every Latin word of the text without hyphens and case, and every two or three neighbours joined."""
    words = []
    for match in _TOKEN.finditer(simplified(text[:MAX_TEXT])):
        word = re.sub(r"['’]s$", "", match.group())
        words.append([word, *(_BREAKS.split(word) if _BREAKS.search(word) else ())])
    parts = [part.casefold() for word in words for part in (word[1:] or word)]
    joined = {"".join(parts[n : n + size]) for size in (1, 2, 3, 4) for n in range(len(parts) - size + 1)}
    return frozenset(joined | {_squashed(word[0]) for word in words})


def _near(word: str, texts: list[str]) -> str:
    """A name of the passages that begins alike: what was probably meant."""
    head = _squashed(word)[:3]
    for text in texts:
        for other, _ in names_in(text[:MAX_TEXT]):
            if _squashed(other).startswith(head):
                return other
    return ""
