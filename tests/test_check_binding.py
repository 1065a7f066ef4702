"""A figure is said of what the cited passages say it of."""

import pytest

from check_cases import found, rules

ANOTHER = [
    # what is counted
    ("该公司亏损5亿美元。", "该公司投资5亿美元，雇用300人；去年亏损3亿美元。"),
    ("该公司去年亏损5亿美元。", "The company invested $500 million and lost $300 million last year."),
    ("The company lost $500 million.", "The company invested $500 million; last year it lost $300 million."),
    ("雇用500人。", "工厂投资500亿元，雇用300人，裁员500人。"),
    ("公司净利润为80亿元。", "公司营收80亿元，净利润12亿元。"),
    ("公司盈利80亿元。", "The company had revenue of 8 billion yuan and a profit of 1.2 billion yuan."),
    ("事故造成15人死亡。", "事故造成3人死亡，15人受伤。"),
    ("事故造成15人死亡。", "Three people were killed and 15 others were injured."),
    # of whom
    ("A公司增长8%。", "A公司增长5%，B公司增长8%。"),
    ("澄湖公司营收增长8%。", "澄湖公司营收增长5%，远帆公司营收增长8%。"),
    ("远帆公司营收增长5%。", "澄湖公司营收增长5%，远帆公司营收增长8%。"),
    ("Apple grew 8%.", "Apple grew 5%, while Google grew 8%."),
    ("Google grew 5%.", "Apple grew 5%, while Google grew 8%."),
    ("苹果增长8%。", "Apple grew 5%, while Google grew 8%."),
    ("谷歌营收为50亿美元。", "苹果营收为50亿美元，谷歌营收为30亿美元。"),
    ("国内营收20亿元。", "国内营收30亿元，海外营收20亿元。"),
    # of which year, month or quarter
    ("2024年30亿。", "2023年30亿、2024年50亿。"),
    ("2024年营收30亿元。", "2023年营收30亿元，2024年营收50亿元。"),
    ("2024年营收为30亿美元。", "Revenue was $3 billion in 2023 and $5 billion in 2024."),
    ("Revenue was $3 billion in 2024.", "Revenue was $3 billion in 2023 and $5 billion in 2024."),
    ("第二季度交付300辆。", "第一季度交付300辆，第二季度交付500辆。"),
    # of another sentence or clause of the passage
    ("停机24小时。", "系统停机16小时。维护持续24小时。"),
    ("维护用了16小时。", "系统停机16小时，维护持续24小时。"),
    ("修复耗时16小时。", "停机16小时。工程师用4小时修复。"),
    ("The outage lasted 24 hours.", "The outage lasted 16 hours. Maintenance took 24 hours."),
    ("停机24小时。", "The outage lasted 16 hours. Maintenance took 24 hours."),
    ("公司裁员2400人。", "公司有2400名工程师，裁员300人。"),
    ("公司解雇了2400名工程师。", "公司有2400名工程师。它解雇了300名销售人员。"),
    ("公司裁员2400人。", "The company has 2,400 engineers. It laid off 300 people."),
    ("公司招聘2400人。", "公司有2400名工程师。"),
    ("公司裁员1.5万人。", "It will cut 1,200 jobs. It employs 15,000 people in 12 countries."),
    ("公司每年节省3亿元。", "公司每年节省4亿元，净亏损3亿元。"),
    ("公司裁员2400人。", "The company has 2,400 engineers, and laid off 300 employees last month."),
    ("裁减2400名销售人员。", "裁减2400名工程师和300名销售人员。"),
    ("The firm fired 300 engineers.", "The firm fired 2,400 engineers and 300 salespeople."),
    ("公司采购300台。", "公司售出300台，采购500台。"),
    ("培训持续两周半。", "筹备持续两周半。培训历时四周半。"),
    # in what order
    ("甲公司排名第二，乙公司排名第一。", "甲公司排名第一，乙公司排名第二。"),
    ("甲队排名第三。", "甲队排名第二，乙队排名第三。"),
]

