"""What news of technology and business measures, and what narrows a measure, in Chinese and English.

From public knowledge of how such news is written. A figure whose measure is not here is compared only where the two
sentences say the same in the same words.
"""

import re
from typing import NamedTuple


class Measure(NamedTuple):
    """A thing that is measured, `label` in Chinese. `kinds` are the classes of unit its figures have (`figures.units`).

    `lasting`: it stays the same from one week to the next. `objects`: what is said behind the figure (invested in
    what) belongs to it. `counted`: its word names the things that are counted.
    """

    name: str
    label: str
    words: re.Pattern[str]
    kinds: frozenset[str]
    lasting: bool = False
    objects: bool = False
    counted: bool = False


_MEASURES = r"""
capital spending | money | 资本支出|资本开支 | capital (?:expenditures?|spending)|capex
research spending | money | 研发(?:支出|投入|费用|开支) | R&D (?:spending|expenses?)|research and development
revenue | money | 营业收入|营收|销售额|收入 | revenues?|sales
net loss | money | 净亏损|亏损 | net loss(?:es)?|loss(?:es)? of|lost
net profit | money | 净利润|净利|净收益|利润 | net (?:income|profit)|profits?
valuation | money | 估值 | valuation|valued at|values? \w{1,20} at|valuing
market value | money | 市值 | market (?:capitali[sz]ation|cap|value)
funding | money | 融资|募资|募集|筹集|筹得|筹资 | rais(?:e|es|ed|ing)|funding(?: round)?|financing
investment* | money | 投资|投入|斥资|出资 | invest(?:s|ed|ing|ments?)?|spend(?:s|ing)?|spent
acquisition* | money | 收购|并购 | acqui(?:res?|red|ring|sition)|buy(?:s|ing)?|bought|takeover
contract*! | money | 合同(?:总额|金额|价值|总价|价)?|合约 | contracts?|deal
fine! | money | 罚款|罚金 | fin(?:e|ed|es)|penalty
training cost! | money | 训练成本|训练费用 | training costs?|cost(?:s)? of training|cost to train
price! | money | 售价|起售价|定价|单价|价格|标价 | pric(?:e|ed|es|ing)(?: tag)?|sells? for|costs?
parameters! | parameters number | 参数(?:量|规模)? | parameters?
context! | tokens number | 上下文(?:窗口|长度)? | context (?:window|length)
training tokens! | tokens number | 词元|训练语料 | tokens?
memory! | data | 显存|内存 | memory
power draw! | power | 功耗 | power (?:draw|consumption)
capacity! | power | 容量|装机(?:容量)?|电力|用电|算力规模|园区 | capacity|power|electricity|campus|
    data cent(?:er|re)s?
users# | number people | 用户(?:数|量|规模)?|活跃用户 | users?
employees# | number people | 员工(?:总数|人数)?|雇员|职工 | employees?|staff|headcount|workforce
layoffs! | number people percent | 裁员|裁减|裁撤 | lay(?:s|ing)? off|laid off|layoffs?|job cuts|cut(?:s|ting)?
chips*!# | number | GPU|显卡|加速卡|芯片 | GPUs?|chips?|accelerators?|processors?
downloads# | number | 下载量|下载次数|下载 | downloads?|downloaded
orders# | number | 订单(?:量|数)? | orders?
error rate! | percent | 字错率|错误率|误差率|误报率|幻觉率 | error rate|hallucination rate
accuracy! | percent number | 准确率|正确率|通过率|得分|成绩 | accuracy|scor(?:e|es|ed)|pass rate
market share | percent | 市场份额|市占率|份额|占有率 | market share
stake! | percent | 持股(?:比例)?|股权|股份 | stake|ownership
growth | percent | 增长|增幅|增速|同比增|上涨 | gr(?:ew|ows?|owth|owing)|rose|rises?|increas(?:e|es|ed)|up
fall | percent | 下降|下滑|降幅|下跌|减少 | f(?:ell|alls?|all)|declin(?:e|es|ed)|drop(?:s|ped)?|down
jobs# | number | 岗位|就业 | jobs|positions
participants!# | number people | 参与者|受试者|参加者 | participants?|subjects
volunteers!# | number people | 志愿者 | volunteers?
patients!# | number people | 患者|病人 | patients?
"""


