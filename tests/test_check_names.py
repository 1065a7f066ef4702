"""The rule for names: whom a sentence may name, in which forms, and how it must spell them."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from check_cases import draft, evidence, found, passages, rules, source
from newsbot import checks
from newsbot.checks.claim import Claim
from newsbot.checks.names import name_rule, spelling
from newsbot.glossary import entry
from newsbot.news import Finding, Sentence

NAMES = {"name", "name-spelling", "name-unknown"}


def told(text: str, *texts: str, **about: str) -> set[tuple[str, str]]:
    """(rule, what was found) of what the rule for names says."""
    return names(found(text, *texts, **about))


def names(findings: Iterable[Finding]) -> set[tuple[str, str]]:
    return {(finding.rule, finding.found) for finding in findings if finding.rule in NAMES}


# ---------------------------------------------------------------- Chinese over Chinese


@pytest.mark.parametrize(
    ("text", "passage", "name"),
    [
        ("局长陈维钧表示，项目已经开工。", "局长林向南表示，项目已经开工。", "陈维钧"),
        ("工厂设在合肥。", "工厂设在芜湖，六月投产。", "合肥"),
        ("该项目位于海南省。", "该项目位于浙江省，投资十亿元。", "海南省"),
        ("青禾智能公司发布了一款机器人。", "一家公司发布了一款机器人。", "青禾智能公司"),
        ("目击者本·福克斯说，他看见了火光。", "目击者本·格兰特说，他看见了火光。", "本·福克斯"),
        ("杰克·奥尔特曼出席了会议。", "萨姆·奥尔特曼出席了会议。", "杰克·奥尔特曼"),
        ("清华大学公布了结果。", "浙江大学公布了结果。", "清华大学"),
        ("北京站的工程师出席。", "北京的工程师出席。", "北京站"),
        ("中国馆委员出席会议。", "中国政协委员出席会议。", "中国馆"),
        ("研究由普拉萨德主持。", "研究由埃斯特拉达主持，历时三年。", "普拉萨德"),
    ],
)
def test_a_chinese_name_that_no_chinese_passage_has_is_an_error(text: str, passage: str, name: str) -> None:
    assert ("name", name) in told(text, passage)


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("局长林向南表示，项目已经开工。", "“项目已经开工。”市发展改革局局长林向南说。"),
        ("斯旺顿说，嫌疑人已被捕。", "警官帕特里克·斯旺顿说，嫌疑人已被捕。"),
        ("帕特里克·斯旺顿说，嫌疑人已被捕。", "警官帕特里克•斯旺顿说，嫌疑人已被捕。"),
        ("海南的渔民获救。", "海南省万宁市的渔民获救。"),
        ("海南省的渔民获救。", "海南万宁的渔民获救。"),
        ("青禾智能公司发布机器人。", "青禾智能发布机器人。"),
        ("中宣部发布了名单。", "中央宣传部发布了名单。"),
        ("中国男女队晋级。", "中国男队和女队都已晋级。"),
        ("中国队晋级，美方祝贺。", "中国的选手晋级，美国发来祝贺。"),
        ("中国馆委员出席会议。", "中国展区的场馆委员出席会议。"),
        ("一家科技公司发布了机器人。", "深圳某企业推出了机器人。"),
        ("这家公司的负责人表示乐观。", "企业方面态度乐观。"),
        ("市民对花展的门票价格不满，金价和车市回落。", "人们的意见很多，行情向下。"),
        ("农民铺就致富路，守住绿水青山。", "村民收入增加，山林得到保护。"),
        ("专家认为市场和平台都在变化，计划于今年完成。", "今年将有变化。"),
    ],
)
def test_a_chinese_name_that_stands_there_in_whole_or_part_passes(text: str, passage: str) -> None:
    assert told(text, passage) == set()


def test_a_line_of_figures_or_initials_makes_no_chinese_source_a_foreign_one() -> None:
    lines = ("2025-06-05 11:36:02", "局长林向南表示，项目已经开工。", "（AFP）")
    assert told("局长陈维钧表示，项目已经开工。", *lines) == {("name", "陈维钧")}


# ---------------------------------------------------------------- across languages


def test_an_unknown_name_is_shown_as_far_as_the_evidence_has_it_and_not_where_its_original_stands() -> None:
    texts = ("Larkmoor will build a campus.", "据拉克莫尔估计，项目将带来岗位。")
    cited, others = "在6月结束的财年里，拉克莫尔有640名员工。", passages(texts)
    claim = Claim("introduction/0/0", Sentence(text=cited, passages=("1.1",)), others[:1], context=others)
    assert names(name_rule(claim)) == {("name-unknown", "拉克莫尔")}
    paired = Sentence(text="拉克莫尔（Larkmoor）将建园区。", passages=("1.1",))
    assert names(name_rule(Claim("introduction/0/0", paired, others[:1], context=others))) == set()


def test_a_chinese_name_of_neither_table_nor_passages_is_unknown_over_foreign_ones() -> None:
    """It may be Dana Cole's: nobody can say, so it is neither passed nor called wrong."""
    assert told("达娜·科尔出席了会议。", "Dana Cole attended the meeting.") == {("name-unknown", "达娜·科尔")}
    (finding,) = [each for each in found("达娜·科尔说明。", "Dana Cole explained.") if each.rule in NAMES]
    assert finding.severity == "warning"


