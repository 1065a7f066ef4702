"""A known subject and an invented happening: what no passage tells is not supported, however much of the rest is there.

Four invented reports; beside each what it does not say, and what it does say in other words. Rules alone, no judge.
"""

from dataclasses import dataclass

import pytest

from check_cases import draft, evidence, passages, rules, source
from newsbot import checks
from newsbot.news import Draft, Evidence, Judged, Sentence

STANDS = ("quoted", "supported")
INVENTED_CAUGHT = 0.95
TRUE_SUPPORTED = 0.75


@dataclass(frozen=True)
class Report:
    """A report's passages, sentences it does not tell, and sentences it does, a line each."""

    told: tuple[str, ...]
    invented: str
    true: str


FUNDING = Report(
    (
        "云桥科技周三宣布获得甲乙资本领投的2亿元融资，资金将用于扩大数据中心。公司总部位于苏州，主要开发工业视觉软件。",
        "云桥科技首席执行官林若水表示，公司今年计划招聘300名工程师，并从明年起向东南亚客户提供服务。",
        "林若水说，这笔资金足够公司运营三年。云桥科技成立于2019年，现有员工800人。",
    ),
    """
    云桥科技破产
    云桥科技宣布破产
    云桥科技申请破产保护。
    总部位于苏州的云桥科技已经破产。
    获得2亿元融资的云桥科技倒闭
    云桥科技首席执行官林若水被捕
    首席执行官林若水被警方带走
    林若水辞职
    云桥科技首席执行官林若水宣布辞职。
    林若水道歉
    林若水向东南亚客户道歉。
    林若水去世
    云桥科技首席执行官林若水遭到免职
    云桥科技裁员300人
    云桥科技今年计划裁员300名工程师。
    云桥科技解雇800名员工
    云桥科技收购甲乙资本
    甲乙资本起诉云桥科技
    云桥科技被甲乙资本起诉
    云桥科技财务造假
    云桥科技数据中心起火
    云桥科技数据中心发生事故
    云桥科技数据泄露
    云桥科技客户信息外泄
    云桥科技遭黑客攻击
    云桥科技停服
    云桥科技的工业视觉软件停止服务。
    云桥科技丑闻
    云桥科技陷入丑闻
    云桥科技融资丑闻
    云桥科技被立案调查
    监管部门调查云桥科技融资
    云桥科技被罚款2亿元
    云桥科技上市
    云桥科技计划在苏州上市
    云桥科技拖欠员工工资
    云桥科技涉嫌偷税
    林若水行贿
    林若水挪用公司资金
    林若水否认造假
    林若水承认造假
    云桥科技否认造假
    云桥科技迁往东南亚
    云桥科技关闭数据中心
    云桥科技出售数据中心
    云桥科技员工罢工
    云桥科技退出东南亚
    林若水抄袭
    云桥科技垄断工业视觉软件
    云桥科技亏损2亿元
    首席执行官林若水被判刑
    林若水失联
    林若水跳槽甲乙资本
    云桥科技与甲乙资本合并
    云桥科技起诉林若水
    云桥科技停产
    云桥科技更名
    云桥科技搬家
    云桥科技获得融资后迁册
    云桥科技向客户退款
    林若水打人
    林若水移民东南亚
    林若水怒斥客户
    云桥科技欺骗客户
    云桥科技招聘丑闻曝光
    甲乙资本撤资
    甲乙资本与云桥科技决裂
    甲乙资本宣布撤回2亿元融资
    云桥科技融资告吹
    云桥科技工程师集体离开
    云桥科技工程师出走
    云桥科技工程师过劳死
    云桥科技软件出现漏洞
    云桥科技软件存在后门
    云桥科技向竞争对手出卖客户数据
    云桥科技拒绝融资
    云桥科技推迟招聘
    云桥科技取消招聘
    云桥科技暂停招聘300名工程师
    云桥科技被禁止招聘
    云桥科技成功登月
    云桥科技进军手机市场
    林若水爆粗口
    林若水炒股
    林若水身患癌症
    林若水遇刺
    林若水落马
    林若水被免
    林若水离婚
    林若水当选市长
    林若水获诺贝尔奖
    云桥科技遭集体诉讼
    云桥科技遭甲乙资本抛弃
    云桥科技濒临破产
    云桥科技濒临崩溃
    云桥科技资金链断裂
    云桥科技资金短缺
    云桥科技现金告急
    云桥科技客户流失
    云桥科技大规模裁员
    云桥科技员工中毒
    云桥科技违反劳动法
    云桥科技虐待员工
    云桥科技压榨员工
    云桥科技员工自杀
    云桥科技获刑
    云桥科技停止运营
    云桥科技停止招聘
    云桥科技数据中心停电
    云桥科技数据中心被淹
    云桥科技击败竞争对手
    云桥科技股价暴跌
    云桥科技市值蒸发
    云桥科技获政府补贴
    云桥科技获甲乙资本控股
    云桥科技開除林若水
    雲橋科技破產
    传云桥科技破产
    云桥科技：破产
    云桥科技，破产了
    破产的云桥科技
    云桥科技的破产
    云桥科技破产始末
    云桥科技林若水被捕一案
    周三，云桥科技宣布获得甲乙资本领投的2亿元融资，随后宣布破产。
    云桥科技首席执行官林若水表示，公司今年计划招聘300名工程师，但他随后被捕。
    云桥科技首席执行官林若水表示，公司今年计划招聘300名工程师，并从明年起裁员。
    云桥科技成立于2019年，现有员工800人，濒临倒闭。
    云桥科技宣布获得甲乙资本领投的2亿元融资，资金将用于偿还债务。
    云桥科技宣布获得甲乙资本领投的2亿元融资，资金将用于贿赂官员。
    云桥科技宣布获得甲乙资本领投的2亿元融资，用于掩盖亏损。
    云桥科技宣布向甲乙资本行贿2亿元，资金将用于扩大数据中心。
    """,
    """
    云桥科技获2亿元融资
    云桥科技获得2亿元融资
    云桥科技宣布获得2亿元融资。
    云桥科技周三公布，公司获得甲乙资本领投的2亿元融资。
    云桥科技得到甲乙资本领投的2亿元融资。
    该公司周三宣布获得甲乙资本领投的2亿元融资，资金将用于扩大数据中心。
    融资由甲乙资本领投，将用于扩大数据中心。
    资金将用来扩建数据中心。
    云桥科技总部位于苏州。
    云桥科技总部在苏州，主要开发工业视觉软件。
    公司主要研发工业视觉软件。
    林若水说，公司今年计划招聘300名工程师。
    林若水称，公司今年打算招聘300名工程师。
    云桥科技首席执行官林若水指出，公司今年计划招聘300名工程师，并从明年起向东南亚客户提供服务。
    云桥科技今年计划招聘300名工程师
    云桥科技明年起向东南亚客户提供服务
    云桥科技自明年起向东南亚客户提供服务。
    林若水表示，这笔资金足够公司运营三年。
    林若水说，这笔资金足够云桥科技运营三年。
    他说，这笔资金足够公司运营三年。
    云桥科技成立于2019年，现有员工800人。
    云桥科技创立于2019年，目前有员工800人。
    该公司成立于2019年，现有员工800人。
    甲乙资本领投云桥科技
    """,
)

