"""What an article must look like: Chinese, of its length, without repetition; and what counts as support."""

import pytest

from check_cases import draft, evidence, found, passages, rules, source
from newsbot import checks, chinese
from newsbot.checks.language import article_language
from newsbot.checks.length import length, parts
from newsbot.checks.repetition import repetition
from newsbot.news import Evidence, Quote, Sentence

NOTHING = Evidence(story="s", headline="h", sources=(), passages=())

# ---------------------------------------------------------------- language


@pytest.mark.parametrize(
    "text",
    [
        "该公司5月7日在柏林发布新款芯片，售价1999元。",
        "OpenAI发布GPT-4.1 Mini。",
        "它的名称是“星云”（Nebula），著名学者乾坤表示认可。",
        "《金融时报》说：“会的。”",
        "这段视频片段长30秒。",
        "语言模型的参数有700亿个。",
        "该模型得分为3.5（满分5）。",
        "据《金融时报》援引知情人士的话报道，公司曾讨论此事。",
        "计划包括：",
    ],
)
def test_good_chinese_has_no_finding_of_language(text: str) -> None:
    ours = {"markup", "language", "self-reference", "unfinished", "traditional", "punctuation", "spacing"}
    ours |= {"hype", "empty-phrase", "unattributed", "length"}
    assert rules(found(text, text)) & ours == set()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("该公司发布新款芯片[2.7]。", "markup"),
        ("该公司发布新款芯片（2.7）。", "markup"),
        ("该公司发布新款芯片[^1]。", "markup"),
        ("详见https://example.com。", "markup"),
        ("该公司<b>发布</b>芯片。", "markup"),
        ("该公司{{< x >}}发布芯片。", "markup"),
        ("该公司**发布**芯片。", "markup"),
        ("该公司_发布_芯片。", "markup"),
        ("# 该公司发布芯片。", "markup"),
        ("该公司发布\n芯片。", "markup"),
        ("该公司发布\u202e芯片。", "markup"),
        ("The company released a chip.", "language"),
        ("チップを発表したのはこの会社です。", "language"),
        ("该公司发布新款芯", "unfinished"),
        ("该公司发布新款芯片，", "unfinished"),
        ("。", "unfinished"),
        ("根据提供的资料，该公司发布芯片。", "self-reference"),
        ("RSS片段提到，该公司发布芯片。", "self-reference"),
        ("作为AI语言模型，我无法确认。", "self-reference"),
        ("资料中没有提到价格。", "self-reference"),
        ("长" * 3000 + "。", "length"),
    ],
)
def test_what_no_reader_may_see_is_an_error(text: str, rule: str) -> None:
    assert rule in rules(found(text, "该公司发布芯片"), "error")


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("該公司發布新款芯片。", "traditional"),
        ("该公司发布芯片,并说明价格。", "punctuation"),
        ('该公司发布"星云"芯片。', "punctuation"),
        ("该公司 OpenAI发布芯片。", "spacing"),
        ("该公司发布3 款芯片。", "spacing"),
        ("该公司重磅发布芯片。", "hype"),
        ("值得注意的是，该公司发布芯片。", "empty-phrase"),
        ("业内人士认为，该公司会成功。", "unattributed"),
    ],
)
def test_what_is_only_unbeautiful_is_a_warning(text: str, rule: str) -> None:
    assert rule in rules(found(text, "公司"), "warning")


def test_rss_as_the_subject_of_the_news_is_no_self_reference() -> None:
    assert "self-reference" not in rules(found("该阅读器支持RSS。", "该阅读器支持RSS订阅"))


@pytest.mark.parametrize(
    ("title", "severity"),
    [
        ("甲公司在柏林发布新款芯片", None),
        ("摘编｜甲公司在柏林发布新款芯片", None),
        ("甲公司发布芯片", "warning"),
        ("甲公司在柏林发布新款芯片，售价公布？", "warning"),
        ("甲公司", "error"),
        ("甲公司在柏林发布新款芯片" * 4, "error"),
    ],
)
def test_the_headlines_length_and_marks(title: str, severity: str | None) -> None:
    findings = [each for each in found(title, title, place="title") if each.rule == "title"]
    assert {finding.severity for finding in findings} == ({severity} if severity else set())


def test_an_article_that_is_not_chinese_is_an_error() -> None:
    assert article_language(draft(["公司发布芯片。"]), NOTHING) == []
    english = draft(["The company released a new chip in Berlin on Tuesday, it said in a statement to the press."])
    assert rules(article_language(english, NOTHING), "error") == {"language"}


# ---------------------------------------------------------------- length


@pytest.mark.parametrize(
    ("count", "severity"),
    [(700, None), (1500, None), (599, "warning"), (1501, "warning"), (359, "error"), (1951, "error")],
)
def test_the_bodys_length_in_han_characters(count: int, severity: str | None) -> None:
    article = draft(["字" * count])
    assert sum(chinese.han_count(sentence.text) for _, sentence in article.body()) == count
    findings = length(600, 1500)(article, NOTHING)
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


