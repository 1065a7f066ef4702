"""Who did what to whom, whether it was done at all, and opposites across languages."""

import pytest

from check_cases import found, passages, rules
from newsbot.checks.claim import Claim
from newsbot.checks.relation import RELATION
from newsbot.news import Finding, Sentence

TALKS = (
    "OpenAI executives have discussed accusing Microsoft of anticompetitive behavior, people familiar with the matter "
    "said. OpenAI is weighing an acquisition of Windsurf and plans to launch a browser. It has denied buying io."
)
REPORT = (
    "知情人士称，甲公司正考虑收购乙公司，计划明年推出新机器人。该公司否认裁员，已签署供货合同。首批机器人将交付丙医院。"
)
COURT = "Elon Musk sued OpenAI in California last week. Groq was acquired by Nvidia for $20 billion."
MARKET = (
    "Nvidia shares fell 3% on Tuesday. The FTC rejected Microsoft's bid for Activision. Output did not fall at Tesla."
)


def held(text: str, *texts: str, place: str = "introduction/0/0") -> list[Finding]:
    """What the rules for relations alone have against the text."""
    cited = passages(texts)
    claim = Claim(place, Sentence(text=text, passages=tuple(each.id for each in cited)), cited)
    return [finding for rule in RELATION for finding in rule(claim)]


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("OpenAI起诉微软", TALKS),
        ("OpenAI已指控微软垄断。", TALKS),
        ("据知情人士透露，OpenAI指控微软垄断。", TALKS),
        ("OpenAI收购Windsurf。", TALKS),
        ("OpenAI宣布收购Windsurf。", TALKS),
        ("甲公司收购乙公司。", REPORT),
        ("甲公司决定收购乙公司。", REPORT),
        ("甲公司已推出新机器人。", REPORT),
        ("首批机器人已交付丙医院。", REPORT),
    ],
)
def test_what_is_discussed_or_planned_is_not_done(text: str, passage: str) -> None:
    """An error in the text and in the title alike."""
    for place in ("introduction/0/0", "title"):
        assert rules(held(text, passage, place=place), "error") == {"modality"}


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("OpenAI高管曾讨论指控微软。", TALKS),
        # 未来, 不断 and 无人 deny nothing.
        ("法国将投资1090亿欧元。", "马克龙宣布，法国未来几年将为人工智能项目投资1090亿欧元。"),
        ("该公司推出无人车。", "该公司不断扩大规模，上月推出无人车。"),
        # A word that begins like one of caution is none: November, noted, planet, mayor, William, iffy.
        ("该公司将投资5000亿美元。", "Larkmoor said on November 19 that it will invest $500 billion in the city."),
        ("OpenAI收购了io。", "As the mayor noted, OpenAI acquired io in May, William and the planet's investors said."),
        ("据知情人士透露，OpenAI考虑起诉微软。", TALKS),
        ("OpenAI正评估收购Windsurf。", TALKS),
        ("OpenAI计划推出浏览器。", TALKS),
        ("OpenAI或将推出浏览器。", TALKS),
        ("甲公司正考虑收购乙公司。", REPORT),
        ("甲公司已签署供货合同。", REPORT),
        ("甲公司没有裁员。", REPORT),
        ("微软周二裁员约6000人。", "Microsoft cut about 6,000 jobs on Tuesday. It did not rule out further layoffs."),
        ("微软宣布裁员约6000人。", "Microsoft said it would cut about 6,000 jobs."),
        ("投资者对此反应平淡。", "甲公司考虑投资100亿元。"),
        ("甲公司收购乙公司。", "甲公司考虑收购乙公司。三个月后，甲公司收购了乙公司。"),
    ],
)
def test_caution_that_is_kept_and_deeds_that_were_done_are_left_alone(text: str, passage: str) -> None:
    """讨论, 考虑 and 计划 stay what they are; one passage that tells it as done is enough."""
    assert held(text, passage) == []