def test_a_pairing_of_the_evidence_makes_two_forms_one_bearer() -> None:
    """The pairing may stand in a passage that the sentence does not cite; the name stands in the one it does."""
    held = evidence("Dana Cole attended.", "公司总裁达娜·科尔（Dana Cole）获任命。", "Marcus Reed attended.")
    text = "达娜·科尔出席。"
    assert names(checks.against("introduction/0/0", Sentence(text=text, passages=("1.1",)), held)) == set()
    assert names(checks.against("introduction/0/0", Sentence(text=text, passages=("1.3",)), held)) != set()


@pytest.mark.parametrize(
    ("text", "passage", "around"),
    [
        (
            "CSDI公布了报告。",
            "The Centre for Safe Digital Infrastructure published it.",
            "the Centre for Safe Digital Infrastructure (CSDI) said",
        ),
        ("北辰公司公布了报告。", "Northwind published a report.", "Northwind（北辰公司）在柏林成立"),
        ("Northwind公布了报告。", "北辰公司公布了报告。", "德国企业北辰公司（Northwind）表示"),
        ("青禾公布了报告。", "青岛禾苗智能装备公司公布了报告。", "青岛禾苗智能装备公司（以下简称“青禾”）表示"),
    ],
)
def test_every_way_of_pairing_names_counts(text: str, passage: str, around: str) -> None:
    held = evidence(passage, around)
    sentence = Sentence(text=text, passages=("1.1",))
    assert names(checks.against("introduction/0/0", sentence, held)) == set()
    assert names(checks.against("introduction/0/0", sentence, evidence(passage))) != set() or "青禾" in text


def test_words_in_brackets_that_name_nobody_pair_nothing() -> None:
    held = evidence("The company attended.", "该公司（总部设在柏林）表示")
    found_now = names(checks.against("introduction/0/0", Sentence(text="柏林的公司出席。", passages=("1.1",)), held))
    assert found_now == {("name", "柏林")}


def test_a_surname_is_its_bearers_where_the_evidence_names_him_in_full() -> None:
    """Huang of one passage is Jensen Huang when another passage says so, and may be anybody when none does."""
    sentence = Sentence(text="黄仁勋表示看好。", passages=("1.1",))
    alone = checks.against("introduction/0/0", sentence, evidence("Huang said so."))
    assert names(alone) == {("name-unknown", "黄仁勋")}
    named = evidence("Huang said so.", "Jensen Huang of Nvidia came.")
    assert names(checks.against("introduction/0/0", sentence, named)) == set()


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("美国得克萨斯州阿比林的园区动工。", "Work began in Abilene."),
        ("美国总统特朗普讲话。", "President Trump spoke."),
        ("中国浙江省杭州市举办了会议。", "The meeting was held in Hangzhou."),
    ],
)
def test_what_a_name_belongs_to_may_be_said_with_it(text: str, passage: str) -> None:
    assert told(text, passage) == set()


def test_what_belongs_to_a_name_may_not() -> None:
    assert told("得克萨斯州的园区动工。", "Work began in the United States.") == {("name", "得克萨斯州")}


def test_a_name_beside_anothers_original_is_an_error() -> None:
    passage = "Sam Altman and Elon Musk spoke."
    assert told("萨姆·奥尔特曼（Elon Musk）讲话。", passage) == {("name", "萨姆·奥尔特曼（Elon Musk）")}
    assert told("萨姆·奥尔特曼（Sam Altman）和马斯克（Musk）讲话。", passage) == set()
    assert told("OpenAI（Sam Altman）讲话。", passage + " OpenAI.") == set()


