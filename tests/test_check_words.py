"""Quotations are verbatim, names are the passages' own, and every fact names its passage."""

import pytest

from check_cases import draft, evidence, found, passages, rules, source
from newsbot import checks
from newsbot.checks import citations
from newsbot.news import Quote, Sentence

# ---------------------------------------------------------------- quotations

SPEECH_KEPT = [
    ("他说：“我们会在春天发布这款芯片。”", "他表示，“我们会在春天发布这款芯片”，并举出价格。"),
    ("他说：“我們會在春天發布這款芯片。”", "他说：“我们会在春天发布这款芯片。”"),
    ("他说：“我们会在春天发布这款芯片。”", "他說：「我們會在春天發布這款芯片。」"),
    ("他说：“他们称之为‘奇迹’，我们称之为工程。”", "他说：“他们称之为“奇迹”,我们称之为工程。”"),
    ("他说：“我们会在春天……发布这款芯片。”", "“我们会在春天，如果一切顺利，发布这款芯片。”"),
    ("“我们会在春天发布，”他说，“价格不变。”", "他说：“我们会在春天发布，价格不变。”"),
    ("他说：“我们会在春天发布这款芯片。", "他说：“我们会在春天发布这款芯片。价格不变。”"),
]
SPEECH_CHANGED = [
    ("他说：“我们会在秋天发布这款芯片。”", "他说：“我们会在春天发布这款芯片。”"),
    ("他说：“价格不变，我们会在春天发布。”", "他说：“我们会在春天发布，价格不变。”"),
    ("他说：“我们会在春天……发布那款芯片。”", "“我们会在春天，如果一切顺利，发布这款芯片。”"),
    ("他说：“不会。”", "他说：“会。”"),
    ("他说：“我们会在春天发布这款芯片。”", "We will release the chip in spring, he said."),
]


@pytest.mark.parametrize(("text", "passage"), SPEECH_KEPT)
def test_speech_that_a_passage_has_word_for_word_passes(text: str, passage: str) -> None:
    assert "quote" not in rules(found(text, passage))


@pytest.mark.parametrize(("text", "passage"), SPEECH_CHANGED)
def test_speech_in_other_words_is_an_error(text: str, passage: str) -> None:
    assert "quote" in rules(found(text, passage), "error")


@pytest.mark.parametrize(
    ("original", "fine"),
    [
        ("We will release the chip in spring", True),
        ("we will  release the chip\nin spring,", False),  # the case is part of the words
        ("We will  release the chip\nin spring,", True),
        ("spring", False),
        ("We will release the chip in autumn", False),
    ],
)
def test_translated_speech_needs_its_original_word_for_word(original: str, fine: bool) -> None:
    quote = Quote(text="我们会在春天发布这款芯片。", original=original)
    findings = found(
        "他说：“我们会在春天发布这款芯片。”", "“We will release the chip in spring,” he said.", quotes=(quote,)
    )
    assert ("quote" not in rules(findings)) == fine


@pytest.mark.parametrize(
    ("text", "passage", "known"),
    [
        ("该计划名为“星云”。", "这个名为星云的计划", True),
        ("该计划名为“星云”（Nebula）。", "the plan, called Nebula,", True),
        ("该计划名为“星际之门”。", "the plan, called Stargate,", True),
        ("该计划名为“星云”。", "the plan, called Nebula,", False),
        ("吉林：“创业空间”吸引青年。", "创业的空间吸引青年", False),
    ],
)
def test_an_unknown_term_is_a_warning(text: str, passage: str, known: bool) -> None:
    findings = found(text, passage)
    assert ("term" not in rules(findings, "warning")) == known
    assert "quote" not in rules(findings)


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "passage"),
    [
        ("OpenAI发布GPT-4.1。", "OpenAI released GPT-4.1."),
        ("OpenAI发布GPT-4.1。", "openai released GPT 4.1."),
        ("Meta开放Llama 3。", "Meta opens Llama-3 to all."),
        ("奥尔特曼出席。", "Sam Altman attended."),
        ("山姆·奥特曼出席。", "奧特曼出席"),
        ("萨姆·奥尔特曼（Sam Altman）出席。", "Altman attended."),
        ("特朗普讲话。", "川普談話"),
        ("英伟达供货。", "輝達供貨"),
        ("微软和谷歌表态。", "Microsoft’s and Google's views"),
        ("中美会谈。", "talks between China and the United States"),
        ("得克萨斯州阿比林动工。", "work began in Abilene, Texas"),
        ("这家AI公司的CEO买了GPU。", "the company's boss bought chips"),
        ("它卖出的GPU比CPU多，API收费。", "more of one chip than of the other"),
        ("今日本公司开市，北京时间9时。", "开市时间为9时"),
    ],
)
def test_names_that_the_passages_know_in_any_form_pass(text: str, passage: str) -> None:
    assert "name" not in rules(found(text, passage))