WEIGHED = [
    ("Larkmoor has decided to acquire Tessel Labs.", "Larkmoor is considering acquiring Tessel Labs."),
    ("Larkmoor will acquire Tessel Labs.", "Larkmoor is considering an acquisition of Tessel Labs."),
    ("Larkmoor will build a plant in Ohio.", "Larkmoor may build a plant in Ohio, its chief executive said."),
    ("Larkmoor has built a plant in Ohio.", "Larkmoor plans to build a plant in Ohio."),
    ("Larkmoor acquired Tessel Labs.", "Larkmoor is in talks to acquire Tessel Labs."),
    ("The ministry has decided to extend the grant.", "The ministry is considering extending the grant."),
    ("The ministry will extend the grant.", "The ministry may extend the grant."),
    ("Larkmoor has raised prices.", "Larkmoor plans to raise prices."),
    ("The council will subsidise solar roofs.", "The council is considering whether to subsidise solar roofs."),
    ("The council has subsidised solar roofs.", "The council plans to subsidise solar roofs next year."),
    ("Larkmoor已决定收购Tessel Labs。", "Larkmoor is considering acquiring Tessel Labs."),
    ("Larkmoor将收购Tessel Labs。", "Larkmoor is in talks to acquire Tessel Labs."),
    ("Larkmoor将收购Tessel Labs。", "Larkmoor may acquire Tessel Labs."),
    ("Larkmoor已收购Tessel Labs。", "Larkmoor plans to acquire Tessel Labs."),
    ("Larkmoor已决定在俄亥俄州建厂。", "Larkmoor is considering building a plant in Ohio."),
    ("Larkmoor将在俄亥俄州建厂。", "Larkmoor may build a plant in Ohio."),
    ("Larkmoor已决定上市。", "Larkmoor is considering going public."),
    ("Larkmoor已扩建Ohio的数据中心。", "Larkmoor plans to expand its data centre in Ohio."),
    ("Larkmoor已决定补贴Ohio的屋顶光伏。", "Larkmoor is considering subsidising solar roofs in Ohio."),
    ("Larkmoor将补贴Ohio的屋顶光伏。", "Larkmoor may subsidise solar roofs in Ohio."),
    ("甲公司将收购乙公司。", "甲公司正考虑收购乙公司。"),
    ("甲公司已决定扩建厂房。", "甲公司正考虑扩建厂房。"),
    ("甲公司将补贴屋顶光伏。", "甲公司可能补贴屋顶光伏。"),
    ("甲公司决定补贴屋顶光伏。", "甲公司正在研究是否补贴屋顶光伏。"),
]

TOLD_AS_SURE = [
    ("Larkmoor is considering acquiring Tessel Labs.", "Larkmoor is considering acquiring Tessel Labs."),
    ("Larkmoor may acquire Tessel Labs.", "Larkmoor is considering an acquisition of Tessel Labs."),
    ("Larkmoor plans to build a plant in Ohio.", "Larkmoor will build a plant in Ohio, its chief executive said."),
    ("Larkmoor will build a plant in Ohio.", "Larkmoor plans to build a plant in Ohio."),
    ("Larkmoor said it would cut jobs.", "Larkmoor plans to cut jobs."),
    ("Larkmoor acquired Tessel Labs.", "Larkmoor acquired Tessel Labs after considering buying two rivals."),
    ("Larkmoor has decided to build a plant.", "Larkmoor has decided to build a plant. It may build another."),
    ("Larkmoor可能收购Tessel Labs。", "Larkmoor is considering acquiring Tessel Labs."),
    ("Larkmoor计划在俄亥俄州建厂。", "Larkmoor plans to build a plant in Ohio."),
    ("Larkmoor将在俄亥俄州建厂。", "Larkmoor plans to build a plant in Ohio."),
    ("Larkmoor已在俄亥俄州建厂，并可能扩建。", "Larkmoor has built a plant in Ohio and may expand it."),
    ("Larkmoor将推出新芯片，可能提价。", "Larkmoor will launch a new chip. It may raise prices."),
    ("甲公司将扩建厂房。", "甲公司计划扩建厂房。"),
    ("甲公司已决定扩建厂房。", "甲公司宣布，将扩建厂房。"),
    ("Larkmoor已在俄亥俄州建厂。", "Larkmoor built a plant in Ohio and may expand it."),
    ("Larkmoor没有决定在俄亥俄州建厂。", "Larkmoor has not decided to build a plant in Ohio."),
    ("Larkmoor was expected to raise prices.", "Larkmoor may raise prices."),
]


