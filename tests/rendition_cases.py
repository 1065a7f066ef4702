"""A long English page about invented ports and firms, and its rendering sentence by sentence: made, not copied.

`**words**` are bold and `[words](#)` lead somewhere, in both languages.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from newsbot import checks, passages, readability
from newsbot import draft as drafts
from newsbot.demo.scripted_model import Step
from newsbot.evidence import Candidate, Wanted, entire
from newsbot.news import Bullets, Draft, Evidence, Page, SourceDate
from newsbot.writers import by_sentence, layout, marking, renderings, views
from scripted_writer import ScriptedWriter

PEOPLE = ("Mara Voss", "Edric Quill", "Tamsin Okoro", "Ruben Halvorsen", "Ines Marchetti", "Colm Brannigan")
FIRMS = ("Finch Robotics", "Tidewell Systems", "Norrland Compute", "Kestrel Docks", "Ostrava Logic")
PLACES = ("Port Ellery", "Garrick Sound", "Velmora", "Skarholm", "Point Asher", "Dunmarrow")
MONTHS = ("January", "March", "April", "June", "September", "November")

# fmt: off
TEMPLATES: tuple[tuple[str, str], ...] = (
    ("{p} of {c} said the trial at {l} ran for {a} days and used {b} sensors.",
     "{c}的{p}说，{l}的试验进行了{a}天，用了{b}个传感器。"),
    ("{l} handled {b} ships in {y}, and {a} of them were guided by software.",
     "{y}年，{l}接待了{b}艘船，其中{a}艘由软件引导。"),
    ("The [harbour office](#) in {l} spent ${a} million on the project, according to {p}.",
     "{p}说，{l}的[港务办公室](#)在这个项目上花了{a}00万美元。"),
    ("{c} plans to hire {b} people by {m} {y}.", "{c}计划在{y}年{mm}月前招聘{b}人。"),
    ("**{c}** trained its model on {b} hours of radio calls recorded in {l}.",
     "**{c}**用在{l}录下的{b}小时无线电通话训练了模型。"),
    ("Errors fell by {a}% after the crews of {l} began to check every berth by hand.",
     "{l}的班组开始逐个人工核对泊位之后，差错下降了{a}%。"),
    ("\"We will not hurry,\" {p} said on {m} {d}.", "“我们不会着急。”{p}在{mm}月{d}日说。"),
    ("The contract between {c} and {l} runs until {y} and is worth {b} euros a month.",
     "{c}与{l}的合同到{y}年为止，每月价值{b}欧元。"),
    ("Nobody at {l} knows how the program would behave in a storm, {p} admitted.",
     "{p}承认，{l}没有人知道这个程序在风暴中会怎样。"),
    ("About {b} residents of {l} signed a letter that asks for an independent audit.",
     "{l}约{b}名居民在一封要求独立审计的信上签了名。"),
    ("{p}, who has worked at {c} for {a} years, called the results promising.",
     "在{c}工作了{a}年的{p}说，结果令人看好。"),
    ("The second phase begins on {m} {d} and covers {a} cranes at {l}.",
     "第二阶段{mm}月{d}日开始，涉及{l}的{a}台起重机。"),
    ("A report by {c} lists {a} incidents, none of which caused an injury.",
     "{c}的一份报告列出了{a}起事故，没有一起造成人员受伤。"),
    ("{c} declined to say what the software costs, and {p} did not answer questions.",
     "{c}拒绝透露软件的价格，{p}没有回答提问。"),
    ("At night the port of {l} uses {a} megawatts of power, more than the town around it.",
     "夜间，{l}的港口用电{a}兆瓦，比周围的城镇还多。"),
    ("The unions in {l} want a rule that keeps at least {a} pilots on duty.",
     "{l}的工会要求立一条规矩，让至少{a}名引航员值班。"),
)
# fmt: on

HEADINGS = (
    ("What the trials showed", "试验说明了什么"),
    ("Where the money goes", "钱花在哪里"),
    ("Who checks the software", "谁来检查软件"),
    ("How crews work with it", "班组怎样与它共事"),
    ("What the neighbours want", "邻居们要什么"),
    ("When the next phase begins", "下一阶段何时开始"),
    ("Why some ports wait", "一些港口为什么等待"),
)
TITLE = ("How small ports learned to trust software with their berths", "小港口怎样学会把泊位交给软件")
POINTS = [
    {
        "lead": "账要算清楚",
        "sentences": [
            {"text": "这样的开支值得逐项公开。", "passages": [], "quotes": []},
            {"text": "没有公开的账，居民恐怕很难信服。", "passages": [], "quotes": []},
        ],
    },
    {"lead": "谁来负责", "sentences": [{"text": "出了差错由谁承担，应当先写明白。", "passages": [], "quotes": []}]},
    {"lead": "不必着急", "sentences": [{"text": "慢一点未必是坏事。", "passages": [], "quotes": []}]},
]


@dataclass(frozen=True)
class Case:
    """A page of so many blocks: `html` to be read, `known` the rendering of each sentence as it is shown, unmarked."""

    html: str
    known: dict[str, str]
    paragraphs: int
    words: int


def filled(template: str, n: int) -> str:
    """The n-th filling of a template, the same in both languages."""
    month = n % len(MONTHS)
    return template.format(
        p=PEOPLE[n % len(PEOPLE)],
        c=FIRMS[(n * 3 + n // 5) % len(FIRMS)],
        l=PLACES[(n * 5 + n // 6) % len(PLACES)],
        m=MONTHS[month],
        mm=(1, 3, 4, 6, 9, 11)[month],
        a=12 + n * 7 % 71,
        b=211 + n * 37 % 779,
        d=1 + n * 5 % 28,
        y=2019 + n % 9,
    )


def made(sections: int = 7, rounds: int = 3) -> Case:
    """The page: under each heading paragraphs of three sentences, a list with a list in it, a quotation, a table."""
    known = {TITLE[0]: TITLE[1]}
    html = [f"<h1>{TITLE[0]}</h1>"]
    count = number = 0

    def sentence() -> str:
        nonlocal number
        english, chinese = (filled(each, number) for each in TEMPLATES[number % len(TEMPLATES)])
        number += 1
        known[plain(english)] = chinese
        return english

    for heading, rendered in HEADINGS[:sections]:
        known[heading] = rendered
        html.append(f"<h2>{heading}</h2>")
        for _ in range(rounds):
            blocks = [f"<p>{markup(' '.join(sentence() for _ in range(3 + n)))}</p>" for n in range(2)]
            around, inside = ("ol", "ul") if number % 2 else ("ul", "ol")
            inner = "".join(f"<li>{markup(sentence())}</li>" for _ in range(2))
            items = f"<li>{markup(sentence())}<{inside}>{inner}</{inside}></li><li>{markup(sentence())}</li>"
            blocks += [f"<{around}>{items}</{around}>"]
            blocks += [f"<blockquote><p>{markup(sentence())}</p></blockquote>"]
            html += blocks
            html.append(table(number, known))
            count += 10
        count += 1
    body = "\n".join(html)
    head = f"<head><title>{TITLE[0]}</title><meta name=author content='Nora Field'></head>"
    page = f"<!doctype html><html lang=en>{head}<body><article>{body}</article></body></html>"
    return Case(page, known, count + 1, len(re.sub("<[^>]+>", " ", body).split()))


def table(n: int, known: dict[str, str]) -> str:
    """A table of three columns, head and two rows, one of them with an empty cell; its cells go to `known`."""
    head = {"Port": "港口", "Ships handled in a week": "一周接待的船只", "Cut in errors": "差错降幅"}
    one, other = PLACES[n % len(PLACES)], PLACES[(n + 1) % len(PLACES)]
    ships, cut = f"{1_100 + n * 37:,}", f"{n % 50 + 3}.{n % 9 + 1}%"
    known |= {**head, one: f"[{one}](#)", other: other, ships: ships.replace(",", "")}
    known |= {cut: f"**{cut}**", "no data yet": "尚无数据"}
    rows = [
        "".join(f"<th>{each}</th>" for each in head),
        f'<td><a href="/about?x=1">{one}</a></td><td>{ships}</td><td><b>{cut}</b></td>',
        f"<td>{other}</td><td></td><td>no data yet</td>",
    ]
    return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def markup(text: str) -> str:
    """The marks of a text as HTML."""
    linked = re.sub(r"\[([^\]]+)\]\(#\)", r'<a href="/about?x=1">\1</a>', text)
    return re.sub(r"\*\*([^*]+)\*\*", r"<b>\1</b>", linked)


def plain(text: str) -> str:
    """A text, in the source's marks or the prompt's, without them."""
    return re.sub(r"\*\*|\[([^\]]+)\]\([#\d]+\)", lambda match: match[1] or "", text)


READ = datetime(2026, 3, 4, 16, 5, 9, tzinfo=UTC)
URL = "https://harbours.example/trust/"


def page_of(html: str, **changed: object) -> Page:
    """The page as it is read."""
    read = readability.extract(URL, "text/html", READ.isoformat(), html.encode())
    page = Page(
        url=URL,
        final_url=URL,
        fetched=READ,
        title=read.title,
        text=read.text,
        sha256="5" * 64,
        author=read.author,
        publisher="Harbour Notes",
        published=SourceDate(year=2026, month=2, day=27),
        language=read.language,
        shapes=read.shapes,
    )
    return page.model_copy(update=changed)


def evidence_of(*pages: Page, url: str = "", given: bool = True) -> Evidence:
    """The evidence of the translation of one of these pages."""
    wanted = Wanted(story="f" * 32, headline="harbour software", url=url)
    candidates = [Candidate(page=page, spans=passages.cut(page.text), given=given) for page in pages]
    return entire(wanted, candidates, ("here",))[1]


def rendered_by(translator: "ScriptedTranslator", evidence: Evidence) -> renderings.Rendered:
    """Every paragraph as the model renders it, by the writer's own steps."""
    return {
        passage.id: renderings.sentences(passage, [translator.rendering(each) for each in shown])
        for passage in evidence.passages
        for shown in (marking.shown(passage, checks.pieces(passage)),)
    }


