"""An English edition by a small model: figures and names first, one sentence a call, faults named once."""

import pytest

from newsbot import checks
from newsbot.figures import englished, figures
from newsbot.news import NEWS, Draft, Evidence, Passage, Sentence
from newsbot.newsroom import Request
from newsbot.pinyin import is_spelled
from newsbot.writers import edition
from newsbot.writers.retelling import Retelling, english
from story_cases import PROMPTS, MemoryModel
from test_editions import rested
from test_english_edition import PLACE, TOLD, simple

NAMES = checks.HOUSE.names


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("将于6月5日投资约5000亿美元，2026年3月4日起", "将于June 5投资约$500 billion，March 4, 2026起"),
        ("3.8万名员工，增长12.5%，至多1.2万亿元人民币", "38,000员工，增长12.5%，至多1.2 trillion yuan"),
        ("录音共8.6万小时，超过100万人，70亿个参数", "录音共86,000 小时，超过1 million people，7 billion 参数"),
        ("2.5亿港元，不到3000万欧元，2300万元", "HK$250 million，不到€30 million，23 million yuan"),
        (
            "第三季度约两成，2027年一季度，0.5个百分点",
            "the third quarter约20%，the first quarter of 2027，0.5 percentage points",
        ),
        ("前三季度用电36.7万千瓦时", "the first nine months用电367,000 千瓦时"),
        ("首期1.2吉瓦，二期120兆瓦", "首期1.2 gigawatts，二期120 megawatts"),
        # left alone: ranges, what is not exact, fractions, what both write alike
        ("3万至5万元，五千多亿美元，几百万人，三分之一", "3万至5万元，五千多亿美元，几百万人，三分之一"),
        ("12480名居民，146个县区，8000块，$5 million", "12480名居民，146个县区，8000块，$5 million"),
    ],
)
def test_figures_are_put_into_english_where_that_is_certain(text: str, shown: str) -> None:
    assert englished(text) == shown


@pytest.mark.parametrize(
    "text", ["3.8万名", "5000亿美元", "1.234567亿元", "6月5日", "2026年3月", "两成", "70亿个参数", "1.86亿"]
)
def test_what_is_put_there_is_read_as_the_same_figure(text: str) -> None:
    before, after = figures(text), figures(englished(text))
    assert [(each.kind, each.bare, each.day) for each in after] == [(e.kind, e.bare, e.day) for e in before]


def test_names_are_those_of_the_evidence_and_else_pinyin() -> None:
    texts = [
        "北辰实验室首席科学家周砚秋说，岚江市已经同意。",
        "欧阳若表示不急。",
        "萨姆·奥尔特曼说，吴语和湘语相通。",
        "据临江日报消息，“听澜”不是“老师”。",
    ]
    named = checks.romanised(texts, ["北辰实验室（Northlight Labs）称"], NAMES, ["临江日报"])
    found = {form: name for name, form in named}
    assert found["北辰实验室"] == "Northlight Labs"
    assert (found["周砚秋"], found["欧阳若"], found["岚江"]) == ("Zhou Yanqiu", "Ouyang Ruo", "Lanjiang")
    assert (found["临江日报"], found["听澜"]) == ("Linjiang Daily", "Tinglan") and "老师" not in found
    assert not any("奥尔特曼" in form or form == "吴语" for form in found)


def named(signed: str, english: str, on: str = "资料。") -> list[tuple[str, str, str]]:
    rests = Passage(id="1.1", source=1, start=0, end=len(on), text=on, language="zh")
    sentence = Sentence(text=english, passages=("1.1",), signed=signed)
    found = checks.sentence_findings(PLACE, sentence, (rests,), rules=checks.ENGLISH_RULES, context=(rests,))
    return [(each.rule, each.severity, each.found) for each in found if each.rule.startswith("name")]


@pytest.mark.parametrize(
    "english",
    [
        "Zhou Yanqiu said it was new.",
        "Zhou Yan-qiu said it was new.",
        "Yanqiu Zhou said it was new.",
        "Zhou said it was new.",
        "Chief scientist Zhou, who leads it, said it was new.",
    ],
)
def test_a_chinese_person_in_pinyin_is_left_alone(english: str) -> None:
    assert named("首席科学家周砚秋表示，这是新的。", english) == []


