"""The order of the path, and nothing else.

    feeds ──poll──▶ entries, kept and announced (`rounds`)
    a story is begun from one of them, or from a person's headline

    new       gather   given pages │ archive │ searches ──▶ pages ──cut──▶ passages ──choose──▶ EVIDENCE
    gathered  write    evidence ──prompt│LLM│parse──▶ DRAFT
    drafted   judge    draft ──checks│judge──▶ findings ──repair──▶ VERDICT
    judged    render   verdict ──build│render──▶ ARTICLE, a file in the drafts' folder (of an edition: `editions`)
    review    (an editor's)

`advance` takes a story one stage on: it does the stage's work, then writes its artifact and the new
stage in one transaction if the story still stands where it stood. Every stage can be run again at
any time, by anyone; whoever loses the race throws its work away. What is decided is decided in the
steps; what is done to the world is done behind the Protocols of `newsroom`.
"""

import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar
from zoneinfo import ZoneInfo

from newsbot import (
    article,
    checks,
    contradictions,
    digesting,
    editions,
    embargo,
    evidence,
    gathering,
    judging,
    notices,
    patience,
    polling,
    prompts,
    ranking,
    review,
    rounds,
    topics,
)
from newsbot.errors import EvidenceError, NewsbotError, OutOfBudget, RateLimited, TooThin, Unavailable, UsageError
from newsbot.gate import Gate, Judge, Rewrite, as_it_stands, words_of
from newsbot.kinds import Told, deserved, named
from newsbot.news import (
    NEWS,
    Article,
    Draft,
    Embargo,
    Evidence,
    Feed,
    Former,
    Kind,
    Notice,
    Noun,
    PromptUse,
    Review,
    Source,
    Stage,
    Story,
    Verdict,
    Writer,
)
from newsbot.newsroom import Model, Row, World
from newsbot.settings import Digest, Interests, Kinds
from newsbot.witnesses import witnesses
from newsbot.writers import chapters, compose, edition, extract, stepwise, translating, whole
from newsbot.writers.asking import UNUSABLE

N = TypeVar("N", bound=Noun)
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class House:
    """What every article file says of the newsroom that made it (`article.Form` without the story's own values)."""

    author: str
    categories: tuple[str, ...]
    zone: ZoneInfo
    label_explicit: bool
    label_implicit: bool
    label_text: str
    producer: str

    def form(self, story: Story, chosen: Evidence, kind: Kind, score: int, synced: datetime) -> article.Form:
        """The form of one story's file."""
        return article.Form(
            author=self.author,
            categories=self.categories,
            zone=self.zone,
            label_explicit=self.label_explicit,
            label_implicit=self.label_implicit,
            label_text=article.told(self.label_text, chosen, story.language),
            producer=self.producer,
            generated=story.created,
            synced=synced,
            score=score,
            kind=kind,
        )


@dataclass(frozen=True)
class Rules:
    """How this newsroom writes: plain values from its settings.

    `writer` is `auto` or one way; `ways` says, for `auto`, which ways to try in order with the
    model as it is known. `feeds` are those the settings declare; the due ones are read before sources are
    gathered. `judge` is whether a judge has been probed and passed; `probe` probes one that could not be asked at the
    start. `house` is what the article file says of us; Han characters from `minimum` to `maximum`; `results` pages a
    search; `policy` is what it thinks of outlets, `interests` what makes a story matter to it, `standards` what its
    checks ask beyond what holds everywhere. With `fallback` an article is excerpted when the model is away or may not
    be paid. `kinds` are those of article, by name, and `deserving` says which stories get which; `digest` what a
    digest is of. `characters` are the house's exceptions from how Traditional ones are made.
    """

    ways: tuple[Writer, ...]
    feeds: tuple[Feed, ...]
    judge: bool
    limits: evidence.Limits
    house: House
    minimum: int
    maximum: int
    results: int
    policy: gathering.Policy
    interests: Interests
    concurrency: int
    standards: checks.Standards
    blocked: tuple[str, ...] = ()
    fallback: bool = False
    probe: Callable[[], Awaitable[bool]] | None = None
    kinds: Mapping[str, Kind] = field(default_factory=lambda: {NEWS.name: NEWS})
    deserving: Kinds = field(default_factory=Kinds)
    digest: Digest = field(default_factory=Digest)
    characters: Mapping[str, str] = field(default_factory=dict)

    def deserves(self, told: Told) -> str:
        """The kind of article for a story of which this is known, where nobody named one."""
        return deserved(told, self.deserving.rules, self.kinds, self.ways, self.deserving.default)

    def kind(self, name: str) -> Kind:
        """The kind of this name. Raises `UsageError` that names the known ones."""
        return named(self.kinds, name)

    def length(self, kind: Kind) -> tuple[int, int]:
        """How many Han characters an article of this kind has, at least and at most."""
        return kind.length or (self.minimum, self.maximum)

    def limits_of(self, kind: Kind) -> evidence.Limits:
        """How much an article of this kind may rest on."""
        reach = kind.reach.model_dump() if kind.reach else {}
        return self.limits.model_copy(update=reach)

    def checks_of(self, draft: Draft) -> tuple[checks.Check, ...]:
        """All checks for a draft of its kind, written as it is; an excerpt may not be padded."""
        if draft.language == "en":
            return checks.english_checks(self.standards)
        kind = self.kind(draft.kind)
        minimum, maximum = self.length(kind)
        least = minimum // 2 if draft.writer == "extract" else minimum
        return checks.checks(least, maximum, self.standards, kind)