def _lines(table: str) -> list[str]:
    """The lines of a table; one that begins with white space goes on with the line before."""
    return re.sub(r"\n +", "", table.strip()).split("\n")


def _measure(line: str) -> Measure:
    name, kinds, chinese, english = (part.strip() for part in line.split(" | "))
    pattern = re.compile(rf"{chinese}|(?<![A-Za-z])(?i:{english})(?![A-Za-z])")
    marks = {mark: mark in name for mark in "!*#"}
    label = re.split(r"[|(]", chinese)[0]
    return Measure(name.rstrip("!*#"), label, pattern, frozenset(kinds.split()), marks["!"], marks["*"], marks["#"])


MEASURES: tuple[Measure, ...] = tuple(_measure(line) for line in _lines(_MEASURES))

UNITS = {"parameters": "parameters", "power": "capacity"}
"""The measure that a unit says by itself, where no word does."""

VAGUE = frozenset({"investment", "capacity"})
"""Measures whose words stand in sentences about others too: they count where no other does."""

_SCOPES = r"""
global | 全球|海外及国内 | worldwide|global(?:ly)?
domestic | 国内|境内 | domestic
abroad | 海外|境外|国外|国际业务 | overseas|abroad|international
training | 训练 | train(?:ing|ed)?
inference | 推理 | inference
total | 累计|历史累计|总计|合计|总共 | cumulative(?:ly)?|to date|in total|since (?:launch|its)|all-time|so far
yearly | 每年|年度|年均|全年|一年 | annual(?:ly)?|a year|per year|each year|yearly|full-year
monthly | 每月|月度|月均|月活|月活跃 | monthly|a month|per month|each month
weekly | 每周|周活|周活跃|周均 | weekly|a week|per week|each week
daily | 每天|每日|日均|日活|日活跃 | daily|a day|per day|each day
hourly | 每小时 | hourly|an hour|per hour
annualised | 年化|经常性收入 | annuali[sz]ed|run[- ]rate|recurring|ARR
per share | 每股 | (?:per|a) share
each | 每块|每张|每人|每台|每次|每百万|单卡|单价|人均 | each|per (?:unit|chip|card|million|user|person|seat|
    token)|apiece
pre-money | 投前 | pre-money
post-money | 投后 | post-money
quarterly | 单季|季度 | quarter(?:ly)?
first part | 首期|第一期|一期|首批|第一阶段|首轮 | first (?:phase|batch|stage|tranche|installment)|initial(?:ly)?
second part | 二期|第二期|第二批|第二阶段 | second (?:phase|batch|stage|tranche)
expected | 预计|预期|将|计划|拟|有望|目标|展望|预测|预估|打算|承诺 | expect(?:s|ed)?|will|plans?|planned|aims?|
    target(?:s|ed)?|forecasts?|projected|would|could|may|guidance|intends?|pledged?|to (?:invest|spend|raise|
    build|pay|buy|acquire|cut|lay)
talks | 洽谈|商谈|谈判|考虑|寻求|或将|据悉|传闻|有意 | talks|consider(?:s|ed|ing)?|seek(?:s|ing)?|reportedly|
    rumou?red|discuss(?:es|ed|ing)?|negotiat\w{1,6}
analysts | 分析师|市场预期|机构预测|测算|估算 | analysts?|consensus|estimates?|estimated by
fiscal | 财年|财政年度 | fiscal|FY
adjusted | 调整后|经调整|非公认|非GAAP | adjusted|non-GAAP
operating | 运营|经营|营业(?!收入) | operating
gross | 毛 | gross
earlier | 此前|原先|原计划|曾|过去|原来|最初|一度|上次|上一轮|上轮|上调|下调|追加|上修|下修|增至|降至|
    升至 | earlier|previous(?:ly)?|originally|formerly|once|last round|used to|prior|up from|down from|
    raised (?:its|the)|revised
latest | 最新一轮|新一轮|本轮|此轮|C轮|B轮|A轮|D轮|E轮|F轮|种子轮 | latest round|new round|Series [A-H]|seed
debt | 债务|贷款|债券|债权 | debt|loans?|bonds?
equity | 股权融资 | equity
cloud | 云业务|云计算|云服务 | cloud
data centre | 数据中心业务 | data cent(?:er|re) (?:business|segment|unit)
active | 活跃 | active
paid | 付费 | paying|paid|subscribers?
total parameters | 总参数 | total parameters
active parameters | 激活参数|激活 | activ(?:e|ated) parameters|activated
input | 输入 | input
output | 输出 | output
small | 小尺寸|轻量|迷你 | mini|lite|small(?:er)?
minimum | 起售价 | starting at|starts? at|starting price
non | 不|没有|未|并非|否认 | not|no|never|den(?:y|ies|ied)|n't
"""


