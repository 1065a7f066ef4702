"""Gathering what is known about a headline: given pages and files, the archive, the searches.

One bad page or search costs only itself and leaves a line that says so; only an editor's own file
that cannot be read stops the story, since whoever named it can mend it at once. Every page that was
read is kept in the archive.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Iterable, Sequence
from dataclasses import dataclass, field

from newsbot import chinese, passages, sources
from newsbot import story as stories
from newsbot.errors import FetchError, ModelError, NewsbotError, ParseError
from newsbot.evidence import Candidate
from newsbot.news import Entry, Page, Readable, Story
from newsbot.newsroom import Hit, Model, Request, World
from newsbot.settings import Outlet

ENTRIES_LABEL = "订阅条目"
ARCHIVE_LABEL = "资料库"
OWN_LABEL = "选题的条目"
OWN = 8  # entries of a followed story whose pages are read
# An excerpt shorter than this says nothing a sentence could rest on.
LEAST_EXCERPT = 40
# Two extractors that agree on less of a page than this: one of them has read the wrong part.
DOUBTFUL = 0.3
# Headers of an answer that say later how old it was and whether it has changed.
HEADERS = ("content-type", "date", "etag", "last-modified")


@dataclass(frozen=True)
class Policy:
    """What the newsroom thinks of outlets, and how many requests to search engines a story may make."""

    outlets: tuple[Outlet, ...]
    only_listed: bool
    searches: int


@dataclass
class Gathered:
    """What was found: candidates for evidence, where we looked, and what went wrong (lines for people).

    `problems` are for whoever named the page or set the search; `misses` are results of searches
    that could not be read, which matter only when nothing else is found.
    """

    candidates: list[Candidate] = field(default_factory=list)
    queries: list[str] = field(default_factory=list)
    searched: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def add(self, page: Page, *, given: bool) -> None:
        """Take a page unless its text or address is there already."""
        address = stories.canonical(page.final_url) if page.final_url else ""
        for other in self.candidates:
            same = other.page.final_url and stories.canonical(other.page.final_url) == address
            if other.page.sha256 == page.sha256 or same:
                return
        self.candidates.append(Candidate(page=page, spans=passages.cut(page.text), given=given))


async def gather(
    story: Story, world: World, model: Model | None, results: int, policy: Policy, *, alone: bool = False
) -> Gathered:
    """Everything about the story's headline. `results` bounds the pages that searches lead to; `alone`: where a page is
    given nothing else is looked for.

    Raises `ParseError` for a file that cannot be read, `OutOfBudget` never: without a translation the
    headline is searched as it is.
    """
    gathered = Gathered(queries=[story.headline])
    for path in story.files:
        gathered.add(await _document(path, world), given=True)
        gathered.searched.append(f"文件 {path}")
    own = await _own(story, world)
    told = {stories.canonical(hit.url) for hit in own}
    given = [url for url in dict.fromkeys((story.url, *story.urls)) if url and stories.canonical(url) not in told]
    gathered.searched += given
    for page in await _all(read_page(url, world) for url in given):
        _take(gathered, page, given=True)
    if own:
        gathered.searched.append(OWN_LABEL)
        await _read(own, gathered, gathered.problems, world, given=True)
    if not (alone and (given or own or story.files)):
        translation = await _in_chinese(story.headline, model, world)
        if translation:
            gathered.queries.append(translation)
        await _search(gathered, world, results, policy.searches)
    for candidate in gathered.candidates:
        await world.archive.keep_page(candidate.page, candidate.spans)
        doubt = candidate.page.agreement
        if doubt is not None and doubt < DOUBTFUL:
            gathered.problems.append(f"{_named(candidate.page)}：两种提取结果只有{doubt:.0%}相同，请核对原文")
    gathered.candidates = [_standing(each, policy) for each in gathered.candidates]
    return gathered


def _named(page: Page) -> str:
    return page.title[:80] or page.final_url


def _standing(candidate: Candidate, policy: Policy) -> Candidate:
    standing = sources.standing(candidate.page, policy.outlets, only_listed=policy.only_listed)
    return candidate.model_copy(update={"standing": standing})


async def _search(gathered: Gathered, world: World, results: int, searches: int) -> None:
    """The archive's pages, then what the feeds announced and the searches found, read now.

    `searches` bounds the requests to search engines, all of the headline as it is before its translation.
    """
    for query in gathered.queries:
        for archived in await world.archive.pages_about(query, results):
            if archived.final_url:  # a document that an editor handed in serves its own story and no other
                gathered.add(archived, given=False)
    gathered.searched.append(ARCHIVE_LABEL)
    hits = [
        _hit(entry)
        for query in gathered.queries
        for entry in await world.archive.entries_about(query, results * 2)
        if entry.url
    ]
    gathered.searched.append(ENTRIES_LABEL)
    asked = [(searcher, query) for query in gathered.queries for searcher in world.searchers]
    gathered.searched += dict.fromkeys(searcher.label for searcher, _ in asked[:searches])
    for searcher, query in asked[:searches]:
        try:
            hits += await searcher.search(query)
        except (FetchError, ParseError) as error:
            gathered.problems.append(f"{searcher.label}：{error}")
    await _read(_fresh(hits, gathered)[:results], gathered, gathered.misses, world, given=False)


async def _own(story: Story, world: World) -> list[Hit]:
    """What the entries of a followed story lead to, those that brought something first, then the newest; no copies."""
    group = await world.archive.group(story.id)
    members = [each for each in group.members if each.entry.url and not each.is_copy] if group else []
    members.sort(key=lambda each: (bool(each.facts), each.dated), reverse=True)
    return [_hit(each.entry) for each in members[:OWN]]


def _hit(entry: Entry) -> Hit:
    return Hit(
        url=entry.url,
        title=entry.title,
        snippet=max(entry.summary, entry.text, key=len),
        publisher=entry.publisher,
        published=entry.published,
    )


async def _read(hits: Sequence[Hit], gathered: Gathered, failed: list[str], world: World, *, given: bool) -> None:
    """The pages of these hits; of one that cannot be read what was said of it, and a line in `failed`."""
    for hit, page in zip(hits, await _all(read_page(hit.url, world) for hit in hits), strict=True):
        if isinstance(page, NewsbotError):
            failed.append(str(page))
            if len(hit.snippet) >= LEAST_EXCERPT:
                gathered.add(_excerpt(hit, world), given=given)
        else:
            gathered.add(page, given=given)


def _fresh(hits: Iterable[Hit], gathered: Gathered) -> list[Hit]:
    """The hits that lead to pages we do not have, those that say most of the headline first."""
    had = {stories.canonical(each.page.final_url) for each in gathered.candidates if each.page.final_url}
    fresh = {stories.canonical(hit.url): hit for hit in hits if stories.canonical(hit.url) not in had}
    wanted = set().union(*(chinese.bigrams(chinese.simplified(query)) for query in gathered.queries))
    return sorted(
        fresh.values(), key=lambda hit: -len(wanted & chinese.bigrams(chinese.simplified(f"{hit.title} {hit.snippet}")))
    )


def _take(gathered: Gathered, page: Page | NewsbotError, *, given: bool) -> None:
    if isinstance(page, NewsbotError):
        gathered.problems.append(str(page))
    else:
        gathered.add(page, given=given)


async def _all(pages: Iterable[Awaitable[Page]]) -> list[Page | NewsbotError]:
    """Each page, or the expected error it ended in; a bug is raised."""
    ended = await asyncio.gather(*pages, return_exceptions=True)
    made: list[Page | NewsbotError] = []
    for each in ended:
        if isinstance(each, BaseException) and not isinstance(each, NewsbotError):
            raise each
        made.append(each)
    return made


async def read_page(url: str, world: World) -> Page:
    """The page as it is read now. Raises `FetchError`, `ParseError`."""
    world.progress("gather", url)
    fetched = await world.fetcher.page(url)
    kind = fetched.headers.get("content-type", "")
    readable = await world.parser.page(fetched.final_url, kind, fetched.fetched, fetched.body)
    headers = {name: fetched.headers[name] for name in HEADERS if name in fetched.headers}
    return _kept(readable, url, fetched.final_url, world).model_copy(
        update={"fetched": fetched.fetched, "status": fetched.status, "headers": headers}
    )


async def _document(path: str, world: World) -> Page:
    world.progress("gather", path)
    readable = await world.parser.document(path, await world.files.read(path))
    return _kept(readable, "", "", world)


def _kept(readable: Readable, url: str, final_url: str, world: World) -> Page:
    return Page(
        url=url,
        final_url=final_url,
        fetched=world.now(),
        title=readable.title,
        text=readable.text,
        sha256=hashlib.sha256(readable.text.encode()).hexdigest(),
        author=readable.author,
        publisher=readable.publisher,
        published=readable.published,
        language=readable.language,
        access=readable.access,
        canonical=readable.canonical,
        origin=readable.origin,
        dropped=readable.dropped,
        agreement=readable.agreement,
        machine=readable.machine,
        ours=readable.ours,
        shapes=readable.shapes,
    )


def _excerpt(hit: Hit, world: World) -> Page:
    """What a feed or a search said of a page that could not be read: a weaker source, marked so."""
    readable = Readable(title=hit.title, text=hit.snippet, publisher=hit.publisher)
    return _kept(readable, hit.url, hit.url, world).model_copy(update={"access": "excerpt"})


async def _in_chinese(headline: str, model: Model | None, world: World) -> str:
    """The headline in Chinese for searching; empty when it is Chinese already or no model can say."""
    if model is None or chinese.language(headline) == "zh":
        return ""
    prompt = world.prompts.prompt("news/query").rendered(headline=headline)
    try:
        text = chinese.one_line((await model.ask(Request.under(prompt, "query"))).text)[:200]
    except ModelError as error:
        world.progress("gather", f"headline not translated: {error}")
        return ""
    return text if chinese.language(text) == "zh" else ""