class Refusal(Noun):
    """Why a story is not written: what was missing, where was looked, what went wrong on the way."""

    reason: str
    searched: tuple[str, ...]
    problems: tuple[str, ...]
    forbidden: bool = False  # by the settings: no evidence would change it


Done = tuple[Stage, Noun, str]
"""The stage reached, the artifact that made it so, and a reason to show (may be empty)."""


async def poll(
    world: World, rules: Rules, *, only: str = "", force: bool = False, told: rounds.Told | None = None
) -> rounds.Round:
    """One round over the followed feeds that are due; with `force` over all that are not paused.

    `only` is the address of the one feed to poll; named like this, even a paused one is asked if forced.
    Raises `UsageError` when it is not followed.
    """
    await world.archive.declare(rules.feeds)
    kept = await world.archive.followed()
    followed = [polling.reclocked(feed, world.now()) for feed in kept]
    for before, after in zip(kept, followed, strict=True):
        if after is not before:  # the clock was put back: its time counts from now
            await world.archive.keep_feed(after)
    if only:
        followed = [feed for feed in followed if feed.feed.url == only]
        if not followed:
            raise UsageError(f"{only} is no feed that is followed; `newsbot feeds add` follows it")
    due = [feed for feed in followed if polling.is_due(feed, world.now()) or (force and (only or not feed.paused))]
    taken = await world.archive.take_feeds(due)  # of several daemons one asks a feed
    with world.spans("feed round", feeds=len(taken)) as note:
        polled = await rounds.poll(taken, world, told)
        note(failed=sum(bool(ended.error) for ended in polled), new=sum(len(ended.announced) for ended in polled))
    for ended in polled:
        if ended.error:
            world.progress("problem", ended.error)
    return rounds.Round(polled=polled, skipped=len(followed) - len(taken))


async def advance(row: Row, world: World, rules: Rules) -> Row:
    """Take the story one stage on and return it as it then stands.

    An error of the tree leaves the story parked at its stage with the reason, and is raised.
    """
    step = _STEPS.get(row.stage)
    if step is None:
        return row
    began = world.now()
    try:
        with world.spans("stage", story=row.story.id, stage=row.stage) as note:
            stage, artifact, reason = await step(row, world, rules)
            note(reached=stage, verdict=artifact.outcome if isinstance(artifact, Verdict | Article) else "")
    except NewsbotError as error:
        later = patience.after(row.story.id, row.failures, error, world.now(), row.outages)
        await world.archive.park(
            row.story.id,
            row.stage,
            str(error),
            anew=isinstance(error, UNUSABLE),
            due=later.due,
            failures=later.failures,
            outages=later.outages,
            notices=await _of_parked(row, error, world) if later.due is None else (),
            capped=isinstance(error, OutOfBudget),
        )
        raise
    told = await _of_draft(row, artifact, world)
    await world.archive.finish(
        row.story.id,
        row.stage,
        stage,
        artifact.model_dump_json(),
        reason,
        notices=told,
        lacking=began if isinstance(artifact, Refusal) and not artifact.forbidden else None,
    )
    return await _row(row.story.id, world)


async def _of_draft(row: Row, left: Noun, world: World) -> tuple[Notice, ...]:
    """What people are told of an article that nobody waited for; nothing of another stage."""
    if row.chosen is None or not isinstance(left, Article):
        return ()
    verdict = await _artifact(row.story.id, "judged", Verdict, world)
    return (notices.of_draft(left, verdict, await world.archive.spent(row.story.id)),)


