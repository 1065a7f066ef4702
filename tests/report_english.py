"""The report of `report_world` in English: what a scripted model answers to each sentence and cell that it is shown.

Figures are read from the Chinese and put where the English has them, so that a wrong one can only come from a test.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from newsbot.demo.scripted_model import Step

# fmt: off
PLACES = {"云川": "Yunchuan", "澜州": "Lanzhou", "青屿": "Qingyu", "北麓": "Beilu", "南汀": "Nanting",
          "沙陵": "Shaling", "鹤浦": "Hepu", "白岭": "Bailing", "栖江": "Qijiang", "远泽": "Yuanze",
          "晴湾": "Qingwan", "石渡": "Shidu"}
PEOPLE = {"顾南枝": "Gu Nanzhi", "周砚秋": "Zhou Yanqiu", "陶一宁": "Tao Yining", "沈若溪": "Shen Ruoxi",
          "骆安平": "Luo Anping", "何静川": "He Jingchuan", "罗启明": "Luo Qiming", "许知远": "Xu Zhiyuan",
          "林望舒": "Lin Wangshu", "宋清和": "Song Qinghe", "叶知秋": "Ye Zhiqiu", "唐亦安": "Tang Yi’an"}
MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")

TEMPLATES: tuple[tuple[str, str], ...] = (
    # (the sentence with its figures as #, {c} a city and {p} a person; the English with the figures in their order)
    ("{c}数字建设公司总经理{p}说，建设由公司负责，工期比合同规定的短了#天。",
     "{p}, general manager of {c} Digital Construction, said the company was in charge of construction and finished "
     "{0} days ahead of the contract."),
    ("国产加速卡占#%，其余的来自三家外国厂商，{c}算力中心装有的加速卡共#张。",
     "Chinese-made accelerators account for {0}% and the rest come from three foreign makers; the {c} Computing Center "
     "has {1} accelerator cards in all."),
    ("维护合同每年#万元，合同在#年#月到期，{c}算力中心的软件由{c}大学维护。",
     "The maintenance contract is worth {w0} yuan a year and expires in {m2} {1}; {c} University maintains the "
     "software of the {c} Computing Center."),
    ("{c}市发展改革委说，噪声每月检测一次，机房选址避开了居民区，离最近的住宅楼有#米。",
     "The {c} Development and Reform Commission said noise is measured once a month and the site avoids residential "
     "areas, {0} meters from the nearest apartment building."),
    ("二期工程计划在#年#月动工建设，{c}算力中心将增加机柜#个，机房另外选址。",
     "The second phase is planned to break ground in {m1} {0}; the {c} Computing Center will add {2} racks at another "
     "site."),
    ("专用线路长#千米，在#年#月通电，{c}供电公司为算力中心架设，并由供电公司维护。",
     "A dedicated line of {0} kilometers was powered on in {m2} {1}; {c} Power Supply built it for the computing "
     "center and maintains it."),
    ("{c}热力公司称，一个采暖季可以少烧煤#吨，余热由{c}算力中心送往附近#个小区供暖。",
     "{c} Heating said {0} tons less coal can be burned in a heating season, as the {c} Computing Center sends its "
     "waste heat to {1} nearby residential compounds."),
    ("水费按每吨#元结算，{c}算力中心每天用水#吨，用的是污水处理厂的再生水。",
     "Water is billed at {0} yuan a ton; the {c} Computing Center uses {1} tons a day, reclaimed by a sewage plant."),
    ("{c}数字建设公司逐年归还这笔贷款，{c}农商银行在#年#月发放，期限为#年。",
     "{c} Digital Construction repays the loan year by year; {c} Rural Commercial Bank issued it in {m1} {0} for a "
     "term of {2} years."),
    ("中心还没有实现盈利，前三季度，{c}算力中心的收入为#万元，运行费用为#万元。",
     "The center has not made a profit: in the first three quarters the {c} Computing Center took in {w0} yuan and "
     "cost {w1} yuan to run."),
    ("一家企业至多可以领取#万元，用不完的年底收回，{c}市财政局每年发放的算力券为#万元。",
     "A company may receive up to {w0} yuan and what is not used is taken back at the end of the year; the {c} "
     "Finance Bureau issues computing vouchers worth {w1} yuan a year."),
    ("企业租用满一年的，另外减收#%，此前的#年#月，{c}算力中心把价格下调了#%。",
     "Companies that rent for a full year pay a further {0}% less; before that, in {m2} {1}, the {c} Computing Center "
     "cut its prices by {3}%."),
    ("{c}大学教授{p}说，排队的时间从#天减少到#天，使用中心机器的实验室有#个。",
     "{p}, a professor at {c} University, said the wait has fallen from {0} days to {1}, and {2} laboratories use the "
     "center’s machines."),
    ("院方说模型还在测试，没有用于诊断，{c}人民医院训练影像模型，用中心的机器一共用了#小时。",
     "The hospital said the model is still being tested and is not used for diagnosis; {c} People’s Hospital used the "
     "center’s machines for {0} hours in all to train an imaging model."),
    ("学生第三年到中心实习，首批招收#人，{c}职业学院在#年#月开设算力运维专业。",
     "Students intern at the center in their third year and the first intake is {0}; {c} Vocational College opened a "
     "program in computing operations in {m2} {1}."),
    ("时间最长的一起停机#分钟，{c}算力中心前三季度发生故障#起，中心向用户退还了#万元。",
     "The longest outage lasted {0} minutes; the {c} Computing Center had {1} failures in the first three quarters and "
     "refunded users {w2} yuan."),
    ("{c}市应急管理局在#年#月组织演练，#秒内启动备用电源，机房没有断电。",
     "The {c} Emergency Management Bureau held a drill in {m1} {0}: backup power started within {2} seconds and the "
     "machine room did not lose power."),
    ("算力中心不得虚报使用率，须在季末后#天内公布，{c}市数据局在#年#月公布的管理办法这样要求。",
     "Computing centers may not misstate their utilization and must publish it within {0} days of each quarter’s end, "
     "rules published by the {c} Data Bureau in {m2} {1} say."),
    ("中心负责人回应说，设备已经全部启用，此前{c}市审计局在#年#月查出算力中心有#台设备闲置。",
     "The head of the center responded that all of the equipment is now in use, after the {c} Audit Bureau found in "
     "{m1} {0} that {2} machines of the computing center stood idle."),
    ("{c}市数据局副局长{p}说，价格由平台统一公布，下一步将在#年#月前接入省里的调度平台。",
     "{p}, deputy head of the {c} Data Bureau, said prices are published by the platform; the next step, before {m1} "
     "{0}, is to join the province’s scheduling platform."),
    ("{c}算力中心", "{c} Computing Center"),
    ("#平方米", "{0} square meters"), ("#个", "{0} racks"), ("#家", "{0} companies"), ("#人", "{0} people"),
    ("#万千瓦时", "{w0} kWh"), ("#亿元", "{y0} billion yuan"),
)
WHOLE = {
    "十二座城市同时公布算力中心前三季度运行情况":
        "Twelve cities report on their computing centers’ first three quarters at the same time",
    "算力中心2026年前三季度的运行情况由十二座城市同时公布。":
        "Twelve cities published how their computing centers ran in the first three quarters of 2026 at the same time.",
    "各城市自行填写数字，算力统计协会秘书长方以宁说没有逐项核实。":
        "Each city filled in its own figures, and Fang Yining, secretary-general of the Computing Statistics "
        "Association, said they were not verified item by item.",
    "公布的内容包括六个方面，统一的表格由算力统计协会制定。":
        "The reports cover six areas, in a common form drawn up by the Computing Statistics Association.",
    "算力统计协会提醒，加速卡的型号不同，不能只凭张数比较。":
        "The Computing Statistics Association cautioned that accelerator models differ and cannot be compared by "
        "number alone.",
    "使用率怎样计算，方以宁说还没有国家标准。":
        "There is no national standard yet for how utilization is calculated, Fang Yining said.",
    "方以宁说，从2027年起协会计划抽查三座城市。":
        "Fang Yining said the association plans to spot-check three cities starting in 2027.",
    "10月15日，十二座城市同时公布算力中心2026年前三季度运行情况，内容按统一的表格填写。":
        "On October 15, twelve cities published at the same time how their computing centers ran in the first three "
        "quarters of 2026, filled in on a common form.",
    "算力统计协会制定的统一表格包括六个方面：机房、用电、投资、用户、人员和使用率。":
        "The common form drawn up by the Computing Statistics Association covers six areas: machine rooms, power, "
        "investment, users, staff and utilization.",
    "表格里的数字由各城市自行填写，算力统计协会秘书长方以宁说，协会没有逐项核实。":
        "The figures in the form were filled in by the cities themselves; Fang Yining, secretary-general of the "
        "Computing Statistics Association, said the association did not verify them item by item.",
    "方以宁说，抽查结果会在协会网站公布，协会计划从2027年起抽查其中三座城市。":
        "Fang Yining said the association plans to spot-check three of the cities starting in 2027 and will publish "
        "the results on its website.",
    "各城市加速卡的型号不同，算力统计协会提醒，不能只凭张数比较算力的高低。":
        "Accelerator models differ from city to city, and the Computing Statistics Association cautioned against "
        "comparing computing power by number alone.",
    "这次的使用率一律按机器开机的时间计算，方以宁说，怎样计算还没有国家标准。":
        "Utilization was calculated throughout by the time machines were switched on; Fang Yining said there is no "
        "national standard yet for calculating it.",
    "十二座城市同日公布运行情况": "Twelve cities report on the same day",
    "数字按统一的表格填写": "Figures on a common form",
    "机房投入运行，多地准备扩建": "Machine rooms start up and many are to be extended",
    "机房在1月陆续投入运行": "Machine rooms started up in January",
    "加速卡与二期工程": "Accelerators and second phases",
    "用电由专线供应，余热用来供暖": "Dedicated lines supply power, waste heat warms homes",
    "绿色电力占一部分": "Part of the power is green",
    "余热送往附近小区": "Waste heat goes to nearby compounds",
    "投资靠财政和贷款，还没有盈利": "Paid for by budgets and loans, not yet profitable",
    "财政出资与银行贷款": "Public money and bank loans",
    "收入低于运行费用": "Income is lower than running costs",
    "企业租用机器，高校排队变短": "Companies rent machines, universities wait less",
    "制造企业是主要用户": "Manufacturers are the main users",
    "实验室与医院也在使用": "Laboratories and hospitals use them too",
    "运维人员夜班值守，故障按约退费": "Night shifts for operators, refunds for failures",
    "职工与新开的专业": "Staff and new courses",
    "停机与备用电源演练": "Outages and backup power drills",
    "使用率向社会公布，闲置设备启用": "Utilization is published, idle machines are put to use",
    "使用率按季度公布": "Utilization is published every quarter",
    "审计查出闲置设备": "Audits find idle machines",
    "各城市算力中心的机房与机柜": "Machine rooms and racks of the cities’ computing centers",
    "各城市算力中心前三季度的用电": "Power used by the cities’ computing centers in the first three quarters",
    "各城市算力中心的投资来源": "Who paid for the cities’ computing centers",
    "各城市算力中心的企业用户与价格": "Business users and prices of the cities’ computing centers",
    "各城市算力中心的职工人数": "Staff of the cities’ computing centers",
    "各城市算力中心的使用率": "Utilization of the cities’ computing centers",
    "城市": "City", "投入运行": "In service since", "机房面积": "Floor area", "机柜": "Racks", "用电": "Power used",
    "绿色电力占比": "Share of green power", "电能利用效率": "Power usage effectiveness", "投资": "Investment",
    "市财政出资": "Paid by the city", "银行贷款": "Bank loans", "租用企业": "Companies renting",
    "制造企业": "Manufacturers", "每小时收费": "Price per hour", "职工": "Staff", "运维人员": "Operators",
    "夜班值守": "On night duty", "第三季度": "Third quarter", "第二季度": "Second quarter", "夜间": "At night",
    "算力中心": "Computing Center", "算力统计协会": "Computing Statistics Association", "使用率": "utilization",
    "加速卡": "accelerator", "十二座城市": "Twelve cities",
}
# fmt: on


def told(chinese: str) -> str | None:
    """The English of a sentence, title or cell of the report; None for what does not stand in it."""
    if chinese in WHOLE:
        return WHOLE[chinese]
    for pattern, english in _PATTERNS:
        if match := pattern.fullmatch(chinese):
            figures = re.findall("[0-9.]+", chinese)
            named = match.groupdict()
            months = {f"m{n}": MONTHS[int(each) - 1] for n, each in enumerate(figures) if each in _MONTH_NUMBERS}
            amounts = {f"w{n}": f"{int(each) * 10_000:,}" for n, each in enumerate(figures) if each.isdigit()}
            amounts |= {f"y{n}": f"{int(each) / 10:g}" for n, each in enumerate(figures) if each.isdigit()}
            place, person = PLACES[named["c"]] if "c" in named else "", PEOPLE[named["p"]] if "p" in named else ""
            return english.format(*figures, c=place, p=person, **months, **amounts)
    return None


_MONTH_NUMBERS = frozenset(map(str, range(1, 13)))


def _pattern(template: str) -> re.Pattern[str]:
    found = re.escape(template).replace("\\#", "[0-9.]+")
    found = found.replace("\\{c\\}", f"(?P<c>{'|'.join(PLACES)})", 1).replace("\\{c\\}", "(?P=c)")
    return re.compile(found.replace("\\{p\\}", f"(?P<p>{'|'.join(PEOPLE)})"))


_PATTERNS = tuple((_pattern(template), english) for template, english in TEMPLATES)
_ASKED = re.compile(r"^第(\d+)条（.*?）：(.*)$", re.MULTILINE)


def telling(others: Callable[[dict[str, Any]], Step], wrong: dict[str, str] | None = None) -> Callable[..., Step]:
    """The script that tells the report in English and leaves every other question to `others`.

    `wrong` puts other English in the place of what it would say.
    """

    def answer(body: dict[str, Any]) -> Step:
        if body.get("response_format", {}).get("json_schema", {}).get("name") != "edition":
            return others(body)
        said = ((int(n), told(text) or text) for n, text in _ASKED.findall(body["messages"][-1]["content"]))
        return Step.json({"sentences": [{"number": n, "text": (wrong or {}).get(text, text)} for n, text in said]})

    return answer


def reply(asked: str, wrong: dict[str, str] | None = None) -> str:
    """The same without a wire: the answer to the prompt of an edition."""
    form = {"json_schema": {"name": "edition"}}
    step = telling(lambda _: Step.text(""), wrong)({"messages": [{"content": asked}], "response_format": form})
    return json.dumps(json.loads(str(step.message["content"])))
