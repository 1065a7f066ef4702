"""What a model wrote shows that it obeyed somebody: the story is flagged, though none of it is left.

`injection` reads the sources, and no rule reads every demand: a poem may be asked for in a headline. What the model
makes of one is plainer. A draft has no place for a link, markup of a page, words to a model, or a code of our prompt:
where one stood, somebody asked for it, most likely a source that the sentence names.
"""

import re
from collections.abc import Iterable

from newsbot.chinese import one_line
from newsbot.news import Evidence, Finding, Sentence

SHOWN = 60
"""Characters of what was found that a flag shows."""

_ALWAYS = frozenset({"instruction", "leak"})
# A bare host may be a name that the model knows (Booking.com); with a path, a scheme or an @ it leads somewhere.
_LEADS = re.compile(r"[/@:]")
_ACTIVE = re.compile(r"https?:|www\.|\]\(|!\[|\{\{|\{%|</?[a-z!]", re.IGNORECASE)


def obeyed(told: Iterable[tuple[Sentence, Finding]], evidence: Evidence) -> list[Finding]:
    """An `obeyed` warning at `source/N` for each source that such a sentence names, at `article` where it names none.

    `told` are the model's sentences, those included that have been cut or reworded since, each with what rules found.
    """
    found: dict[str, Finding] = {}
    for sentence, finding in told:
        if not _shows(finding):
            continue
        sources = sorted({passage.source for passage in evidence.cited(sentence.passages)})
        for place in [f"source/{number}" for number in sources] or ["article"]:
            found.setdefault(place, _flag(place, finding))
    return list(found.values())


def _shows(finding: Finding) -> bool:
    """Whether an honest draft could not have what this finding is about."""
    if finding.severity != "error":
        return False
    if finding.rule == "address":
        return _LEADS.search(finding.found) is not None
    return finding.rule in _ALWAYS or (finding.rule == "markup" and _ACTIVE.search(finding.found) is not None)


def _flag(place: str, finding: Finding) -> Finding:
    # Of a leak nothing is shown: it may be the canary.
    shown = "提示词里的内容" if finding.rule == "leak" else f"“{one_line(finding.found)[:SHOWN]}”"
    whose = f"来源{place.partition('/')[2]}" if place != "article" else "某个来源"
    advice = f"模型写过{shown}，像是照做了{whose}里写给模型的话，请编辑核对全稿，必要时弃用这个来源。"
    return Finding(rule="obeyed", severity="warning", place=place, sentence="", found=finding.rule, advice=advice)