@pytest.mark.parametrize(("count", "severity"), [(2, None), (4, None), (1, "warning"), (5, "warning"), (0, "error")])
def test_the_tldr_has_two_to_four_sentences(count: int, severity: str | None) -> None:
    findings = parts()(draft(["公司发布芯片。"], tldr=["甲。"] * count), NOTHING)
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


# ---------------------------------------------------------------- repetition

PRICE = "该公司表示，新款芯片将从5月起在欧洲销售，价格与上一代相同。"
REWORDED = "该公司表示，新款芯片将从5月起在欧洲市场销售，价格与上一代芯片相同。"
OTHER = "分析机构指出，对手在同一天下调了三种型号的报价。"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ({"body": [PRICE, OTHER]}, []),
        ({"body": [PRICE, OTHER, PRICE]}, [("sections/0/0/1", "error")]),
        ({"body": [PRICE, OTHER, REWORDED]}, [("sections/0/0/1", "error")]),
        (
            {
                "body": [
                    "甲机构测得的分数是61.5分，高于此前公布的成绩。",
                    "乙机构测得的分数是58.2分，高于此前公布的成绩。",
                ]
            },
            [],
        ),
        ({"body": [PRICE], "tldr": [PRICE, OTHER]}, [("tldr/0", "warning")]),
        ({"body": [PRICE], "tldr": ["芯片5月在欧洲开售。", OTHER]}, []),
        ({"body": [OTHER], "tldr": ["甲公司在柏林发布新款芯片。", PRICE]}, [("tldr/0", "error")]),
        ({"body": [OTHER], "tldr": ["甲公司5月7日在柏林发布新款芯片，价格与上一代相同。", PRICE]}, []),
        ({"body": [OTHER, PRICE], "conclusion": [PRICE]}, [("conclusion/0/0", "warning")]),
        ({"body": [OTHER, PRICE], "conclusion": ["芯片能否按时在欧洲开售，公司没有说明。"]}, []),
        ({"body": [OTHER], "tldr": [PRICE, "甲。"], "conclusion": [REWORDED]}, [("conclusion/0/0", "warning")]),
        ({"body": [OTHER], "heading": "甲公司在柏林发布新款芯片"}, [("heading", "warning")]),
    ],
)
def test_what_is_said_twice(parts: dict[str, list[str]], expected: list[tuple[str, str]]) -> None:
    findings = repetition(draft(**parts), NOTHING)  # type: ignore[arg-type]
    assert [(finding.place, finding.severity) for finding in findings] == expected


AUDIT = "{}审计局在三月查出算力中心有设备闲置，中心负责人回应说，设备已经全部启用，不会再有机器空着。"


@pytest.mark.parametrize(
    ("one", "other", "repeats"),
    [
        (AUDIT.format("云川市"), AUDIT.format("澜州市"), False),  # of two bearers
        (
            AUDIT.format("云川市").replace("有设备", "有4台设备"),
            AUDIT.format("云川市").replace("有设备", "有9台设备"),
            False,
        ),
        ("学校有三座实验楼对公众开放，另外还有一座在修缮。", "学校有五座实验楼对公众开放，另外还有一座在修缮。", False),
        (AUDIT.format("云川市"), AUDIT.format("云川市"), True),
        (AUDIT.format("云川市"), AUDIT.format("云川市").replace("查出", "发现"), True),
        (AUDIT.format("云川市"), AUDIT.format("市"), True),  # the same bearer, called more shortly
        (AUDIT.format("云川市"), AUDIT.format("云川市").replace("回应说", "表示"), True),
        (AUDIT.format("云川市"), "据甲报报道，" + AUDIT.format("云川市"), True),
    ],
)
def test_sentences_of_one_form_about_two_things_are_no_repetition(one: str, other: str, repeats: bool) -> None:
    again = draft([one], sentences=[Sentence(text=other, passages=("1.2",))])
    found_in = [each.place for each in repetition(again, evidence(one, other)) if each.severity == "error"]
    assert found_in == (["sections/0/0/0"] if repeats else [])


def test_two_names_of_which_each_stands_in_both_passages_may_be_one_bearer() -> None:
    one, other = AUDIT.format("云川市"), AUDIT.format("临江")
    again = draft([one], sentences=[Sentence(text=other, passages=("1.1",))])
    assert [each.severity for each in repetition(again, evidence(one + "云川市又称临江。"))] == ["error"]


def test_a_model_that_says_one_thing_again_and_again_rambles() -> None:
    assert checks.rambles(draft([PRICE] * 6), NOTHING, 0)
    assert not checks.rambles(draft([PRICE, OTHER]), NOTHING, 0)
    assert checks.rambles(draft([PRICE, OTHER]), NOTHING, 600)


# ---------------------------------------------------------------- support


