"""What becomes of an article's file once it is published: shown to readers, corrected, taken back.

Each is a function from the Document to the Document. The file's name and its `date` never change, so neither does its
address.
"""

from datetime import UTC, date, datetime

from newsbot.article.document import (
    Bare,
    Block,
    BlockList,
    BlockMap,
    Bullets,
    Document,
    FrontField,
    Inline,
    Linked,
    Mark,
    Origin,
    Paragraph,
    Quotation,
    Quoted,
    Strong,
    Table,
    Text,
    Value,
    joined,
    line,
)
from newsbot.article.editions import told as shown_as
from newsbot.article.labels import Labels
from newsbot.errors import UsageError
from newsbot.news import Evidence, Noun, SourceDate

LABELLED = "AIGC"
OWN_KEYS = frozenset(
    "title date draft tags categories author summary cover source_url word_count reading_time ai_score sync_time "  # noqa: SIM905
    "featured_image image_credit image_licence main_topics licence "
    "kind language edition_of provenance follows kept editor publishDate lastmod corrections AIGC".split()
)
"""The keys of the form. Any other may move, hide or replace a page of the site (`url`, `aliases`, `layout` …)."""


class Correction(Noun):
    """What was wrong in a published article. `text` is the notice for readers, made of `was` and `instead` when empty.

    Where both are given, `instead` takes the place of `was` wherever the article says it. `mark` is the label of the
    reference that shows it, empty for none. `day` is the newsroom's.
    """

    day: date
    text: str = ""
    was: str = ""
    instead: str = ""
    reason: str = ""
    mark: str = ""