def test_the_newsrooms_own_rows_count() -> None:
    mine = checks.Standards(own_names=(entry("person", "Dana Cole", "达娜·科尔"),))
    cited = passages(["Dana Cole attended."])
    sentence = Sentence(text="达娜·科尔出席。", passages=("1.1",))
    assert names(checks.sentence_findings("introduction/0/0", sentence, cited, (source(),), mine)) == set()


# ---------------------------------------------------------------- where a name begins and ends


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("合成都可由模型完成。", "Synthesis can be done entirely by the model."),
        ("设计与合成都由机器完成。", "设计和合成由机器完成。"),
        ("新厂建成都要两年。", "Building the plant takes two years."),
        ("骆安用三个月完成了训练。", "骆安花了三个月完成训练。"),
        ("骆安称，训练已完成。", "骆安表示训练已经完成。"),
        ("李安在会上发言。", "李安出席会议并发言。"),
        ("骆安将公司卖给了同行。", "骆安把公司卖给了同行。"),
        ("陈永和表示同意。", "陈永和同意。"),
        ("德尔加多说，公司已经裁员。", "“公司已经裁员”，德尔加多表示。"),
        ("莫拉克（Morak）表示，莫拉克完成了融资。", "Morak closed a funding round."),
    ],
)
def test_a_part_of_a_word_or_a_verb_beside_a_name_is_no_other_name(text: str, passage: str) -> None:
    assert told(text, passage) == set()


@pytest.mark.parametrize(
    ("text", "passage", "rule", "name"),
    [
        ("公司在成都设厂。", "The company builds a plant in Shanghai.", "name", "成都"),
        ("合成都在成都完成。", "合成在上海完成。", "name", "成都"),
        ("陈维说，训练已完成。", "骆安表示训练已经完成。", "name", "陈维"),
        ("林向和表示同意。", "林向南表示同意。", "name-spelling", "林向和"),
        ("德尔加多说，公司已经裁员。", "Delgado said the company had cut jobs.", "name-unknown", "德尔加多"),
        ("莫拉克完成了融资。", "Morak closed a funding round.", "name-unknown", "莫拉克"),
        ("莫拉克公司完成融资。", "Morak closed a funding round.", "name-unknown", "莫拉克公司"),
    ],
)
def test_another_name_is_shown_whole_and_without_the_verb_behind_it(
    text: str, passage: str, rule: str, name: str
) -> None:
    assert told(text, passage) == {(rule, name)}


def test_a_part_of_a_name_that_another_passage_pairs_is_no_unknown_name() -> None:
    held = evidence("Delgado said so.", "创始人德尔加多（Delgado）表示")
    sentence = Sentence(text="德尔加多说，公司已经裁员。", passages=("1.1",))
    assert names(checks.against("introduction/0/0", sentence, held)) == set()


@pytest.mark.parametrize(
    ("text", "passage", "rule", "name", "shown"),
    [
        ("参议院通过了法案。", "The House passed the bill.", "name", "参议院", "House"),
        ("他在众议院作证。", "He told Senator Cole so.", "name", "众议院", "Senator"),
        ("众议院否决了法案。", "The upper house rejected it.", "name", "众议院", "upper house"),
        (
            "普丽娅·拉曼斯于五月离职。",
            "Priya Raman (普丽娅·拉曼) left in May.",
            "name-spelling",
            "普丽娅·拉曼斯",
            "普丽娅·拉曼",
        ),
    ],
)
def test_a_chamber_for_the_other_and_a_paired_name_made_longer_are_errors(
    text: str, passage: str, rule: str, name: str, shown: str
) -> None:
    (finding,) = [each for each in found(text, passage) if each.rule in NAMES]
    assert (finding.rule, finding.found, finding.source_has, finding.severity) == (rule, name, shown, "error")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("参议院通过了法案。", "The Senate passed the bill."),
        ("众议院和参议院都通过了法案。", "The House and the Senate passed it."),
        ("众议院通过了法案。", "The Chamber of Deputies passed it; the Senate will vote."),
        ("参议院通过了法案。", "Congress passed it at the White House."),
        ("参议院通过了法案。", "They passed it in the house."),
        ("参议院通过了法案。", "众议院的House委员会和参议院都通过了法案。"),
        ("普丽娅·拉曼加入公司。", "Priya Raman (普丽娅·拉曼) joined."),
        ("普丽娅·拉曼曾任工程师。", "Priya Raman (普丽娅·拉曼) was an engineer."),
        ("特蕾莎·里韦特（Teresa Rivette）说同意。", "Teresa Rivette said yes."),
        ("各州的人工智能法律不同。", "State laws on AI differ."),
        ("卫星周一升空，洪水和山区的画面由陆军公布。", "It was launched on Monday."),
    ],
)
def test_the_same_chamber_and_a_paired_name_with_a_word_behind_it_pass(text: str, passage: str) -> None:
    assert told(text, passage) == set()