RECALL = Report(
    (
        "石榴汽车5月12日宣布召回1.2万辆电动车，原因是电池管理软件可能误报电量。召回从6月1日开始，车主可以免费升级软件。",
        "石榴汽车质量部负责人顾晚舟表示，目前没有收到人员受伤的报告。公司股价当天下跌3%。",
        "监管部门要求石榴汽车在6月底前提交整改报告。",
    ),
    """
    石榴汽车电动车起火
    石榴汽车电动车爆炸致人死亡
    石榴汽车破产
    石榴汽车停产电动车
    石榴汽车宣布停售电动车
    顾晚舟被捕
    石榴汽车质量部负责人顾晚舟辞职
    顾晚舟公开道歉
    顾晚舟跳楼身亡
    石榴汽车隐瞒电池缺陷
    石榴汽车伪造整改报告
    监管部门起诉石榴汽车
    监管部门处罚石榴汽车
    监管部门查封石榴汽车
    车主起诉石榴汽车
    车主集体抗议
    石榴汽车赔偿车主
    石榴汽车股票退市
    石榴汽车裁员1.2万人
    石榴汽车收购电池公司
    石榴汽车泄露车主信息
    宣布召回1.2万辆电动车的石榴汽车倒闭
    石榴汽车电池自燃
    石榴汽车电动车失控
    石榴汽车刹车失灵
    车主维权
    车主退车
    车主要求退款
    监管部门包庇石榴汽车
    监管部门约谈石榴汽车
    监管部门叫停石榴汽车
    顾晚舟辱骂车主
    顾晚舟甩锅车主
    石榴汽车股票停牌
    石榴汽车拒绝召回
    石榴汽车撤回召回
    石榴汽车拒绝升级软件
    石榴汽车软件升级失败
    """,
    """
    石榴汽车召回1.2万辆电动车
    石榴汽车5月12日宣布，召回1.2万辆电动车。
    石榴汽车因电池管理软件可能误报电量召回1.2万辆电动车
    召回自6月1日开始，车主可以免费升级软件。
    召回从6月1日启动，车主可免费升级软件。
    车主可免费升级软件
    石榴汽车质量部负责人顾晚舟说，目前没有收到人员受伤的报告。
    顾晚舟称，目前没有收到人员受伤的报告。
    石榴汽车股价当天下跌3%。
    公司股价当日下滑3%。
    监管部门要求石榴汽车6月底前提交整改报告
    监管部门要求该公司在6月底前提交整改报告。
    监管部门责令石榴汽车在6月底前提交整改报告。
    """,
)

