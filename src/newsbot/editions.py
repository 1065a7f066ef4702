"""Editions: a published article told again in another language, from the same evidence, by the same path.

    article on the site ──read back──▶ as it was signed ──characters│a model──▶ DRAFT ──checks│judge──▶ the desk

Each is a story of its own, whose id is made of the original's and the language: whoever asks twice gets the same one.
It is made from the file that readers see, with what was corrected in it, and no other.
"""

import hashlib
from collections.abc import Mapping

from newsbot import article, proofreading, review
from newsbot import story as stories
from newsbot.article.document import DashList, Document, FlowList, web_address
from newsbot.errors import Conflict, UsageError
from newsbot.news import Draft, Edition, Evidence, Language, Published, Review, Story, Verdict
from newsbot.newsroom import Row, World

LANGUAGES: tuple[Language, ...] = ("zh-Hant", "en")
"""What editions there are."""


def edition_id(original: str, language: Language) -> str:
    """The id of the story that is this edition of the original."""
    return stories.story_id("edition", original, (language,), (), 1)


def file_name(original: str, language: Language) -> str:
    """The edition's file name, by which Hugo knows it for a translation: `x.md`, `x.zh-hant.md`, `x.en.md`."""
    return f"{original.removesuffix('.md')}.{language.lower()}.md"


async def begun(original: Row, language: Language, world: World) -> Row:
    """The story of this edition, which may be kept already.

    One whose draft waits and that was made from another state of the original is begun anew. Raises `UsageError` where
    the original is not on the site, or is an edition itself.
    """
    story = original.story
    if story.edition_of:
        raise UsageError(f"story {story.id} is an edition itself; name the original, {story.edition_of}")
    published = await standing(original, world)
    rested = await world.archive.artifact(story.id, "gathered")
    if language == "en" and rested:
        _refuse_translation(Evidence.model_validate_json(rested))
    id = edition_id(story.id, language)
    kept = await world.archive.row(id)
    if kept is not None and kept.stage == "review":
        gathered = await world.archive.artifact(id, "gathered")
        made = Evidence.model_validate_json(gathered).edition if gathered else None
        if made is None or made.sha256 != published.sha256:
            await world.archive.rebegin(id, "the original has changed since this edition was made")
    if kept is None:
        headline = f"{story.headline[:280]} ({language})"
        begun = Story(
            id=id, kind=story.kind, headline=headline, created=world.now(), edition_of=story.id, language=language
        )
        await world.archive.add_story(begun)
    row = await world.archive.row(id)
    assert row is not None, "a story that was just added"
    return row


def _refuse_translation(evidence: Evidence) -> None:
    """A translation told again in a third language would be nobody's text. Raises `UsageError`."""
    if not any(passage.shape for passage in evidence.passages):
        return
    source = evidence.sources[0]
    told = "is English itself" if source.language.startswith("en") else f"is in another language ({source.language})"
    raise UsageError(
        f"a translation has no English edition: its original, {source.url}, {told}; link to it, or translate it from "
        "there. --language zh-Hant there is"
    )


async def standing(original: Row, world: World) -> Published:
    """The original as it stands on the site. Raises `UsageError` when it does not."""
    document = await world.archive.artifact(original.story.id, "published") if original.stage == "published" else None
    if document is None:
        raise UsageError(f"story {original.story.id} stands at {original.stage}; only a published article has editions")
    return Published.model_validate_json(document)


async def gathered(story: Story, world: World, words: Mapping[str, str]) -> Evidence:
    """The evidence of an edition: that of the original, and the original as readers see it.

    Raises `UsageError` where it is not on the site any more, `Conflict` where its file was changed by hand.
    """
    original = await world.archive.row(story.edition_of)
    assert original is not None, f"story {story.id} is an edition of nothing"
    published = await standing(original, world)
    signed, evidence, on = await as_it_reads(published, world)
    signed = await _leading(signed, original.story, story.language, world)
    edition = Edition(
        story=original.story.id,
        name=published.name,
        sha256=published.sha256,
        language=story.language,
        signed=signed,
        decisions=on.decisions,
        words=dict(words),
        signer=_signer(signed, evidence, on),
        licence=on.licence,
    )
    return evidence.model_copy(update={"story": story.id, "edition": edition})


def _signer(signed: Draft, evidence: Evidence, on: Review) -> str:
    """The editor who signed each of the opinions that readers see; empty where one was put there afterwards."""
    name = review.byline(on, evidence)
    return name.editor if name and review.opinions(signed) <= name.opinions else ""


async def _leading(signed: Draft, original: Story, language: Language, world: World) -> Draft:
    """The draft of a digest with its links to those editions in this language that are on the site by now."""
    leads: dict[str, str] = {}
    for of in original.of:
        article, edition = await _on_site(of, world), await _on_site(edition_id(of, language), world)
        if article and edition and edition.url:
            leads[web_address(article.url) or ""] = edition.url
    sections = (each.model_copy(update={"link": leads.get(each.link, each.link)}) for each in signed.sections)
    return signed.model_copy(update={"sections": tuple(sections)}) if leads else signed


async def _on_site(id: str, world: World) -> Published | None:
    row = await world.archive.row(id)
    document = await world.archive.artifact(id, "published") if row and row.stage == "published" else None
    return Published.model_validate_json(document) if document else None


async def as_it_reads(published: Published, world: World) -> tuple[Draft, Evidence, Review]:
    """An article as readers see it, corrections and all, as a draft on its evidence; and how it was signed.

    Raises `Conflict` where its file was changed by hand, `ParseError` where it cannot be read.
    """
    octets = await world.files.read(published.path)
    if hashlib.sha256(octets).hexdigest() != published.sha256:
        raise Conflict(f"{published.path} is not as newsbot wrote it: undo the change in the file, then run it again")
    evidence, on = await _signed(published.story, world)
    text, before = octets.decode("utf-8", "replace"), on.verdict.draft
    document = article.parse(text)
    read = proofreading.reread(document, text, before, evidence).draft
    return read.model_copy(update={"prompts": before.prompts, "tags": _tags(document, before)}), evidence, on


async def heard(story: Story, world: World) -> Verdict:
    """How the original stood when it was signed, with what a judge had said of its sentences."""
    _, on = await _signed(story.edition_of, world)
    return on.verdict


async def _signed(story: str, world: World) -> tuple[Evidence, Review]:
    _, on = await world.archive.review(story)
    judged, kept = await world.archive.artifact(story, "judged"), await world.archive.artifact(story, "gathered")
    assert judged and kept, f"story {story} is published without its artifacts"
    verdict = Verdict.model_validate_json(judged)
    return Evidence.model_validate_json(kept), on or Review(judged=0, verdict=verdict)


def _tags(document: Document, before: Draft) -> tuple[str, ...]:
    """The article's tags as its file has them; those of a plain one are its keywords."""
    found = next((field.value for field in document.front if field.key == "tags"), None)
    return found.items if document.framed and isinstance(found, FlowList | DashList) else before.tags