async def _of_parked(row: Row, error: NewsbotError, world: World) -> tuple[Notice, ...]:
    """What people are told of a story, which nobody waited for, that only a person can help.

    Of a cap they are told by the books already.
    """
    if row.chosen is None or (isinstance(error, OutOfBudget) and error.cap):
        return ()
    return (notices.of_parked(row, error, await world.archive.spent(row.story.id), world.now()),)


async def carry(story: Story, world: World, rules: Rules) -> Row:
    """Take a story, new or begun, as far as the machine may: to `review` or `refused`."""
    await world.archive.add_story(story)
    row = await _row(story.id, world)
    while row.stage in _STEPS:
        row = await advance(row, world, rules)
    return row


async def _gather(row: Row, world: World, rules: Rules) -> Done:
    story = row.story
    if story.edition_of:
        return "gathered", await editions.gathered(story, world, rules.characters), ""
    if story.of:
        evidence_of, _ = await _composed(story, world, rules)
        return "gathered", evidence_of, ""
    if reason := await _forbidden(story, world, rules):
        return "refused", Refusal(reason=reason, searched=(), problems=(), forbidden=True), reason
    world.progress("gather", "feeds")
    await poll(world, rules)
    kind = rules.kind(story.kind)
    results = max(rules.results, kind.reach.sources if kind.reach else 0)
    model = world.model(story.id, row.tries)
    found = await gathering.gather(story, world, model, results, rules.policy, alone=kind.faithful)
    for problem in found.problems:
        world.progress("problem", problem)
    try:
        if kind.faithful:
            wanted = evidence.Wanted(story=story.id, headline=story.headline, url=story.url)
            original, chosen = evidence.entire(wanted, found.candidates, found.searched)
            found.candidates = [original]
        else:
            chosen = evidence.choose(story.id, found.queries, found.candidates, rules.limits_of(kind), found.searched)
    except EvidenceError as error:
        return "refused", _refusal(error, [*found.problems, *found.misses]), str(error)
    if reason := _too_few(chosen, kind):
        return "refused", Refusal(reason=reason, searched=chosen.searched, problems=found.problems), reason
    chosen = chosen.model_copy(update={"notes": (*chosen.notes, *_flags(chosen, found))})
    for note in chosen.notes:
        world.progress("problem", note)
    against = contradictions.find(chosen.passages, chosen.sources)
    for each in against:
        world.progress(
            "problem", f"来源说法不一：{each.subject}，{each.one}为{each.values[0]}，{each.other}为{each.values[1]}"
        )
    former = await _former(story, world) if story.follows else None
    known: dict[str, object] = {"contradictions": against, "former": former}
    if held := _embargo(chosen, found, rules):
        world.progress("problem", f"来源声明了发布时间限制：{held.words[:120]}")
        known["embargo"] = held
    return "gathered", chosen.model_copy(update=known), ""


async def _forbidden(story: Story, world: World, rules: Rules) -> str:
    """Why the story may not be told: a blocked topic in its headline or in the title of one of its entries."""
    if word := topics.blocked(story.headline, rules.blocked):
        return f"topics.block forbids “{word}”, which stands in the headline"
    group = await world.archive.group(story.id) if rules.blocked else None
    for member in group.members if group else ():
        if word := topics.blocked(member.entry.title, rules.blocked):
            return f"topics.block forbids “{word}”, which stands in the title “{member.entry.title[:80]}”"
    return ""


def _too_few(chosen: Evidence, kind: Kind) -> str:
    """Why an article of this kind cannot be written from so few sources; empty when it can."""
    independent = witnesses(chosen.sources)
    missing = kind.sources - len(independent)
    if missing > 0:
        named = ", ".join(_called(each) for each in independent)
        leaning = [each for each in chosen.sources if each not in independent]
        others = f"; no witness of its own: {', '.join(map(_called, leaning))}" if leaning else ""
        return (
            f"a {kind.name} needs at least {kind.sources} independent sources, and {len(independent)} can be used "
            f"({named}{others}); {missing} more {'is' if missing == 1 else 'are'} missing, name pages with --url"
        )
    carried = evidence.carries(chosen)
    if kind.reach and kind.length and carried < checks.TOO_SHORT * kind.length[0]:
        return (
            f"a {kind.name} has at least {kind.length[0]} characters, and what these {len(chosen.sources)} sources say "
            f"carries about {carried}; name more pages, or longer ones, with --url"
        )
    return ""


