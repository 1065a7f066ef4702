"""Putting entries into stories as they come: into the story of those most like it, else into one of its own."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from newsbot import chinese, grouping
from newsbot import story as stories
from newsbot.glossary import entries_in
from newsbot.grouping import MOST_CHARACTERS, Likeness, Rarity, Text, prepared
from newsbot.news import Entry, Noun, Story
from newsbot.newsroom import Glimpse, Member, Placing, Sought, Unsure, World
from newsbot.story import MAX_HEADLINE
from newsbot.tracking.memory import weighed
from newsbot.tracking.nearby import Nearby, Place
from newsbot.tracking.nearby import key as key_of

HORIZON = timedelta(days=14)
"""Entries that no run has put into a story for so long are no news any more."""

NEAR = timedelta(days=16)
"""Entries further apart are not compared: their likeness would be a quarter of what their words say, or less."""

MOST = 1_000  # entries a run; the next goes on
LOOKED_AT = 100  # of them that are read at once
TOGETHER = 50  # entries put into stories in one transaction
FOUND = 30  # entries about one's title and lead that are looked at
ENOUGH = 80  # candidates of which those are the best; the archive's own search takes more, and more time
COMPARED = 6  # of them that one is compared with, and half as many of other languages
NAMES = 8  # names by which reports in the other language are looked for
FOREIGN = 10  # of them that are looked at
SAME_PAGE = 10  # entries of one address that are looked at
LEAD = 200  # characters of an entry's text that say what it is about
READY = 300  # texts kept ready to be compared, some 60 kilobytes each: those of a transaction, and those near them
COUNTED = 20_000  # words whose rarity a run keeps; then it asks anew
KIND = "news"


class Tracked(Noun):
    """What a run did: how many entries began a story, and how many joined one. `stories` are those, `unsure` the
    entries that may belong to another than theirs, `problems` what went wrong on the way, each in a line; `left` is
    whether there are more for the next run."""

    begun: int = 0
    joined: int = 0
    stories: tuple[str, ...] = ()
    unsure: tuple[Unsure, ...] = ()
    problems: tuple[str, ...] = ()
    left: bool = False


async def track(world: World, since: datetime | None = None, most: int = MOST) -> Tracked:
    """Put the entries first seen since then (14 days ago) that are in no story into stories, the first seen first.

    Run again it finds nothing to do; of several who run it at once one puts an entry into a story.
    """
    archive, since = world.archive, since or world.now() - HORIZON
    run = _Run(world)
    left = most
    # A hundred at a time, and none held that was put: a first poll brings tens of thousands, with their texts.
    while left > 0 and (waiting := await archive.ungrouped(since, min(left, LOOKED_AT))):
        if left == most:
            await run.nearby.begin()
        for start in range(0, len(waiting), TOGETHER):
            await run.put(waiting[start : start + TOGETHER])
        left -= len(waiting)
    return Tracked(
        begun=run.begun,
        joined=run.joined,
        stories=tuple(run.stories),
        unsure=tuple(run.unsure),
        problems=tuple(filter(None, [run.nearby.problem])),
        left=left <= 0 and bool(await archive.ungrouped(since, 1)),
    )


@dataclass(frozen=True)
class _Match:
    """The entry of a story that another belongs to, and how it is told."""

    member: Member
    likeness: Likeness


@dataclass
class _Run:
    """One run: what it has put so far."""

    world: World
    begun: int = 0
    joined: int = 0
    unsure: list[Unsure] = field(default_factory=list)
    stories: dict[str, None] = field(default_factory=dict)
    nearby: Nearby = field(init=False)
    _counts: dict[str, int] = field(default_factory=dict)
    _total: int = 0

    def __post_init__(self) -> None:
        self.nearby = Nearby(self.world, NEAR)

    async def put(self, waiting: Sequence[Member]) -> None:
        """Put these entries into stories, in one transaction; each may join one that another of them begins."""
        placings: list[Placing] = []
        await self.nearby.add((member, self._text(member)) for member in waiting)
        for member in waiting:
            match = await self._match(member, placings)
            if isinstance(match, _Match):
                placings.append(await self._joining(member, match))
            else:
                placings.append((await self._beginning(member, placings)).model_copy(update={"may": match}))
        begun = {placing.begins.id for placing in placings if placing.begins is not None}
        for put in await self.world.archive.place(placings):
            first = put.story in begun
            begun.discard(put.story)
            self.begun += first
            self.joined += not first
            self.stories[put.story] = None

    async def _match(self, member: Member, placings: Sequence[Placing]) -> _Match | str:
        """Where the entry belongs among those in stories and those about to be; when to none of them, the story that
        it may belong to, empty for none."""
        archive, address = self.world.archive, _address(member.entry)
        about_to_be = {_key(placing.member.entry): placing.member for placing in placings}
        same_page = [
            other
            for other in (*await archive.members_at([address], SAME_PAGE), *about_to_be.values())
            # One feed may give all its entries one address; that two feeds have it says that they mean one page.
            if address and address == _address(other.entry) and other.entry.feed != member.entry.feed
        ]
        if same_page:
            return _Match(same_page[0], Likeness("same text", 1.0, "the same address"))
        places = await self._candidates(member)
        there = {_key(each.entry): each for each in await archive.members_named(places)} | about_to_be
        found = [there[key] for key in map(key_of, places) if key in there and key != _key(member.entry)]
        return await self._likest(member, [each for each in found if abs(each.dated - member.dated) <= NEAR])

    async def _candidates(self, member: Member) -> list[Place]:
        """The entries it is compared with: those that share its words, in the other language its names, and those near
        by their vectors. Each language has its own places, since others of one's own share more words."""
        archive, text = self.world.archive, self._text(member)
        sought = [Sought(_query(member.entry), FOUND, ENOUGH)]
        if names := _names_abroad(text):
            sought.append(Sought(names, FOREIGN, ENOUGH // 2))
        about, *abroad = await archive.glimpses(sought)
        ours, foreign = _by_language(member, about)
        for more in abroad:
            foreign = [*foreign[: COMPARED // 2], *_by_language(member, more)[1]]
        chosen = [*ours[:COMPARED], *foreign[:COMPARED]]
        return list(dict.fromkeys([*chosen, *self.nearby.like(text)]))

    async def _likest(self, member: Member, found: Sequence[Member]) -> _Match | str:
        """The entry of one story with this one, among those found about it, best first; else a story that may be."""
        near = {_key(each.entry): each for each in found}
        new, texts = self._text(member), {key: self._text(each) for key, each in near.items()}
        of: dict[str, list[Text]] = {}
        for key, text in texts.items():
            of.setdefault(near[key].story, []).append(text)
        rare = await self._rarity([new, *texts.values()])
        placed = grouping.place(new, of, rare, self.nearby.vectors)
        if placed.group is None or placed.likeness is None:
            if not placed.unsure:
                return ""
            may = near[placed.unsure[0].other].story
            self.unsure.append(Unsure(entry=member.entry, story=may))
            return may
        return _Match(next(each for each in near.values() if each.story == placed.group), placed.likeness)

    async def _rarity(self, texts: Sequence[Text]) -> Rarity:
        """How rare their words are in the archive, as it was when they were first asked for, a little ago."""
        if len(self._counts) > COUNTED:
            self._counts.clear()
        words = sorted({word for text in texts for word in text.words} - self._counts.keys())
        if words:
            self._total, counts = await self.world.archive.frequencies(words)
            self._counts |= dict.fromkeys(words, 0) | counts
        return Rarity(self._total, self._counts)

    async def _joining(self, member: Member, match: _Match) -> Placing:
        story = await self.world.archive.standing(match.member.story)
        joining = member.model_copy(
            update={
                "story": story,
                "why": f"{match.likeness.relation}: {match.likeness.why}"[:300],
                "is_copy": match.likeness.relation == "same text",
            }
        )
        return Placing(member=await weighed(joining, story, self.world), address=_address(member.entry))

    async def _beginning(self, member: Member, placings: Sequence[Placing]) -> Placing:
        begun = {placing.begins.id for placing in placings if placing.begins is not None}
        begins = await new_story(member.entry, self.world, begun)
        return Placing(
            member=member.model_copy(update={"story": begins.id}), address=_address(member.entry), begins=begins
        )

    def _text(self, member: Member) -> Text:
        """The entry ready to be compared."""
        entry = member.entry
        body = (entry.text or entry.summary)[:MOST_CHARACTERS]
        return _ready(_key(entry), entry.title[:MAX_HEADLINE], body, member.dated, entry.publisher)


@functools.lru_cache(READY)
def _ready(key: str, title: str, body: str, dated: datetime, outlet: str) -> Text:
    """The text ready to be compared: what is news today is compared with many, in this run and in the next."""
    return prepared(key, title, body, date=dated, outlet=outlet)


async def new_story(entry: Entry, world: World, taken: set[str] | None = None) -> Story:
    """A story that begins with this entry, under an id that no story has and that is the same for whoever begins it."""
    headline = _headline(entry)
    # Without an address a title says too little: another day may have the same.
    address = entry.url or f"entry:{entry.feed}#{entry.key}"
    itself = f"{entry.feed}#{entry.key}"  # when title and address are those of another
    for attempt in itertools.count(1):
        id = stories.story_id(KIND, headline, (address,) if attempt == 1 else (address, itself), (), attempt)
        if id not in (taken or ()) and await world.archive.row(id) is None:
            return Story(id=id, kind=KIND, headline=headline, url=entry.url, created=world.now())
    raise AssertionError("attempts are endless")


def _headline(entry: Entry) -> str:
    said = (
        chinese.one_line(part[:2_000])[:MAX_HEADLINE] for part in (entry.title, entry.summary, entry.text, entry.url)
    )
    return next((line for line in said if any(char.isalnum() for char in line)), "（无标题）")


def _query(entry: Entry) -> str:
    """What others of its event are looked for by: outlets that copy a text give it titles of their own."""
    return f"{entry.title[:MAX_HEADLINE]}\n{(entry.text or entry.summary)[:LEAD]}"


def _address(entry: Entry) -> str:
    """The entry's canonical address; empty for none, and for a site's front page, which is no page of one event."""
    address = stories.canonical(entry.url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.netloc and (parts.path not in ("", "/") or parts.query) else ""


def _by_language(member: Member, about: Sequence[Glimpse]) -> tuple[list[Place], list[Place]]:
    """Those of the member's language that are near in time, and those of others."""
    ours: list[Place] = []
    foreign: list[Place] = []
    language = chinese.language(member.entry.title)
    for each in about:
        if abs(each.dated - member.dated) <= NEAR:
            (ours if chinese.language(each.title) == language else foreign).append((each.feed, each.key))
    return ours, foreign


def _names_abroad(text: Text) -> str:
    """The names of a text as the other language writes them: what English reports of a Chinese one's event have in
    common with it, and the other way round. Empty where it names nobody."""
    to_english = text.language.startswith("zh")
    known = sorted(entries_in(text.lead), key=lambda entry: entry.english)
    forms = [(entry.english if to_english else entry.chinese)[:1] for entry in known]
    latin = [name for name in text.names if name.isascii() and not to_english]
    return " ".join(dict.fromkeys([*(form for each in forms for form in each), *latin][:NAMES]))


def _key(entry: Entry) -> str:
    return key_of((entry.feed, entry.key))
