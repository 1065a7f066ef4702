"""What a source is and what it may be used for: by the newsroom's settings, else by what is known or seen of it.

The order: a page that a machine wrote, or we, is never used, whatever the settings say. Then the outlets of the
settings, then the table here, both by host, the most exact first. What is in neither is an outlet like any other,
unless its own headline says that it passes on hearsay. Pure.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlsplit

from newsbot import chinese
from newsbot.news import Page, SourceKind, Standing, Use
from newsbot.settings import Outlet

# Where a kind of source stands when the settings do not say. Rumours are linked only: a fact that rests on hearsay
# is none. Copies are cited for facts: the words are another's, who may be found and quoted.
USES: dict[SourceKind, Use] = {
    "primary": "quote",
    "wire": "quote",
    "media": "quote",
    "aggregator": "facts",
    "rumour": "link",
    "machine": "never",
}
WEIGHTS: dict[SourceKind, float] = {
    "primary": 1.5,
    "wire": 1.3,
    "media": 1.0,
    "aggregator": 0.6,
    "rumour": 0.3,
    "machine": 0.0,
}
_KNOWN_AS: dict[SourceKind, str] = {
    "primary": "当事方或主管机构自己的网站",
    "wire": "通讯社",
    "media": "已知媒体",
    "aggregator": "转载平台",
    "rumour": "传闻",
    "machine": "机器生成",
}
_LISTED = "设置 sources.outlets 所列"
_UNLISTED = "不在设置 sources.outlets 之列，而 sources.only_listed 只许用所列媒体"


class _Known(NamedTuple):
    """An outlet of the table: a host with all hosts below it, or a path on it (`host/path`)."""

    kind: SourceKind
    outlet: str
    weight: float


def _table(kind: SourceKind, names: str, weight: float | None = None) -> Iterable[tuple[str, _Known]]:
    """Rows from lines of an outlet and its places."""
    for line in names.strip().splitlines():
        outlet, *places = line.split()
        yield from ((place, _Known(kind, outlet.replace("_", " "), weight or WEIGHTS[kind])) for place in places)


# Our own list, of what AI news is made from. A lab is primary where it announces, not where its users write.
_TABLE: dict[str, _Known] = dict(
    (
        *_table(
            "primary",
            """
            OpenAI openai.com
            Anthropic anthropic.com claude.com
            Google blog.google deepmind.google ai.google research.google developers.googleblog.com
            Meta ai.meta.com about.fb.com engineering.fb.com
            Microsoft news.microsoft.com blogs.microsoft.com microsoft.com/en-us/research azure.microsoft.com/blog
            NVIDIA nvidianews.nvidia.com blogs.nvidia.com investor.nvidia.com
            Apple apple.com/newsroom machinelearning.apple.com
            Amazon aboutamazon.com amazon.science
            xAI x.ai
            Mistral_AI mistral.ai
            Hugging_Face huggingface.co/blog
            阿里巴巴 alibabagroup.com alibabacloud.com/blog qwenlm.github.io qwen.ai
            百度 home.baidu.com ir.baidu.com
            腾讯 tencent.com hunyuan.tencent.com
            华为 huawei.com huaweicloud.com/news
            字节跳动 seed.bytedance.com bytedance.com
            DeepSeek deepseek.com
            智谱 zhipuai.cn z.ai
            月之暗面 moonshot.cn moonshot.ai
            中国政府网 gov.cn
            美国政府 gov mil
            英国政府 gov.uk
            欧盟 europa.eu
            arXiv arxiv.org
            """,
        ),
        *_table(
            "primary",  # what a company has sent out, word for word
            """
            PR_Newswire prnewswire.com prnasia.com
            Business_Wire businesswire.com
            GlobeNewswire globenewswire.com
            """,
            1.2,
        ),
        *_table(
            "wire",
            """
            新华社 news.cn xinhuanet.com
            中新社 chinanews.com.cn chinanews.com ecns.cn
            路透社 reuters.com
            美联社 apnews.com ap.org
            法新社 afp.com
            彭博社 bloomberg.com
            共同社 kyodonews.net
            韩联社 yna.co.kr
            德新社 dpa.com
            """,
        ),
        *_table(
            "media",
            """
            人民日报 people.com.cn people.cn
            央视 cctv.com cctv.cn
            财新 caixin.com
            第一财经 yicai.com
            澎湃新闻 thepaper.cn
            机器之心 jiqizhixin.com
            The_New_York_Times nytimes.com
            The_Wall_Street_Journal wsj.com
            Financial_Times ft.com
            The_Economist economist.com
            The_Guardian theguardian.com
            BBC bbc.com bbc.co.uk
            MIT_Technology_Review technologyreview.com
            Ars_Technica arstechnica.com
            The_Verge theverge.com
            WIRED wired.com
            Nature nature.com
            """,
            1.2,
        ),
        *_table(
            "aggregator",
            """
            今日头条 toutiao.com
            搜狐号 sohu.com/a
            网易号 163.com/dy
            百家号 baijiahao.baidu.com mbd.baidu.com
            腾讯新闻 new.qq.com/rain view.inews.qq.com
            新浪看点 k.sina.com.cn
            一点资讯 yidianzixun.com
            ZAKER myzaker.com
            MSN msn.com msn.cn
            Yahoo yahoo.com
            Google_News news.google.com
            Flipboard flipboard.com
            SmartNews smartnews.com
            """,
        ),
        *_table(
            "media",  # anyone may write there
            """
            微博 weibo.com weibo.cn
            知乎 zhihu.com
            CSDN csdn.net
            X x.com twitter.com
            Reddit reddit.com
            Medium medium.com
            OpenAI_论坛 community.openai.com
            腾讯云社区 cloud.tencent.com/developer
            华为社区 forum.huawei.com club.huawei.com consumer.huawei.com/cn/community
            """,
            0.5,
        ),
    )
)

# Chinese words for hearsay, not inside longer words (互联网传输, 数据传递); English ones that headlines use for it.
_HEARSAY = re.compile(
    r"(?<![联互物])网传(?![输感播统媒承真导递])|(?<![数根依证单占票凭])据传(?![输统感递播媒承导真送])|"
    r"传闻|爆料|小道消息|坊间流传|\brumou?r(?:s|ed)?\b|\bunconfirmed\b",
    re.IGNORECASE,
)
# A headline that says what became of a rumour is a report about it.
_ANSWERED = re.compile(
    r"辟谣|不实|否认|回应|澄清|谣言|证实|确认|\b(?:den(?:y|ies|ied)|debunk\w*|confirm\w*|false|refut\w*)\b",
    re.IGNORECASE,
)
_HEADLINE = 500  # characters of a headline that are looked at
READY = 4_000  # addresses whose outlet is kept at hand: a list of stories asks for the same ones at every look
_LABELS = 12  # of a host name, or parts of a path; deeper ones are in no list


def standing(page: Page, outlets: Sequence[Outlet] = (), *, only_listed: bool = False) -> Standing:
    """Where a page stands that was read. How much of it was read (`Page.access`) is another matter, and stays.

    With `only_listed` whatever is not in `outlets` is never used; a document that an editor handed in is no outlet
    and stays what it is.
    """
    if page.ours:
        return _never("本站机器人自己写的文章，不能作为依据", page.publisher)
    if page.machine:
        return _never("网页自称由人工智能生成，不能作为依据", page.publisher)
    address = page.final_url or page.url
    found = of_address(address, page.publisher, outlets, only_listed=only_listed and bool(address))
    if found.kind == "media" and not _listed(address, page.publisher, outlets):
        return _as_hearsay(found, page.title)
    return found


def of_address(url: str, publisher: str, outlets: Sequence[Outlet] = (), *, only_listed: bool = False) -> Standing:
    """Where the publisher of an address stands, before the page is read: for feed entries and search results.

    `publisher` is the name it gives itself. It only counts for outlets of the settings that have no host: any page
    may claim any name.
    """
    listed = _listed(url, publisher, outlets)
    if listed is None and only_listed:
        return Standing(kind="media", use="never", weight=WEIGHTS["media"], outlet=publisher, why=_UNLISTED)
    known = _known(url)
    kind = (listed.kind if listed else "") or (known.kind if known else "media")
    weight = known.weight if known and known.kind == kind else WEIGHTS[kind]
    if listed is None:
        why = _KNOWN_AS[known.kind] if known else "不在任何名单上，按一般媒体看待"
        return Standing(kind=kind, use=USES[kind], weight=weight, outlet=known.outlet if known else publisher, why=why)
    return Standing(
        kind=kind,
        use=USES[kind] if not listed.use or kind == "machine" else listed.use,
        weight=weight if listed.weight is None else listed.weight,
        outlet=listed.name or (known.outlet if known else publisher),
        why=_LISTED,
    )


def is_hearsay(standing: Standing, title: str) -> bool:
    """Whether a source that stands so passes on a rumour under this headline."""
    return standing.kind == "rumour" or (standing.kind == "media" and _as_hearsay(standing, title).kind == "rumour")


def _never(why: str, outlet: str) -> Standing:
    return Standing(kind="machine", use="never", weight=WEIGHTS["machine"], outlet=outlet, why=why)


def _as_hearsay(standing: Standing, title: str) -> Standing:
    title = chinese.simplified(title[:_HEADLINE])
    mark = _HEARSAY.search(title)
    if mark is None or _ANSWERED.search(title):
        return standing
    use: Use = "never" if standing.use == "never" else USES["rumour"]
    why = standing.why if use == "never" else f"标题自称传闻（“{mark[0]}”）"
    return Standing(kind="rumour", use=use, weight=WEIGHTS["rumour"], outlet=standing.outlet, why=why)


def _listed(url: str, publisher: str, outlets: Sequence[Outlet]) -> Outlet | None:
    """The outlet of the settings that an address belongs to, that of the most exact host first."""
    hosts = {outlet.host: outlet for outlet in reversed(outlets) if outlet.host}  # of two with one host the first
    if hosts and (found := next((hosts[place] for place in _places(url) if place in hosts), None)):
        return found
    named = [outlet for outlet in outlets if not outlet.host]
    name = _folded(publisher) if named else ""
    return next((each for each in named if name and _folded(each.name) == name), None)


@lru_cache(READY)
def _known(url: str) -> _Known | None:
    return next((_TABLE[place] for place in _places(url) if place in _TABLE), None)


def _places(url: str) -> list[str]:
    """The names an address may be listed under, most exact first: paths, host with port, host, hosts above it."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return []
    labels = host.split(".")[-_LABELS:]
    hosts = [".".join(labels[start:]) for start in range(len(labels))] if host else []
    folders = [part for part in parts.path.split("/", _LABELS + 1)[1 : _LABELS + 1] if part]
    paths = ["/".join(folders[:end]) for end in range(len(folders), 0, -1)]
    ported = [f"{each}:{port}" for each in hosts] if port else []
    return [f"{each}/{path}" for each in hosts for path in paths] + ported + hosts


def _folded(name: str) -> str:
    return chinese.simplified(chinese.one_line(name[:_HEADLINE])).casefold()
