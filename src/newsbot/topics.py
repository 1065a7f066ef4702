"""Keywords and tags of an article: only what stands in its body. Pure."""

import re
from collections.abc import Iterator, Sequence

from newsbot import chinese
from newsbot.news import Draft, Evidence, Sentence
from newsbot.wording import Wording, term

FEWEST_KEYWORDS, MOST_KEYWORDS = 5, 10
FEWEST_TAGS, MOST_TAGS = 2, 6

# What AI news is about, as tag and the words that show it. Our own list; the first match of each counts.
TOPICS: tuple[tuple[str, str], ...] = (
    ("人工智能", r"人工智能|AI"),
    ("大模型", r"大模型|语言模型|基础模型|多模态|GPT|LLM"),
    ("芯片", r"芯片|GPU|半导体|晶圆|加速卡"),
    ("算力", r"算力|数据中心|超算|服务器|园区|吉瓦|兆瓦"),
    ("开源", r"开源|权重|许可证"),
    ("智能体", r"智能体|助手|自动化代理"),
    ("机器人", r"机器人|机械臂|具身"),
    ("自动驾驶", r"自动驾驶|无人驾驶|辅助驾驶"),
    ("医疗", r"医疗|医院|诊断|药物|患者|影像"),
    ("教育", r"教育|学校|课堂|教师|学生"),
    ("融资", r"融资|估值|投资|募资|上市"),
    ("监管", r"监管|法规|立法|审查|合规|处罚|条例"),
    ("安全", r"安全|漏洞|攻击|对齐|风险"),
    ("隐私", r"隐私|个人信息|数据保护"),
    ("能源", r"电力|能源|电网|核电|用电|供电"),
    ("研究", r"论文|研究|评测|基准|实验室"),
    ("产品", r"发布|推出|上线|版本"),
    ("就业", r"就业|岗位|裁员|招聘"),
)
ENGLISH = {
    "人工智能": "AI",
    "大模型": "Language models",
    "芯片": "Chips",
    "算力": "Computing power",
    "开源": "Open source",
    "智能体": "Agents",
    "机器人": "Robots",
    "自动驾驶": "Autonomous driving",
    "医疗": "Health care",
    "教育": "Education",
    "融资": "Funding",
    "监管": "Regulation",
    "安全": "Safety",
    "隐私": "Privacy",
    "能源": "Energy",
    "研究": "Research",
    "产品": "Products",
    "就业": "Jobs",
    "科技": "Technology",
}
"""The tags in English."""
# Words that show a topic and name nothing.
_NO_NAMES = frozenset({"发布", "推出", "上线", "版本", "投资", "上市", "风险", "攻击", "研究", "产品", "审查", "处罚"})
_WORD = r"[A-Z][A-Za-z0-9]*(?:[-.&][A-Za-z0-9]+)*"
_NAME = re.compile(rf"(?<![A-Za-z0-9]){_WORD}(?: {_WORD}){{0,3}}")
_TITLED = re.compile(r"《([^《》“”‘’，。：；！？]{2,8})》")
# What says that a quoted word is a name or a term, before it or behind it. Our own list.
_THING = (
    "模型|系统|软件|平台|社区|论坛|计划|项目|工程|行动|产品|品牌|芯片|处理器|机器人|助手|智能体|应用|程序|工具|服务|游戏|框架|"
    "引擎|算法|架构|技术|数据集|测试集|语料库|基准|榜单|卫星|火箭|飞船|汽车|电池|手机|船|舰|号|版|系列|公司|企业|团队|组织|联盟|"
    "协会|基金会|基金|奖|大会|论文|报告|协议|法案|条例|概念|理论|效应|定律|一词|术语"
)
_NAMED = re.compile(f"(?:{_THING}|名为|名叫|取名|命名为|更名为|改名|代号|简称|全称|统称)(?:的)?$")
_NAMED_BEHIND = re.compile(f"^(?:的)?(?:[0-9.]{{1,5}}|[A-Za-z]{{1,12}})?[^，。；“”]{{0,4}}?(?:{_THING})")
_SPOKEN = re.compile(
    "(?:说|说的|所谓|所谓的|充当|当作?|当成|作为|看作|视为|叫做?|像|如同|好比|写成|听成|念成|是|成了?|成为)$"
)
_QUOTED_OFTEN = 3  # times: what is quoted so often, and never as speech, is what the article is about
_AROUND = 12
_MOST = 200_000  # characters of article and sources that are looked through for names
_QUOTED = re.compile(r"[“「]([^《》“”‘’「」，。：；！？]{2,8})[”」]")
_INNER = re.compile(r"‘([^‘’，。：；！？]{2,8})’")
# Abbreviations of units and offices, and the commonest of all: they say nothing about one article.
_PLAIN_WORDS = re.compile(
    r"AI|A|The|In|On|It|C[A-Z]O|API|CT|PDF|APP|App|IT|US|UK|EU|[KMGTP]B|[kKMG]W|[kMG]?Hz|W|V",
)


