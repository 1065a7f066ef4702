"""An edition and its original: what becomes of the one is told of the other."""

import hashlib

from newsbot import editions
from newsbot.news import Act, Evidence, Notice, Published, Story
from newsbot.newsroom import Objection, Row, World


async def original_changed(evidence: Evidence, world: World) -> str:
    """What has become of the original since this edition was made; empty where it is as it was, or this is none."""
    made = evidence.edition
    if made is None:
        return ""
    document = await world.archive.artifact(made.story, "published")
    row = await world.archive.row(made.story)
    if row is None or row.stage != "published" or document is None:
        return f"story {made.story}, which it is an edition of, is not on the site any more"
    if Published.model_validate_json(document).sha256 != made.sha256:
        return (
            f"the original has changed since; `newsbot edition {made.story[:12]} --language {made.language}` makes "
            "this edition anew"
        )
    return ""


async def tell_editions(
    story: Story, said: str, world: World, editor: str, url: str = "", *, gone: bool = False
) -> tuple[str, ...]:
    """Put the published editions of an article on the desk again: the original was corrected or withdrawn, as `said`.

    One that waits in review is not published as it is (`original_changed`); where the original is `gone` for good it is
    put aside, since nothing can be made of it. What was done, as lines for people.
    """
    told = []
    for language in editions.LANGUAGES:
        row = await world.archive.row(editions.edition_id(story.id, language))
        if row is None or row.stage not in ("review", "published"):
            continue
        if row.stage == "review":
            told.append(await _waiting(row, said, world, gone=gone))
            continue
        now = world.now()
        key = hashlib.sha256(f"{row.story.id}\n{now.isoformat()}\n{said}".encode()).hexdigest()
        objection = Objection(id=key, story=row.story.id, kind="edition", text=said, who=editor, url=url, at=now)
        published = await world.archive.artifact(row.story.id, "published")
        assert published is not None, f"story {row.story.id} is published without its artifact"
        place = Published.model_validate_json(published)
        notice = Notice(
            occasion="correction",
            key=f"objection {key}",
            story=row.story.id,
            title=row.story.headline,
            place=place.url or place.path,
            reason=said[:300],
        )
        if await world.archive.object(objection, notices=(notice,)):
            await world.archive.note(row.story.id, editor, Act(kind="complain", place=key, after=said))
        told.append(f"the {language} edition ({row.story.id[:12]}) is on the site; it waits for you on the desk")
    return tuple(told)


async def _waiting(row: Row, said: str, world: World, *, gone: bool) -> str:
    id, language = row.story.id, row.story.language
    if not gone:
        return f"the {language} edition ({id[:12]}) waits in review; make it anew"
    await world.archive.park(id, "review", said[:500])
    return (
        f"the {language} edition ({id[:12]}) waited in review; it is parked, since nothing can be made of it any more: "
        f"`newsbot drafts reject {id[:12]}` gives it up"
    )