def _called(source: Source) -> str:
    return source.publisher or source.title[:40] or source.url


def _flags(chosen: Evidence, found: gathering.Gathered) -> Iterator[str]:
    """A note on each source whose page speaks to language models, also outside the passages that were chosen."""
    pages = {each.page.sha256: each.page for each in found.candidates}  # documents handed in have no address
    for source in chosen.sources:
        if flag := checks.note(source.id, pages[source.sha256].text):
            yield flag


def _embargo(chosen: Evidence, found: gathering.Gathered, rules: Rules) -> Embargo | None:
    """The latest embargo that one of the sources states on itself; one of which nobody can read the date goes first."""
    pages = {each.page.sha256: each.page for each in found.candidates}
    read = [pages[source.sha256] for source in chosen.sources]
    stated = [embargo.find(page.text, page.fetched, rules.house.zone) for page in read]
    held = [each for each in stated if each is not None]
    return max(held, key=lambda each: (each.until is None, each.until or EPOCH), default=None)


async def _former(story: Story, world: World) -> Former | None:
    """The article that the story goes on with, and what its entries say is new; None where it was never written."""
    verdict = await world.archive.artifact(story.follows, "judged")
    written = await world.archive.artifact(story.follows, "review")
    if verdict is None or written is None:
        return None
    rested = await _artifact(story.follows, "gathered", Evidence, world)
    draft = Verdict.model_validate_json(verdict).draft
    group = await world.archive.group(story.id)
    return Former(
        story=story.follows,
        title=draft.title.text.removeprefix(extract.MARK),
        name=Article.model_validate_json(written).name,
        said=(*(sentence.text for _, sentence in draft.placed()), *(passage.text for passage in rested.passages)),
        new=tuple(dict.fromkeys(fact for member in group.members for fact in member.facts)) if group else (),
    )


def _model_for(rules: Rules) -> str:
    """What a newsroom lacks that cannot write a kind in any of its ways."""
    if "stepwise" in rules.ways:
        return "a larger model: the one that is set is small and writes sentence by sentence (docs/small-models.md)"
    return "a model: set one"


async def _write(row: Row, world: World, rules: Rules) -> Done:
    story = row.story
    chosen = await _artifact(story.id, "gathered", Evidence, world)
    secret = await world.archive.secret()
    kind = rules.kind(story.kind)
    if chosen.edition is not None:
        return "drafted", await _told_again(row, chosen, world, rules), ""
    if story.of:
        _, drafted = await _composed(story, world, rules)
        return "drafted", _tagged(drafted, chosen), ""
    ways = [way for way in rules.ways if way in kind.writers]
    if not ways:
        raise UsageError(f"a {kind.name} is written {' or '.join(kind.writers)}, which needs {_model_for(rules)}")
    for way in ways:
        world.progress("write", way)
        try:
            drafted = await _drafted(way, world.model(story.id, row.tries), chosen, secret, world, rules, kind)
        except EvidenceError as error:
            return "refused", _refusal(error, ()), str(error)
        except UNUSABLE as error:
            if way == ways[-1]:
                raise
            world.progress("problem", f"{way}: {error}")
            continue
        except _AWAY as error:
            if not rules.fallback or "extract" not in kind.writers:
                raise
            world.progress("problem", f"excerpted instead of written: {error}")
            try:
                drafted = extract.write(chosen, kind=kind)
            except EvidenceError:  # too little can be quoted: the story waits for the model
                raise error from None
            break
        if way == ways[-1] or kind.faithful or not checks.rambles(drafted, chosen, rules.length(kind)[0]):
            break
        world.progress("problem", f"{way}: the model repeats itself or says too little; writing sentence by sentence")
    return "drafted", _tagged(drafted, chosen), ""


async def _told_again(row: Row, chosen: Evidence, world: World, rules: Rules) -> Draft:
    """The draft of an edition: in Traditional characters the signed one itself, since only its file differs."""
    assert chosen.edition is not None, "what is told again is in the evidence"
    if row.story.language == "zh-Hant":
        return chosen.edition.signed
    model, secret = world.model(row.story.id, row.tries), await world.archive.secret()
    world.progress("write", "edition")
    return await edition.write(model, world.prompts, chosen, secret, rules.standards, rules.kind(row.story.kind))