# ---------------------------------------------------------------- spelling


@pytest.mark.parametrize(
    ("text", "passage", "shown"),
    [
        ("奥尔特慢出席。", "Altman attended.", "Altman"),
        ("发布GPT-4.5。", "It released GPT-4.1.", "GPT-4.1"),
        ("Anthropic出席。", "The Anthology Group attended.", ""),
        ("张伟明出席。", "张伟的同事出席。", ""),
        ("成都的工厂投产。", "The plant in Chengde opened.", ""),
    ],
)
def test_what_a_finding_shows_of_the_source_stands_there_as_a_name_or_nothing_is_shown(
    text: str, passage: str, shown: str
) -> None:
    (finding,) = [each for each in found(text, passage) if each.rule in NAMES]
    assert finding.source_has == shown


@pytest.mark.parametrize(
    ("text", "passage", "wrong", "right"),
    [
        ("Altmann出席。", "Altman attended", "Altmann", "Altman"),
        ("Sam Altmann spoke.", "Sam Altman spoke.", "Altmann", "Altman"),
        ("Zuckerburg出席。", "Mark Zuckerberg attended", "Zuckerburg", "Zuckerberg"),
        ("奥尔特慢出席。", "奥尔特曼出席。", "奥尔特慢", "奥尔特曼"),
        ("扎克博格出席。", "扎克伯格出席了会议。", "扎克博格", "扎克伯格"),
        ("局长林向楠表示同意。", "局长林向南表示同意。", "林向楠", "林向南"),
    ],
)
def test_a_name_one_slip_away_is_a_finding_of_its_own(text: str, passage: str, wrong: str, right: str) -> None:
    (finding,) = [each for each in found(text, passage) if each.rule == "name-spelling"]
    assert (finding.found, finding.source_has, finding.severity) == (wrong, right, "error")


@pytest.mark.parametrize(
    ("text", "passage", "name"),
    [
        ("Anthropic出席。", "OpenAI attended", "Anthropic"),
        ("发布GPT-4.5。", "released GPT-4.1", "GPT-4.5"),
        ("Murati出席。", "Muratov attended", "Murati"),
        ("孟买的工厂投产。", "孟菲的工厂投产。", "孟买"),
    ],
)
def test_another_known_name_is_no_slip(text: str, passage: str, name: str) -> None:
    assert ("name", name) in told(text, passage)


@given(st.text(alphabet="abcde", max_size=8), st.text(alphabet="abcde", max_size=8))
def test_the_bounded_distance_agrees_with_the_plain_one(one: str, other: str) -> None:
    """Beyond the bound it only says that it is beyond."""
    plain = _distance(one, other)
    for most in (1, 2, 9):
        assert spelling.distance(one, other, most) == min(plain, most + 1)


def _distance(one: str, other: str) -> int:
    table = [[a + b if not a * b else 0 for b in range(len(other) + 1)] for a in range(len(one) + 1)]
    for a in range(1, len(one) + 1):
        for b in range(1, len(other) + 1):
            table[a][b] = min(
                table[a - 1][b] + 1, table[a][b - 1] + 1, table[a - 1][b - 1] + (one[a - 1] != other[b - 1])
            )
            if a > 1 and b > 1 and one[a - 1] == other[b - 2] and one[a - 2] == other[b - 1]:
                table[a][b] = min(table[a][b], table[a - 2][b - 2] + 1)
    return table[-1][-1]


# ---------------------------------------------------------------- English over English