@pytest.mark.parametrize(("text", "passage"), WEIGHED)
def test_decided_or_will_over_considering_or_may_is_an_error(text: str, passage: str) -> None:
    """Within English, within Chinese and across, for verbs that no table has too."""
    assert "modality" in rules(held(text, passage), "error")


@pytest.mark.parametrize(("text", "passage"), TOLD_AS_SURE)
def test_what_is_told_as_sure_as_it_is_there_is_left_alone(text: str, passage: str) -> None:
    """A plan for a plan, will for a plan, what was built beside what may be expanded."""
    assert held(text, passage) == []


INVESTING = "Larkmoor will invest up to $500 billion in data centres over four years."


@pytest.mark.parametrize(
    ("text", "rules_told"),
    [
        ("该公司四年内至多投资5000亿美元。", set()),
        ("该公司未来四年至多投资5000亿美元。", set()),
        ("该公司明年起投资数据中心，至多5000亿美元。", set()),
        ("该公司至多投资5000亿美元。", {"modality"}),
        ("该公司去年至多投资5000亿美元。", {"modality"}),
        ("该公司四年内投资了5000亿美元。", {"modality"}),
        ("该公司四年内已投资5000亿美元。", {"modality"}),
    ],
)
def test_a_time_to_come_says_will_and_one_that_is_past_does_not(text: str, rules_told: set[str]) -> None:
    assert rules(held(text, INVESTING)) & {"modality"} == rules_told


def test_a_plan_without_its_will_is_a_warning_in_the_text_and_custom_in_a_headline() -> None:
    """Chinese headlines leave out 将; a sentence of the text should not."""
    assert rules(held("甲公司推出新机器人。", REPORT), "warning") == {"modality"}
    assert held("甲公司推出新机器人", REPORT, place="title") == []


def test_what_the_passage_denies_is_not_told_as_true() -> None:
    """Across languages and within one."""
    assert rules(held("甲公司裁员。", REPORT), "error") == {"negation"}
    assert rules(held("OpenAI出售Windsurf。", "OpenAI has declined to sell Windsurf."), "error") == {"negation"}


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("OpenAI起诉马斯克。", COURT),
        ("马斯克被OpenAI起诉。", COURT),
        ("Groq收购英伟达。", COURT),
        ("苹果市值超过英伟达。", "英伟达市值首次超过苹果。"),
        ("GPT-5在编程测试中优于Claude 4。", "Claude 4 outperforms GPT-5 on coding."),
        ("OpenAI sued Elon Musk in California.", COURT),
        ("Groq acquired Nvidia for $20 billion.", COURT),
    ],
)
def test_who_did_it_to_whom_turned_round_is_an_error(text: str, passage: str) -> None:
    """Active and passive, in both languages, and in English claims too."""
    assert "swap" in rules(held(text, passage), "error")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("马斯克起诉OpenAI。", COURT),
        ("OpenAI上周被马斯克起诉。", COURT),
        ("英伟达收购Groq。", COURT),
        ("Groq被英伟达收购。", COURT),
        ("英伟达市值超过苹果。", "英伟达市值首次超过苹果。"),
        ("马斯克与OpenAI互相起诉。", COURT),
        ("OpenAI was sued by Elon Musk.", COURT),
        ("Nvidia acquired Groq for $20 billion.", COURT),
        ("OpenAI起诉马斯克。", "Elon Musk sued OpenAI. OpenAI sued Elon Musk in turn."),
        ("谷歌收购英伟达的说法不实。", COURT),
    ],
)
def test_the_same_deed_in_either_voice_is_left_alone(text: str, passage: str) -> None:
    """A deed that the passages tell in both directions, or of others, is not turned round."""
    assert "swap" not in rules(held(text, passage))


