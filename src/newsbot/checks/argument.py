"""What a column needs besides its facts: a thesis, steps that each argue from a fact, and somebody's own words."""

from collections.abc import Callable, Iterator

from newsbot.checks.claim import Claim
from newsbot.checks.opinions import NAMELESS
from newsbot.checks.quotes import is_speech
from newsbot.checks.speakers import named_speaker
from newsbot.checks.speech import quoted
from newsbot.news import NEWS, Draft, Evidence, Finding, Kind, Sentence


def argument(kind: Kind = NEWS) -> Callable[[Draft, Evidence], list[Finding]]:
    """The check of a kind with opinions whose sections are numbered as steps; it finds nothing in others.

    Warnings `argument`: no opinion in title, lead and first paragraphs (no thesis); a step without an opinion, or
    without a fact; no words between quotation marks that are somebody's with a name.
    """

    def check(draft: Draft, _: Evidence) -> list[Finding]:
        return list(_lacking(draft)) if kind.opinion and kind.parts.numbered else []

    return check


def _lacking(draft: Draft) -> Iterator[Finding]:
    whole = Claim("article", draft.title, ())
    sentences = list(draft.placed())
    opening = [each for place, each in sentences if place == "title" or place.startswith(("tldr/", "introduction/"))]
    if not any(each.kind == "opinion" for each in opening):
        yield whole.finding("argument", "warning", "论点", "标题、引语和开头都没有说出论点，请在开头用一句观点写明。")
    for n, section in enumerate(draft.sections):
        told = [
            each for place, each in sentences if place.startswith(f"sections/{n}/") and Claim(place, each, ()).prose
        ]
        title = Claim(f"sections/{n}/title", section.title, ())
        if not any(each.kind == "opinion" for each in told):
            yield title.finding("argument", "warning", section.title.text, "这一节只有事实，看不出是论证的哪一步。")
        if not any(each.kind == "fact" for each in told):
            yield title.finding("argument", "warning", section.title.text, "这一节只有观点，请补上支持它的事实。")
    if not any(quotes_somebody(each) for _, each in sentences):
        advice = "全文没有一句有名有姓的人的原话；资料里有的话，请引一句，写明是谁说的。"
        yield whole.finding("argument", "warning", "引语", advice)


def quotes_somebody(sentence: Sentence) -> bool:
    """Whether the sentence has words between quotation marks that somebody with a name has said."""
    spoken = (named_speaker(sentence.text, each) for each in quoted(sentence.text) if is_speech(each))
    return any(speaker is not None and not NAMELESS.search(speaker.shown) for speaker in spoken)