@pytest.mark.parametrize(
    ("text", "passage", "name"),
    [
        ("Marcus Cole signed the order.", "Dana Cole signed the order after Marcus Reed left.", "Marcus Cole"),
        ("The plant opens in Lyon.", "The plant opens in Ghent.", "Lyon"),
        ("He met Karen Holt.", "He met Karen Voss.", "Holt"),
        ("The Harbour Trust objected.", "The Coastal Trust objected.", "Harbour"),
    ],
)
def test_an_english_name_that_the_passage_has_not_is_an_error(text: str, passage: str, name: str) -> None:
    assert any(name in each or each in name for rule, each in told(text, passage) if rule != "name-unknown")


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("Cole signed the order.", "Dana Cole signed the order."),
        ("Overall, Dana Cole agreed.", "Ms. Cole, whose first name is Dana, agreed."),
        ("Samuel Reed agreed. Later he left.", "Sam Reed agreed and left."),
        ("D. Cole agreed.", "Dana Cole agreed."),
        (
            "President Cole agreed. In London Russian guests agreed.",
            "Dana Cole agreed; a Russian in London too, guests.",
        ),
        ("Despite protests the plan passed.", "The plan passed in spite of protests."),
    ],
)
def test_an_english_name_in_part_or_short_form_passes(text: str, passage: str) -> None:
    assert told(text, passage) == set()


# ---------------------------------------------------------------- anything


@given(
    st.text(alphabet="奥尔特曼·（）()AltmanＡ•省公司 \n“”", max_size=120),
    st.text(alphabet="奥尔·（）(A)ltman公司省", max_size=120),
)
def test_no_text_breaks_the_rule_and_a_sentence_of_the_passage_is_never_alarmed(text: str, passage: str) -> None:
    told(text, passage)
    assert {rule for rule, _ in told(text, f"{passage}\n{text}")} <= set()


def test_names_are_not_asked_of_keywords_or_without_passages() -> None:
    assert names(found("奥尔特慢", "奥尔特曼", place="keywords/0")) == set()
    assert "name" not in rules(checks.sentence_findings("introduction/0/0", Sentence(text="奥尔特慢"), ()))


# ---------------------------------------------------------------- the whole draft


def across(body: list[str], passage: str) -> set[tuple[str, str]]:
    """(rule, what was found) of the rules for names over a draft with these sentences in its body."""
    findings = checks.forms()(draft(body), evidence(passage))
    assert {finding.severity for finding in findings} <= {"warning"}
    return {(finding.rule, finding.found) for finding in findings}


ENGLISH = "Sam Altman and Satya Nadella met Jensen Huang."


def test_two_translations_of_one_name_are_a_warning() -> None:
    body = ["萨姆·奥尔特曼（Sam Altman）出席了会议。", "阿尔特曼没有回答提问。", "阿尔特曼随后离开。"]
    assert across(body, ENGLISH) == {("name-form", "阿尔特曼")}


@pytest.mark.parametrize(
    "body",
    [
        ["萨姆·奥尔特曼（Sam Altman）出席了会议。", "奥尔特曼没有回答提问。"],
        ["萨姆·奥尔特曼（Sam Altman）出席了会议。", "路透社写道：“奥特曼没有回答。”"],
        ["黄仁勋出席了会议。", "美国公司和谷歌没有回应，美方也没有。"],
        ["OpenAI首席执行官萨姆·奥尔特曼(Sam Altman，39岁)出席。", "会议在柏林召开。"],
    ],
)
def test_one_translation_with_the_original_at_first_is_as_it_should_be(body: list[str]) -> None:
    assert across(body, ENGLISH) == set()


def test_a_foreign_name_without_its_original_at_first_is_a_warning_over_foreign_passages_only() -> None:
    body = ["萨姆·奥尔特曼出席了会议。", "奥尔特曼没有回答提问。"]
    assert across(body, ENGLISH) == {("name-original", "萨姆·奥尔特曼")}
    assert across(body, "萨姆·奥尔特曼出席了会议。") == set()


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("OpenAI5月7日宣布了这项计划。", "On May 7 OpenAI announced the plan."),
        ("Lumen Forge11月18日发布新模型。", "Lumen Forge released a new model on November 18."),
        ("OpenAI宣布了这项计划。", "OpenAI5月7日宣布了这项计划。"),
        ("Cohere2024年发布了新模型。", "Cohere released a new model in 2024."),
    ],
)
def test_a_date_set_right_after_a_latin_name_is_no_part_of_it(text: str, passage: str) -> None:
    """The house sets no space between Latin letters and digits."""
    assert "name" not in rules(found(text, passage))


def test_a_number_that_is_part_of_a_name_stays_part_of_it() -> None:
    assert "name" in rules(found("该公司发布了Llama4。", "The company released Llama3."))