TURNED = [
    ("云桥科技收购北辰实验室。", "北辰实验室收购云桥科技。"),
    ("云桥科技周三宣布，以12亿元收购北辰实验室全部股权。", "北辰实验室以12亿元收购云桥科技。"),
    ("北辰实验室被云桥科技收购。", "云桥科技被北辰实验室收购。"),
    ("市监局对云桥科技罚款300万元。", "云桥科技对市监局罚款300万元。"),
    ("云桥科技对北辰实验室提起诉讼，索赔2000万元。", "北辰实验室对云桥科技提起诉讼。"),
    ("云桥科技向北辰实验室出售芯片业务。", "北辰实验室向云桥科技出售芯片业务。"),
    ("林若水起诉云桥科技。", "云桥科技起诉林若水。"),
    ("林若水接替周明远出任首席执行官。", "周明远接替林若水出任首席执行官。"),
    ("红河队以3比1战胜青山队。", "青山队以3比1战胜红河队。"),
    ("红河队以3比1战胜青山队。", "红河队以1比3不敌青山队。"),
    ("Larkmoor acquired Tessel Labs for $3 billion.", "Tessel Labs acquired Larkmoor for $3 billion."),
    ("Larkmoor agreed to sell its chip unit to Tessel Labs.", "Tessel Labs agreed to sell its chip unit to Larkmoor."),
    ("Larkmoor was acquired by Tessel Labs in May.", "Tessel Labs was acquired by Larkmoor in May."),
    (
        "Tessel Labs was fined $3 million by the Harbour Agency.",
        "The Harbour Agency was fined $3 million by Tessel Labs.",
    ),
    ("Redhill lost to Greenford on Sunday.", "Greenford lost to Redhill on Sunday."),
    ("Redhill lost to Greenford on Sunday.", "Redhill beat Greenford on Sunday."),
    ("Tessel Labs, acquired by Larkmoor last year, opened a plant.", "Larkmoor was acquired by Tessel Labs last year."),
]
"""What two texts tell of names that no table has, each the other way round."""

SAME = [
    ("云桥科技周三宣布，以12亿元收购北辰实验室全部股权。", "北辰实验室被云桥科技以12亿元收购。"),
    ("北辰实验室宣布，公司将被云桥科技收购。", "云桥科技将收购北辰实验室。"),
    ("云桥科技对北辰实验室提起诉讼。", "北辰实验室被云桥科技起诉。"),
    ("云桥科技与北辰实验室达成和解。", "北辰实验室与云桥科技达成和解。"),
    ("北辰实验室向市监局支付了300万元罚款。", "市监局对北辰实验室罚款300万元。"),
    ("北辰实验室接受了云桥科技的收购要约。", "云桥科技收购北辰实验室。"),
    ("受云桥科技收购消息影响，北辰实验室股价大涨。", "云桥科技将收购北辰实验室。"),
    ("红河队以3比1战胜青山队。", "青山队以1比3不敌红河队。"),
    ("Redhill lost to Greenford on Sunday.", "Greenford beat Redhill on Sunday."),
    ("Larkmoor agreed to sell its chip unit to Tessel Labs.", "Tessel Labs bought Larkmoor's chip unit."),
    (
        "Tessel Labs was fined $3 million by the Harbour Agency.",
        "The Harbour Agency fined Tessel Labs $3 million.",
    ),
]
"""What two texts tell alike, in other frames."""


