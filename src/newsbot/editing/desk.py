"""A story's draft taken up by an editor, and every act on it kept: history first, then the file.

No act is kept under a name that may not do it (`staff`). An act is kept as the one after those that the editor saw:
whoever acts on a draft that has changed since gets `Stale`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from newsbot import gate, review, staff, stages
from newsbot.editing.acts import Edited, Editing, needed
from newsbot.editing.hearing import heard
from newsbot.errors import NotAllowed, Stale, UsageError
from newsbot.news import Act, Approval, Article, Done, Draft, Evidence, Noun, Review, Stage, Verdict
from newsbot.newsroom import Leaving, OnDesk, Row, World

N = TypeVar("N", bound=Noun)

ASIDE = ("publish", "correct", "unpublish", "complain", "dismiss", "park", "unpark")
"""Acts that the history keeps and that change nothing of a draft, those on a published article among them."""
KIND = "kind"
"""The place of having a story written as another kind."""
BYLINE = "author"
"""The place of signing with one's own name over the opinions."""
REWORDING = ("edit", "re-cite", "rewrite")
"""Acts that change what a sentence says or rests on."""


@dataclass(frozen=True)
class Opened:
    """A draft on the desk as it stands: after `number` acts, with its evidence and file."""

    row: Row
    number: int
    review: Review
    evidence: Evidence
    article: Article

    def editing(self, rules: stages.Rules) -> Editing:
        """What may be done to it."""
        return Editing(self.evidence, rules.checks_of(self.review.verdict.draft), rules.standards)

    async def machines(self, world: World) -> Draft:
        """The draft as the machine left it."""
        return (await _artifact(self.row.story.id, "judged", Verdict, world)).draft

    async def markdown(self, world: World, rules: stages.Rules) -> str:
        """The draft as a file."""
        text, _ = await stages.rendered(
            self.row.story, self.evidence, self.review, world, rules, name=self.article.name
        )
        return text


async def opened(story: str, world: World) -> Opened:
    """The story's draft as it stands. Raises `UsageError` for no such story, `NotAllowed` for one not on the desk."""
    row = await world.archive.row(story)
    if row is None:
        raise UsageError(f"there is no story {story}")
    if row.stage != "review":
        raise NotAllowed("stage", f"story {story} stands at {row.stage}; only a draft that is ready can be reviewed")
    number, on = await world.archive.review(story)
    evidence = await _artifact(story, "gathered", Evidence, world)
    if on is None:
        judged = next(kept for kept in await world.archive.kept(story) if kept.stage == "judged")
        on = review.begun(await _artifact(story, "judged", Verdict, world), judged.version, evidence)
    return Opened(
        row=row,
        number=number,
        review=on,
        evidence=evidence,
        article=await _artifact(story, "review", Article, world),
    )


async def put(on: Opened, edited: Edited, editor: str, world: World, rules: stages.Rules) -> Opened:
    """Keep an editor's act; where it changed the wording or the citations, the judge is asked of what changed.

    Raises `Stale`, `PublishError`.
    """
    after, act = edited
    await staff.answerable(world.archive, editor, act.kind)  # before the judge is paid
    model = world.model(on.row.story.id, on.row.tries + on.number + 1) if act.kind in REWORDING else None
    before = await world.archive.spent(on.row.story.id)
    words, uses = await heard(model, on.review.verdict, after.verdict, on.evidence, world, rules)
    if model is not None and uses:
        draft = after.verdict.draft
        draft = draft.model_copy(update={"prompts": (*draft.prompts, *uses)})
        after = on.editing(rules).standing(after, draft, gate.words_of(after.verdict) | words)
        spent = await world.archive.spent(on.row.story.id)
        paid = {"model": model.name("judge"), "prompts": uses, "micros": spent.micros - before.micros}
        act = act.model_copy(update=paid)
    return await keep(on, (after, act), editor, world, rules)


