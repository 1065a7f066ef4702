"""A long report's sources and its scripted model: thirteen invented outlets on the computing centres of twelve cities.

Everything here is invented. Each outlet's page says of its own city what the others say of theirs, in figures of its
own; the model knows each sentence and how an editor would put it, reads ids and places from its prompts, and writes an
outline, chapters with tables, and the frame around them.
"""

import functools
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import loopback
from newsbot import chinese, kinds
from newsbot.demo.scripted_model import Step
from newsbot.evidence import Limits, choose
from newsbot.news import Evidence, SourceDate
from newsbot.newsroom import Request
from scripted_writer import ScriptedWriter
from story_cases import AMPLE, PROMPTS, candidate

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "report")

HEADLINE = "十二座城市公布算力中心2026年前三季度运行情况"
CITIES = ("云川", "澜州", "青屿", "北麓", "南汀", "沙陵", "鹤浦", "白岭", "栖江", "远泽", "晴湾", "石渡")
# fmt: off
_PEOPLE = (

    "顾南枝",
    "周砚秋",
    "陶一宁",
    "沈若溪",
    "骆安平",
    "何静川",
    "罗启明",
    "许知远",
    "林望舒",
    "宋清和",
    "叶知秋",
    "唐亦安",
)

SAID: tuple[tuple[str, str, str], ...] = (
    # (the section it belongs to, as the city's outlet says it, as the report says it; empty: it stands in a table)
    ("机房", "{c}算力中心在2026年1月{a}日投入运行，机房面积{b}平方米，首期装有机柜{d}个。", ""),
    ("机房", "负责建设的是{c}数字建设公司，公司总经理{p}说，工期比合同规定的短了{e}天。",
             "{c}数字建设公司总经理{p}说，建设由公司负责，工期比合同规定的短了{e}天。"),
    ("扩建", "{c}算力中心装有加速卡{f}张，其中国产加速卡占{g}%，其余的来自三家外国厂商。",
             "国产加速卡占{g}%，其余的来自三家外国厂商，{c}算力中心装有的加速卡共{f}张。"),
    ("扩建", "{c}算力中心的软件由{c}大学维护，维护合同每年{av}万元，合同在2028年{m}月到期。",
             "维护合同每年{av}万元，合同在2028年{m}月到期，{c}算力中心的软件由{c}大学维护。"),
    ("扩建", "{c}市发展改革委说，机房选址避开了居民区，离最近的住宅楼有{aw}米，噪声每月检测一次。",
             "{c}市发展改革委说，噪声每月检测一次，机房选址避开了居民区，离最近的住宅楼有{aw}米。"),
    ("扩建", "{c}算力中心计划在2027年{m}月动工建设二期工程，二期将增加机柜{h}个，机房另外选址。",
             "二期工程计划在2027年{m}月动工建设，{c}算力中心将增加机柜{h}个，机房另外选址。"),
    ("用电", "{c}算力中心前三季度用电{i}万千瓦时，其中绿色电力占{j}%，电能利用效率为1.{k}。", ""),
    ("用电", "{c}供电公司为算力中心架设了{l}千米专用线路，线路在2025年{m}月通电，由供电公司维护。",
             "专用线路长{l}千米，在2025年{m}月通电，{c}供电公司为算力中心架设，并由供电公司维护。"),
    ("余热", "{c}算力中心的余热送往附近{n}个小区供暖，{c}热力公司称，一个采暖季可以少烧煤{o}吨。",
             "{c}热力公司称，一个采暖季可以少烧煤{o}吨，余热由{c}算力中心送往附近{n}个小区供暖。"),
    ("余热", "{c}算力中心每天用水{q}吨，用的是污水处理厂的再生水，水费按每吨{r}元结算。",
             "水费按每吨{r}元结算，{c}算力中心每天用水{q}吨，用的是污水处理厂的再生水。"),
    ("投资", "建设{c}算力中心的投资为{s}亿元，其中市财政出资{t}亿元，{c}农商银行贷款{u}亿元。", ""),
    ("投资", "{c}农商银行在2025年{m}月发放这笔贷款，期限为{v}年，由{c}数字建设公司逐年归还。",
             "{c}数字建设公司逐年归还这笔贷款，{c}农商银行在2025年{m}月发放，期限为{v}年。"),
    ("收支", "{c}算力中心前三季度的收入为{w}万元，运行费用为{x}万元，中心还没有实现盈利。",
             "中心还没有实现盈利，前三季度，{c}算力中心的收入为{w}万元，运行费用为{x}万元。"),
    ("收支", "{c}市财政局每年发放算力券{y}万元，一家企业至多可以领取{z}万元，用不完的年底收回。",
             "一家企业至多可以领取{z}万元，用不完的年底收回，{c}市财政局每年发放的算力券为{y}万元。"),
    ("企业", "前三季度有{aa}家企业租用{c}算力中心的机器，其中制造企业有{ab}家，租用一张加速卡每小时收费{ac}元。", ""),
    ("企业", "{c}算力中心在2025年{m}月把价格下调了{ad}%，企业租用满一年的，另外减收{ae}%。",
             "企业租用满一年的，另外减收{ae}%，此前的2025年{m}月，{c}算力中心把价格下调了{ad}%。"),
    ("高校", "{c}大学有{af}个实验室使用中心的机器，教授{p}说，排队的时间从{ag}天减少到{ah}天。",
             "{c}大学教授{p}说，排队的时间从{ag}天减少到{ah}天，使用中心机器的实验室有{af}个。"),
    ("高校", "{c}人民医院用中心的机器训练影像模型，一共用了{ai}小时，院方说模型还在测试，没有用于诊断。",
             "院方说模型还在测试，没有用于诊断，{c}人民医院训练影像模型，用中心的机器一共用了{ai}小时。"),
    ("职工", "{c}算力中心有职工{aj}人，其中运维人员{ak}人，夜班每班有{al}人值守。", ""),
    ("职工", "{c}职业学院在2026年9月开设算力运维专业，首批招收学生{am}人，学生第三年到中心实习。",
             "学生第三年到中心实习，首批招收{am}人，{c}职业学院在2026年9月开设算力运维专业。"),
    ("故障", "{c}算力中心前三季度发生故障{an}起，时间最长的一起停机{ao}分钟，中心向用户退还了{ap}万元。",
             "时间最长的一起停机{ao}分钟，{c}算力中心前三季度发生故障{an}起，中心向用户退还了{ap}万元。"),
    ("故障", "{c}市应急管理局在2025年{m}月组织演练，演练中备用电源在{aq}秒内启动，机房没有断电。",
             "{c}市应急管理局在2025年{m}月组织演练，{aq}秒内启动备用电源，机房没有断电。"),
    ("使用率", "{c}算力中心第三季度的使用率为{ar}%，第二季度为{as_}%，夜间的使用率为{at}%。", ""),
    ("使用率", "{c}市数据局在2025年{m}月公布管理办法，要求算力中心在季末后{ax}天内公布使用率，不得虚报。",
               "算力中心不得虚报使用率，须在季末后{ax}天内公布，{c}市数据局在2025年{m}月公布的管理办法这样要求。"),
    ("审计", "{c}市审计局在2025年{m}月查出算力中心有{au}台设备闲置，中心负责人回应说，设备已经全部启用。",
             "中心负责人回应说，设备已经全部启用，此前{c}市审计局在2025年{m}月查出算力中心有{au}台设备闲置。"),
    ("审计", "{c}市数据局副局长{p}说，下一步将在2027年{m}月前接入省里的调度平台，价格由平台统一公布。",
             "{c}市数据局副局长{p}说，价格由平台统一公布，下一步将在2027年{m}月前接入省里的调度平台。"),
)
OVERVIEW: tuple[tuple[str, str], ...] = (
    ("十二座城市10月15日同时公布算力中心2026年前三季度运行情况，公布的内容按统一的表格填写。",
     "10月15日，十二座城市同时公布算力中心2026年前三季度运行情况，内容按统一的表格填写。"),
    ("统一的表格由算力统计协会制定，包括机房、用电、投资、用户、人员和使用率六个方面。",
     "算力统计协会制定的统一表格包括六个方面：机房、用电、投资、用户、人员和使用率。"),
    ("算力统计协会秘书长方以宁说，表格里的数字由各城市自行填写，协会没有逐项核实。",
     "表格里的数字由各城市自行填写，算力统计协会秘书长方以宁说，协会没有逐项核实。"),
    ("方以宁说，协会计划从2027年起抽查其中三座城市，抽查结果会在协会网站公布。",
     "方以宁说，抽查结果会在协会网站公布，协会计划从2027年起抽查其中三座城市。"),
    ("算力统计协会提醒，各城市加速卡的型号不同，不能只凭张数比较算力的高低。",
     "各城市加速卡的型号不同，算力统计协会提醒，不能只凭张数比较算力的高低。"),
    ("方以宁说，使用率怎样计算还没有国家标准，这次一律按机器开机的时间计算。",
     "这次的使用率一律按机器开机的时间计算，方以宁说，怎样计算还没有国家标准。"),
)
# fmt: on
TABLES: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "机房": (
        "各城市算力中心的机房与机柜",
        (("投入运行", "2026年1月{a}日"), ("机房面积", "{b}平方米"), ("机柜", "{d}个")),
    ),
    "用电": (
        "各城市算力中心前三季度的用电",
        (("用电", "{i}万千瓦时"), ("绿色电力占比", "{j}%"), ("电能利用效率", "1.{k}")),
    ),
    "投资": ("各城市算力中心的投资来源", (("投资", "{s}亿元"), ("市财政出资", "{t}亿元"), ("银行贷款", "{u}亿元"))),
    "企业": (
        "各城市算力中心的企业用户与价格",
        (("租用企业", "{aa}家"), ("制造企业", "{ab}家"), ("每小时收费", "{ac}元")),
    ),
    "职工": ("各城市算力中心的职工人数", (("职工", "{aj}人"), ("运维人员", "{ak}人"), ("夜班值守", "{al}人"))),
    "使用率": ("各城市算力中心的使用率", (("第三季度", "{ar}%"), ("第二季度", "{as_}%"), ("夜间", "{at}%"))),
}
CHAPTERS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("十二座城市同日公布运行情况", (("数字按统一的表格填写", "总览"),)),
    ("机房投入运行，多地准备扩建", (("机房在1月陆续投入运行", "机房"), ("加速卡与二期工程", "扩建"))),
    ("用电由专线供应，余热用来供暖", (("绿色电力占一部分", "用电"), ("余热送往附近小区", "余热"))),
    ("投资靠财政和贷款，还没有盈利", (("财政出资与银行贷款", "投资"), ("收入低于运行费用", "收支"))),
    ("企业租用机器，高校排队变短", (("制造企业是主要用户", "企业"), ("实验室与医院也在使用", "高校"))),
    ("运维人员夜班值守，故障按约退费", (("职工与新开的专业", "职工"), ("停机与备用电源演练", "故障"))),
    ("使用率向社会公布，闲置设备启用", (("使用率按季度公布", "使用率"), ("审计查出闲置设备", "审计"))),
)
_KEYS = [
    "a",
    "b",
    "d",
    "e",
    "f",
    "g",
    "h",
    "i",
    "j",
    "k",
    "l",
    "n",
    "o",
    "q",
    "r",
    "s",
    "t",
    "u",
    "v",
    "w",
    "x",
    "y",
    "z",
    "aa",
    "ab",
    "ac",
    "ad",
    "ae",
    "af",
    "ag",
    "ah",
    "ai",
    "aj",
    "ak",
    "al",
    "am",
    "an",
    "ao",
    "ap",
    "aq",
    "ar",
    "as_",
    "at",
    "au",
    "av",
    "aw",
    "ax",
]
_SMALL = {"a": (3, 27), "g": (31, 59), "j": (21, 57), "k": (11, 38), "l": (4, 29), "n": (2, 19), "r": (2, 9)}
_SMALL |= {"s": (21, 48), "t": (7, 19), "u": (5, 14), "v": (6, 21), "ac": (5, 31), "ad": (3, 19), "ae": (2, 14)}
_SMALL |= {"af": (5, 43), "ag": (11, 30), "ah": (1, 9), "ak": (21, 57), "al": (3, 19), "an": (2, 17), "aq": (4, 29)}
_SMALL |= {"ar": (51, 88), "as_": (31, 50), "at": (11, 30), "au": (6, 47), "ab": (41, 97), "aj": (81, 190)}
_SMALL |= {"ax": (5, 29)}