def instant(moment: datetime) -> str:
    """ISO-8601 in UTC with milliseconds and Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def published(document: Document, at: datetime, editor: str, label: str | None, shown: datetime | None) -> Document:
    """The draft as it is published at this instant.

    `editor` stands in the front matter when somebody answers for it; `label` takes the place of the draft's, None
    leaves it. `shown` is the instant from which on the site shows it.
    """
    front = _without(document.front, "publishDate", "editor")
    if editor:
        front = placed(front, "editor", Quoted(quoted=line(editor)))
    if shown is not None:
        front = placed(front, "publishDate", Bare(bare=instant(shown)))
    front = placed(front, "draft", Bare(bare="false"))
    front = _written(front, at)
    update: dict[str, object] = {"front": front}
    if label is not None and document.label is not None:
        views = document.labels.views  # what a column's label says besides stays
        update["label"] = line(label) + (views if document.label.endswith(views) else "")
    if document.origin is not None:
        update["origin"] = Origin.model_validate({**document.origin.model_dump(), "licence": licence_of(document)})
    return document.model_copy(update=update)


def approved_label(label: str, document: Document, evidence: Evidence) -> str:
    """The label of machine-made text that an editor approved, in the language of the article."""
    return document.labels.approved or shown_as(label, evidence, document.language)


def licence_of(document: Document) -> str:
    """By whose leave a translation is published, as its front matter says; empty where it does not."""
    return _quoted(next((field.value for field in document.front if field.key == "licence"), None)).strip()


def corrected(document: Document, correction: Correction, at: datetime) -> Document:
    """The article with the correction: the newest notice first, `lastmod` and `corrections` in the front matter.

    Raises `UsageError` when what was wrong does not stand in it, or the mark has no reference.
    """
    if correction.mark and correction.mark not in {each.label for each in document.references}:
        raise UsageError(f"the article has no reference [^{correction.mark}]; name one that stands under References")
    swapped = correction.was and correction.instead
    mended = _mended(document, correction.was, correction.instead) if swapped else document
    before = next((field.value for field in document.front if field.key == "corrections"), None)
    earlier = before.items if isinstance(before, BlockList) else ()
    said = {"was": correction.was, "now": correction.instead, "reason": correction.reason or correction.text}
    told = [FrontField(key=key, value=Quoted(quoted=line(text))) for key, text in said.items()]
    entry = BlockMap(fields=(FrontField(key="date", value=Quoted(quoted=correction.day.isoformat())), *told))
    front = placed(mended.front, "lastmod", Bare(bare=instant(at)))
    front = placed(front, "corrections", BlockList(items=(entry, *earlier)))
    front = _written(front, at)
    return mended.model_copy(
        update={"front": front, "notices": (_notice(correction, document.labels), *document.notices)}
    )


def _notice(correction: Correction, labels: Labels) -> tuple[Inline, ...]:
    text = correction.text or labels.misstated.format(was=correction.was, now=correction.instead)
    body = f"{labels.colon}{line(text).rstrip('。.')}"
    said: tuple[Inline, ...] = (Text(text=f"{body}{labels.stop}"),)
    if correction.mark:  # in English behind the stop, as everywhere
        mark = Mark(mark=correction.mark)
        said = (*said, mark) if labels.english else (Text(text=f"{body} "), mark, Text(text=labels.stop))
    return joined((Strong(strong=labels.dated(labels.correction, _date(correction.day))), *said))


def is_corrected(document: Document, correction: Correction) -> bool:
    """Whether this very correction is the newest one of the article."""
    return bool(document.notices) and document.notices[0] == _notice(correction, document.labels)


class Cover(Noun):
    """The picture of an article: how its front matter names it, what it shows, who made it and under which licence."""

    image: str
    alt: str = ""
    credit: str = ""
    licence: str = ""


def cover_of(document: Document) -> Cover | None:
    """The picture that the front matter names, whichever key its kind has for it; None where there is none."""
    front = {field.key: field.value for field in document.front}
    shown = front.get("cover")
    parts = {part.key: _quoted(part.value) for part in shown.fields} if isinstance(shown, BlockMap) else {}
    image = parts.get("image") or _quoted(shown) or _quoted(front.get("featured_image"))
    if not image:
        return None
    credit, licence = _quoted(front.get("image_credit")), _quoted(front.get("image_licence"))
    return Cover(image=image, alt=parts.get("alt", ""), credit=credit, licence=licence)


def covered(document: Document, cover: Cover | None) -> Document:
    """The article with this picture, under the key that its kind has for it; None: without one."""
    front = _without(document.front, "image_credit", "image_licence")
    image = Quoted(quoted=cover.image if cover else "")
    if any(field.key == "featured_image" for field in front):
        front = placed(front, "featured_image", image)
    else:
        title = next((_quoted(field.value) for field in front if field.key == "title"), "")
        alt = Quoted(quoted=line(cover.alt) if cover and cover.alt else title)
        parts = (FrontField(key="image", value=image), FrontField(key="alt", value=alt))
        more = _of_papermod(cover, document.labels) if cover else ()
        front = placed(front, "cover", BlockMap(fields=(*parts, *more)))
    for key, text in (("image_credit", cover.credit), ("image_licence", cover.licence)) if cover else ():
        front = placed(front, key, Quoted(quoted=line(text)))
    return document.model_copy(update={"front": front})


def _of_papermod(cover: Cover, labels: Labels) -> tuple[FrontField, ...]:
    """What PaperMod prints below a picture, and by which it finds one of the article's own folder for shared links."""
    opening, closing = labels.brackets
    licence = f"{opening}{cover.licence}{closing}" if cover.licence else ""
    own = () if "/" in cover.image else (FrontField(key="relative", value=Bare(bare="true")),)
    return (FrontField(key="caption", value=Quoted(quoted=line(cover.credit + licence))), *own)


def _quoted(value: Value | None) -> str:
    return value.quoted if isinstance(value, Quoted) else ""


def withdrawn(document: Document, reason: str, day: date, at: datetime) -> Document:
    """The article taken back: title and keys stay, its picture goes, a notice with the reason stands for its body."""
    labels = document.labels
    said = labels.colon + labels.taken_back.format(reason=line(reason).rstrip("。.")) + labels.stop
    front = covered(document, None).front if cover_of(document) else document.front
    front = placed(front, "summary", Quoted(quoted=labels.withdrawn))
    front = placed(front, "lastmod", Bare(bare=instant(at)))
    front = _written(front, at)
    return document.model_copy(
        update={
            "front": front,
            "notices": ((Strong(strong=labels.dated(labels.withdrawal, _date(day))), Text(text=said)),),
            "tldr": (),
            "outline": (),
            "sections": (),
            "references": (),
            "keywords": (),
            "views": (),
            "byline": None,
        }
    )


