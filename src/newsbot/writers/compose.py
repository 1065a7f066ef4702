"""Writing a digest without a model: sentences of articles that are published, each on the passages it had.

Nothing is worded anew: the title is that of the first article, the lead says what the next ones are about, and every
article has a section of its TL;DR with a link to the whole of it. Pure.
"""

from collections.abc import Sequence

from newsbot.draft import ended
from newsbot.news import Draft, Evidence, Kind, Paragraph, Passage, Section, Sentence, Signed, Source, Story
from newsbot.writers import extract

LED = 3  # articles after the first that the lead speaks of
WEEK = 7  # days from which it is called weekly


def title_mark(days: int) -> str:
    """What the title of a digest of so many days begins with."""
    return "周报｜" if days >= WEEK else "日报｜"


def compose(story: Story, articles: Sequence[Signed], kind: Kind, days: int) -> tuple[Evidence, Draft]:
    """The digest of so many days, of these articles in their order, and what it rests on: the passages it names."""
    book = _Book()
    title = book.sentence(articles[0].draft.title, articles[0].evidence)
    lead = [book.sentence(_about(each.draft), each.evidence) for each in articles[1 : 1 + LED]]
    sections = tuple(
        Section(
            title=_bare(book.sentence(each.draft.title, each.evidence)),
            blocks=(Paragraph(sentences=tuple(book.sentence(one, each.evidence) for one in each.draft.tldr)),),
            link=each.link,
        )
        for each in articles
    )
    draft = Draft(
        kind=kind.name,
        writer="compose",
        title=Sentence(text=title_mark(days) + _bare(title).text, passages=title.passages),
        heading=None,
        tldr=tuple(each.model_copy(update={"text": ended(each.text)}) for each in lead[: kind.parts.tldr[1]]),
        introduction=(),
        sections=sections,
        conclusion=(),
    )
    evidence = Evidence(
        story=story.id, headline=story.headline, sources=tuple(book.sources.values()), passages=book.ordered()
    )
    return evidence, draft


def _about(draft: Draft) -> Sentence:
    """What the article is about in a plain statement: its heading, else its title."""
    return _bare(draft.heading or draft.title)


def _bare(title: Sentence) -> Sentence:
    return title.model_copy(update={"text": title.text.removeprefix(extract.MARK)})


class _Book:
    """Sources and passages of several articles under ids of one digest, a page that two of them read once."""

    def __init__(self) -> None:
        self.sources: dict[tuple[str, str], Source] = {}
        self._passages: dict[tuple[int, int, int], Passage] = {}

    def sentence(self, sentence: Sentence, evidence: Evidence) -> Sentence:
        """The sentence on the same passages under their ids here."""
        cited = evidence.cited(sentence.passages)
        ids = dict.fromkeys(self._passage(each, evidence.source(each.source)).id for each in cited)
        return sentence.model_copy(update={"passages": tuple(ids)})

    def ordered(self) -> tuple[Passage, ...]:
        """The passages, source by source."""
        return tuple(sorted(self._passages.values(), key=lambda each: each.source))

    def _passage(self, passage: Passage, of: Source) -> Passage:
        source = self.sources.setdefault((of.url, of.sha256), of.model_copy(update={"id": len(self.sources) + 1}))
        place = (source.id, passage.start, passage.end)
        number = 1 + sum(1 for each in self._passages if each[0] == source.id)
        own = passage.model_copy(update={"id": f"{source.id}.{number}", "source": source.id})
        return self._passages.setdefault(place, own)