def _tagged(drafted: Draft, chosen: Evidence) -> Draft:
    return drafted.model_copy(update={"keywords": topics.keywords(drafted, chosen), "tags": topics.tags(drafted)})


async def _composed(story: Story, world: World, rules: Rules) -> tuple[Evidence, Draft]:
    """A digest and what it rests on."""
    articles = await digesting.told(story.of, world)
    if len(articles) < rules.digest.least:
        raise TooThin(f"only {len(articles)} of the digest's {len(story.of)} articles are still on the site", ())
    return compose.compose(story, articles, rules.kind(story.kind), rules.digest.days)


async def _drafted(
    way: Writer, model: Model | None, chosen: Evidence, secret: str, world: World, rules: Rules, kind: Kind
) -> Draft:
    if model is None:
        return extract.write(chosen, rules.standards, kind)
    if kind.faithful:
        wish = await _wish(chosen.story, world)
        return await translating.write(
            model, world.prompts, chosen, secret, rules.concurrency, rules.standards, kind, way, wish
        )
    minimum, maximum = rules.length(kind)
    asked = min(minimum, evidence.carries(chosen))  # asking for more would ask for padding
    if way == "chapters":
        wish = await _wish(chosen.story, world)
        tokens = rules.limits.tokens
        return await chapters.write(
            model, world.prompts, chosen, secret, asked, maximum, tokens, kind, rules.standards, wish
        )
    if way == "stepwise":
        return await stepwise.write(
            model, world.prompts, chosen, secret, asked, rules.concurrency, rules.standards, kind
        )
    wish = await _wish(chosen.story, world)
    return await whole.write(model, world.prompts, chosen, secret, asked, maximum, rules.standards, wish, kind)


async def _wish(story: str, world: World) -> str:
    """Why an editor sent the story's last draft back; empty where none did."""
    acts = await world.archive.acts(story)
    return acts[-1].act.reason.rstrip("。") if acts and acts[-1].act.kind == "send back" else ""


async def may_judge(rules: Rules) -> bool:
    """Whether a judge may be asked. One that could not be probed when the process began is probed now.

    Raises `ModelError` where it still cannot be asked: an outage, which is no word on the judge.
    """
    return rules.judge or (rules.probe is not None and await rules.probe())


async def _judge(row: Row, world: World, rules: Rules) -> Done:
    story = row.story
    chosen = await _artifact(story.id, "gathered", Evidence, world)
    drafted = await _artifact(story.id, "drafted", Draft, world)
    if chosen.edition is not None and story.language == "zh-Hant":  # the same sentences: what was said of them holds
        words = words_of(await editions.heard(story, world))
        return "judged", as_it_stands(drafted, chosen, rules.checks_of(drafted), words), ""
    world.progress("judge", f"{sum(1 for _ in drafted.placed())} sentences")
    secret = await world.archive.secret()
    model = world.model(story.id, row.tries)
    judge: Judge | None = None
    rewrite: Rewrite | None = None
    uses: list[PromptUse] = []
    if model is not None and await may_judge(rules):
        judge = partial(judging.judge, model, world.prompts, chosen, secret, uses=uses)
    kind = rules.kind(story.kind)
    # stepwise has had its second try sentence by sentence
    if model is not None and drafted.writer == "whole" and kind.rounds:
        rewrite = partial(whole.rewrite, model, world.prompts, chosen, secret, uses=uses, kind=kind)
    if model is not None and drafted.writer == "edition":
        rewrite = partial(edition.rewrite, model, world.prompts, chosen, secret, uses=uses, standards=rules.standards)
    canary = prompts.canary(secret, story.id, chosen)
    asked = (*rules.checks_of(drafted), checks.hidden_word(canary))
    mends = (lambda place: not checks.rendered(place)) if kind.faithful else (lambda _: True)
    gate = Gate(drafted, chosen, asked, judge, standards=rules.standards, mends=mends)
    verdict = await gate.verdict(rewrite)
    sent = checks.redacted(verdict.draft, canary).model_copy(update={"prompts": (*verdict.draft.prompts, *uses)})
    return "judged", verdict.model_copy(update={"draft": sent}), ""


