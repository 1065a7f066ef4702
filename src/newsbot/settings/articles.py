"""What is written: which stories, from how much evidence, in what form and kind."""

from typing import Literal

from pydantic import Field, model_validator

from newsbot.settings.writing import Group, Word


class Interests(Group):
    """What the newsroom's readers want to read about. A word of capitals alone is found only in capitals."""

    keywords: tuple[Word, ...] = Field(
        default=(
            *("AI", "人工智能", "大模型", "语言模型", "神经网络", "机器学习", "深度学习", "智能体", "生成式", "算力"),
            *("机器人", "自动驾驶", "芯片", "数据中心", "OpenAI", "Anthropic", "DeepMind", "DeepSeek", "ChatGPT"),
            *("GPT", "Claude", "Gemini", "通义千问", "文心一言", "LLM", "GPU", "A.I.", "artificial intelligence"),
            *("machine learning", "language model", "neural", "chatbot", "data center", "data centre"),
        ),
        max_length=500,
        description="A story that holds none of these words is not about AI.",
    )
    topics: tuple[Word, ...] = Field(
        default=(
            *("发布", "开源", "融资", "监管", "安全", "芯片", "算力", "智能体", "政府", "版权"),
            *("launch", "release", "open source", "funding", "regulation", "safety", "chip", "agent", "copyright"),
        ),
        max_length=500,
        description="What of AI is wanted most; two of these words in a story are enough.",
    )
    ask_model: bool | Literal["auto"] = Field(
        default="auto",
        description="The rank model is asked how newsworthy stories are, and which reports are of one event. "
        "auto: where llm.rank_model is set.",
    )
    half_life: float = Field(default=48.0, ge=0.1, le=87_600, description="Hours in which news loses half its novelty.")


class EvidenceLimits(Group):
    """How much of what was read the model is shown."""

    tokens: int = Field(default=6000, ge=500, description="Bound on the passages' tokens (UTF-8 bytes ÷ 2).")
    minimum: int = Field(
        default=200, ge=50, description="Fewer characters of evidence than this (a Latin word counts two) are refused."
    )


class ArticleForm(Group):
    """The parts of the article file that a newsroom may choose."""

    author: str = "AI News Assistant"
    categories: tuple[str, ...] = ("AI News",)
    minimum: int = Field(default=600, ge=0, description="Han characters from 引言 to 结论, at least.")
    maximum: int = Field(default=1500, ge=100, description="Han characters from 引言 to 结论, at most.")
    spacing: Literal["none", "either"] = Field(default="none", description="Spaces between Han and Latin or digits.")
    inherit_citations: bool = Field(
        default=False, description="A sentence without a citation has that of the next one in its paragraph."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "ArticleForm":
        if self.minimum > self.maximum:
            raise ValueError("article.minimum is larger than article.maximum; set both")
        return self


class KindRule(Group):
    """Which stories are written as a kind: those to which all fits that is named here."""

    kind: str = Field(min_length=1, max_length=32)
    words: tuple[Word, ...] = Field(
        default=(), max_length=500, description="One stands in the headline or the title of an entry."
    )
    feeds: tuple[str, ...] = Field(default=(), max_length=500, description="One of its entries came by one of these.")
    outlets: int = Field(default=0, ge=0, le=100, description="At least so many tell of it in texts of their own.")
    score: int = Field(default=0, ge=0, le=100, description="It is worth at least so much.")
    below: int = Field(default=101, ge=1, le=101, description="It is worth less than this.")


class Kinds(Group):
    """Which kind of article a story deserves where nobody says."""

    default: str = Field(default="news", min_length=1, max_length=32, description="Where no rule fits.")
    rules: tuple[KindRule, ...] = Field(default=(), max_length=500, description="The first that fits decides.")


class Editions(Group):
    """Editions of published articles in other languages (`newsbot edition`)."""

    characters: dict[str, str] = Field(
        default={},
        max_length=2_000,
        description="Words in Simplified and in Traditional characters, before all others.",
    )


class Digest(Group):
    """The digest of what was published: `daemon.digest` says when one is made."""

    days: int = Field(default=1, ge=1, le=31, description="Of how many days; from 7 on it is called weekly.")
    stories: int = Field(default=8, ge=2, le=20, description="Articles in one, those of the highest score.")
    least: int = Field(default=2, ge=2, le=20, description="With fewer that are in no digest yet none is made.")


class Topics(Group):
    """What is not written about."""

    block: tuple[Word, ...] = Field(
        default=(),
        max_length=500,
        description="A story with one of these words in its headline or an entry's title is refused unread.",
    )


class Originality(Group):
    """How far an article may go along with a source, outside quotation marks."""

    run: int = Field(default=40, ge=8, description="Han characters in a row that may be a source's.")
    share: float = Field(default=0.5, gt=0, le=1, description="Share of the body that may be one source's words.")
