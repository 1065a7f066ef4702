"""What a new entry adds to a story already written: nothing, more facts of the same, or what happened after.

The rules that hold an article's sentences to their passages are asked the other way round: what they find that the
evidence and the story's earlier entries do not have is what is new.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from newsbot import chinese
from newsbot.checks.claim import Claim
from newsbot.checks.figures import figure_rule
from newsbot.checks.names import name_rule
from newsbot.news import WRITTEN, Entry, Evidence, Noun, Passage, Sentence, Source, SourceDate
from newsbot.newsroom import Member, News, World
from newsbot.terms import terms

FIXED = ("gathered", "drafted", "judged", *WRITTEN)
"""The stages at which what a story rests on is fixed."""

LATER = timedelta(hours=12)
"""Reports of one act of one day come within hours; what comes with new facts after that is the next day's."""

READ = 3_000  # characters of an entry: the first paragraphs say what is new in it
MOST_SENTENCES = 40
MOST_FACTS = 8
MOST_FORMER = 30  # earlier entries that are looked at, the newest
NEW_WORDS = 0.6  # of a title's words, from which on it tells of another act; a rewritten headline keeps half of them

# Every word of an English title is written like a name: only what no mere word looks like is taken for one.
_NO_WORD = re.compile(r"\d|[a-z][A-Z]|^[A-Z]{2,}")


class Weighed(Noun):
    """What an entry brought, and in its own words what of it is new."""

    news: News
    facts: tuple[str, ...] = ()


def news_in(entry: Entry, dated: datetime, evidence: Evidence, former: Sequence[Member]) -> Weighed:
    """What the entry, which appeared at `dated`, adds to what was written from `evidence` and to the earlier entries.

    New are figures, dates and names that neither has, and a title most of whose words neither has. With
    nothing new it is a duplicate; new facts within 12 hours of the last report are an update, later ones a development.
    """
    former = sorted(former, key=lambda member: member.dated)[-MOST_FORMER:]
    passages, sources = _known(entry, dated, evidence, former)
    facts = tuple(dict.fromkeys(_facts(entry, passages, sources)))[:MOST_FACTS]
    if not facts and _another_act(entry.title, passages):
        facts = (chinese.one_line(entry.title)[:100],)
    if not facts:
        return Weighed(news="duplicate")
    last = _last(evidence, former)
    return Weighed(news="development" if last is not None and dated > last + LATER else "update", facts=facts)


async def weighed(member: Member, story: str, world: World) -> Member:
    """The entry with what it adds to this story, where that is written; as it is where not."""
    row = await world.archive.row(story)
    document = await world.archive.artifact(story, "gathered") if row and row.stage in FIXED else None
    group = await world.archive.group(story) if document else None
    if document is None or group is None:
        return member
    evidence = Evidence.model_validate_json(document)
    former = [each for each in group.members if each.entry != member.entry and each.seen <= member.seen]
    found = news_in(member.entry, member.dated, evidence, former)
    return member.model_copy(update={"news": found.news, "facts": found.facts})


def _known(
    entry: Entry, dated: datetime, evidence: Evidence, former: Sequence[Member]
) -> tuple[tuple[Passage, ...], tuple[Source, ...]]:
    """What was known, as passages of sources; the entry itself last, with nothing but whose it is and its date."""
    passages, sources = list(evidence.passages), list(evidence.sources)
    first = max((source.id for source in sources), default=0) + 1
    told = [(each.entry, each.dated, _text(each.entry)) for each in former]
    for id, (known, at, text) in enumerate([*told, (entry, dated, "")], start=first):
        day = SourceDate(year=at.year, month=at.month, day=at.day)
        whose = {"publisher": known.publisher, "author": known.author, "url": known.url, "sha256": ""}
        sources.append(Source(id=id, title=known.title if text else "", published=day, retrieved=at, **whose))
        passages.append(Passage(id=f"{id}.1", source=id, start=0, end=len(text), text=text, language=""))
    return tuple(passages), tuple(sources)


def _facts(entry: Entry, passages: tuple[Passage, ...], sources: tuple[Source, ...]) -> Iterator[str]:
    """Figures, dates and names of the entry that the passages do not have, in reading order."""
    text = _text(entry)
    places = [*chinese.sentences(text)][:MOST_SENTENCES]
    for start, end in places:
        claim = Claim("body", Sentence(text=text[start:end]), passages, sources)
        foreign = chinese.language(claim.text) != "zh"
        for finding in (*figure_rule(claim), *name_rule(claim)):
            if finding.severity == "error" and not (
                finding.rule == "name" and foreign and finding.found.isascii() and not _NO_WORD.search(finding.found)
            ):
                yield finding.found


def _another_act(title: str, passages: Sequence[Passage]) -> bool:
    """Whether the title says in most of its words what none of the passages of its language does."""
    language = chinese.language(title)
    known = [passage.text for passage in passages if chinese.language(passage.text) == language]
    said = set(terms(title[:300]))
    if not known or len(said) < 4:
        return False
    there = set().union(*map(terms, known))
    return len(said - there) >= NEW_WORDS * len(said)


def _last(evidence: Evidence, former: Sequence[Member]) -> datetime | None:
    """When the story was last told of: by an entry that brought something, else when its sources were read."""
    told = [member.dated for member in former if member.news != "duplicate"]
    return max(told or [source.retrieved for source in evidence.sources], default=None)


def _text(entry: Entry) -> str:
    body = entry.text or entry.summary
    return chinese.seen(f"{entry.title[:300]}\n{body[:READ]}")