async def keep(on: Opened, edited: Edited, editor: str, world: World, rules: stages.Rules) -> Opened:
    """Write the act down under the editor's name, then the file as it now reads. Raises `Stale`, `PublishError`."""
    after, act = edited
    await staff.answerable(world.archive, editor, act.kind)
    story = on.row.story
    markdown, article = await stages.rendered(story, on.evidence, after, world, rules, name=on.article.name)
    planned = article.model_copy(update={"path": on.article.path})
    number = on.number + 1
    if not await world.archive.act(story.id, number, editor, act, after, planned):
        raise Stale(f"the draft of {story.id} has changed since you opened it; look at it again")
    known = await world.archive.digests(story.id)
    await world.desk.write(article.name, markdown, story.id, replacing=known, lying=on.article.path)
    return Opened(row=on.row, number=number, review=after, evidence=on.evidence, article=planned)


async def undo(on: Opened, editor: str, world: World, rules: stages.Rules) -> Opened:
    """Take the last act back that was not taken back yet. Raises `NotAllowed` when there is none."""
    acts = await world.archive.acts(on.row.story.id)
    stands = _before(acts, len(acts) + 1)
    if stands == 0 or _written_anew(acts[stands - 1].act):
        raise NotAllowed("nothing", "nothing is left to take back")
    await staff.answerable(world.archive, editor, acts[stands - 1].act.kind)  # whoever could do it takes it back
    target = _before(acts, stands)
    earlier = (await world.archive.review(on.row.story.id, target))[1] if target else None
    if earlier is None or earlier.judged != on.review.judged:
        verdict = await _artifact(on.row.story.id, "judged", Verdict, world)
        earlier = review.begun(verdict, on.review.judged, on.evidence)
    act = Act(kind="undo", place=acts[stands - 1].act.place, before=str(stands), after=str(target))
    return await keep(on, (earlier, act), editor, world, rules)


def _before(acts: Sequence[Done], number: int) -> int:
    """The number of the act whose review stood before the act of this number: 0 is the machine's own draft.

    Acts that changed nothing of the draft are passed over.
    """
    while number > 1 and acts[number - 2].act.kind in ASIDE:
        number -= 1
    if number <= 1:
        return 0
    last = acts[number - 2]
    return int(last.act.after) if last.act.kind == "undo" else last.number


def _written_anew(act: Act) -> bool:
    """Whether the whole was written anew after this act: what was done before it was done to another draft."""
    return act.kind in ("send back", "reject") or (act.kind == "regenerate" and act.place == KIND)


async def approve(on: Opened, editor: str, world: World, rules: stages.Rules, *, byline: bool = False) -> Opened:
    """The editor answers for the draft as it stands. Raises `NotAllowed` while anything is open.

    With `byline` its opinions are theirs from then on, and their name stands over the article: `NotAllowed` where it
    holds none, `UsageError` for a name that could not be told or shown safely. A change of the draft takes it away.
    """
    await staff.answerable(world.archive, editor, "approve")
    if byline:
        _refuse_byline(on, editor, rules)
    left = len(review.open_sentences(on.review)) + len(review.open_findings(on.review))
    if left:
        raise NotAllowed("open", f"{left} sentences or findings still need a decision")
    after = review.approved(on.review, Approval(editor=editor, at=world.now(), byline=byline))
    act = Act(kind="approve", place=BYLINE, after=editor) if byline else Act(kind="approve")
    return await keep(on, (after, act), editor, world, rules)


def _refuse_byline(on: Opened, editor: str, rules: stages.Rules) -> None:
    if not any(each.kind == "opinion" for _, each in on.review.verdict.draft.placed()):
        raise NotAllowed("byline", "the article holds no opinion; a byline of your own is for views that are yours")
    signed = review.signed_before(on.review.verdict.draft, on.evidence)
    if signed is not None and signed.editor != editor:
        raise NotAllowed("signed", f"the opinions are those of {signed.editor}, who signed the original")
    if staff.name_of(editor) != editor or staff.alike(editor, rules.house.author):
        raise UsageError(f"a byline has to be a person's own name, not {editor[:60]!r}; set desk.editor")


def in_order(waiting: Iterable[OnDesk]) -> tuple[OnDesk, ...]:
    """The drafts as an editor should look at them: held news, what passed, the rest, each by score and age."""
    return tuple(sorted(waiting, key=lambda each: (_rank(each), -each.article.score, each.since, each.story)))


