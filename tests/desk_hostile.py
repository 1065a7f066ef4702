"""A newsroom in which every text that can reach a page of the desk is one of many payloads."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import desk_world
from databases import ready
from desk_world import WHEN
from newsbot import editing, review, wiring
from newsbot.edges.store import Store
from newsbot.news import (
    Act,
    Article,
    Bullets,
    Decision,
    Draft,
    Entry,
    Evidence,
    Feed,
    Finding,
    Item,
    Judged,
    Known,
    Outcome,
    Paragraph,
    Passage,
    PromptUse,
    Section,
    Sentence,
    Source,
    Story,
    Support,
    Verdict,
)
from newsbot.newsroom import Due, Member, Objection, Placing, Recheck
from newsbot.settings import Settings
from newsbot.upheld import Change
from newsbot.wiring import Newsroom
from test_desk_published import publish

DRAFT, HISTORY = "c" * 32, "e" * 32
PUBLISHED = desk_world.STORY.id
SUPPORTS: tuple[Support, ...] = (
    "quoted",
    "supported",
    "partly",
    "contradicted",
    "unsupported",
    "not judged",
    "not a claim",
)
TOGETHER = 10
"""So many payloads share a title in the list of drafts: a draft for each would be hundreds of stories."""
LONGEST_LABEL = 200


def evidence(story: str, payloads: Sequence[str]) -> Evidence:
    """A source for each payload: its address, title, author, publisher and text are the payload."""
    sources = [
        Source(
            id=number,
            url=payload,
            title=payload,
            author=payload,
            publisher=payload,
            retrieved=WHEN,
            access="excerpt",
            language="zh",
            sha256="0" * 64,
            origin=payload,
            copies=(payload,),
        )
        for number, payload in enumerate(payloads, 1)
    ]
    passages = [
        Passage(id=f"{n}.1", source=n, start=0, end=len(text), text=text, original=text, language="zh")
        for n, text in enumerate(payloads, 1)
    ]
    return Evidence(story=story, headline=payloads[0], sources=tuple(sources), passages=tuple(passages), notes=payloads)


def draft(payloads: Sequence[str]) -> Draft:
    """A draft in which each payload is a sentence over its own source: of a paragraph, a title, a lead, a keyword.

    All are shown by the same two macros; each place for each payload would only make the page five times as long.
    """
    said = [Sentence(text=text, passages=(f"{n}.1",)) for n, text in enumerate(payloads, 1)]
    return Draft(
        writer="whole",
        model=payloads[0],
        prompts=(PromptUse(name=payloads[0], sha256="ab" * 32),),
        title=said[0],
        heading=said[-1],
        tldr=tuple(said[0::5]) or tuple(said),
        introduction=(Paragraph(sentences=tuple(said[1::5]) or tuple(said)),),
        sections=tuple(
            Section(title=title, blocks=(Bullets(items=(Item(lead=lead, sentences=(lead,)),)),))
            for title, lead in zip(said[2::5], said[3::5], strict=False)
        ),
        conclusion=(),
        keywords=tuple(said[4::5]),
        tags=tuple(payloads[:5]),
    )


def verdict(written: Draft, payloads: Sequence[str], outcome: Outcome = "hold") -> Verdict:
    """Sentences that stand in every way, each with a finding that says the payload; and one on the whole for each."""
    judged, findings = [], []
    for number, (place, sentence) in enumerate(written.placed()):
        support = SUPPORTS[number % len(SUPPORTS)]
        judged.append(Judged(place=place, support=support, spans=(sentence.text[:20],)))
        findings.append(_finding(place, sentence.text, "warning"))
    for number, payload in enumerate(payloads):
        findings.append(_finding(f"source/{number}", payload, "error" if number % 2 else "warning"))
    return Verdict(
        outcome=outcome, draft=written, sentences=tuple(judged), findings=tuple(findings), reasons=tuple(payloads)
    )


def _finding(place: str, payload: str, severity: str) -> Finding:
    told = {"sentence": payload, "found": payload, "source_has": payload, "advice": payload}
    return Finding.model_validate({"rule": payload, "severity": severity, "place": place, **told})


@asynccontextmanager
async def newsroom(folder: Path, payloads: Sequence[str], templates: Path | None = None) -> AsyncIterator[Newsroom]:
    """The newsroom in `folder`, with its feeds, stories, drafts and history of payloads."""
    settings = Settings.model_validate(
        {
            "database_url": ready(folder / "newsbot.db"),
            "site": {"drafts": folder / "drafts", "dir": folder / "site"},
            "templates_dir": templates,
        }
    )
    async with wiring.opened(settings, lambda *_: None, writing=False) as room:
        store = room.world.archive
        assert isinstance(store, Store)
        await _told(store, room, payloads)
        await _decided(room, payloads)
        for number in range(0, len(payloads), TOGETHER):
            few = payloads[number : number + TOGETHER]
            await _listed(store, f"{number:08x}" * 4, "\n".join(few), few)
        await _acted(room, payloads)
        await _objected(room, payloads)
        yield room


async def _told(store: Store, room: Newsroom, payloads: Sequence[str]) -> None:
    """A story for each payload, begun by an entry of a feed of that name."""
    feeds = [Feed(url=f"https://feed.example/{n}", title=text) for n, text in enumerate(payloads)]
    await store.follow(feeds)
    now = room.world.now()
    entries = [
        Entry(
            feed=feeds[0].url,
            key=str(n),
            id=payload,
            url=f"https://feed.example/{n}",
            title=payload,
            summary=payload,
            author=payload,
            publisher=payload,
            digest=str(n),
            mark=str(n),
        )
        for n, payload in enumerate(payloads)
    ]
    followed = next(each for each in await store.followed() if each.feed.url == feeds[0].url)
    await store.keep_feed(followed, [Known(entry=each, digests=(each.digest,)) for each in entries])
    await store.place(
        [
            Placing(
                member=Member(entry=entry, story=f"{n:032x}", seen=now, why=entry.title, facts=(entry.title[:40],)),
                address="",
                begins=Story(id=f"{n:032x}", kind="news", headline=entry.title, created=now),
            )
            for n, entry in enumerate(entries)
        ]
    )


async def _listed(store: Store, id: str, text: str, few: Sequence[str]) -> None:
    """A draft on the desk whose title, reason, signature and score's reasons are this text."""
    story = Story(id="f" + id[1:], kind="news", headline=text, created=WHEN)
    written = draft(few[:1])
    await put(store, story, evidence(story.id, few[:1]), verdict(written, few[:1]), text)


