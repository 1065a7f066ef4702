"""Pages that may serve: which may be used at all, and which are one text printed by several outlets."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from newsbot import chinese
from newsbot.news import Access, Noun, Page, Source, SourceKind, Span, Standing

# How much a source's kind and what was read of it count for its passages: the announcement before the rewrite,
# the whole text before what stands of it elsewhere.
KINDS: dict[SourceKind, float] = {
    "primary": 1.3,
    "wire": 1.1,
    "media": 1.0,
    "aggregator": 0.8,
    "rumour": 0.5,
    "machine": 0.0,
}
READ_OF: dict[Access, float] = {"full": 1.0, "paywalled": 0.8, "excerpt": 0.7, "headline": 0.5}
# Bounds of what one outlet's weight in the settings can do to a passage.
LEAST_WEIGHT, MOST_WEIGHT = 0.25, 4.0

# Two texts that share this much of the shorter one, counted in runs of so many characters, are one text: a wire's
# copies with another lead and other words in places share 0.7 and more, two reports of one event under 0.3.
COPY_SHARED = 0.6
_RUN = 8
_LEAST_RUNS = 60
_COMPARED = 20_000  # characters of a text
_LETTERS = re.compile(rf"[{chinese.HAN}A-Za-z0-9]+")


class Candidate(Noun):
    """A page that may serve, its passages, whether an editor named it, and its outlet's standing.

    `copies` are the outlets known to carry the same text.
    """

    page: Page
    spans: tuple[Span, ...]
    given: bool
    standing: Standing = Standing()
    copies: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What the page is called to people."""
        return chinese.one_line(self.page.title)[:80] or self.page.final_url or self.page.url

    @property
    def outlet(self) -> str:
        """Who publishes it: the outlet's name, else its host; empty for a document without either."""
        stated = self.standing.outlet or chinese.simplified(self.page.publisher)
        return stated or host(self.page.final_url or self.page.url)

    @property
    def weight(self) -> float:
        """What its word counts against a whole text of a medium of weight 1."""
        own = min(max(self.standing.weight, LEAST_WEIGHT), MOST_WEIGHT)
        return KINDS[self.standing.kind] * READ_OF[self.page.access] * own

    def source(self, id: int) -> Source:
        """The page as the article will name it, under this id."""
        page = self.page
        return Source(
            id=id,
            url=page.final_url or page.url,
            title=chinese.simplified(page.title),
            author=chinese.simplified(page.author),
            publisher=chinese.simplified(page.publisher) or self.standing.outlet,
            published=page.published,
            retrieved=page.fetched,
            access=page.access,
            language=page.language,
            sha256=page.sha256,
            kind=self.standing.kind,
            use=self.standing.use,
            origin=chinese.simplified(page.origin),
            copies=self.copies,
        )


class LeftOut(NamedTuple):
    """A page that is not used, and why, in Chinese for the editor's notes and in English for errors."""

    candidate: Candidate
    note: str
    reason: str


def forbidden(candidate: Candidate) -> LeftOut | None:
    """Why the page may not be evidence whatever it says; None when it may."""
    if candidate.page.ours:
        return LeftOut(candidate, "是本站自己的文章，不作证据", "an article of our own is no evidence")
    if candidate.page.machine or candidate.standing.kind == "machine":
        return LeftOut(candidate, "由机器生成，不作证据", "a text that a machine wrote is no evidence")
    if candidate.standing.use == "never":
        return LeftOut(candidate, "按设置不得使用", "the settings say it is never used")
    if candidate.standing.use == "link":
        return LeftOut(candidate, "按设置只可链接，不作证据", "the settings say it is only linked")
    return None


def host(url: str) -> str:
    """The host of an address without `www.`; empty when it has none."""
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# ---------------------------------------------------------------- copies


def originals(candidates: Sequence[Candidate]) -> tuple[list[Candidate], list[tuple[Candidate, Candidate]]]:
    """Each text once, in the order of the candidates, and the pairs (copy, original) that were folded.

    The original is the page whose outlet the others name as their source, else the one read whole, of the kind
    nearest to the event, printed first. It names the outlets of its copies, and is given if one of them is.
    """
    runs = [_runs(each.page.text) for each in candidates]
    groups: list[list[int]] = []
    for number, mine in enumerate(runs):
        group = next((group for group in groups if _alike(mine, runs[group[0]])), None)
        if group is None:
            groups.append([number])
        else:
            group.append(number)
    kept, folded = [], []
    for group in groups:
        members = [candidates[number] for number in group]
        original = min(members, key=lambda each: _originality(each, members))
        kept.append(_with_copies(original, members))
        folded += [(each, original) for each in members if each is not original]
    return kept, folded


def _runs(text: str) -> frozenset[str]:
    letters = "".join(_LETTERS.findall(chinese.simplified(text[:_COMPARED])))
    return frozenset(letters[at : at + _RUN] for at in range(len(letters) - _RUN + 1))


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= _LEAST_RUNS and len(one & other) >= COPY_SHARED * shorter


def _originality(candidate: Candidate, members: Sequence[Candidate]) -> tuple[bool, bool, float, str]:
    """Sorts the original first. A source without a date is later than one with it."""
    named = any(candidate.outlet and candidate.outlet in each.page.origin for each in members if each is not candidate)
    published = candidate.page.published
    return (
        forbidden(candidate) is not None,
        not named,
        -KINDS[candidate.standing.kind] * READ_OF[candidate.page.access],
        str(published) if published else "9999",
    )


def _with_copies(original: Candidate, members: Sequence[Candidate]) -> Candidate:
    names = [*original.copies, *_outlets(each for each in members if each is not original)]
    copies = tuple(name for name in dict.fromkeys(names) if name and name != original.outlet)
    if len(members) == 1 and copies == original.copies:
        return original
    return original.model_copy(update={"copies": copies, "given": any(each.given for each in members)})


def _outlets(candidates: Iterator[Candidate]) -> Iterator[str]:
    for each in candidates:
        yield each.outlet
        yield from each.copies