def values(city: int) -> dict[str, object]:
    """The figures of one city, made by rule: no two of its own measures are the same number."""
    made: dict[str, object] = {"c": CITIES[city], "p": _PEOPLE[city % len(_PEOPLE)]}
    for n, key in enumerate(_KEYS):
        low, high = _SMALL.get(key, (210 + 61 * n, 260 + 61 * n))
        made[key] = low + (city * 7 + n * 5) % (high - low + 1)
    return made


def lines(city: int) -> list[tuple[str, str, str]]:
    """Of each sentence of a city: its section, how the outlet says it and how the report does."""
    known = values(city)
    told = []
    for n, (section, theirs, ours) in enumerate(SAID):
        month = {"m": 1 + (city * 5 + n * 3) % 12}
        told.append((section, theirs.format(**known, **month), ours.format(**known, **month)))
    return told


@functools.cache
def evidence() -> Evidence:
    """The evidence that the step chooses of all the pages, without a wire."""
    candidates = []
    for n, (outlet, title, paragraphs) in enumerate(told()):
        text = "\n".join(paragraphs)
        day = SourceDate(year=2026, month=10, day=15)
        url = f"https://outlet{n}.example/a.html"
        candidates.append(candidate(text, url, given=True, title=title, publisher=outlet, published=day, language="zh"))
    reach = KIND.reach
    assert reach is not None
    limits = Limits(**{**AMPLE.model_dump(), **reach.model_dump()})
    return choose("report-story", [HEADLINE], candidates, limits, ("示例",))