def _rank(draft: OnDesk) -> int:
    """Held news first: somebody waits for it. Then what only needs a name under it; last what was put aside."""
    if draft.parked:
        return 9
    if draft.article.outcome == "hold" and draft.kind in ("news", "brief"):
        return 0
    return {"pass": 1, "review": 2}.get(draft.article.outcome, 3)


async def reject(on: Opened, reason: str, editor: str, world: World) -> None:
    """Give the draft up: its story is refused, for a reason. Raises `NotAllowed`, `Stale`."""
    why = needed(reason)
    refusal = stages.Refusal(reason=f"{editor}：{why}", searched=on.evidence.searched, problems=())
    leaving = Leaving(stage="refused", reason=refusal.reason, artifact=refusal.model_dump_json())
    await _leave(on, Act(kind="reject", reason=why), editor, world, leaving)


async def send_back(on: Opened, reason: str, editor: str, world: World) -> None:
    """Have the draft written anew from the same evidence; the writer is told why. Raises `NotAllowed`, `Stale`.

    What was written without a model would come out the same, and is not sent back.
    """
    why = needed(reason)
    if on.review.verdict.draft.writer == "extract":
        raise NotAllowed("machine", "an excerpt written without a model would come out the same; edit it instead")
    await _leave(on, Act(kind="send back", reason=why), editor, world, Leaving(stage="gathered", reason=why))


async def another_kind(on: Opened, kind: str, reason: str, editor: str, world: World, rules: stages.Rules) -> None:
    """Have the story written anew as another kind of article, from the same evidence. Raises `NotAllowed`, `Stale`.

    `UsageError` for a kind that there is not.
    """
    wanted, sources = rules.kind(kind), len(on.evidence.sources)
    if on.evidence.edition is not None:
        raise NotAllowed("edition", "an edition is of the kind of its original")
    if wanted.name == on.row.story.kind:
        raise NotAllowed("kind", f"it is a {wanted.name} already")
    if not any(way in wanted.writers for way in rules.ways):
        raise NotAllowed("model", f"a {wanted.name} is written {' or '.join(wanted.writers)}, which needs a model")
    if wanted.faithful or any(passage.shape for passage in on.evidence.passages):
        raise NotAllowed("whole", "a translation rests on one whole page; write it as a story of its own")
    if wanted.sources > sources:
        raise NotAllowed("sources", f"a {wanted.name} needs {wanted.sources} sources; there are {sources}")
    why = reason.strip()[:500] or f"写成{wanted.title}"
    act = Act(kind="regenerate", place=KIND, before=on.row.story.kind, after=wanted.name, reason=why)
    await _leave(on, act, editor, world, Leaving(stage="gathered", reason=why, kind=wanted.name))


async def park(on: Opened, reason: str, editor: str, world: World) -> None:
    """Put the draft aside until somebody takes it up again: nobody publishes it by itself. Raises `NotAllowed`."""
    why = needed(reason)
    await staff.answerable(world.archive, editor, "park")
    story = on.row.story.id
    if not await world.archive.park(story, "review", f"{editor}：{why}"):
        raise Stale(f"story {story} has just gone on; look at it again")
    await world.archive.note(story, editor, Act(kind="park", reason=why))


async def unpark(on: Opened, editor: str, world: World) -> None:
    """Take a draft up again that was put aside. Raises `NotAllowed` where it was not."""
    await staff.answerable(world.archive, editor, "unpark")
    if not on.row.parked or not await world.archive.retry(on.row.story.id):
        raise NotAllowed("parked", "the draft is not put aside")
    await world.archive.note(on.row.story.id, editor, Act(kind="unpark"))


async def _leave(on: Opened, act: Act, editor: str, world: World, leaving: Leaving) -> None:
    await staff.answerable(world.archive, editor, act.kind)
    story = on.row.story.id
    if not await world.archive.act(story, on.number + 1, editor, act, on.review, None, leaving):
        raise Stale(f"the draft of {story} has changed since you opened it; look at it again")


async def _artifact(story: str, stage: Stage, noun: type[N], world: World) -> N:
    document = await world.archive.artifact(story, stage)
    assert document is not None, f"story {story} is on the desk without its {stage}"
    return noun.model_validate_json(document)