@pytest.mark.parametrize(
    "english", ["Zhou Yanqing said it was new.", "Chou Yenchiu said it was new.", "He said it was new."]
)
def test_a_chinese_person_named_otherwise_is_an_error(english: str) -> None:
    assert ("name", "error", "周砚秋") in named("首席科学家周砚秋表示，这是新的。", english)


def test_pinyin_that_says_nothing_of_the_sentence_is_pointed_out_and_words_are_not() -> None:
    assert named("北辰实验室发布了模型。", "Linhai Laboratory released a model.") == [
        ("name-unknown", "warning", "Linhai")
    ]
    for words in ("Data Center Model", "Finance Bureau model", "Heating model"):
        assert named("北辰实验室发布了模型。", f"Beichen Laboratory released a {words}.") == [], words


def test_a_character_of_several_readings_may_be_said_as_any_of_them() -> None:
    assert named("用国产芯片训练。", "It was trained on Chinese-made chips.") == []
    assert named("模型在长湾市发布。", "The model was released in Changwan.") == []
    assert named("模型在长湾市发布。", "The model was released in Zhangwan.") == []
    assert named("模型在长湾市发布。", "The model was released in Shangwan.") != []


@pytest.mark.parametrize(
    ("word", "spelled"),
    [
        ("yunchuan", True),
        ("lvliang", True),
        ("zhangjiang", True),
        ("heating", False),
        ("bureau", False),
        ("finance", False),
    ],
)
def test_pinyin_is_told_from_words_by_the_syllables_there_are(word: str, spelled: bool) -> None:
    assert is_spelled(word) == spelled


@pytest.mark.parametrize(
    ("english", "severity"),
    [
        ("The North辰 Laboratory released a model.", "error"),
        ("It handles a 方言 call.", "error"),
        ("She said “Wu语 comes first.”", "error"),
        ("The test set “乡音集” is public.", "warning"),
        ("The test set (乡音集) is public.", "warning"),
    ],
)
def test_chinese_left_standing_is_an_error_but_as_a_name_in_quotation_marks_or_brackets(
    english: str, severity: str
) -> None:
    rests = Passage(id="1.1", source=1, start=0, end=3, text="资料。", language="zh")
    sentence = Sentence(text=english, passages=("1.1",), signed="北辰实验室公开了“乡音集”。她说：“方言在先。”")
    found = checks.sentence_findings(PLACE, sentence, (rests,), rules=checks.ENGLISH_RULES, context=(rests,))
    assert [each.severity for each in found if each.rule == "language"] == [severity]


@pytest.mark.parametrize(
    ("signed", "rules"),
    [("市民可以直接说方言。", [("name", "error", "Mandarin")]), ("市民可以直接说普通话。", [])],
)
def test_mandarin_is_no_dialect(signed: str, rules: list[tuple[str, str, str]]) -> None:
    assert named(signed, "Citizens can speak Mandarin.") == rules


def test_a_sentence_copied_whole_from_a_foreign_passage_is_an_error() -> None:
    on = (
        "Larkmoor Compute, a developer of data centers, plans to spend up to $500 billion on an AI campus in Abilene, "
        "Texas, over the next four years, it said on November 19."
    )
    rests = Passage(id="1.1", source=1, start=0, end=len(on), text=on, language="en")
    signed = "Larkmoor Compute 11月19日宣布，四年内在得克萨斯州阿比林至多投资5000亿美元。"

    def rules(english: str) -> list[str]:
        sentence = Sentence(text=english, passages=("1.1",), signed=signed)
        found = checks.sentence_findings(PLACE, sentence, (rests,), rules=checks.ENGLISH_RULES, context=(rests,))
        return [each.rule for each in found if each.severity == "error"]

    assert rules(on) == ["verbatim-run"]
    own = "Larkmoor Compute said on November 19 it would put up to $500 billion into Abilene, Texas, in four years."
    assert rules(own) == []


# ---------------------------------------------------------------- asked for


