"""Names of a foreign sentence that its rendering has in no form: 首次出现括注原文，译名表里没有的保留原文."""

import functools
import re

from newsbot.checks.names import latin
from newsbot.checks.names.known import pairs
from newsbot.chinese import simplified
from newsbot.glossary import MAX_TEXT, Glossary

# What English writes with a capital and Chinese translates: nations, faiths, offices, and what there is one of.
_TRANSLATED_WORDS = """
african american arab arabic argentine asian australian austrian belgian brazilian british canadian catholic chilean
chinese christian czech danish dutch egyptian emirati english european finnish french german greek hebrew hindi hindu
hungarian indian indonesian iranian iraqi irish islamic israeli italian japanese jewish kenyan korean latin malaysian
mexican muslim nigerian norwegian pakistani palestinian persian philippine polish portuguese russian saudi scottish
serbian singaporean soviet spanish swedish swiss syrian taiwanese thai turkish ukrainian vietnamese welsh western
eastern northern southern
i internet web earth moon sun god bible congress parliament senate house court cabinet treasury university college
school hospital museum library airport street road avenue river sea ocean bay lake harbor harbour port city county
state province district department ministry agency office bureau council committee commission board center centre
institute foundation association society union group company bank corporation corp inc ltd llc plc co act bill law
treaty agreement article section chapter part figure table appendix note q&a faq tbd tba
series level phase stage round grade celsius fahrenheit executive officer
"""
_NUMBERED = re.compile(r" \d{1,3}$")
_OPENING = "\"“'‘(（)）:：;；—–•"
_TRANSLATED = frozenset(_TRANSLATED_WORDS.split())


def lost(piece: str, text: str, beside: str, names: Glossary, prose: str = "") -> list[str]:
    """The names of `piece` that `text` has neither as they stand, nor as the table translates them, nor as `beside`
    translates them where it puts the original in brackets. Each once, in their order.

    Titles, days and nations are no names here; nor are words of a heading that has a capital everywhere and what opens
    a sentence, unless `prose`, the text they belong to, has them with a capital only, in the midst of a sentence.
    """
    found = names.found(piece)
    ours = {entry for mention in names.found(text) for entry in (*mention.entries, *mention.maybe)}
    gone: list[str] = []
    covered: list[tuple[int, int]] = []
    for mention in found:
        if mention.form.islower() and mention.form.isascii():  # the paper is no name of The Paper
            continue
        bearers = (*mention.entries, *mention.maybe)
        covered.append((mention.start, mention.end))
        if mention.entries and not ours.intersection(bearers) and not _stands(mention.form, text, beside):
            gone.append(mention.form)
    headed = _capitals_everywhere(piece)
    for word, start in latin.names_in(piece[:MAX_TEXT]):
        if any(first <= start < end for first, end in covered) or _stands(word, text, beside):
            continue
        if (headed or _no_name(piece, word, start)) and not _named(piece, word, prose):
            continue
        gone.append(word)
    return list(dict.fromkeys(gone))


def _named(piece: str, word: str, prose: str) -> bool:
    """Whether the text has the word with a capital in the midst of a sentence, and nowhere without one."""
    if not prose or not word[:1].isupper() or _translated(word) or latin.titled(piece, word):
        return False
    found = re.search(rf"[a-z0-9,;'’)] {re.escape(word)}(?![A-Za-z])", prose)
    return found is not None and re.search(rf"(?<![A-Za-z]){re.escape(word.lower())}(?![A-Za-z])", prose) is None


def _no_name(piece: str, word: str, start: int) -> bool:
    if latin.opens(piece, word, start) or latin.titled(piece, word):
        return True
    before, after = piece[:start].rstrip()[-1:], piece[start + len(word) :].lstrip()
    if before and before in _OPENING and word.istitle() and not after[:1].isupper():
        return True  # what opens a quotation, a point or a list has its capital from that
    return _translated(word)


def _translated(word: str) -> bool:
    word = _NUMBERED.sub("", word)  # Level 3
    return word.casefold() in _TRANSLATED or word.casefold().removesuffix("s") in _TRANSLATED


def _stands(word: str, text: str, beside: str) -> bool:
    """Whether a name stands in the text, or a translation of it that the draft once puts beside it."""
    if latin.stands(word, latin.tokens(text)) or (" " in word and word.casefold() in text.casefold()):
        return True
    plain = simplified(text)
    return any(latin.stands(word, latin.tokens(other)) and _said(one, plain) for one, other in _pairs(beside))


@functools.lru_cache(16)
def _pairs(beside: str) -> tuple[tuple[str, str], ...]:
    """The draft's pairings; texts longer than `pairs` reads are read line by line."""
    return tuple(dict.fromkeys(pair for line in beside.split("\n") for pair in pairs(line)))


def _said(translation: str, text: str) -> bool:
    """Whether the translation stands in the text, or the end of it: what stands before a bracket begins too early."""
    return any(translation[at:] in text for at in range(max(1, len(translation) - 1)))


def _capitals_everywhere(piece: str) -> bool:
    """Whether a heading has a capital at every longer word, as titles do."""
    words = [word for word in piece.split() if len(word) > 3 and word[0].isalpha()]
    return len(words) > 1 and all(word[0].isupper() for word in words)