def page(outlet: str, title: str, paragraphs: list[str]) -> str:
    """One outlet's page."""
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:site_name" content="{outlet}"><meta property="og:title" content="{title}">'
        f'<meta property="article:published_time" content="2026-10-15T10:00:00+08:00"></head>'
        f"<body><article><h1>{title}</h1>{body}</article></body></html>"
    )


def told() -> list[tuple[str, str, list[str]]]:
    """Name, title and paragraphs of the overview and of every city's outlet."""
    made = [("算力统计周刊", HEADLINE, ["".join(each for each, _ in OVERVIEW[at : at + 2]) for at in (0, 2, 4)])]
    for number, city in enumerate(CITIES):
        said = [theirs for _, theirs, _ in lines(number)]
        pairs = ["".join(said[at : at + 2]) for at in range(0, len(said), 2)]
        made.append((f"{city}日报", f"{city}公布算力中心2026年前三季度运行情况", pairs))
    return made


@asynccontextmanager
async def outlets(count: int = len(CITIES) + 1) -> AsyncIterator[list[str]]:
    """The first outlets, each a site of its own; the addresses of their pages."""
    async with AsyncExitStack() as stack:
        running = [await stack.enter_async_context(loopback.site({"/a.html": page(*each)})) for each in told()[:count]]
        yield [each.url("/a.html") for each in running]


