"""The rules for what a sentence rests on: passages that exist, or nothing to rest on at all."""

import re

from newsbot.checks.claim import Claim
from newsbot.checks.names import names_in
from newsbot.checks.speech import says
from newsbot.chinese import simplified
from newsbot.figures import figures
from newsbot.news import Draft, Evidence, Finding, Sentence

TRANSITIONS = 2
"""Sentences without passages that one article may have: more would be a way around every other rule."""

TRANSITION_LENGTH = 30
"""Characters of a sentence that states no fact; a longer one always states something."""


def citation_rule(claim: Claim) -> list[Finding]:
    """Errors `citation` (no passage, or one that does not exist) and `transition` (a fact without one)."""
    if claim.keyword or (claim.sentence.kind == "label" and not claim.sentence.passages):
        return []
    sentence = claim.sentence
    known = {passage.id for passage in claim.passages}
    unknown = [id for id in dict.fromkeys(sentence.passages) if id not in known]
    if unknown:
        advice = "引用了不存在的段落编号，请改引证据里有的段落。"
        return [claim.finding("citation", "error", "、".join(unknown[:20]), advice)]
    if sentence.passages:
        return []
    if sentence.kind == "fact":
        return [claim.finding("citation", "error", "", "事实句必须注明所依据的段落；找不到依据就删去这一句。")]
    facts = _facts(claim)
    if facts:
        advice = "没有注明段落的过渡句不能含数字、名称、日期、转述，不能超过30字，只能指向下文；请注明段落或删去。"
        return [claim.finding("transition", "error", facts, advice)]
    return []


# What leads on to what follows; anything else without a passage is a statement, however harmless it sounds.
_POINTS_ON = re.compile("如下|以下|下文|下面")


def _facts(claim: Claim) -> str:
    """What in a transition states a fact; empty when nothing does."""
    text = claim.text
    stated = [figure.text for figure in figures(text) if not figure.weak]
    stated += [mention.form for mention in claim.standards.names.mentions(text)]
    stated += [name for name, _ in names_in(simplified(text))]
    if not stated and says(text):
        return "转述"
    if not stated and len(claim.sentence.text) > TRANSITION_LENGTH:
        return f"{len(claim.sentence.text)}字"
    if not stated and not _POINTS_ON.search(text):
        return "不是指向下文的话"
    return "、".join(stated[:5])


def transitions(draft: Draft, _: Evidence) -> list[Finding]:
    """A `transition` error for each sentence without passages beyond the `TRANSITIONS` an article may have."""
    loose = [
        (place, sentence)
        for place, sentence in draft.placed()
        if sentence.kind == "transition" and not sentence.passages and not place.startswith("keywords/")
    ]
    advice = f"一篇稿件最多只能有{TRANSITIONS}句不注明依据的过渡句，请注明段落或删去。"
    return [
        Claim(place, sentence, ()).finding("transition", "error", "", advice) for place, sentence in loose[TRANSITIONS:]
    ]


def inherited(draft: Draft) -> Draft:
    """The draft in which a sentence that should name passages and does not has those of the next one in its paragraph.

    For newsrooms that cite by the paragraph. One that ends its paragraph has nothing to inherit.
    """
    changes: dict[str, Sentence | None] = {}
    after: tuple[str, tuple[str, ...]] = ("", ())  # the paragraph, or list item, and what its next sentence rests on
    for place, sentence in reversed(list(draft.body())):
        paragraph, _, number = place.rpartition("/")
        if not number.isdigit():  # a section's title, a list's lead
            continue
        passages = sentence.passages
        if not passages and paragraph == after[0] and after[1] and citation_rule(Claim(place, sentence, ())):
            passages = after[1]
            changes[place] = sentence.model_copy(update={"passages": passages, "kind": "fact"})
        after = (paragraph, passages)
    return draft.revised(changes) if changes else draft


def keywords(draft: Draft, _: Evidence) -> list[Finding]:
    """A `keyword` error for each keyword that does not stand in the article (title, TL;DR or body)."""
    shown = (sentence.text for place, sentence in draft.placed() if not place.startswith("keywords/"))
    body = _plain("\n".join(shown))
    return [
        Claim(f"keywords/{n}", keyword, ()).finding(
            "keyword", "error", keyword.text, "关键词必须在正文里出现过，请换掉或删去。"
        )
        for n, keyword in enumerate(draft.keywords)
        if _plain(keyword.text) not in body or not _plain(keyword.text)
    ]


def _plain(text: str) -> str:
    return "".join(simplified(text).split()).casefold()
