"""A judged draft and its evidence as a Document: footnotes, references, dates and front matter are computed here.

The model wrote sentences that name passages; everything else in the file comes from the
fetch records, the settings and the clock that was passed in.
"""

import math
import re

from newsbot import news
from newsbot.article.body import Notes, blocks_of, joined
from newsbot.article.bylines import views_by
from newsbot.article.document import LABEL, PARTS, Bare, Document, Footer, Section, Text, line
from newsbot.article.dressing import dressed
from newsbot.article.form import Form
from newsbot.article.front import front_of
from newsbot.article.labels import LABELS, Labels
from newsbot.article.numbering import captioned, numbered, outlined, stepped
from newsbot.article.render import render
from newsbot.article.sourcing import origin_of, reference_to
from newsbot.article.tagging import hashtags_of, keywords_of, tags_of
from newsbot.news import NEWS, Evidence, Kind, Noun, Story, Verdict

READING_SPEED = 200  # code points a minute: what the form's first sample was computed with; in English, words

_NOTE = re.compile(rf"\[\^{LABEL}\]")
_WORD = re.compile(r"[^\W_]\S{0,400}")  # with what stands in it or at its end: U.S., don’t, 14,130,000


class Built(Noun):
    """The article's document and which footnote number each source id got."""

    document: Document
    notes: dict[int, int]


def build(verdict: Verdict, evidence: Evidence, story: Story, form: Form) -> Built:
    """The article of this verdict. Its counts are still 0: `finish` fills them, from the text itself."""
    draft, kind, labels = verdict.draft, form.kind, LABELS[story.language]
    framed, chaptered = kind.layout == "framed", kind.layout == "chaptered"
    notes = Notes(evidence, form.owned, labels)
    titles = numbered(draft.sections, labels) if chaptered else stepped(draft.sections, kind, labels)
    # A translation names its one source above: its sentences need no marks.
    body = Notes(evidence, form.owned, labels, silent=True) if kind.faithful else notes
    sections = _sections(draft, titles, kind, body)
    views = blocks_of(draft.conclusion, notes) if kind.faithful else ()
    tags = tags_of(draft)
    local = form.generated.astimezone(form.zone).replace(tzinfo=None, microsecond=0)
    document = Document(
        front=front_of(verdict, evidence, story, form, tags),
        heading=(Text(text=draft.heading.text),) if draft.heading else (),
        tldr=(Text(text=joined(draft.tldr, labels)),),
        outline=outlined(((each.level, title) for each, title in zip(draft.sections, titles, strict=True)), labels)
        if chaptered
        else (),
        sections=captioned(sections, labels) if chaptered else sections,
        references=tuple(
            reference_to(evidence.source(source), number, form.zone) for source, number in notes.numbers.items()
        ),
        keywords=keywords_of(draft) if framed else (),
        hashtags=hashtags_of(tags) if framed else (),
        footer=Footer(author=form.author, local=local) if framed else None,
        label=_label(form, labels),
        origin=origin_of(evidence.sources[0], form) if kind.faithful else None,
        byline=views_by(line(form.byline), labels) if views else None,
        views=views,
    )
    return Built(document=document, notes=notes.numbers)


def _sections(draft: news.Draft, titles: tuple[str, ...], kind: Kind, notes: Notes) -> tuple[Section, ...]:
    """Introduction, sections under their titles and conclusion; without what has nothing to say."""
    framed, faithful = kind.layout == "framed", kind.faithful
    title = (Text(text=notes.labels.introduction),) if framed else ()
    sections = [Section(title=title, blocks=blocks_of(draft.introduction, notes))]
    for each, numbered_title in zip(draft.sections, titles, strict=True):
        section = Section(
            title=dressed(each.title, numbered_title),
            blocks=blocks_of(each.blocks, notes),
            link=each.link or None,
            level=2 if faithful and each.level == 1 and numbered_title.strip() in PARTS else each.level,
        )
        sections.append(section)
    if not faithful:
        title = (Text(text=notes.labels.conclusion),)
        sections.append(Section(title=title, blocks=blocks_of(draft.conclusion, notes)))
    empty_too = kind.layout == "chaptered" or faithful  # their titles are in the outline, or the original's
    return tuple(each for each in sections if each.blocks or (empty_too and each.title))


def _label(form: Form, labels: Labels) -> str | None:
    """The label of machine-made text; a column's says too which of its sentences are opinions."""
    if not form.label_explicit:
        return None
    column = form.kind.opinion and form.kind.parts.numbered
    return (labels.draft or form.label_text) + (labels.views if column else "")


def finish(document: Document, template: str, name: str = NEWS.template) -> str:
    """The file's text, with `word_count` and `reading_time` counted from that text.

    `word_count` is the number of code points from `<article>` to the end of the keywords line, or of `</article>`
    where there are none; in a kind without either from the end of the front matter to `## References`, or to the end.
    Of an English text it is the number of words there, notes not counted. `reading_time` is minutes at `READING_SPEED`.
    Raises `SettingsError` when the template cannot be used.
    """
    text = render(document, template, name=name)
    if not any(field.key == "word_count" for field in document.front):
        return text
    counted = _framed(text) if document.framed else _bare(text)
    count = len(_WORD.findall(_NOTE.sub("", counted))) if document.labels.english else len(counted)
    numbers = {"word_count": count, "reading_time": math.ceil(count / READING_SPEED)}
    there = {field.key for field in document.front}
    told = document.with_front(**{key: Bare(bare=str(n)) for key, n in numbers.items() if key in there})
    return render(told, template, name=name)


def _framed(text: str) -> str:
    start = text.find("\n<article>\n") + 1  # a scalar holds no line end, so this is the tag itself
    last = max(text.rfind("\n**Keywords**:"), text.rfind("\n</article>\n")) + 1
    return text[start : text.find("\n", last)]


def _bare(text: str) -> str:
    start = text.find("\n---\n", 4) + 5
    end = text.rfind("\n## References\n")
    return text[start : end if end >= 0 else len(text)]
