"""What editors did to drafts: a chain for each story in which nothing can be changed unseen. Plain transactions."""

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, func, select, update
from sqlalchemy import Row as RowOfOurs
from sqlalchemy.exc import IntegrityError

from newsbot.edges.store.tables import acts, artifacts, document, insert, milliseconds, stories
from newsbot.news import Act, Article, Done, Review, Stage, Story, Verdict
from newsbot.newsroom import Leaving, Made, OnDesk

NOWHERE = ""
"""What the first act of a story is chained to."""


def keep(
    connection: Connection,
    story: str,
    number: int,
    editor: str,
    act: Act,
    review: Review,
    article: Article | None,
    at: datetime,
    leaving: Leaving | None = None,
) -> bool:
    """Write down the story's `number`th act with what the draft came to, and the article it now is, or where it goes.

    False, and nothing is written, when another act has that number already, an earlier one is missing, or the story
    is not on the desk.
    """
    stage = connection.scalar(select(stories.c.stage).where(stories.c.id == story).with_for_update())
    last = connection.execute(_acts(story).order_by(acts.c.number.desc()).limit(1)).one_or_none()
    if stage != "review" or number != (last.number if last else 0) + 1:
        return False
    previous = last.hash if last else NOWHERE
    said, became = document(act), document(review)
    row = {
        "story_id": story,
        "number": number,
        "editor": editor,
        "at": at,
        "act": said,
        "review": became,
        "previous": previous,
        "hash": chained(previous, story, number, editor, at, said, became),
    }
    try:
        with connection.begin_nested():
            connection.execute(insert(connection, acts).values(row))
    except IntegrityError:  # of two at once on PostgreSQL one was first
        return False
    if article is not None:
        _left(connection, story, "review", document(article), at)
    if leaving is not None:
        _leave(connection, story, leaving, at)
    return True


def _leave(connection: Connection, story: str, leaving: Leaving, at: datetime) -> None:
    """Take the story from the desk, to the stage it goes to."""
    if leaving.artifact:
        _left(connection, story, leaving.stage, leaving.artifact, at)
    anew = leaving.stage != "refused"
    values = {"stage": leaving.stage, "reason": leaving.reason, "tries": stories.c.tries + int(anew), "updated": at}
    chosen = func.coalesce(stories.c.chosen, milliseconds(at))
    values |= {"parked": False, "due": None, "failures": 0, "outages": 0} | ({"chosen": chosen} if anew else {})
    if leaving.kind:
        kept = connection.execute(select(stories.c.document).where(stories.c.id == story)).scalar_one()
        other = Story.model_validate_json(kept).model_copy(update={"kind": leaving.kind})
        values |= {"kind": leaving.kind, "document": document(other)}
    connection.execute(update(stories).where(stories.c.id == story).values(values))


def note(connection: Connection, story: str, editor: str, act: Act, at: datetime) -> None:
    """Write down what was done to the story's published article; what its draft came to stays as it was."""
    connection.execute(select(stories.c.id).where(stories.c.id == story).with_for_update())
    last = connection.execute(_acts(story).order_by(acts.c.number.desc()).limit(1)).one_or_none()
    if last is None:
        newest = select(artifacts).where(artifacts.c.story_id == story, artifacts.c.stage == "judged")
        judged = connection.execute(newest.order_by(artifacts.c.version.desc()).limit(1)).one()
        verdict = Verdict.model_validate_json(judged.document)
        became = document(Review(judged=judged.version, verdict=verdict))
    else:
        became = last.review
    number, previous, said = (last.number if last else 0) + 1, last.hash if last else NOWHERE, document(act)
    link = chained(previous, story, number, editor, at, said, became)
    about = {"story_id": story, "number": number, "editor": editor, "at": at, "act": said, "review": became}
    connection.execute(insert(connection, acts).values({**about, "previous": previous, "hash": link}))


def _left(connection: Connection, story: str, stage: Stage, left: str, at: datetime) -> None:
    latest = connection.scalar(
        select(func.max(artifacts.c.version)).where(artifacts.c.story_id == story, artifacts.c.stage == stage)
    )
    connection.execute(
        artifacts.insert().values(story_id=story, stage=stage, version=(latest or 0) + 1, document=left, created=at)
    )


def done(connection: Connection, story: str) -> tuple[Done, ...]:
    """All acts on the story's draft, the first first."""
    return tuple(_done(each) for each in connection.execute(_acts(story).order_by(acts.c.number)))