@pytest.mark.parametrize(("one", "other"), TURNED)
def test_roles_are_told_apart_by_what_stands_on_both_sides_of_the_verb(one: str, other: str) -> None:
    """Names that no table has, active and passive, 对, 向, sell to, fined by; either text may be the source."""
    for text, passage in ((one, other), (other, one)):
        assert "swap" in rules(held(text, passage), "error")
        assert held(text, text) == []


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_roles_in_another_frame_are_left_alone(one: str, other: str) -> None:
    """A fine that is paid to who asks for it, an offer that is accepted, a match from the other side."""
    for text, passage in ((one, other), (other, one)):
        assert "swap" not in rules(held(text, passage))


@pytest.mark.parametrize(
    ("text", "bad"),
    [
        ("英伟达股价周二上涨3%。", True),
        ("FTC批准微软收购动视的交易。", True),
        ("英伟达股价周二下跌3%。", False),
        ("FTC驳回微软收购动视的交易。", False),
        ("特斯拉产量增长。", False),
        ("苹果股价上涨。", False),
    ],
)
def test_the_opposite_of_an_english_passage_is_found_by_names_and_figures(text: str, bad: bool) -> None:
    """Without a name or figure in common nobody can say that both speak of one thing."""
    assert ("antonym" in rules(held(text, MARKET), "error")) is bad


DEPOT = (
    "公司表示，首批2400台将在6月交付给华东的三家物流企业。负责研发的副总裁周苇说，机器人没有网络也能规划路线。"
    "前市长韩映3月3日到场。旧机器人平均每周停机3小时。"
)


@pytest.mark.parametrize(
    ("text", "rule", "severity"),
    [
        ("首批2400台不会在6月交付。", "negation", "error"),
        ("首批2400台已在6月交付给华东的三家物流企业。", "modality", "error"),
        ("华东的三家物流企业将向经销商交付2400台。", "swap", "warning"),
        ("总裁周苇说，机器人没有网络也能规划路线。", "office", "error"),
        ("市长韩映3月3日到场。", "office", "error"),
        ("旧机器人平均每周停机3小时，导致仓库停产。", "cause", "warning"),
    ],
)
def test_a_time_between_hides_nothing_and_office_and_cause_are_the_sources(text: str, rule: str, severity: str) -> None:
    """不会在6月交付, 已在6月交付; who receives is not who delivers; 副 and 前 stay; no cause of our own."""
    assert rule in rules(held(text, DEPOT), severity)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("首批2400台将在6月交付。", DEPOT),
        ("公司将向三家物流企业交付2400台。", DEPOT),
        ("副总裁周苇说，机器人没有网络也能规划路线。", DEPOT),
        ("前市长韩映3月3日到场。", DEPOT),
        ("总裁周苇说，机器人没有网络也能规划路线。", "总裁周苇说，机器人没有网络也能规划路线。副总裁周苇此前离任。"),
        ("因为停机，仓库停产。", "旧机器人停机，仓库因此停产。"),
        ("停机导致仓库停产。", "The warehouse stopped because the robots were down."),
        ("韩映说：“停机导致仓库停产。”", "韩映说：“停机导致仓库停产。”"),
    ],
)
def test_what_the_source_has_of_time_office_and_cause_is_left_alone(text: str, passage: str) -> None:
    """Also what somebody says in quotation marks."""
    assert held(text, passage) == []


def test_a_sentence_without_passages_or_a_keyword_is_not_held_against_anything() -> None:
    """Other rules see to those."""
    assert held("OpenAI起诉微软") == []
    assert not rules(found("OpenAI起诉微软", TALKS, place="keywords/0")) & {"modality", "swap", "antonym", "negation"}


@pytest.mark.parametrize(
    "piece", ["不", "被A被B起诉", "Musk sued ", "sued by ", "对甲罚款", "起诉", "可能收购", "上涨下跌", " not", "，"]
)
def test_hostile_repetition_is_read_to_its_end(piece: str) -> None:
    """No crash, and nothing against what its passage says word for word."""
    text = piece * 3000
    assert held(text[:1900], text) == []
