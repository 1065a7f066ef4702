"""A draft is put on the site."""

from dataclasses import dataclass

from newsbot import article, staff
from newsbot.article.document import Document
from newsbot.errors import SettingsError, UsageError, Withheld
from newsbot.news import Act, Notice, Published
from newsbot.newsroom import Row, World
from newsbot.publishing.against import refuse
from newsbot.publishing.asked import Ending, Order, Publisher
from newsbot.publishing.files import file, sha256
from newsbot.publishing.originals import original_changed
from newsbot.publishing.pictures import Picture, card_of, picture_of
from newsbot.publishing.reading import Lying, as_it_lies
from newsbot.publishing.recording import recorded, title

NOT_BUILT = "the site was not built before: there is no Hugo, or no Hugo site above the folder"


@dataclass(frozen=True)
class _Made:
    """An article as it is to stand on the site: its file's text, its picture, and what is to be told of it.

    `published` is what will be kept, `told` what was left out on the way.
    """

    published: Published
    text: str
    picture: Picture | None
    told: tuple[str, ...]


async def publish(row: Row, publisher: Publisher, order: Order) -> Ending:
    """Put the story's article on the site.

    Raises `NotAllowed` where the name may not publish, `Withheld` with every rule and place that stands against it,
    `UsageError` where there is nothing to publish, `Conflict` where the file on the site is not ours, `SiteBroken`
    where the site would break.
    """
    world = publisher.world
    await _refuse_early(row, world, order)
    before = await standing_as(row.story.id, world) if row.stage == "published" else None
    draft = await as_it_lies(row.story, publisher)
    if before is not None and _stands(before, draft, order):
        return Ending(published=before, already=True)
    refuse(draft, publisher.policy, order, world.now(), await original_changed(draft.evidence, world))
    made = await _made(row, draft, before, publisher, order)
    if order.dry:
        return Ending(published=made.published, told=made.told, text=made.text)
    result = await _put(made, before, publisher)
    told_of = (_notice(result, draft.document),)
    document, unparked = result.model_dump_json(), order.unattended
    if not await world.archive.finish(
        row.story.id, row.stage, "published", document, notices=told_of, unparked=unparked
    ):
        return await _lost(row.story.id, result, publisher)
    override = f"；不顾发布时间限制：{order.despite}" if order.despite else ""
    act = Act(kind="publish", after=result.path, reason=f"{result.reason}{override}")
    await world.archive.note(row.story.id, order.by or result.editor or staff.MACHINE, act)
    made_of_it = await recorded(result, draft.document, publisher)
    return Ending(published=result, told=(*made.told, *made_of_it), text=made.text)


async def _refuse_early(row: Row, world: World, order: Order) -> None:
    """Raise what stands against publishing whatever the draft is: its stage, whose word it is, a pause."""
    if row.stage not in ("review", "published"):
        raise UsageError(f"story {row.story.id} stands at {row.stage}; there is no draft in review to publish")
    if not order.unattended:
        for name in sorted({order.by, order.editor} - {""}) or [""]:
            await staff.answerable(world.archive, name, "publish")
    await _refuse_pause(world)


def _stands(before: Published, draft: Lying, order: Order) -> bool:
    """Whether what is published is this draft. Raises `UsageError` for what can only be asked of one that is not."""
    if order.cover is not None:
        raise UsageError(f"{before.path} is published; its picture is set with the publish that puts it there")
    if before.draft == draft.sha256:
        if order.shown not in (None, before.shown):
            raise UsageError(
                f"{before.path} is published; when it is shown is set with the publish that puts it there: "
                "`newsbot unpublish --undo` takes it back"
            )
        return True
    if before.corrections:
        raise UsageError(f"{before.path} has been corrected since; `newsbot correct` changes it further")
    return False


async def _made(row: Row, draft: Lying, before: Published | None, publisher: Publisher, order: Order) -> _Made:
    """The article as it is to stand there, the site tried with it on a copy. Raises `SiteBroken`."""
    now, editor, name = publisher.world.now(), order.editor or draft.approved, draft.article.name
    label = article.approved_label(publisher.policy.label_approved, draft.document, draft.evidence) or None
    document = article.published(draft.document, now, editor, label if editor else None, order.shown)
    document, picture, undrawn = await _pictured(document, draft, order, publisher)
    text = file(document, row.story, publisher)
    address = await publisher.site.tried(name, text) or publisher.policy.address_of(name)
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
    return _Made(result, text, picture, undrawn if publisher.site.tries else (*undrawn, NOT_BUILT))


async def _put(made: _Made, before: Published | None, publisher: Publisher) -> Published:
    """Picture and file in their places; the article with its path. Raises `Conflict`, `SiteBroken`."""
    site, name = publisher.site, made.published.name
    if made.picture is not None:
        await site.put_picture(name, made.picture.name, made.picture.content)
    path = await site.put(name, made.text, replacing=before.sha256 if before else "")
    return made.published.model_copy(update={"path": path, "sha256": sha256(await site.text(name))})


async def _pictured(
    made: Document, draft: Lying, order: Order, publisher: Publisher
) -> tuple[Document, Picture | None, tuple[str, ...]]:
    """The article with its picture: an editor's, else a title card where those are drawn; and what was not drawn."""
    picture = await picture_of(draft.document, draft.article.path, order, publisher.world)
    if picture is None and publisher.draw is not None:
        try:
            picture = await card_of(title(made), draft.article.story, made.language, publisher.draw)
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