def review(connection: Connection, story: str, number: int | None = None) -> tuple[int, Review | None]:
    """What the draft came to with an act (by default the last), and that act's number; 0 and None without acts.

    Of the last act None as well where the draft was written anew since: what was decided was on another one.
    """
    found = select(acts.c.number, acts.c.review).where(acts.c.story_id == story)
    if number is not None:
        found = found.where(acts.c.number == number)
    row = connection.execute(found.order_by(acts.c.number.desc()).limit(1)).one_or_none()
    if row is None:
        return 0, None
    on = Review.model_validate_json(row.review)
    newest = select(func.max(artifacts.c.version)).where(artifacts.c.story_id == story, artifacts.c.stage == "judged")
    anew = number is None and connection.scalar(newest) != on.judged
    return row.number, None if anew else on


def broken(connection: Connection, story: str) -> int | None:
    """The number of the first act at which the chain does not hold; None where it holds throughout."""
    previous = NOWHERE
    for expected, row in enumerate(connection.execute(_acts(story).order_by(acts.c.number)), start=1):
        link = chained(previous, story, row.number, row.editor, row.at, row.act, row.review)
        if (row.number, row.previous, row.hash) != (expected, previous, link):
            return expected
        previous = row.hash
    return None


def chained(previous: str, story: str, number: int, editor: str, at: datetime, act: str, review: str) -> str:
    """The sha256 over an act, what the draft came to, and the act before it."""
    parts = [previous, story, number, editor, milliseconds(at), act, review]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def digests(connection: Connection, story: str) -> tuple[str, ...]:
    """The sha256 of every state of the story's file."""
    found = select(artifacts.c.document).where(artifacts.c.story_id == story, artifacts.c.stage == "review")
    return tuple(Article.model_validate_json(text).sha256 for text in connection.scalars(found))


def on_desk(connection: Connection) -> tuple[OnDesk, ...]:
    """The drafts that wait on the desk, each with the newest state of its file, in no order."""
    newest = (
        select(artifacts.c.story_id, func.max(artifacts.c.version).label("version"))
        .where(artifacts.c.stage == "review")
        .group_by(artifacts.c.story_id)
        .subquery()
    )
    found = (
        select(
            stories.c.id, stories.c.kind, stories.c.updated, stories.c.parked, stories.c.reason, artifacts.c.document
        )
        .join(newest, newest.c.story_id == stories.c.id)
        .join(
            artifacts,
            (artifacts.c.story_id == newest.c.story_id)
            & (artifacts.c.version == newest.c.version)
            & (artifacts.c.stage == "review"),
        )
        .where(stories.c.stage == "review")
    )
    last = select(acts.c.story_id, func.max(acts.c.number).label("number")).group_by(acts.c.story_id).subquery()
    of_last = and_(acts.c.story_id == last.c.story_id, acts.c.number == last.c.number)
    parking = select(acts.c.story_id).join(last, of_last).where(acts.c.act.contains('"kind": "park"', autoescape=True))
    aside = set(connection.scalars(parking))
    who = select(acts.c.story_id, acts.c.editor).join(stories, stories.c.id == acts.c.story_id)
    editors: dict[str, list[str]] = {}
    for row in connection.execute(who.where(stories.c.stage == "review").distinct().order_by(acts.c.editor)):
        editors.setdefault(row.story_id, []).append(row.editor)
    return tuple(
        OnDesk(
            story=row.id,
            kind=row.kind,
            article=Article.model_validate_json(row.document),
            since=row.updated,
            editors=tuple(editors.get(row.id, ())),
            parked=row.reason if row.parked and row.id in aside else "",
        )
        for row in connection.execute(found)
    )


def made(connection: Connection, since: datetime) -> tuple[Made, ...]:
    """The articles first written or published since then, the first first. What is published says no more.

    A publish that was undone is none.
    """
    first = (artifacts.c.version == 1, artifacts.c.created >= since)
    columns = (artifacts.c.created, artifacts.c.document)
    written = select(*columns).where(artifacts.c.stage == "review", *first)
    published = (
        select(artifacts.c.created)
        .join(stories, stories.c.id == artifacts.c.story_id)
        .where(artifacts.c.stage == "published", stories.c.stage.in_(("published", "withdrawn")), *first)
    )
    found = [Made(at=at, is_published=True, rules={}) for at in connection.scalars(published)]
    for row in connection.execute(written):
        article = Article.model_validate_json(row.document)
        found.append(Made(at=row.created, is_published=False, outcome=article.outcome, rules=article.rules))
    return tuple(sorted(found, key=lambda each: each.at))


def _acts(story: str) -> Any:
    return select(acts).where(acts.c.story_id == story)


def _done(row: RowOfOurs[Any]) -> Done:
    return Done(
        story=row.story_id,
        number=row.number,
        editor=row.editor,
        at=row.at,
        act=Act.model_validate_json(row.act),
        previous=row.previous,
        hash=row.hash,
    )