def blocked(headline: str, words: Sequence[str]) -> str:
    """The first of these words that stands in the headline, however it is spelt (`wording`); else empty."""
    hits = Wording(tuple(term(word) for word in words)).hits(headline, "title")
    return next((hit.term.words for hit in hits), "")


def keywords(draft: Draft, evidence: Evidence) -> tuple[Sentence, ...]:
    """Up to ten entities and topics that stand in the body, each resting where it first stands with a citation.

    What the writer offered comes first, then names by how often they stand, then topics. The outlets and
    authors that are cited are no topic of the article.
    """
    cited = "\n".join(f"{source.publisher}\n{source.author}" for source in evidence.sources)
    body = [sentence for _, sentence in draft.body()]
    text = "\n".join(sentence.text for sentence in body)
    cited_first = sorted(body, key=lambda sentence: not sentence.passages)
    offered = [each.text for each in draft.keywords]
    kept: list[Sentence] = []
    told = "\n".join([text, *(passage.text for passage in evidence.passages)])
    topical = frozenset(_topic_words(text))
    for word in [*offered, *(name for name in _names(text, told) if name not in cited), *_topic_words(text)]:
        # A topic's word inside a name says nothing more: 实验室 beside 北辰实验室.
        inside = word in topical and word not in offered
        known = any(word.lower() == each.text.lower() or (inside and word in each.text) for each in kept)
        full = len(kept) >= (FEWEST_KEYWORDS if word in _NO_NAMES else MOST_KEYWORDS)
        if word and not known and word in text and chinese.title_length(word) <= 12 and not full:
            first = next((sentence for sentence in cited_first if word in sentence.text), None)
            if first is not None:
                kept.append(Sentence(text=word, passages=first.passages, kind=first.kind))
    return tuple(kept)


def tags(draft: Draft) -> tuple[str, ...]:
    """Two to six topics, those that the body speaks of most first; 人工智能 and 科技 where fewer are found."""
    text = "\n".join(sentence.text for _, sentence in draft.body())
    counted = sorted(((len(re.findall(words, text)), tag) for tag, words in TOPICS), key=lambda pair: -pair[0])
    # One passing word makes no topic, unless there is little else.
    found = [tag for count, tag in counted if count >= 2] or [tag for count, tag in counted if count]
    for tag in ("人工智能", "科技"):
        if len(found) < FEWEST_TAGS and tag not in found:
            found.append(tag)
    return tuple(found[:MOST_TAGS])


def _names(text: str, told: str) -> Iterator[str]:
    """Names and terms in the text, the most frequent first; `told` is where else they may be called one."""
    # Inside a quotation, marks that are used only once may stand for a figure of speech as well as a name.
    inner = [name for name in _INNER.findall(text) if text.count(name) >= 2]
    names = [*_TITLED.findall(text), *_called(text, told), *inner, *_NAME.findall(text)]
    often = sorted(dict.fromkeys(names), key=lambda name: -text.count(name))
    yield from (name for name in often if len(name) > 1 and not _PLAIN_WORDS.fullmatch(name))


def _called(text: str, told: str) -> list[str]:
    """The quoted words of the text that are names or terms: something is called so; an ordinary word of somebody's
    (水表倒转), or one used for another (充当“老师”), is none."""
    named: set[str] = set()
    spoken: set[str] = set()
    for match in _QUOTED.finditer(told[:_MOST]):
        before = told[max(0, match.start() - _AROUND) : match.start()]
        behind = told[match.end() : match.end() + _AROUND]
        if _SPOKEN.search(before):
            spoken.add(match[1])
        elif _NAMED.search(before) or _NAMED_BEHIND.match(behind):
            named.add(match[1])
    quoted = _QUOTED.findall(text)
    return [word for word in quoted if word in named or (quoted.count(word) >= _QUOTED_OFTEN and word not in spoken)]


def _topic_words(text: str) -> Iterator[str]:
    """The words of the topics that stand in the text, most frequent topic first."""
    found: list[tuple[int, str]] = []
    for _, words in TOPICS:
        hits: Sequence[str] = re.findall(words, text)
        found += [(-hits.count(word), word) for word in dict.fromkeys(hits)]
    # Words that name nothing come last: they stand in where there are too few others.
    yield from (word for _, word in sorted(found, key=lambda pair: (pair[1] in _NO_NAMES, pair[0])))