def draft_of(evidence: Evidence, rendered: renderings.Rendered) -> Draft:
    """The draft of these renderings, with `POINTS` as its views."""
    title, opening, sections = layout.laid_out(evidence.passages, rendered)
    points = [views.point(drafts.ReplyPoint.model_validate(each)) for each in POINTS]
    return Draft(
        kind="translation",
        writer="whole",
        model="scripted",
        title=title,
        heading=None,
        tldr=(),
        introduction=opening,
        sections=sections,
        conclusion=(Bullets(items=tuple(each for each in points if each), ordered=True),),
    )


_PARAGRAPH = re.compile(r"^\[(\d+\.\d+)\] \S+\n((?:\d+\. .*\n)+)", re.MULTILINE)
_SENTENCE = re.compile(r"^\d+\. (.*)$", re.MULTILINE)
_ABOUT = re.compile(r"^译文：(?P<told>.*)$(?s:.*)^开头：(?P<beginning>.*)$", re.MULTILINE)
_WORDS = re.compile("[\u4e00-\u9fff]{5,9}")
_ALONE = re.compile(r"^原文：(.*)$", re.MULTILINE)

OPINIONS = (
    ("先把{}的账算清楚，好让居民自己判断", "账要算清楚"),
    ("写明{}出错由谁承担", "谁来负责"),
    ("看{}，出错之前先看清楚", "不必着急"),
)
"""How a small model ends an opinion that was begun, with words of what it is of, and what it calls it."""


