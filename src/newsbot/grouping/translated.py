"""Words for what happens in news of technology and business that mean the same in English and Chinese.

Names are in the glossary; these say what is done, so that two reports of one company in two languages can be told to be
of one event. From public knowledge. A stem stands for the words that begin with it, whatever ends they have.
"""

import re
from collections.abc import Iterable

MAX_TEXT = 2_000
"""Characters that are searched: a title and a lead."""

_PAIRS = """
acquire, acquisition, buyout, takeover = 收购, 并购
antitrust, monopoly = 反垄断, 垄断
appeal = 上诉
appoint, names, hires = 任命, 出任
arrest = 逮捕, 被捕, 拘捕
ban, banned, bans, prohibit = 禁止, 禁令, 封禁
bankrupt = 破产
benchmark = 基准测试, 跑分
breach, hack, leak = 泄露, 黑客, 入侵
chip, semiconductor = 芯片, 半导体
chatbot = 聊天机器人
compute, computing power = 算力
consumer price, CPI, inflation = 通胀, 居民消费价格, 消费价格
copyright = 版权, 著作权
data center, data centre = 数据中心
delay, postpone = 推迟, 延期, 延后
die, dies, died, death = 去世, 逝世, 死亡
dismiss = 驳回
earnings, quarterly results = 财报, 季报, 业绩
earthquake = 地震
election = 选举, 大选
export control, export curb, export restriction = 出口管制, 出口限制
fine, fined, penalty = 罚款, 处罚
fire, blaze = 火灾, 大火
funding, raises, raised, financing = 融资, 募资
humanoid = 人形机器人
investigat, probe = 调查
invest = 投资
IPO, public offering, goes public = 上市
joint venture = 合资
jail, sentence, prison = 判刑, 监禁, 入狱, 判囚
launch, release, unveil, roll out, rolls out, introduce, debut = 发布, 推出, 亮相, 上线
layoff, lay off, job cut, cuts jobs, cut jobs = 裁员
lawsuit, sue, sues, sued = 起诉, 诉讼, 控告
language model, LLM = 大模型, 语言模型
license, licence, licensing = 许可, 授权, 牌照
merge, merger = 合并
minimum wage = 最低工资
nuclear = 核电, 核能
open source, open-source, open weight, open-weight = 开源, 开放权重
outage, disruption = 宕机, 中断, 故障, 停摆
partner = 合作, 伙伴
patent = 专利
price cut, cuts price, cut price, lowers price, cheaper = 降价, 下调价格
price hike, raises price = 涨价, 提价
privacy = 隐私
profit = 利润, 盈利
record high, all-time high = 新高
recall = 召回
regulat = 监管
resign, steps down, step down, stepping down = 辞职, 卸任, 下台
retail sales = 零售
revenue = 营收, 收入
robotaxi, self-driving, driverless, autonomous driving = 自动驾驶, 无人驾驶, 无人出租车
sanction = 制裁
satellite = 卫星
settle = 和解
shut down, shuts down, shutter = 关闭, 停运, 关停
stablecoin = 稳定币
stake, shareholding = 股份, 持股, 入股
subscription = 订阅
summit = 峰会
supply, supplies = 供应, 供货
tariff = 关税
valuation, valued = 估值
video generat = 视频生成
voice = 语音
vote = 投票, 表决
"""

_ENGLISH: list[tuple[str, str]] = []
_CHINESE: dict[str, str] = {}
for _line in _PAIRS.strip().splitlines():
    _latin, _han = _line.split(" = ")
    _name = _latin.split(", ")[0]
    _ENGLISH += [(form, _name) for form in _latin.split(", ")]
    _CHINESE |= dict.fromkeys(_han.split(", "), _name)
_ENGLISH.sort(key=lambda pair: (-len(pair[0]), pair[0]))
_BY_FORM = {form.lower(): name for form, name in _ENGLISH}


def _by_initial(forms: Iterable[str]) -> str:
    """What finds one of the forms, the longest first. Parted by their first letters, so that at most words no more
    than that is looked at. Short words whole, or in the plural: fine is not finest; longer ones are stems."""
    found: dict[str, list[str]] = {}
    for form in forms:
        whole = form.isupper() or len(form) < 6
        rest = re.escape(form[1:].lower()) + ("(?:s(?![a-z])|(?![a-z]))" if whole else "")
        found.setdefault(form[0].lower(), []).append(rest)
    return "|".join(f"{initial}(?:{'|'.join(rests)})" for initial, rests in sorted(found.items()))


_LATIN = re.compile(rf"(?<![a-z])(?:{_by_initial(form for form, _ in _ENGLISH)})")  # over text in lower case
_HAN = re.compile("|".join(re.escape(form) for form in sorted(_CHINESE, key=lambda form: (-len(form), form))))


def acts(text: str) -> frozenset[str]:
    """What a text says is done, each by its first English word; any text will do."""
    text = text[:MAX_TEXT]
    found = {_BY_FORM.get(match[0]) or _BY_FORM[match[0][:-1]] for match in _LATIN.finditer(text.lower())}
    return frozenset(found | {_CHINESE[match[0]] for match in _HAN.finditer(text)})
