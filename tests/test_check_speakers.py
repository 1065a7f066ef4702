"""Words in quotation marks are the passage's own, and given to whom the passage gives them to."""

import pytest

from check_cases import found, rules
from newsbot.news import Quote

SPRING = "“我们会在春天发布这款芯片。”"
IN_ENGLISH = (Quote(text="我们会在春天发布", original="We will release it in spring"),)

GIVEN_RIGHT = [
    (f"张三说：{SPRING}", f"张三当天在发布会上说：{SPRING}李四没有回应。"),
    (f"张三在发布会上表示：{SPRING}", "张三1月2日说，我们会在春天发布这款芯片。李四反对。"),
    ("“我们会在春天发布，”张三说。", "“我们会在春天发布，”张三说，“价格不变。”"),
    ("张三说：“价格不变。”", "“我们会在春天发布，”张三说，“价格不变。”李四没有说话。"),
    (f"奥尔特曼说：{SPRING}", f"山姆·奧特曼當天表示：{SPRING}"),
    (f"萨姆·奥尔特曼（Sam Altman）说：{SPRING}", f"OpenAI首席执行官Altman说：{SPRING}"),
    (f"甲公司首席执行官张三说：{SPRING}", f"张三表示：{SPRING}"),
    (f"张三说：{SPRING}", f"张三出席发布会。他说：{SPRING}"),
    (f"他说：{SPRING}", f"张三说：{SPRING}"),
    (f"该公司发言人说：{SPRING}", f"张三说：{SPRING}"),
    (f"彭博社援引张三的话说：{SPRING}", f"张三说：{SPRING}"),
    ("现场有人大声说“不”。", "张三说了“不”。"),
    ("李四说，“星云”计划将继续推进。", "张三说，“星云”计划有变。李四说，计划将继续推进。"),
]
GIVEN_WRONG = [
    (f"奥尔特曼说：{SPRING}", f"马斯克说：{SPRING}奥尔特曼没有回应。"),
    (f"李四说：{SPRING}", f"张三当天在发布会上说：{SPRING}李四没有回应。"),
    (f"李四在发布会上表示：{SPRING}", "张三1月2日说，我们会在春天发布这款芯片。李四反对。"),
    ("“我们会在春天发布，”李四说。", "“我们会在春天发布，”张三说，“价格不变。”李四点头。"),
    ("李四说：“价格不变。”", "“我们会在春天发布，”张三说，“价格不变。”李四没有说话。"),
    (f"彭博社援引李四的话说：{SPRING}", f"张三说：{SPRING}李四不同意。"),
]


@pytest.mark.parametrize(("text", "passage"), GIVEN_RIGHT)
def test_speech_given_to_its_speaker_passes(text: str, passage: str) -> None:
    assert rules(found(text, passage)) & {"speaker", "quote"} == set()


@pytest.mark.parametrize(("text", "passage"), GIVEN_WRONG)
def test_speech_given_to_another_is_an_error(text: str, passage: str) -> None:
    assert "speaker" in rules(found(text, passage), "error")


@pytest.mark.parametrize(
    ("text", "passage", "severity"),
    [
        ("奥尔特曼说：“我们会在春天发布。”", "“We will release it in spring,” Sam Altman said. Musk disagreed.", ""),
        ("OpenAI表示：“我们会在春天发布。”", "OpenAI’s chief spoke. “We will release it in spring,” he said.", ""),
        ("马斯克说：“我们会在春天发布。”", "“We will release it in spring,” Altman said. Musk disagreed.", "error"),
        (
            "马斯克说：“我们会在春天发布。”",
            "Altman told him: “We will release it in spring.” “No,” said Musk.",
            "error",
        ),
        ("特朗普说：“我们会在春天发布。”", "“We will release it in spring,” Mr. Trump said on Nov. 8. Musk left.", ""),
        (
            "马斯克说：“我们会在春天发布。”",
            "“A first paragraph.\n“A second one,” said Ann Lee.\n“We will release it in spring,” Musk said.",
            "",
        ),
        ("马斯克说：“我们会在春天发布。”", "Banners read: “We will release it in spring.” Musk left.", "warning"),
    ],
)
def test_translated_speech_is_held_against_the_speaker_of_its_original(text: str, passage: str, severity: str) -> None:
    found_ = [each for each in found(text, passage, quotes=IN_ENGLISH) if each.rule == "speaker"]
    assert [each.severity for each in found_] == ([severity] if severity else [])