THE_SAME = [
    ("该公司去年亏损3亿美元。", "该公司投资5亿美元，雇用300人；去年亏损3亿美元。"),
    ("该公司净亏3亿美元，此前投入5亿美元。", "该公司投资5亿美元，雇用300人；去年亏损3亿美元。"),
    ("该公司投资5亿美元。", "The company invested $500 million and lost $300 million last year."),
    ("公司投资5亿美元建厂。", "公司投入5亿美元建厂，另投资3亿美元研发。"),
    ("远帆公司增长8%。", "澄湖公司增长5%，远帆公司增长8%。"),
    ("远帆公司上涨8%，澄湖公司上涨5%。", "澄湖公司增长5%，远帆公司增长8%。"),
    ("谷歌增长8%。", "Apple grew 5%, while Google grew 8%."),
    ("Google rose 8% while Apple rose 5%.", "Apple grew 5%, while Google grew 8%."),
    ("澄湖公司和远帆公司分别增长5%和8%。", "澄湖公司增长5%，远帆公司增长8%。"),
    ("远帆公司增长8%。", "澄湖公司和远帆公司分别增长5%和8%。"),
    ("Revenue and earnings rose 5% and 8%.", "Revenue rose 5%. Earnings rose 8%."),
    ("2024年营收50亿元。", "2023年营收30亿元、2024年营收50亿元。"),
    ("营收从2023年的30亿元增至2024年的50亿元。", "2023年营收30亿元，2024年营收50亿元。"),
    ("2024年营收为50亿美元。", "Revenue was $3 billion in 2023 and $5 billion in 2024."),
    ("甲公司盈利3亿元。", "甲公司去年营收30亿元，净利润3亿元。"),
    ("甲公司去年盈利3亿元。", "甲公司去年营收30亿元，净利润3亿元。"),
    ("甲公司营收50亿元。", "甲公司去年营收30亿元，今年营收50亿元。"),
    ("甲公司境外营收20亿元。", "甲公司国内营收30亿元，海外营收20亿元。"),
    ("甲公司营收20亿元来自海外。", "甲公司国内营收30亿元，海外营收20亿元。"),
    ("事故造成3死15伤。", "事故造成3人死亡，15人受伤。"),
    ("事故中有15人受伤。", "Three people were killed and 15 others were injured."),
    ("甲公司排名第一，乙公司排名第二。", "甲公司排名第一，乙公司排名第二。"),
    ("该公司裁员500人。", "工厂投资500亿元，雇用300人，裁员500人。"),
    ("The plant will hire 300 workers.", "The plant will employ 300 people; the old one had 500 people."),
    ("芯片售价499欧元。", "The chip costs 499 euros; a set of two costs 899 euros."),
    ("甲芯片功耗为5瓦，乙芯片为8瓦。", "甲芯片功耗5瓦，乙芯片功耗8瓦。"),
    ("融资5亿美元，估值达30亿美元。", "It raised $500 million at a valuation of $3 billion."),
    ("估值30亿美元的公司融资5亿美元。", "It raised $500 million at a valuation of $3 billion."),
    ("停机16小时。", "系统停机16小时。维护持续24小时。"),
    ("系统宕机16小时。", "系统停机16小时。维护持续24小时。"),
    ("停机16小时后开始维护。", "系统停机16小时，维护持续24小时。"),
    ("服务中断16小时，检修24小时。", "The outage lasted 16 hours. Maintenance took 24 hours."),
    ("这家有2400名工程师的公司裁员300人。", "公司有2400名工程师，裁员300人。"),
    ("公司2400名工程师中有300人被裁员。", "公司有2400名工程师，裁员300人。"),
    ("公司共有2400名工程师。", "公司有2400名工程师。它解雇了300名销售人员。"),
    ("公司招聘2400人。", "公司有2400名工程师，都在今年招聘。"),
    ("公司员工2400人。", "It has 2,400 employees."),
    ("公司裁员1200人。", "It will cut about 1,200 jobs. It employs 15,000 people in 12 countries."),
    ("公司每年省下4亿元。", "公司每年节省4亿元，净亏损3亿元。"),
    ("公司雇用2400人。", "公司有2400名工程师，上月招聘300人。"),
    ("裁员2400人。", "公司有2400人将被裁员，去年裁员300人。"),
    ("裁减300名销售人员。", "裁减2400名工程师和300名销售人员。"),
    ("公司卖出300台。", "公司售出300台，采购500台。"),
    ("培训为期四周半。", "筹备持续两周半。培训历时四周半。"),
    ("全程耗时16小时。", "列车跑完全程用16小时，停站3小时。"),
]


@pytest.mark.parametrize(("text", "passage"), ANOTHER)
def test_a_right_number_on_the_wrong_fact_is_an_error(text: str, passage: str) -> None:
    assert "binding" in rules(found(text, passage), "error")


@pytest.mark.parametrize(("text", "passage"), THE_SAME)
def test_the_same_fact_in_other_words_is_left_alone(text: str, passage: str) -> None:
    assert "binding" not in rules(found(text, passage))


@pytest.mark.parametrize(("text", "passage"), ANOTHER)
def test_a_passage_that_has_the_fact_supports_it(text: str, passage: str) -> None:
    """One passage of several is enough."""
    assert "binding" not in rules(found(text, passage, text))


def test_the_finding_names_the_figure_that_the_source_has_for_this_fact() -> None:
    (finding,) = [
        each for each in found("2024年营收30亿元。", "2023年营收30亿元，2024年营收50亿元。") if each.rule == "binding"
    ]
    assert (finding.found, finding.source_has) == ("30亿元", "50亿元")
    assert "50亿元" in finding.advice
