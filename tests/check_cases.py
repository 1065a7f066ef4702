"""What the tests of the checks are tried on: one sentence, its passages, and short drafts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from newsbot import checks
from newsbot.news import Draft, Evidence, Finding, Paragraph, Passage, Quote, Section, Sentence, Source, SourceDate

PUBLISHED = SourceDate(year=2025, month=1, day=22)  # a Wednesday


def source(published: SourceDate | None = PUBLISHED, **other: str) -> Source:
    """Source 1, read once, under its own date."""
    named = {"url": "https://wire.example/a", "title": "", "sha256": "0"} | other
    return Source(id=1, published=published, retrieved=datetime(2025, 1, 23, tzinfo=UTC), **named)  # type: ignore[arg-type]


def passages(texts: Iterable[str]) -> tuple[Passage, ...]:
    """The passages 1.1, 1.2 … of source 1, each in the language of its characters."""
    from newsbot.chinese import language

    return tuple(
        Passage(id=f"1.{n}", source=1, start=0, end=len(text), text=text, language=language(text))
        for n, text in enumerate(texts, 1)
    )


def found(
    text: str,
    *texts: str,
    published: SourceDate | None = PUBLISHED,
    place: str = "introduction/0/0",
    quotes: tuple[Quote, ...] = (),
    **about: str,
) -> list[Finding]:
    """What the rules for single sentences have against `text` on passages of these texts."""
    cited = passages(texts)
    sentence = Sentence(text=text, passages=tuple(each.id for each in cited), quotes=quotes)
    return checks.sentence_findings(place, sentence, cited, (source(published, **about),))


def rules(findings: Iterable[Finding], severity: str = "") -> set[str]:
    """The names of the rules that found something."""
    return {finding.rule for finding in findings if severity in ("", finding.severity)}


def evidence(*texts: str) -> Evidence:
    """Evidence of one source with these passages, and another that has none of them."""
    other = source(url="https://other.example/b", sha256="1").model_copy(update={"id": 2})
    return Evidence(story="s", headline="h", sources=(source(), other), passages=passages(texts))


def draft(
    body: Sequence[str],
    title: str = "甲公司在柏林发布新款芯片",
    heading: str = "甲公司新款芯片的价格与上市时间",
    tldr: Sequence[str] = ("新款芯片由甲公司发布。", "售价和日期已经公开。"),
    conclusion: Sequence[str] = (),
    keywords: Sequence[str] = (),
    sentences: Sequence[Sentence] = (),
) -> Draft:
    """A draft whose every sentence rests on passage 1.1; `sentences` follow those of `body`."""

    def cited(texts: Sequence[str]) -> tuple[Sentence, ...]:
        return tuple(Sentence(text=text, passages=("1.1",)) for text in texts)

    return Draft(
        writer="whole",
        title=cited([title])[0],
        heading=cited([heading])[0],
        tldr=cited(tldr),
        introduction=(Paragraph(sentences=cited(body[:1])),),
        sections=(
            Section(title=cited(["价格与日期"])[0], blocks=(Paragraph(sentences=(*cited(body[1:]), *sentences)),)),
        )
        if len(body) > 1 or sentences
        else (),
        conclusion=(Paragraph(sentences=cited(conclusion)),) if conclusion else (),
        keywords=tuple(Sentence(text=text) for text in keywords),
    )