def _date(day: date) -> SourceDate:
    return SourceDate(year=day.year, month=day.month, day=day.day)


# ---------------------------------------------------------------- front matter


def placed(front: tuple[FrontField, ...], key: str, value: Value) -> tuple[FrontField, ...]:
    """The key with this value where it stands, else after the last one but the label's."""
    if any(field.key == key for field in front):
        return tuple(FrontField(key=key, value=value) if field.key == key else field for field in front)
    at = next((n for n, field in enumerate(front) if field.key == LABELLED), len(front))
    return (*front[:at], FrontField(key=key, value=value), *front[at:])


def _written(front: tuple[FrontField, ...], at: datetime) -> tuple[FrontField, ...]:
    """The front matter with when the file was written, where its kind has that key."""
    kept = any(field.key == "sync_time" for field in front)
    return placed(front, "sync_time", Quoted(quoted=instant(at))) if kept else front


def _without(front: tuple[FrontField, ...], *keys: str) -> tuple[FrontField, ...]:
    return tuple(field for field in front if field.key not in keys)


# ---------------------------------------------------------------- what was wrong, made right


def _mended(document: Document, was: str, now: str) -> Document:
    """The article with `now` wherever it said `was`; references and addresses stay."""
    swap = _Swap(line(was), line(now))
    update: dict[str, object] = {
        "front": tuple(
            FrontField(key=field.key, value=swap.value(field.value))
            if field.key in ("title", "summary") or (field.key == "cover" and isinstance(field.value, BlockMap))
            else field
            for field in document.front
        ),
        "heading": swap.inlines(document.heading),
        "tldr": swap.inlines(document.tldr),
        "sections": tuple(
            each.model_copy(update={"title": swap.inlines(each.title), "blocks": tuple(map(swap.block, each.blocks))})
            for each in document.sections
        ),
        "outline": tuple(map(swap.text, document.outline)),
        "keywords": tuple(map(swap.text, document.keywords)),
        "views": tuple(map(swap.block, document.views)),
    }
    if not swap.found:
        raise UsageError(f"“{line(was)[:80]}” does not stand in the article; give --was word for word")
    return document.model_copy(update=update)


class _Swap:
    """One text put in the place of another; `found` says whether it stood anywhere."""

    def __init__(self, was: str, now: str) -> None:
        self._was, self._now = was, now
        self.found = False

    def text(self, text: str) -> str:
        self.found = self.found or self._was in text
        return text.replace(self._was, self._now)

    def value(self, value: Value) -> Value:
        if isinstance(value, Quoted):
            return Quoted(quoted=self.text(value.quoted))
        if isinstance(value, BlockMap):
            return BlockMap(fields=tuple(self._part(field) for field in value.fields))
        return value

    def _part(self, field: FrontField) -> FrontField:
        return FrontField(key=field.key, value=self.value(field.value)) if field.key == "alt" else field

    def inlines(self, inlines: tuple[Inline, ...]) -> tuple[Inline, ...]:
        return tuple(
            Text(text=self.text(each.text))
            if isinstance(each, Text)
            else Strong(strong=self.text(each.strong))
            if isinstance(each, Strong)
            else Linked(linked=self.text(each.linked), to=each.to)
            if isinstance(each, Linked)
            else each
            for each in inlines
        )

    def block(self, block: Block) -> Block:
        if isinstance(block, Paragraph):
            return Paragraph(inlines=self.inlines(block.inlines))
        if isinstance(block, Quotation):
            return Quotation(paragraphs=tuple(map(self.inlines, block.paragraphs)))
        if isinstance(block, Table):
            caption = None if block.caption is None else self.text(block.caption)
            head, *rows = (tuple(map(self.inlines, row)) for row in (block.head, *block.rows))
            return Table(caption=caption, head=head, rows=tuple(rows))
        items = tuple(
            each.model_copy(
                update={
                    "lead": None if each.lead is None else self.text(each.lead),
                    "inlines": self.inlines(each.inlines),
                }
            )
            for each in block.items
        )
        return Bullets(intro=self.inlines(block.intro), items=items, ordered=block.ordered)
