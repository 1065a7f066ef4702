"""A known subject and an invented happening: what no passage tells is not supported, however much of the rest is there.

Four invented reports; beside each what it does not say, and what it does say in other words. Rules alone, no judge.
"""

from dataclasses import dataclass

import pytest

from check_cases import passages, source
from newsbot import checks
from newsbot.news import Sentence

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