# ---------------------------------------------------------------- the model

_PASSAGE = re.compile(r"^\[(\d+\.\d+)\] (.*)$", re.MULTILINE)
_PART = re.compile(r"^（\d+）(.+?)：(.*)$", re.MULTILINE)
_TOLD = re.compile(r"^\[([\d.、]+)\] (.*)$", re.MULTILINE)
_KNOWN = {theirs: (section, ours, n) for n in range(len(CITIES)) for section, theirs, ours in lines(n)}
_KNOWN |= {theirs: ("总览", ours, -1) for theirs, ours in OVERVIEW}
_SECTION = {title: section for _, parts in CHAPTERS for title, section in parts}


@dataclass(frozen=True)
class ReportWriter:
    """The script. `wrong` puts other words in the place of what a sentence or cell says (by its text), `again` repeats
    the first sentence of a chapter in the one after it, `delay` seconds pass before each answer."""

    wrong: dict[str, str] = field(default_factory=dict)
    again: bool = False
    delay: float = 0.0
    judge: ScriptedWriter = field(default_factory=ScriptedWriter)

    def answer(self, request: Request) -> str:
        """The same without a wire."""
        form = {"json_schema": {"name": request.schema_name}}
        step = self({"messages": [{"role": "user", "content": request.user}], "response_format": form})
        return str(step.message["content"])

    def __call__(self, body: dict[str, Any]) -> Step:
        asked = body["messages"][-1]["content"]
        form = body.get("response_format", {}).get("json_schema", {}).get("name", "")
        made = {"outline": self._outline, "chapter": self._chapter, "frame": self._frame}.get(form)
        step = Step.json(made(asked)) if made else self.judge(body)
        return step.delayed(self.delay) if self.delay else step

    def _outline(self, asked: str) -> dict[str, Any]:
        of: dict[str, list[str]] = {}
        for id, text in _PASSAGE.findall(asked):
            of.setdefault(_section(text), []).append(id)
        return {
            "chapters": [
                {"title": title, "sections": [{"title": name, "passages": of.get(s, [])} for name, s in parts]}
                for title, parts in CHAPTERS
            ]
        }

    def _chapter(self, asked: str) -> dict[str, Any]:
        passages = dict(_PASSAGE.findall(asked))
        title = asked.splitlines()[0].removeprefix("这一章：")
        parts = [self._part(name, ids.split("、"), passages) for name, ids in _PART.findall(asked)]
        first = next(each for part in parts for block in part["blocks"] for each in block["sentences"])
        if self.again and "总览" not in {_SECTION[name] for name, _ in _PART.findall(asked)}:
            id, text = next((id, text) for id, text in passages.items() if text)
            told = {"text": _KNOWN[_sentences(text)[0]][1] or _sentences(text)[0], "passages": [id], "quotes": []}
            parts[0]["blocks"][0]["sentences"].append(told)
        return {"title": {**first, "text": title}, "sections": parts}

    def _part(self, name: str, ids: list[str], passages: dict[str, str]) -> dict[str, Any]:
        told, rows = [], []
        section = _SECTION[name]
        for id in ids:
            for text in _sentences(passages[id]):
                where, ours, city = _KNOWN[text]
                assert where == section
                if ours:
                    told.append(self._said(ours, id))
                else:
                    cells = [template.format(**values(city), m=0) for _, template in TABLES[section][1]]
                    rows.append([self._said(f"{CITIES[city]}算力中心"), *(self._said(cell, id) for cell in cells)])
        blocks = [{"type": "paragraph", "sentences": told[at : at + 3], "items": []} for at in range(0, len(told), 3)]
        tables = []
        if rows:
            caption, columns = TABLES[section]
            tables = [{"caption": caption, "head": ["城市", *(column for column, _ in columns)], "rows": rows}]
        title = {"text": name, "passages": list(ids[:1]), "quotes": []}
        return {"title": title, "blocks": blocks, "tables": tables}

    def _said(self, text: str, *ids: str) -> dict[str, Any]:
        return {"text": self.wrong.get(text, text), "passages": list(ids), "quotes": []}

    def _frame(self, asked: str) -> dict[str, Any]:
        told = [(ids.split("、"), text) for ids, text in _TOLD.findall(asked)]

        def on(text: str) -> dict[str, Any]:
            words = chinese.bigrams(text)
            ids = max(told, key=lambda each: len(words & chinese.bigrams(each[1])))[0]
            return {"text": text, "passages": ids, "quotes": []}

        return {
            "title": on("十二座城市同时公布算力中心前三季度运行情况"),
            "note": [
                on("算力中心2026年前三季度的运行情况由十二座城市同时公布。"),
                on("各城市自行填写数字，算力统计协会秘书长方以宁说没有逐项核实。"),
            ],
            "abstract": [
                on("公布的内容包括六个方面，统一的表格由算力统计协会制定。"),
                on("算力统计协会提醒，加速卡的型号不同，不能只凭张数比较。"),
            ],
            "conclusion": [
                on("使用率怎样计算，方以宁说还没有国家标准。"),
                on("方以宁说，从2027年起协会计划抽查三座城市。"),
            ],
            "keywords": ["算力中心", "算力统计协会", "使用率", "加速卡", "十二座城市"],
        }


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in chinese.sentences(text)]


def _section(text: str) -> str:
    """The section of a passage, by its beginning."""
    start = text.rstrip("…")[:12]
    return next((section for theirs, (section, _, _) in _KNOWN.items() if theirs.startswith(start)), "总览")
