"""A judged story of our own making, small enough to check by eye: what `build` is given in tests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from golden import ROOT
from newsbot import article
from newsbot.article import Document, Form
from newsbot.news import (
    Bullets,
    Draft,
    Evidence,
    Item,
    Paragraph,
    Passage,
    PromptUse,
    Section,
    Sentence,
    Source,
    SourceDate,
    Story,
    Verdict,
)

TEMPLATE = (ROOT / "templates" / "news.md.j2").read_text(encoding="utf-8")
STORY = Story(
    id="7f3a9c21d4e5",
    kind="news",
    headline="临江港 语音调度",
    url="https://port.example/news/quay.html",
    created=datetime(2026, 3, 4, tzinfo=UTC),
)


def source(number: int, **known: object) -> Source:
    facts: dict[str, object] = {
        "url": f"https://www.paper{number}.example/story",
        "title": f"来源{number}的标题",
        "publisher": f"报纸{number}",
        "published": SourceDate(year=2026, month=3, day=number),
        "retrieved": datetime(2026, 3, 4, 15, 30, tzinfo=UTC),
        "sha256": "0" * 64,
    }
    return Source.model_validate({"id": number, **facts, **known})


def passage(id: str) -> Passage:
    return Passage(id=id, source=int(id.partition(".")[0]), start=0, end=2, text="原文", language="zh")


def evidence(*sources: Source) -> Evidence:
    """Four sources, as a page tells each less than the one before; each has passages 1 to 3."""
    found = sources or (
        source(1, author="王小明"),
        source(2, title='Four ports share a "voice" [dispatcher]', published=SourceDate(year=2026, month=3)),
        source(3, publisher="", published=None, access="excerpt", url="https://www.lock.example/a(b) c?x=港"),
        source(4, url="", publisher="", published=None, access="headline", title="会议纪要"),
    )
    ids = [f"{each.id}.{n}" for each in found for n in (1, 2, 3)]
    return Evidence(story=STORY.id, headline=STORY.headline, sources=found, passages=tuple(map(passage, ids)))


def said(text: str, *passages: str) -> Sentence:
    return Sentence(text=text, passages=passages)


def paragraph(*sentences: Sentence) -> Paragraph:
    return Paragraph(sentences=sentences)


def draft(**changed: object) -> Draft:
    whole = Draft(
        writer="whole",
        model="some-model",
        prompts=(PromptUse(name="news/draft", sha256="ab" * 32),),
        title=said("临江港上线语音调度模型，等泊时间缩短11分钟", "1.1"),
        heading=said("临江港把泊位调度交给语音模型提建议", "1.1"),
        tldr=(said("临江港上线语音调度模型。", "1.1"), said("港务局称，等泊时间平均缩短11分钟。", "1.2")),
        introduction=(
            paragraph(
                said("临江港务局3月2日宣布，语音调度模型上线。", "3.1", "1.1", "3.2"),
                said("费用为2300万元！", "3.1", "1.2"),
            ),
        ),
        sections=(
            Section(
                title=said("调度员说船名，模型给泊位", "1.1"),
                blocks=(
                    paragraph(
                        said("副局长说：“这不是施舍，是分工。”", "1.3"),
                        said("谁来确认？", "1.3"),
                        Sentence(text="分工如下。", kind="transition"),
                    ),
                    paragraph(said("按照协议，四座港口分别承担：", "1.3")),
                    Bullets(
                        items=(
                            Item(lead=said("训练与评测：", "1.3"), sentences=(said("临江港负责训练。", "1.3"),)),
                            Item(lead=None, sentences=(said("录音约400小时", "4.1"), said("姓名已去除。", "4.1"))),
                        )
                    ),
                ),
            ),
        ),
        conclusion=(paragraph(said("时间表尚未公布。", "1.2")),),
        keywords=(said("人工智能"), said("临江港"), said("人工智能")),
        tags=("AI", "Voice Dispatch"),
    )
    return whole.model_copy(update=changed)


def verdict(draft: Draft) -> Verdict:
    return Verdict(outcome="review", draft=draft, sentences=(), findings=(), reasons=("没有评审模型",))


def form(**changed: object) -> Form:
    usual = Form(
        author="AI News Assistant",
        categories=("AI News",),
        zone=ZoneInfo("Asia/Shanghai"),
        generated=datetime(2026, 3, 4, 16, 5, 9, 7000, tzinfo=UTC),
        synced=datetime(2026, 3, 4, 16, 5, 10, tzinfo=UTC),
        score=64,
    )
    return usual.model_copy(update=changed)


def afterwards(document: Document) -> tuple[Document, Document, Document]:
    """The article published, then corrected in one figure, then withdrawn."""
    at = form().synced
    published = article.published(document, at, "林编辑", "本文由人工智能生成，经编辑审核后发布。", None)
    correction = article.Correction(day=at.date(), was="2300万元", instead="2400万元", mark="1")
    corrected = article.corrected(published, correction, at)
    return published, corrected, article.withdrawn(corrected, "来源撤回了报告", at.date(), at)