async def _render(row: Row, world: World, rules: Rules) -> Done:
    story = row.story
    verdict = await _artifact(story.id, "judged", Verdict, world)
    chosen = await _artifact(story.id, "gathered", Evidence, world)
    earlier = await world.archive.artifact(story.id, "review")  # written anew at an editor's word
    name = Article.model_validate_json(earlier).name if earlier else ""
    if chosen.edition is not None:
        name = editions.file_name(chosen.edition.name, story.language)
    markdown, written = await rendered(story, chosen, review.begun(verdict, 0, chosen), world, rules, name=name)
    path = await world.desk.write(written.name, markdown, story.id, replacing=await world.archive.digests(story.id))
    world.progress("render", path)
    # Of two who wrote at once the first one's file lies there.
    kept = written.model_copy(update={"path": path, "sha256": await world.desk.digest(path)})
    return "review", kept, ""


async def rendered(
    story: Story, chosen: Evidence, on: Review, world: World, rules: Rules, *, name: str = ""
) -> tuple[str, Article]:
    """The file of a draft as it stands, and what is kept of it but its path. `name` is the one it has already."""
    verdict = on.verdict.model_copy(update={"draft": article.shown(on.verdict.draft, chosen, story.language)})
    score = await _worth(story, chosen, world, rules)
    # `created` is kept with the story: the file's date and name stay what they were on every rerun.
    kind = rules.kind(story.kind)
    signed = review.byline(on)
    form = rules.house.form(story, chosen, kind, score.total, synced=world.now()).model_copy(
        update={
            "licence": on.licence,
            "byline": signed.editor if signed else "",
            "owned": _owned(story, on, verdict.draft, chosen),
        }
    )
    built = article.build(verdict, chosen, story, form)
    markdown = article.finish(built.document, world.templates.text(kind.template), kind.template)
    day = form.generated.astimezone(form.zone).date()
    title = verdict.draft.title.text
    return markdown, Article(
        story=story.id,
        name=name or article.file_name(title.removeprefix(extract.MARK), day, story.id),
        path="",
        sha256=hashlib.sha256(markdown.encode("utf-8")).hexdigest(),
        generated=form.generated,
        outcome=verdict.outcome,
        notes=built.notes,
        why=score.why,
        score=score.total,
        title=title,
        open=len(review.open_sentences(on)) + len(review.open_findings(on)),
        minutes=review.minutes(on, chosen),
        held=review.held(on),
        approved=on.approval.editor if on.approval else "",
        rules=dict(sorted(Counter(finding.rule for finding in verdict.findings).items())),
    )


async def _worth(story: Story, chosen: Evidence, world: World, rules: Rules) -> ranking.Score:
    """What the story is worth by the sources that were chosen, and by what a model said of it."""
    text = "\n".join(passage.text for passage in chosen.passages)
    outlets = {source.publisher or source.url for source in chosen.sources}
    dates = [source.published for source in chosen.sources]
    group = await world.archive.group(story.id)
    said = group.rated.model if group is not None and group.rated is not None else None
    return ranking.score(
        chosen.headline,
        text,
        len(outlets),
        dates,
        story.created,
        outlets=len(chosen.sources) + sum(len(source.copies) for source in chosen.sources),
        primary=any(source.kind == "primary" for source in chosen.sources),
        model=None if said is None else said / 100,
        interests=rules.interests,
    )


def _owned(story: Story, on: Review, shown: Draft, chosen: Evidence) -> tuple[article.Owned, ...]:
    """What editors answer for with their names, as the file shows it."""
    sentences = dict(shown.placed())
    return tuple(
        article.Owned(
            text=sentences[place].text,
            passages=each.passages,
            editor=word.editor,
            reason=article.told(word.reason, chosen, story.language),
        )
        for place, each, word in review.owned(on)
    )


_AWAY = (OutOfBudget, Unavailable, RateLimited)
"""What keeps a model from being asked, for a while: then `fallback` may have the article excerpted."""

_STEPS: dict[Stage, Callable[[Row, World, Rules], Awaitable[Done]]] = {
    "new": _gather,
    "gathered": _write,
    "drafted": _judge,
    "judged": _render,
}


WORKING = frozenset(_STEPS)
"""The stages from which a story goes on by itself."""


async def _artifact(story: str, stage: Stage, noun: type[N], world: World) -> N:
    document = await world.archive.artifact(story, stage)
    assert document is not None, f"story {story} stands after {stage} without its artifact"
    return noun.model_validate_json(document)


async def _row(story: str, world: World) -> Row:
    row = await world.archive.row(story)
    if row is None:
        raise UsageError(f"there is no story {story}")
    return row


def _refusal(error: EvidenceError, problems: Sequence[str]) -> Refusal:
    return Refusal(reason=str(error), searched=error.searched, problems=tuple(problems))