@pytest.mark.parametrize(
    ("text", "passage", "name"),
    [
        ("阿布扎比的园区动工。", "work began in Abilene, Texas", "阿布扎比"),
        ("Anthropic发布新模型。", "OpenAI released a model", "Anthropic"),
        ("发布GPT-4.5。", "released GPT-4.1", "GPT-4.5"),
        ("发布GPT-4。", "released GPT-4.1", "GPT-4"),
        ("开放Llama 4。", "opens Llama 3", "Llama 4"),
        ("部署5G网络。", "部署4G网络", "5G"),
        ("详情见evil.com。", "details are on the site", "evil.com"),
        ("美国公司表态。", "let us see what the company says", "美国"),
    ],
)
def test_a_name_that_no_passage_has_is_an_error(text: str, passage: str, name: str) -> None:
    assert name in {finding.found for finding in found(text, passage) if finding.rule == "name"}


def test_a_near_miss_says_what_the_source_has() -> None:
    (finding,) = [each for each in found("发布GPT-4.5。", "released GPT-4.1") if each.rule == "name"]
    assert finding.source_has == "GPT-4.1"


def test_publisher_author_and_title_of_the_source_may_be_named() -> None:
    text = "据路透社记者Jane Roe报道，Nebula计划公布。"
    assert "name" in rules(found(text, "计划公布"))
    assert "name" not in rules(found(text, "计划公布", publisher="Reuters", author="Jane Roe", title="Nebula"))


def test_the_glossary_tells_a_prompt_the_names_of_a_text() -> None:
    pairs = checks.glossary_for("Altman met Microsoft in Abilene; it told us nothing.")
    assert pairs == [("Sam Altman", "萨姆·奥尔特曼"), ("Microsoft", "微软"), ("Abilene", "阿比林")]


# ---------------------------------------------------------------- citations


def _against(sentence: Sentence) -> set[str]:
    return rules(checks.against("introduction/0/0", sentence, evidence("公司公布了计划。")), "error")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (Sentence(text="公司公布了计划。", passages=("1.1",)), set()),
        (Sentence(text="公司公布了计划。", passages=("1.9",)), {"citation"}),
        (Sentence(text="公司公布了计划。", passages=("1.1", "9.9")), {"citation"}),
        (Sentence(text="公司公布了计划。"), {"citation"}),
        (Sentence(text="细节如下。", kind="transition"), set()),
        (Sentence(text="以下是其中几项。", kind="transition"), set()),
        (Sentence(text="周砚秋因贪污被捕。", kind="transition"), {"transition"}),
        (Sentence(text="这家公司已经破产。", kind="transition"), {"transition"}),
        (Sentence(text="共有35项。", kind="transition"), {"transition"}),
        (Sentence(text="5月3日的细节如下。", kind="transition"), {"transition"}),
        (Sentence(text="OpenAI的细节如下。", kind="transition"), {"transition"}),
        (Sentence(text="微软的细节如下。", kind="transition"), {"transition"}),
        (Sentence(text="公司表示会继续。", kind="transition"), {"transition"}),
        (Sentence(text="这些安排" * 8 + "。", kind="transition"), {"transition"}),
        (Sentence(text="这个名称的由来如下。", kind="transition"), set()),
    ],
)
def test_a_fact_names_a_passage_that_exists_and_a_transition_states_none(
    sentence: Sentence, expected: set[str]
) -> None:
    assert _against(sentence) == expected


def test_an_article_may_have_two_transitions() -> None:
    loose = [Sentence(text=text, kind="transition") for text in ("细节如下。", "各方看法不一。", "事情还在继续。")]
    findings = citations.transitions(draft(["公司公布了计划。"], sentences=loose), evidence("x"))
    assert [finding.place for finding in findings] == ["sections/0/0/2"]


def test_keywords_stand_in_the_article() -> None:
    article = draft(["甲公司发布Nebula芯片。"], keywords=["nebula", "甲公司", "乙公司"])
    findings = citations.keywords(article, evidence("x"))
    assert [(finding.place, finding.found, finding.severity) for finding in findings] == [
        ("keywords/2", "乙公司", "error")
    ]


def test_anchored_needs_words_or_a_telling_figure_in_common() -> None:
    zh, en, other = passages(["公司将投资5000亿美元建设园区。", "It will invest $500 billion.", "3 people came."])
    said = Sentence(text="公司将投资5000亿美元，有3人到场。", passages=())
    assert checks.anchored(said, zh, (source(),))
    assert checks.anchored(said, en, (source(),))
    assert not checks.anchored(Sentence(text="有3个项目落地。"), other, (source(),))