@pytest.mark.parametrize(
    ("text", "passage", "expected"),
    [
        ("他说：“我们会在春天发布这款芯片。”", "他说：“我们会在春天发布这款芯片。”", "supported"),
        ("据甲报报道，“公司会在春天发布芯片，价格不变”。", "公司会在春天发布芯片，价格不变。", "quoted"),
        ("甲报写道：“公司会在春天发布芯片。”", "公司会在春天发布芯片。", "quoted"),
        ("据乙报报道，“公司会在春天发布芯片”。", "公司会在春天发布芯片，价格不变。", "not judged"),
        ("公司破产后他说：“我们会在春天发布芯片。”", "他说：“我们会在春天发布芯片。”", "not judged"),
        ("公司将在春天发布新款芯片。", "該公司宣布，公司將在春天發布新款芯片，價格不變。", "supported"),
        ("新款芯片的价格保持不变，公司将于春天发布。", "公司将于春天发布新款芯片，价格保持不变。", "supported"),
        ("公司将在秋天发布新款芯片。", "公司将在春天发布新款芯片。", "not judged"),
        ("公司没有在春天发布新款芯片。", "公司将在春天发布新款芯片。", "not judged"),
        ("公司会在春天发布新款芯片。", "公司不会在春天发布新款芯片。", "not judged"),
        ("公司宣布上调芯片价格并扩大产能。", "公司宣布下调芯片价格并扩大产能。", "not judged"),
        ("公司将在春天发布新款芯片。", "The company will release a chip in spring.", "not judged"),
        ("甲乙。", "甲乙丙丁。", "not judged"),
    ],
)
def test_support_needs_positive_evidence(text: str, passage: str, expected: str) -> None:
    cited = passages([passage])
    stands = checks.support(Sentence(text=text, passages=("1.1",)), cited, (source(publisher="甲报"),))
    assert stands.support == expected
    assert bool(stands.spans) == (expected != "not judged")


def test_a_marked_translation_is_not_quoted_verbatim_and_waits_for_a_judge() -> None:
    quote = Quote(text="我们会在春天发布芯片。", original="We will release the chip in spring.")
    said = Sentence(text="他说：“我们会在春天发布芯片。”", passages=("1.1",), quotes=(quote,))
    assert checks.support(said, passages(["“We will release the chip in spring.”"])).support == "not judged"


def test_every_placed_sentence_is_judged_and_an_error_outweighs_support() -> None:
    on = evidence("公司将在春天发布新款芯片，售价1999元。")
    article = draft(["公司将在春天发布新款芯片。", "新款芯片售价2999元。"], keywords=["芯片"])
    findings = [finding for check in checks.checks(0, 1500) for finding in check(article, on)]
    stands = {each.place: each.support for each in checks.judged(article, on, findings)}
    assert list(stands) == [place for place, _ in article.placed()]
    assert stands["introduction/0/0"] == "supported"
    assert stands["sections/0/0/0"] == "contradicted", "the source has another price"
    assert stands["keywords/0"] == "supported", "a keyword stands as the sentence that has it"


def test_an_unrelated_foreign_passage_never_supports_a_sentence_without_figures_or_names() -> None:
    on = passages(["The weather will stay cold until the weekend, forecasters say."])
    said = Sentence(text="公司将继续扩大产能。", passages=("1.1",))
    assert rules(checks.sentence_findings("introduction/0/0", said, on), "error") == set()
    assert checks.support(said, on).support == "not judged"


@pytest.mark.parametrize(
    "piece", ["“", "”", '"', "据，", "说：", "A-1-", "Llama 3", "(", "[1", "&a", "不", "一", " ", "<", "\ud800"]
)
def test_hostile_sentences_cost_only_themselves(piece: str) -> None:
    text = (piece * 2000)[:2000]
    cited = passages([text * 5])
    said = Sentence(text=text, passages=("1.1",), quotes=(Quote(text=text, original=text),))
    assert {each.place for each in checks.sentence_findings("tldr/0", said, cited, (source(),))} <= {"tldr/0"}
    assert checks.support(said, cited, (source(),)).support in {"quoted", "supported", "not judged"}


@pytest.mark.parametrize(
    ("text", "passage", "bad"),
    [
        ("云桥科技将提起诉讼。", "云桥科技首席执行官林若水表示，公司接受处罚，不会提起诉讼。", True),
        ("云桥科技不会提起诉讼。", "云桥科技首席执行官林若水表示，云桥科技接受处罚，不会提起诉讼。", False),
        ("云桥科技将提起诉讼。", "林若水说，不会提起诉讼。一周后云桥科技改口，云桥科技将提起诉讼。", False),
        ("Sam Altman said he had seen the results.", "Sam Altman said he had not seen the results.", True),
        ("Sam Altman had not seen the results.", "Sam Altman said he had not seen the results.", False),
        (
            "Sam Altman said he had seen the results.",
            "Sam Altman said he had not seen the results. Later Sam Altman said he had seen the results.",
            False,
        ),
    ],
)
def test_what_is_only_denied_there_does_not_support_what_leaves_the_denial_out(
    text: str, passage: str, bad: bool
) -> None:
    """However many of its words stand there."""
    stands = checks.support(Sentence(text=text, passages=("1.1",)), passages([passage]), (source(),))
    assert (stands.support == "not judged") is bad
