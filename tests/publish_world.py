"""A newsroom with one draft in review, on a real database and real folders, and what publishes it."""

import hashlib
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from article_sample import STORY, TEMPLATE, draft, evidence, form, said
from feed_world import Clock, FeedWorld, feed_world
from newsbot import checks, publishing, review
from newsbot.article import build, file_name, finish
from newsbot.edges.content import ContentFolder
from newsbot.news import Act, Article, Decision, Draft, Evidence, Judged, Outcome, Story, Verdict
from newsbot.newsroom import Row
from newsbot.prompts import Folder
from newsbot.publishing import Order, Policy, Publisher
from newsbot.settings import Label

FORMED = form().generated
NAMED = Order(editor="陈编辑", reason="逐句看过")


@dataclass
class PublishWorld:
    """The open newsroom; `publisher` is the one of the default rules, `folder` the content folder."""

    opened: FeedWorld
    publisher: Publisher
    folder: Path

    @property
    def clock(self) -> Clock:
        return self.opened.clock

    def with_policy(self, **changed: Any) -> Publisher:
        return replace(self.publisher, policy=replace(self.publisher.policy, **changed))

    async def row(self, story: str = STORY.id) -> Row:
        row = await self.opened.store.row(story)
        assert row is not None
        return row

    async def reviewed(
        self,
        outcome: Outcome = "pass",
        story: Story = STORY,
        written: Draft | None = None,
        rested: Evidence | None = None,
        **known: object,
    ) -> Path:
        """A story in review; the path of its draft. `known` is what its evidence has besides."""
        store, rested = self.opened.store, (rested or evidence()).model_copy(update=known)
        made = (written or draft()).revised({"sections/0/0/2": said("分工如下。", "1.3")})
        judged = tuple(
            Judged(place=place, support="supported", by="judge", spans=("原文",), score=1.0)
            for place, sentence in made.placed()
            if sentence.kind == "fact"
        )
        verdict = Verdict(outcome=outcome, draft=made, sentences=judged if outcome != "hold" else (), findings=())
        text = finish(build(verdict, rested, story, form(generated=FORMED)).document, TEMPLATE)
        name = file_name(made.title.text, FORMED.date(), story.id)
        path = await self.opened.world.desk.write(name, text, story.id)
        article = Article(
            story=story.id,
            name=name,
            path=path,
            sha256=hashlib.sha256(text.encode()).hexdigest(),
            generated=FORMED,
            outcome=outcome,
            notes={1: 1, 2: 2},
        )
        await store.add_story(story)
        await store.choose([story.id])
        await store.finish(story.id, "new", "gathered", rested.model_dump_json())
        await store.finish(story.id, "gathered", "drafted", made.model_dump_json())
        await store.finish(story.id, "drafted", "judged", verdict.model_dump_json())
        await store.finish(story.id, "judged", "review", article.model_dump_json())
        return Path(path)

    async def published(self, order: Order = NAMED, **changed: Any) -> publishing.Ending:
        return await publishing.publish(await self.row(), self.with_policy(**changed), order)

    async def edited(self, place: str, text: str, reason: str) -> None:
        """An editor words a sentence of `STORY` anew at the desk and keeps it for a reason, as the next act."""
        store, desk = self.opened.store, self.opened.world.desk
        number, on = await store.review(STORY.id)
        on = on or review.begun(
            Verdict.model_validate_json(await store.artifact(STORY.id, "judged") or ""), 1, evidence()
        )
        rested = Evidence.model_validate_json(await store.artifact(STORY.id, "gathered") or "")
        article = Article.model_validate_json(await store.artifact(STORY.id, "review") or "")
        made = on.verdict.draft.revised(
            {place: dict(on.verdict.draft.placed())[place].model_copy(update={"text": text})}
        )
        ours = dict(made.placed())[place]
        word = Decision(
            choice="keep", text=ours.text, passages=ours.passages, reason=reason, editor="陈编辑", at=self.clock()
        )
        on = review.decided(review.reworded(on, on.verdict.model_copy(update={"draft": made})), (word,))
        file = finish(build(on.verdict, rested, STORY, form(generated=FORMED)).document, TEMPLATE)
        written = article.model_copy(update={"sha256": hashlib.sha256(file.encode()).hexdigest()})
        assert await store.act(STORY.id, number + 1, "陈编辑", Act(kind="edit", place=place), on, written)
        await desk.write(article.name, file, STORY.id, replacing=(article.sha256,))

    def files(self) -> list[str]:
        """What lies in the content folder."""
        found = (path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())
        return sorted(found) if self.folder.exists() else []


@asynccontextmanager
async def publish_world(
    tmp: Path, *, bundle: bool = False, clock: Clock | None = None, origins: Iterable[str] = ()
) -> AsyncIterator[PublishWorld]:
    """The newsroom in `tmp`: drafts in `drafts`, the site's content in `site/content/posts`."""
    folder = tmp / "site" / "content" / "posts"
    async with feed_world(tmp, origins, clock) as opened:
        world = replace(opened.world, templates=Folder("template", (_templates(tmp),)))
        policy = Policy(
            zone=form().zone,
            checks_of=lambda _: (),
            standards=checks.HOUSE,
            label_approved=str(Label.model_fields["approved"].default),
            delay=timedelta(minutes=30),
        )
        publisher = Publisher(world, ContentFolder(folder, bundle=bundle), policy)
        yield PublishWorld(opened, publisher, folder)


def _templates(tmp: Path) -> Path:
    made = tmp / "templates"
    made.mkdir(exist_ok=True)
    (made / "news.md.j2").write_text(TEMPLATE, encoding="utf-8")
    return made