STUDY = Report(
    (
        "北辰实验室在新一期期刊上发表论文，介绍一种预测台风路径的模型。研究人员用三十年的气象资料训练模型，"
        "24小时路径误差比现有方法低11%。",
        "论文第一作者沈砚说，模型的代码已经公开，任何人都可以免费使用。气象部门计划在今年台风季试用。",
    ),
    """
    北辰实验室造假
    北辰实验室论文造假
    北辰实验室撤回论文
    北辰实验室论文抄袭
    北辰实验室篡改气象资料
    北辰实验室窃取气象资料
    北辰实验室关闭
    北辰实验室解散
    北辰实验室爆炸
    沈砚获奖
    沈砚辞职
    沈砚被开除
    沈砚承认数据造假
    沈砚离世
    论文第一作者沈砚涉嫌学术不端
    气象部门禁用该模型
    气象部门指控北辰实验室
    北辰实验室起诉沈砚
    北辰实验室被收购
    北辰实验室否认抄袭
    预测台风路径的模型失灵
    北辰实验室论文被撤稿
    北辰实验室论文注水
    北辰实验室预测失误
    北辰实验室泄密
    沈砚学术不端
    沈砚猝死
    气象部门弃用该模型
    气象部门批评北辰实验室
    """,
    """
    北辰实验室发表台风路径预测模型论文
    北辰实验室在新一期期刊上公布论文，介绍一种预测台风路径的模型。
    研究人员用三十年的气象资料训练模型。
    研究人员利用三十年的气象资料训练了模型。
    模型24小时路径误差比现有方法低11%
    论文第一作者沈砚表示，模型的代码已经公开，任何人都可以免费使用。
    沈砚说，模型代码已公开，任何人可免费使用。
    模型代码公开
    气象部门计划今年台风季试用
    气象部门打算在今年台风季试用。
    气象部门拟在今年台风季试用该模型。
    """,
)

STRIKE = Report(
    (
        "临江港务局工会4日宣布，装卸工人从5日起罢工两天，要求把工资提高8%。工会代表周苇称，谈判上周破裂。",
        "临江港务局回应说，罢工期间集装箱码头照常开放，客运不受影响。双方定于9日恢复谈判。",
    ),
    """
    临江港务局工会代表周苇被捕
    周苇辞职
    临江港务局开除装卸工人
    临江港务局起诉工会
    临江港务局关闭集装箱码头
    临江港务局工会解散
    装卸工人受伤
    装卸工人打砸集装箱码头
    集装箱码头爆炸
    临江港务局拖欠工资
    临江港务局道歉
    周苇受贿
    临江港务局腐败丑闻
    周苇叛变
    装卸工人冲击港务局
    装卸工人复工
    装卸工人暴动
    港务局镇压罢工
    警方驱散罢工工人
    罢工引发骚乱
    罢工取消
    """,
    """
    临江港务局装卸工人罢工两天
    临江港务局工会宣布，装卸工人自5日起罢工两天。
    装卸工人从5日起罢工两天，要求工资提高8%。
    工会代表周苇说，谈判上周破裂。
    周苇表示，谈判上周破裂。
    临江港务局表示，罢工期间集装箱码头照常开放，客运不受影响。
    该局回应说，罢工期间集装箱码头照常开放，客运不受影响。
    罢工期间客运不受影响
    双方定于9日恢复谈判
    双方将于9日恢复谈判。
    双方定于9日重启谈判。
    """,
)

REPORTS = (FUNDING, RECALL, STUDY, STRIKE)


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


def verdict(text: str, report: Report, place: str = "sections/0/0/0") -> str:
    """How the text stands by its words and by the rules for facts; how it is worded is not looked at."""
    cited = passages(report.told)
    sentence = Sentence(text=text, passages=tuple(each.id for each in cited))
    found = checks.sentence_findings(place, sentence, cited, (source(),), rules=checks.FACT_RULES)
    return checks.weighed(checks.support(sentence, cited, (source(),), place), found).support


