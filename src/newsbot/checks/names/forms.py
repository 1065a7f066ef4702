"""The rules for names across a whole draft: one translation for one bearer, the original beside it at first.

After the house style: 同一篇只用一个译名，首次出现括注原文，如“萨姆·奥尔特曼（Sam Altman）”.
"""

import re
from collections.abc import Iterator

from newsbot.checks.claim import Claim, chinese
from newsbot.chinese import simplified
from newsbot.glossary import Entry, Glossary, Mention
from newsbot.glossary import han as is_han
from newsbot.news import BESIDE_PROSE, Draft, Evidence, Finding, Sentence

_BESIDE = re.compile(r"\s?[（(][^（）()]{0,60}[A-Za-z]{2}[^（）()]{0,60}[）)]")
_QUOTED = re.compile("[“「『][^“”「」『』]{0,400}[”」』]")


def name_forms(draft: Draft, evidence: Evidence, names: Glossary) -> list[Finding]:
    """Warnings `name-form` (one bearer under two Chinese names) and `name-original` (no original at first)."""
    return [*_two_forms(draft, names), *_originals(draft, evidence, names)]


def _two_forms(draft: Draft, names: Glossary) -> Iterator[Finding]:
    """The first sentence that writes of a person in another translation than the draft did before.

    A short form of the first one (奥尔特曼 of 萨姆·奥尔特曼) is the same translation. What is quoted is the source's.
    """
    first: dict[Entry, str] = {}
    told: set[Entry] = set()
    for place, sentence in draft.placed():
        if place.startswith("keywords/"):
            continue
        text = _QUOTED.sub(lambda match: " " * len(match.group()), simplified(sentence.text))
        for mention in _translated(names, text):
            (entry,) = mention.entries
            before = first.setdefault(entry, mention.form)
            if entry not in told and not _one_translation(before, mention.form):
                told.add(entry)
                advice = f"同一篇里“{before}”和“{mention.form}”指同一对象，请统一用“{entry.preferred}”。"
                yield Claim(place, sentence, ()).finding("name-form", "warning", mention.form, advice, before)


def _translated(names: Glossary, text: str) -> Iterator[Mention]:
    """The Chinese names of persons in a text that are translations, each of one bearer."""
    for mention in names.mentions(text):
        if len(mention.entries) == 1 and is_han(mention.form) and _foreign_person(mention.entries[0]):
            yield mention


def _foreign_person(entry: Entry) -> bool:
    """Whether somebody's Chinese name is written by its sounds: 萨姆·奥尔特曼, and not 黄仁勋."""
    return entry.kind == "person" and any("·" in form for form in entry.chinese)


def _one_translation(one: str, other: str) -> bool:
    return one in other or other in one


def _originals(draft: Draft, evidence: Evidence, names: Glossary) -> Iterator[Finding]:
    """Where a foreign person's Chinese name first stands in the body, over foreign passages, without the original."""
    seen: set[Entry] = set()
    for place, sentence in draft.body():
        text = simplified(sentence.text)
        for mention in _translated(names, text):
            (entry,) = mention.entries
            if entry in seen or _heading(place):
                continue
            seen.add(entry)
            if not _BESIDE.match(text, mention.end) and _over_foreign(sentence, evidence):
                advice = f"“{mention.form}”首次出现，请括注原文，如“{entry.preferred}（{entry.english[0]}）”。"
                yield Claim(place, sentence, ()).finding(
                    "name-original", "warning", mention.form, advice, entry.english[0]
                )


def _heading(place: str) -> bool:
    return place.endswith(BESIDE_PROSE)


def _over_foreign(sentence: Sentence, evidence: Evidence) -> bool:
    cited = evidence.cited(sentence.passages)
    return bool(cited) and not any(chinese(passage) for passage in cited)
