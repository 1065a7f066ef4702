"""A number of one kind of things is not the same number of another, nor of another unit."""

import pytest

from check_cases import found, rules
from newsbot.figures import figures
from newsbot.figures.things import apart

WRONG = {"figure", "binding"}

UNITS = [
    ("该膜厚2厘米。", "该膜厚2毫米。"),
    ("该膜厚2厘米。", "The film is 2 millimetres thick."),
    ("设备重3吨。", "设备重3公斤。"),
    ("机器人重20吨。", "The robot weighs 20 kilos."),
    ("停机16分钟。", "停机16小时。"),
    ("停机16分钟。", "The outage lasted 16 hours."),
    ("管线长40米。", "管线长40公里。"),
    ("模型大小为8GB。", "模型大小为8MB。"),
    ("功率为500千瓦。", "功率为500瓦。"),
    ("功率为500兆瓦。", "The site draws 500 kW."),
    ("工期3年。", "工期3个月。"),
    ("持续三天。", "It lasted three weeks."),
    ("工期两年。", "工期两个月。"),
    ("合同为期两年。", "a three-year contract"),
]

SAME_UNITS = [
    ("该膜厚2厘米。", "该膜厚20毫米。"),
    ("该膜厚0.2厘米。", "The film is 2 millimetres thick."),
    ("设备重3吨。", "设备重3000公斤。"),
    ("机器人重20公斤。", "The robot weighs 20 kilos."),
    ("停机960分钟。", "The outage lasted 16 hours."),
    ("管线长40公里。", "管线长4万米。"),
    ("模型大小为8GB。", "模型大小为8000MB。"),
    ("功率为0.5兆瓦。", "The site draws 500 kW."),
    ("工期3年。", "工期36个月。"),
    ("持续三周。", "It lasted 21 days."),
    ("使用16小时。", "usable for 16"),
    ("合同为期两年。", "a two-year contract, renewed for six months"),
    ("合同为期两年。", "a 24-month contract"),
    ("过两天再说。", "It will say more later."),
]

OTHER_THINGS = [
    ("公司裁员2400人。", "公司采购了2400台服务器。"),
    ("公司裁员2400人。", "The company bought 2,400 machines."),
    ("公司裁员2400人。", "The company bought 2,400 new AI servers."),
    ("公司收购了120家企业。", "公司招聘120名工程师。"),
    ("有120家公司受影响。", "The outage hit 120 employees."),
    ("部署了800台设备。", "The firm laid off 800 people."),
    ("售出300件。", "工厂交付300辆汽车。"),
    ("共有50人参与。", "共有50家企业参与。"),
    ("开设30所学校。", "The company hired 30 teachers."),
    ("订购600片晶圆。", "订购600台光刻机。"),
    ("雇用2400名员工。", "公司购置2400个服务器。"),
    ("售出300辆。", "It sold stakes in 300 companies."),
]

SAME_THINGS = [
    ("公司裁员2400人。", "公司裁员2400名。"),
    ("公司裁员2400人。", "The company laid off 2,400 employees."),
    ("公司裁员2400人。", "The company cut 2,400 jobs."),
    ("公司裁员2400人。", "公司裁撤2400个岗位。"),
    ("公司裁员2400人。", "裁员规模为2400"),
    ("公司收购了120家企业。", "公司收购了120个企业。"),
    ("公司收购了120家企业。", "It bought 120 startups."),
    ("公司有120家客户。", "It has 120 customers."),
    ("部署了800台设备。", "It put 800 units to work."),
    ("部署了800块图形处理器。", "It put 800 GPUs to work."),
    ("部署了800台机器人。", "800个机器人上岗。"),
    ("交付300辆。", "It delivered 300 electric cars."),
    ("开设30家门店。", "开设30间门店。"),
    ("团队共45人。", "the 45-person team"),
    ("会见5名高管。", "It named five of its top executives."),
    ("服务300户。", "It has 300 users."),
    ("共50家公司的120名员工参加。", "The 120 employees of 50 companies came."),
    ("他今年45岁。", "Chen Yi, 45, will lead it."),
    ("前10名选手晋级。", "The top 10 went on."),
]

EXCHANGED = [
    ("两家公司将在三年内建厂。", "三家公司将在两年内建厂。"),
    ("两家公司将在三年内建厂。", "Three companies will build plants in two years."),
    ("五名高管分管三个部门。", "三名高管分管五个部门。"),
    ("四台机器服务六所学校。", "六台机器服务四所学校。"),
    ("两人在三个月内离职。", "三人在两个月内离职。"),
    ("八名员工管理九台设备。", "九名员工管理八台设备。"),
    ("五家企业用四天完成。", "四家企业用五天完成。"),
    ("六家工厂雇七人。", "Seven plants employ six people."),
]

NOT_EXCHANGED = [
    ("三家公司将在两年内建厂。", "三家公司将在两年内建厂。"),
    ("两年内，三家公司将建厂。", "Three companies will build plants in two years."),
    ("五个部门由三名高管分管。", "三名高管分管五个部门。"),
    ("四所学校用上六台机器。", "六台机器服务四所学校。"),
    ("两个月内有三人离职。", "三人在两个月内离职。"),
    ("八台设备由九名员工管理。", "Nine workers run eight machines."),
    ("五天里，四家企业完成。", "四家企业用五天完成。"),
    ("六人受雇于七家工厂。", "Seven plants employ six people."),
]


@pytest.mark.parametrize(("text", "passage"), [*UNITS, *OTHER_THINGS, *EXCHANGED])
def test_a_number_of_another_unit_or_kind_of_things_is_an_error(text: str, passage: str) -> None:
    assert rules(found(text, passage), "error") & WRONG


@pytest.mark.parametrize(("text", "passage"), [*SAME_UNITS, *SAME_THINGS, *NOT_EXCHANGED])
def test_equal_quantities_and_measure_words_of_one_kind_are_left_alone(text: str, passage: str) -> None:
    assert not rules(found(text, passage), "error") & WRONG


def test_one_passage_that_counts_the_same_things_is_enough() -> None:
    assert (
        not rules(found("公司裁员2400人。", "公司采购了2400台服务器。", "It laid off 2,400 people."), "error") & WRONG
    )


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        ("2400台", "2400人", True),
        ("三家", "三年", True),
        ("2,400 employees", "2400家", True),
        ("2,400 in machines", "2400人", False),
        ("2400个", "2400人", False),
        ("28米", "28个实验室", True),
        ("276个", "276平方米", True),
        ("3GB", "3个文件", True),
        ("28米", "28", False),
        ("5天", "5个交易日", False),
        ("28个月", "28个", False),
        ("前3名", "3家", False),
        ("12位数", "12台", False),
        ("2,400 company employees", "2400家", False),
    ],
)
def test_what_is_counted_is_told_by_measure_word_or_noun(one: str, other: str, never: bool) -> None:
    assert apart(figures(one)[0], figures(other)[0]) == never