def test_an_outlet_may_be_quoted_under_its_own_name() -> None:
    passage = "张三说，我们会在春天发布这款芯片。"
    assert "speaker" not in rules(found(f"路透社报道：{SPRING}", passage, publisher="路透社"))
    assert "speaker" in rules(found(f"路透社报道：{SPRING}", passage), "error")


def test_the_passage_that_shows_no_speaker_is_a_warning() -> None:
    assert "speaker" in rules(found(f"张三说：{SPRING}", f"墙上写着{SPRING}"), "warning")


@pytest.mark.parametrize(
    ("text", "passage", "altered"),
    [
        ("论坛以“合作、协同、创造”为主题。", "论坛以“合作、协同、发展”为主题。", True),
        ("这是“全国芯片强市示范城市”活动。", "这是“全国质量强市示范城市”活动。", True),
        ("他得了“年度最佳创客”称号。", "他得了“年度最佳新人”称号。", True),
        ("论坛以“合作、协同、发展”为主题。", "论坛以“合作、协同、发展”为主题。", False),
        ("论坛以“合作协同发展”为主题。", "论坛以“合作、协同、发展”为主题。", False),
        ("他得了“最佳新人”称号。", "他得了“年度最佳新人”称号。", False),
        ("他得了“年度新人”称号。", "他得了“年度最佳新人”称号。", False),
        ("他们谈到“新人”。", "他得了“新星”称号。", False),
        ("该计划名为“国家芯片计划”（National Chip Plan）。", "“国家质量计划” and the National Chip Plan", False),
        ("该计划名为“星际之门”。", "该计划又称“星云之门”。", False),
    ],
)
def test_a_quoted_phrase_with_another_word_in_it_is_an_error(text: str, passage: str, altered: bool) -> None:
    assert ("quote" in rules(found(text, passage), "error")) == altered


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("他表示“已经想好了”。", True),
        ("他说“想法很成熟”。", True),
        ("“我们不退出”是他的态度。", True),
        ("他提出“星云”计划。", False),
        ("外界称“黑马”。", False),
        ("美媒称此举是“一厢情愿”。", False),
    ],
)
def test_a_clause_with_its_own_predicate_is_speech_and_a_term_is_not(text: str, speech: bool) -> None:
    assert ("quote" in rules(found(text, "他在会上谈到了计划。"), "error")) == speech


@pytest.mark.parametrize("hostile", ["“" * 5000, "甲说：“" * 2000, "”甲说，“" * 2000, "." * 20_000, "甲" * 50_000])
def test_hostile_quotation_marks_only_cost_their_sentence(hostile: str) -> None:
    assert "quote" in rules(found(f"张三说：{SPRING}", hostile), "error")
    assert "length" in rules(found(hostile, f"张三说：{SPRING}"), "error")


@pytest.mark.parametrize(
    ("original", "rule"),
    [("We will release it in spring", set()), ("release", {"quote"}), ("", {"quote"}), ("We will sell it", {"quote"})],
)
def test_a_translation_stands_on_its_whole_original_and_not_on_one_word_of_it(original: str, rule: set[str]) -> None:
    """The passage has to have it, and it has to be about as long as what it is said to mean."""
    quotes = (Quote(text="我们会在春天发布", original=original),)
    told = found("张三说：“我们会在春天发布”。", "“We will release it in spring,” Zhang San said.", quotes=quotes)
    assert rules(told, "error") & {"quote"} == rule