async def put(store: Store, story: Story, on: Evidence, held: Verdict, text: str) -> None:
    """Bring a story up to the desk; what the list says of it is this text."""
    article = Article(
        story=story.id,
        name=f"{story.id}.md",
        path=f"drafts/{story.id}.md",
        sha256="0" * 64,
        generated=WHEN,
        outcome="hold",
        notes={source.id: source.id for source in on.sources},
        why=text,
        score=50,
        title=text,
        open=1,
        minutes=1,
        held=text,
        approved=text,
    )
    await store.add_story(story)
    await store.finish(story.id, "new", "gathered", on.model_dump_json())
    await store.finish(story.id, "gathered", "drafted", held.draft.model_dump_json())
    await store.finish(story.id, "drafted", "judged", held.model_dump_json())
    await store.finish(story.id, "judged", "review", article.model_dump_json())


async def _decided(room: Newsroom, payloads: Sequence[str]) -> None:
    """The draft of all payloads; of every second sentence and finding an editor has said the payload."""
    story = Story(id=DRAFT, kind="news", headline=payloads[0], created=WHEN)
    held = verdict(draft(payloads), payloads)
    store = room.world.archive
    assert isinstance(store, Store)
    await put(store, story, evidence(DRAFT, payloads), held, payloads[0])
    on = await editing.opened(DRAFT, room.world)
    said = [
        Decision(
            choice="keep" if n % 2 else "confirm",
            text=text,
            passages=(f"{n}.1",),
            span=text[:20],
            reason=text,
            editor=text[:LONGEST_LABEL],
            at=WHEN,
        )
        for n, text in enumerate(payloads, 1)
        if n % 2
    ]
    waived = [
        Decision(choice="keep", rule=text, text=text, reason=text, editor=text[:LONGEST_LABEL], at=WHEN)
        for text in payloads
    ]
    after = review.decided(on.review, (*said, *waived))
    assert await store.act(DRAFT, 1, payloads[0], Act(kind="keep", reason=payloads[0]), after, on.article)


async def _acted(room: Newsroom, payloads: Sequence[str]) -> None:
    """A history with an act of each payload: who, where, before, after, why, instruction and model."""
    store = room.world.archive
    assert isinstance(store, Store)
    few = payloads[:1]
    story = Story(id=HISTORY, kind="news", headline=few[0], created=WHEN - timedelta(days=1))
    await put(store, story, evidence(HISTORY, few), verdict(draft(few), few), few[0])
    on = await editing.opened(HISTORY, room.world)
    for number, text in enumerate(payloads, 1):
        kind = "regenerate" if number % 2 else "edit"
        act = Act.model_validate(
            {"kind": kind, "place": text, "before": text, "after": text, "reason": text, "model": text}
        )
        assert await store.act(HISTORY, number, text, act, on.review, on.article)


async def _objected(room: Newsroom, payloads: Sequence[str]) -> None:
    """An article on the site; of each payload a complaint, and a change of its sources."""
    await desk_world.put(room, desk_world.STORY)
    await publish(room)
    archive, now = room.world.archive, room.world.now()
    for number, text in enumerate(payloads):
        about = {"text": text, "who": text, "url": text, "facts": (text,)}
        kind = "news" if number % 2 else "complaint"
        told = Objection.model_validate({"id": f"{number:032x}", "story": PUBLISHED, "kind": kind, "at": now, **about})
        assert await archive.object(told)
    due = Due(story=PUBLISHED, source=1, url="https://outlet1.example/n2", published=now, due=now)
    await archive.plan([due])
    changes = tuple(Change(passage="1.1", kind="figure", was=text, now=text[::-1]) for text in payloads)
    for kind, all_of_them in (("changed", changes), ("corrected", ())):
        about = {"title": payloads[0], "said": "\n".join(payloads), "changes": all_of_them}
        given = {"story": PUBLISHED, "source": 1, "url": "\n".join(payloads), "kind": kind, "found": now, **about}
        await archive.rechecked(due, kind, Recheck.model_validate(given))