def _scope(line: str) -> tuple[str, re.Pattern[str]]:
    name, chinese, english = (part.strip() for part in line.split(" | "))
    return name, re.compile(rf"{chinese}|(?<![A-Za-z])(?i:{english})(?![A-Za-z])")


SCOPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(_scope(line) for line in _lines(_SCOPES))
"""What narrows a measure: two figures are compared only when exactly the same of these stand with both."""

SPREADING = frozenset({"expected", "talks", "analysts", "earlier", "non", "fiscal", "global", "domestic", "abroad"})
"""Those that hold for the rest of a sentence."""

# What may stand between a subject and its figure without changing what is measured.
NEUTRAL_HAN = re.compile(
    "公司|集团|企业|宣布|公布|披露|透露|表示|介绍|报道|消息|据|称|说|完成|获得|获|取得|实现|录得|拥有|已有|共有|达到|达成|"
    "达|为|是|有|共|已经|已|约|大约|超过|逾|近|至少|至多|高达|最高|最多|左右|接近|不足|的|了|在|于|以|由|从|向|对|以及|"
    "当地时间|北京时间|日前|近日|今天|昨天|周[一二三四五六日]|星期[一二三四五六日天]|其|该|这|一轮|轮|新的|一笔|规模|金额|"
    "总额|总|额|数量|数|人数|资金|总价|价值|一份|签署|签订|签下|拿下|被|处以|处|元|美元|人民币|名|个|亿|万|中|上|下|"
    "去年|今年|明年|本年|前年|上半年|下半年|全年|目前|现有|最新|正在|成功|正式|大|模型|测试|全公司|合计|后|前|内|时|并|也|均|则|同|期|同期|来|来自|使用|采用|动用|用|采购|"
    "订购|购买|买|建|建设|支持|长度|窗口|版本|芯片|推出|发布|上市|开售|项目|计划|拟|将|预计|预期|有望|承诺"
)
_NEUTRAL_WORDS = """
a an the of in at to for by from with on as and or its it has have had is are was were be been being that
which who said says say announced announces reported reports reporting posted posts recorded disclosed company
firm group inc startup maker developer lab chipmaker giant reached reaches hit hits stood stands totaled
totals total now about around more than over nearly roughly up some least most almost approximately one new
round closed closes completed secured secures signed won wins got gets worth amounts amounting came comes
monday tuesday wednesday thursday friday saturday sunday us billion million trillion deal this their s used
uses using employ employs employed held hold holds ran runs supports support supporting carries model chip
card will plans plan planned expects expected would spend spends need needs number last next year month quarter week
"""
NEUTRAL_LATIN = frozenset(_NEUTRAL_WORDS.split())

# A figure behind these is a change or a first of two states, not the amount.
CHANGE = re.compile(
    r"(?:增长|增加|提高|上升|上涨|提升|下降|减少|下滑|降低|缩减|下跌|扩大|收窄|高出|低于|多出|少了|多了|涨|跌|同比|环比|增幅|降幅)"
    r"(?:了|约|近|逾|超过)?\s?$|\b(?i:by|up|down|grew|rose|fell|increased|decreased|climbed|dropped|jumped)\s?"
    r"(?:about |nearly |almost |roughly )?$"
)
FIRST_OF_TWO = re.compile(
    r"(?:从|由|自)\s?(?:约|近)?$|\b(?i:from|versus|compared with|vs\.?|against)\s(?:about )?$|(?:相比|对比)$"
)
RESPECTIVELY = re.compile(r"分别|(?i:respectively)|依次|或者?(?=\d)")
