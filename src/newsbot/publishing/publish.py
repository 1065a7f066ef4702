"""A draft is put on the site."""

import hashlib

from newsbot import article, staff
from newsbot.article.document import Document, Quoted
from newsbot.chinese import one_line
from newsbot.errors import PublishError, SettingsError, UsageError, Withheld
from newsbot.kinds import named
from newsbot.news import Act, Notice, Published, Story
from newsbot.newsroom import Row, World
from newsbot.publishing.against import refuse
from newsbot.publishing.asked import Ending, Order, Publisher
from newsbot.publishing.originals import original_changed
from newsbot.publishing.pictures import Picture, card_of, picture_of
from newsbot.publishing.reading import Lying, as_it_lies

NOT_BUILT = "the site was not built before: there is no Hugo, or no Hugo site above the folder"


async def publish(row: Row, publisher: Publisher, order: Order) -> Ending:
    """Put the story's article on the site.

    Raises `NotAllowed` where the name may not publish, `Withheld` with every rule and place that stands against it,
    `UsageError` where there is nothing to publish, `Conflict` where the file on the site is not ours, `SiteBroken`
    where the site would break.
    """
    world, site = publisher.world, publisher.site
    if row.stage not in ("review", "published"):
        raise UsageError(f"story {row.story.id} stands at {row.stage}; there is no draft in review to publish")
    if not order.unattended:
        for name in sorted({order.by, order.editor} - {""}) or [""]:
            await staff.answerable(world.archive, name, "publish")
    await _refuse_pause(world)
    before = await standing_as(row.story.id, world) if row.stage == "published" else None
    draft = await as_it_lies(row.story, publisher)
    if before is not None and order.cover is not None:
        raise UsageError(f"{before.path} is published; its picture is set with the publish that puts it there")
    if before is not None and before.draft == draft.sha256:
        return Ending(published=before, already=True)
    if before is not None and before.corrections:
        raise UsageError(f"{before.path} has been corrected since; `newsbot correct` changes it further")
    now = world.now()
    refuse(draft, publisher.policy, order, now, await original_changed(draft.evidence, world))
    editor = order.editor or draft.approved
    label = article.approved_label(publisher.policy.label_approved, draft.document, draft.evidence) or None
    made = article.published(draft.document, now, editor, label if editor else None, order.shown)
    name = draft.article.name
    made, picture, undrawn = await _pictured(made, draft, order, publisher)
    text = file(made, row.story, publisher)
    address = await site.tried(name, text)
    told = undrawn if site.tries else (*undrawn, NOT_BUILT)
    result = Published(
        story=row.story.id,
        name=name,
        path="",
        sha256=sha256(text),
        draft=draft.sha256,
        at=before.at if before else now,
        editor=editor,
        reason=order.reason or ("approved on the desk" if draft.approved else ""),
        outcome=draft.outcome,
        shown=order.shown,
        despite=order.despite,
        url=address,
        notes=draft.article.notes,
        picture=picture.name if picture else "",
    )
    if order.dry:
        return Ending(published=result, told=told, text=text)
    if picture is not None:
        await site.put_picture(name, picture.name, picture.content)
    path = await site.put(name, text, replacing=before.sha256 if before else "")
    result = result.model_copy(update={"path": path, "sha256": sha256(await site.text(name))})
    document = result.model_dump_json()
    told_of = (_notice(result, draft.document),)
    if not await world.archive.finish(
        row.story.id, row.stage, "published", document, notices=told_of, unparked=order.unattended
    ):
        return await _lost(row.story.id, result, publisher)
    override = f"；不顾发布时间限制：{order.despite}" if order.despite else ""
    act = Act(kind="publish", after=path, reason=f"{result.reason}{override}")
    await world.archive.note(row.story.id, order.by or editor or staff.MACHINE, act)
    made_of_it = await recorded(result, draft.document, publisher)
    return Ending(published=result, told=(*told, *made_of_it), text=text)


async def _pictured(
    made: Document, draft: Lying, order: Order, publisher: Publisher
) -> tuple[Document, Picture | None, tuple[str, ...]]:
    """The article with its picture: an editor's, else a title card where those are drawn; and what was not drawn."""
    picture = await picture_of(draft.document, draft.article.path, order, publisher.world)
    if picture is None and publisher.draw is not None:
        try:
            picture = await card_of(title(made), draft.article.story, publisher.draw)
        except SettingsError as error:  # no reason to keep readers waiting
            return made, None, (f"without a title card: {error}",)
    if picture is None:
        return made, None, ()
    image = publisher.site.image(draft.article.name, picture.name)
    return article.covered(made, picture.cover.model_copy(update={"image": image})), picture, ()


async def _lost(story: str, ours: Published, publisher: Publisher) -> Ending:
    """Somebody else was faster: their publish is ours too, or they stopped it and our file goes again."""
    world = publisher.world
    row = await world.archive.row(story)
    if row is not None and row.stage == "published":
        return Ending(published=await standing_as(story, world), already=True)
    await publisher.site.remove(ours.name, lying=ours.sha256)
    await without_picture(ours, publisher)
    stands = "is parked" if row is not None and row.parked else f"stands at {row.stage if row else 'nothing'}"
    raise UsageError(f"story {story} was stopped while it was published: it {stands}; nothing is left on the site")


async def without_picture(published: Published, publisher: Publisher) -> None:
    """Take the picture away that newsbot put on the site with the article."""
    if published.picture:
        await publisher.site.drop_picture(published.name, published.picture)


async def _refuse_pause(world: World) -> None:
    paused = await world.archive.paused()
    if paused is not None:
        why = f" ({paused})" if paused else ""
        raise Withheld(f"publishing is paused{why}; `newsbot publish --resume` lets it go on")


async def recorded(published: Published, document: Document, publisher: Publisher) -> tuple[str, ...]:
    """What git made of the file, as lines for people; a failure is told, what was published stays."""
    how = publisher.policy.git
    if not how:
        return ()
    filled = publisher.policy.message.format(
        title=one_line(title(document))[:200], name=published.name, editor=published.editor or "newsbot"
    )
    try:
        return (f"git {how}: {await publisher.site.recorded(published.name, filled, how, published.picture)}",)
    except PublishError as error:
        return (f"the file is published, but git: {error}",)


def title(document: Document) -> str:
    """The title in the file's front matter; empty where it has none."""
    return next((f.value.quoted for f in document.front if f.key == "title" and isinstance(f.value, Quoted)), "")


def _notice(published: Published, document: Document) -> Notice:
    return Notice(
        occasion="published",
        key=f"published {published.story} {published.at.isoformat()}",
        story=published.story,
        title=title(document),
        outcome=published.outcome,
        place=published.url or published.path,
        reason=published.reason,
    )


async def standing(row: Row, world: World) -> Published:
    """The story's article as it was last published. Raises `UsageError` when it is not on the site."""
    if row.stage != "published":
        raise UsageError(f"story {row.story.id} stands at {row.stage}; it is not on the site")
    return await standing_as(row.story.id, world)


async def standing_as(story: str, world: World) -> Published:
    """The artifact of a story that is published."""
    document = await world.archive.artifact(story, "published")
    assert document is not None, f"story {story} is published without its artifact"
    return Published.model_validate_json(document)


def file(document: Document, story: Story, publisher: Publisher) -> str:
    """The text of the document's file, its words counted anew. Raises `SettingsError` for a template of no use."""
    template = named(publisher.policy.kinds, story.kind).template
    document = article.fitted(document, publisher.policy.profile)
    return article.finish(document, publisher.world.templates.text(template), template)


def sha256(text: str) -> str:
    """The digest by which a file is known again."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