def answering(*wrong: tuple[str, str]) -> MemoryModel:
    """Tells every sentence rightly, but those named: the first time, or as often as they are named, so."""
    told = dict(zip((place for place, _ in simple().placed()), TOLD, strict=True))
    left = list(wrong)

    def answer(request: Request) -> str:
        place = request.purpose.removeprefix("edition:")
        for each in left:
            if each[0] in request.purpose:
                left.remove(each)
                return each[1]
        return told[place]

    return MemoryModel(answer)


async def by_sentence(model: MemoryModel) -> tuple[Evidence, Draft]:
    rests = rested(simple(), "en")
    return rests, await edition.write(model, PROMPTS, rests, "5ec", alone=2)


async def test_each_sentence_is_one_call_with_its_figures_in_english() -> None:
    model = answering()
    rests, draft = await by_sentence(model)
    assert len(model.asked) == len(TOLD)
    assert "临江港March 4上线语音调度模型" in next(each.user for each in model.asked if PLACE in each.purpose)
    assert [each.text for _, each in draft.placed()] == [
        text.rstrip(".") if n == 1 else text for n, text in enumerate(TOLD)
    ]
    assert [each.name for each in draft.prompts] == ["news/edition-sentence"]
    assert [f.rule for rule in checks.english_checks() for f in rule(draft, rests) if f.severity == "error"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        "Linjiang Port put a voice dispatch model into service on March 4, cutting the wait by 12 minutes.",
        "Linjiang Port put a voice dispatch model into service on March 4, cutting the 泊位 wait by 11 minutes.",
        "Linjiang Port put a voice dispatch model into service on March 4.",
        "<<<start>>>",
    ],
)
async def test_a_faulty_sentence_is_asked_for_once_more_with_the_fault_named(wrong: str) -> None:
    model = answering((PLACE, wrong))
    _, draft = await by_sentence(model)
    assert len(model.asked) == len(TOLD) + 1
    assert dict(draft.placed())[PLACE].text == TOLD[3]
    again = [each for each in model.asked if PLACE in each.purpose][1]
    assert again.ordinal == 1 and ("注意：" in again.user or wrong.startswith("<<<"))


async def test_what_stays_wrong_stands_in_its_place_with_its_error() -> None:
    wrong = "Linjiang Port put a voice dispatch model into service on March 4, cutting the wait by 12 minutes."
    rests, draft = await by_sentence(answering((PLACE, wrong), (PLACE, wrong)))
    assert dict(draft.placed())[PLACE].text == wrong
    found = [f for rule in checks.english_checks() for f in rule(draft, rests) if f.severity == "error"]
    assert {each.place for each in found} == {PLACE}


async def test_a_sentence_of_which_nothing_came_is_missing_and_labels_around_an_answer_are_taken_off() -> None:
    _, draft = await by_sentence(answering(("tldr/0", "<<<a>>>"), ("tldr/0", "<<<b>>>"), (PLACE, f"英文：{TOLD[3]}")))
    assert "tldr/0" not in dict(draft.placed())
    assert dict(draft.placed())[PLACE].text == TOLD[3]


async def test_a_name_that_was_lost_is_shown_as_a_code_that_code_puts_back() -> None:
    said = "据临江日报消息，阿里巴巴的模型3月4日上线。"
    answers = iter(["A model went online on March 4, a daily reported.", "The model of A1 went online on March 4."])
    model = MemoryModel(lambda _: next(answers))
    retelling = Retelling(model, PROMPTS, rested(simple(), "en"), "5ec", checks.HOUSE, NEWS)
    told = await retelling.told([(PLACE, Sentence(text=said, passages=("1.1",)), ())], 1)
    assert told[PLACE].text == "The model of Alibaba went online on March 4."
    first, second = (each.user for each in model.asked)
    assert "Alibaba的模型" in first
    assert "A1的模型" in second and "名字要照抄：A1" in second


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Port names its model “Tinglan.”", "Port names its model “Tinglan”"),
        ("Port names its model.", "Port names its model"),
        ("Port leaves the U.S.", "Port leaves the U.S."),
    ],
)
def test_a_headline_ends_without_a_stop(text: str, bare: str) -> None:
    assert english("sections/0/title", Sentence(text="标题"), text).text == bare
    assert english("introduction/0/0", Sentence(text="句子。"), text).text == text