@dataclass
class ScriptedTranslator:
    """The script: a model that knows the page. `spoiled` changes what it answers, paragraph by paragraph; `times` is
    how often it does, of as many answers as there are."""

    known: dict[str, str]
    spoiled: Any = None
    times: int = 10**6
    points: Any = None
    asked: int = 0

    def __call__(self, body: dict[str, Any]) -> Step:
        asked = body["messages"][-1]["content"]
        form = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        if form == "rendition":
            paragraphs = [
                {"id": id, "sentences": [self.rendering(each) for each in _SENTENCE.findall(lines)]}
                for id, lines in _PARAGRAPH.findall(asked)
            ]
            if self.spoiled is not None and self.times > 0:
                self.times -= 1
                paragraphs = self.spoiled(paragraphs)
            return Step.json({"paragraphs": paragraphs})
        if form == "views":
            return Step.json({"points": POINTS if self.points is None else self.points})
        if form == "judgements":
            return ScriptedWriter()(body)
        if about := _ABOUT.search(asked):
            self.asked += 1
            said, called = OPINIONS[self.asked % len(OPINIONS)]
            words = max(_WORDS.findall(about["told"]), key=len, default="")
            return Step.text(f"看法：{about['beginning']}{said.format(words)}。\n名目：{called}")
        if alone := _ALONE.findall(asked):
            return Step.text(self.rendering(alone[-1]))
        return Step.json({"city": "Paris"})

    def rendering(self, shown: str) -> str:
        """The rendering of a sentence as it is shown, with the numbers of its links."""
        number = re.search(r"\]\((\d+)\)", shown)
        glossed = {by_sentence.asked(english): chinese for english, chinese in self.known.items()}
        words = plain(shown)
        return (self.known.get(words) or glossed[words]).replace("(#)", f"({number[1]})" if number else "(1)")