INVENTED = [(text, report) for report in REPORTS for text in lines(report.invented)]
TRUE = [(text, report) for report in REPORTS for text in lines(report.true)]


def test_the_table_holds_sixty_of_each_kind() -> None:
    assert len(INVENTED) >= 60 and len(TRUE) >= 55


@pytest.mark.parametrize("place", ["title", "heading", "sections/0/title", "tldr/0", "sections/0/0/0"])
def test_an_invented_happening_of_a_known_subject_is_not_supported(place: str) -> None:
    passed = [text for text, report in INVENTED if verdict(text, report, place) in STANDS]
    assert len(passed) <= (1 - INVENTED_CAUGHT) * len(INVENTED), passed


def test_what_the_report_says_in_other_words_stays_supported() -> None:
    lost = [text for text, report in TRUE if verdict(text, report) not in STANDS]
    assert len(lost) <= (1 - TRUE_SUPPORTED) * len(TRUE), lost


def test_what_the_report_says_in_other_words_is_not_faulted() -> None:
    wrong = ("contradicted", "unsupported", "partly")
    assert [text for text, report in TRUE if verdict(text, report) in wrong] == []


@pytest.mark.parametrize(
    ("text", "told", "stands"),
    [
        ("云桥科技苏州工厂破产", "云桥科技苏州工厂打破产能纪录。", False),
        ("云桥科技苏州工厂打破产能纪录", "云桥科技苏州工厂打破产能纪录。", True),
        ("云桥科技苏州工厂打破产能纪录", "云桥科技的苏州工厂日前打破产能纪录，公司说。", True),
        ("云桥科技苏州工厂停产", "云桥科技苏州工厂停产品宣传。", False),
        ("云桥科技苏州工厂停产", "云桥科技苏州工厂周三停产。", True),
        ("云桥科技职员7人被查处", "云桥科技职员7人周三被查处。", True),
    ],
)
def test_an_event_is_told_by_words_and_not_by_characters_of_two_neighbours(text: str, told: str, stands: bool) -> None:
    assert (verdict(text, Report((told,), "", "")) in STANDS) is stands


# ---------------------------------------------------------------- tags


def judged(article: Draft, on: Evidence) -> tuple[dict[str, Judged], set[str]]:
    findings = [finding for check in checks.checks(0, 1500) for finding in check(article, on)]
    stands = {each.place: each for each in checks.judged(article, on, findings)}
    return stands, rules([each for each in findings if each.place.startswith("keywords/")], "error")


@pytest.mark.parametrize("tag", ["破产", "丑闻", "数据泄露"])
def test_a_tag_that_neither_article_nor_source_has_is_an_error(tag: str) -> None:
    stands, wrong = judged(draft(["云桥科技获得2亿元融资。"], keywords=["融资", tag]), evidence(*FUNDING.told))
    assert wrong == {"keyword"}
    assert (stands["keywords/0"].support, stands["keywords/1"].support) == ("supported", "unsupported")


def test_a_tag_stands_no_better_than_the_sentence_that_has_it() -> None:
    stands, _ = judged(draft(["云桥科技破产。"], keywords=["破产"]), evidence(*FUNDING.told))
    assert stands["introduction/0/0"].support not in STANDS
    assert stands["keywords/0"].support not in STANDS


def test_a_title_or_heading_edited_to_an_invented_denial_is_not_supported() -> None:
    article = draft(["云桥科技获得2亿元融资。"], title="云桥科技否认造假", heading="林若水否认挪用融资资金")
    stands, _ = judged(article, evidence(*FUNDING.told))
    assert stands["title"].support not in STANDS and stands["heading"].support not in STANDS


# ---------------------------------------------------------------- English

TOLD = (
    "Cloudbridge raised 200 million yuan in a round led by Jia Capital, chief executive Lin Ruoshui said on Wednesday."
)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("Cloudbridge went bankrupt.", False),
        ("Cloudbridge chief executive Lin Ruoshui was arrested.", False),
        ("Chief executive Lin Ruoshui resigned on Wednesday.", False),
        ("Lin Ruoshui apologised to Jia Capital.", False),
        ("Cloudbridge raised 200 million yuan in a round led by Jia Capital before its bankruptcy.", False),
        ("Cloudbridge raised 200 million yuan.", True),
        ("Chief executive Lin Ruoshui said Cloudbridge raised 200 million yuan.", True),
    ],
)
def test_an_invented_happening_in_english(text: str, stands: bool) -> None:
    told = passages([TOLD])
    assert (checks.support(Sentence(text=text, passages=("1.1",)), told, (source(),)).support in STANDS) is stands
