"""Facts of Chinese and mixed text: where sentences end, how the house sets type and numbers, what readers see."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import chinese

at_leisure = settings(deadline=None)  # shared machines pause; no test here is about time

UNCUT = [
    "GPT-4.1",
    "$1.5 billion",
    "U.S. officials",
    "Mr. Lee",
    "Dr. Chen",
    "Acme Inc. shares",
    "v2.0.1",
    "3.14",
    "e.g. this",
    "J. K. Rowling",
    "example.com",
    "Nov. 19",
]


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in chinese.sentences(text)]


# ---------------------------------------------------------------- sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲公司发布新品。价格未定。", ["甲公司发布新品。", "价格未定。"]),
        ("他说：“可以了。”随后离开。", ["他说：“可以了。”", "随后离开。"]),
        ("真的吗？！当然……是的", ["真的吗？！", "当然……", "是的"]),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("It ended. It began again.", ["It ended.", "It began again."]),
        ('He said "it is done." Then he left.', ['He said "it is done."', "Then he left."]),
        ("  两边有空白。  ", ["两边有空白。"]),
        ("没有句号", ["没有句号"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_a_sentence_ends_at_its_stop_with_the_quotation_marks_that_follow_or_at_a_newline(
    text: str, sentences: list[str]
) -> None:
    assert cut(text) == sentences


@pytest.mark.parametrize("words", UNCUT)
def test_a_dot_inside_a_number_a_name_or_an_abbreviation_ends_no_sentence(words: str) -> None:
    assert cut(f"They said {words} was cited again. Next came silence.") == [
        f"They said {words} was cited again.",
        "Next came silence.",
    ]


@pytest.mark.parametrize("words", UNCUT)
def test_the_same_holds_where_chinese_stands_right_before_it(words: str) -> None:
    assert cut(f"公司说{words}不受影响。") == [f"公司说{words}不受影响。"]


@at_leisure
@given(st.text(max_size=300))
def test_spans_are_in_order_and_hold_every_character_that_is_no_white_space(text: str) -> None:
    at = 0
    for start, end in chinese.sentences(text):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@at_leisure
@given(st.lists(st.sampled_from([*UNCUT, "公司", "说。", "then", "He left. ", "“好。”", "\n", " "]), max_size=20))
def test_no_composition_of_words_splits_a_number_or_a_name(words: list[str]) -> None:
    pieces = cut(" ".join(words))
    for name in ("GPT-4.1", "$1.5 billion", "U.S. officials", "example.com"):
        assert sum(piece.count(name) for piece in pieces) == words.count(name)


# ---------------------------------------------------------------- what the reader sees


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\u200b乙\ufeff", "甲乙"),
        ("\u202e反向\u202c", "反向"),
        ("\x00\x07一\x7f\x85二", "一二"),
        ("私用\ue000区\U000f0001", "私用区"),
        ("非\ufffe字\U0001ffff符\ufdd0", "非字符"),
        ("半个\ud800代理", "半个代理"),
        ("标签\U000e0041\U000e0042", "标签"),
        ("一\r\n二\r三\t四", "一\n二\n三 四"),
        ("e\u0301", "é"),
        ("软\u00ad连字符\u2028行", "软连字符行"),
        ("😀保留", "😀保留"),
    ],
)
def test_seen_removes_what_hides_or_reorders_text_and_keeps_newlines(text: str, shown: str) -> None:
    assert chinese.seen(text) == shown


@at_leisure
@given(st.text(max_size=200))
def test_seen_text_is_nfc_without_controls_and_is_seen_the_same_again(text: str) -> None:
    shown = chinese.seen(text)
    assert unicodedata.is_normalized("NFC", shown)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Co") for char in shown if char != "\n")
    assert chinese.seen(shown) == shown


@at_leisure
@given(st.text(max_size=200))
def test_one_line_has_no_newline_no_double_space_and_nothing_unseen(text: str) -> None:
    line = chinese.one_line(text)
    assert line == " ".join(line.split()) and chinese.seen(line) == line


# ---------------------------------------------------------------- the house's type


@pytest.mark.parametrize(
    ("text", "set_"),
    [
        ("北辰 AI 模型 参数 70 亿", "北辰AI模型 参数70亿"),
        ("他说,价格未定.", "他说，价格未定。"),
        ('公司称"已经完成"测试', "公司称“已经完成”测试"),
        ("「听澜」模型", "“听澜”模型"),
        ("北辰(中国)公司", "北辰（中国）公司"),
        ("由 Larkmoor Compute 建设", "由Larkmoor Compute建设"),
        ("Sam Altman, CEO of OpenAI, said so.", "Sam Altman, CEO of OpenAI, said so."),
        ("时间:11月3日", "时间：11月3日"),
        ("占比达 12.5% 左右", "占比达12.5%左右"),
        ("“听澜” 3.5 版", "“听澜”3.5版"),
        ("  两端\n换行\t空白  ", "两端 换行 空白"),
    ],
)
def test_tidy_sets_full_width_punctuation_and_no_space_beside_han(text: str, set_: str) -> None:
    assert chinese.tidy(text) == set_


@pytest.mark.parametrize("text", ["GPT-4.1，$1.5 billion", "3.14", "12:30", "https://a.example/b?c=d", "1,100"])
def test_tidy_leaves_numbers_times_and_addresses_alone(text: str) -> None:
    assert chinese.tidy(text) == text


@at_leisure
@given(st.text(alphabet="汉字AIb1. ,，。“”\"'()（）「」:：!?\n\t%-", max_size=60))
def test_tidy_is_one_line_and_keeps_every_letter_and_digit_in_order(text: str) -> None:
    tidied = chinese.tidy(text)
    assert "\n" not in tidied
    assert [char for char in tidied if char.isalnum()] == [char for char in text if char.isalnum()]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("38,000个岗位", "3.8万个岗位"),
        ("1,100英亩", "1100英亩"),
        ("38000个", "3.8万个"),
        ("500000000000美元", "5000亿美元"),
        ("50000亿美元", "5万亿美元"),
        ("12345678人", "12345678人"),
        ("123,400人", "12.34万人"),
        ("2025年", "2025年"),
        ("9900元", "9900元"),
        ("3.50000个", "3.50000个"),
        ("GPT-40000型", "GPT-40000型"),
        ("1,23,456个", "1,23,456个"),
        ("$500,000 fund", "$500000 fund"),
    ],
)
def test_house_numbers_have_no_thousands_separators_and_round_ones_stand_in_wan_and_yi(text: str, written: str) -> None:
    assert chinese.house_numbers(text) == written


UNITS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}


@at_leisure
@given(st.integers(1, 10**14), st.booleans())
def test_house_numbers_never_change_a_value(value: int, separated: bool) -> None:
    written = chinese.house_numbers(f"{value:,}个" if separated else f"{value}个").removesuffix("个")
    number = written.rstrip("万亿")
    whole, _, part = number.partition(".")
    assert len(part) <= 2
    assert int(whole + part) * UNITS[written[len(number) :]] == value * 10 ** len(part)


# ---------------------------------------------------------------- counting and comparing


@pytest.mark.parametrize(
    ("text", "weight", "han", "title", "language"),
    [
        ("北辰实验室", 5, 5, 5, "zh"),
        ("GPT-4发布", 4, 2, 5, "zh"),
        ("two words", 4, 0, 4, "en"),
        ("“听澜”公开", 4, 4, 4, "zh"),
        ("これは日本語のテキストです", 3, 3, 13, "ja"),
        ("한국어 문장입니다", 0, 0, 8, "ko"),
        ("…… 。", 0, 0, 3, ""),
    ],
)
def test_lengths_and_language_of_a_text(text: str, weight: int, han: int, title: int, language: str) -> None:
    assert chinese.weight(text) == weight
    assert chinese.han_count(text) == han
    assert chinese.title_length(text) == title
    assert chinese.language(text) == language


def test_traditional_becomes_simplified_and_foreign_text_stays() -> None:
    assert chinese.simplified("開源語音模型「聽瀾」") == "开源语音模型「听澜」"
    assert chinese.simplified("already plain") == "already plain"


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("意味著", "意味着"),
        ("隨著名單公布", "随著名单公布"),  # 著名 may be meant: left alone
        ("看著、聽著、想著", "看着、听着、想着"),
        ("存在著分歧，持續著", "存在着分歧，持续着"),
        ("沿著海岸", "沿着海岸"),
        ("著手調查，著眼長遠", "着手调查，着眼长远"),
        ("飛機著陸", "飞机着陆"),
        ("著作與名著", "著作与名著"),
        ("成效顯著", "成效显著"),
        ("顯著重要", "显著重要"),
        ("土著居民", "土著居民"),
        ("著名作家的原著和專著", "著名作家的原著和专著"),
        ("有著作權", "有著作权"),
        ("臭名昭著", "臭名昭著"),
        ("他與人合著《港口》", "他与人合著《港口》"),
        ("以詩著稱", "以诗著称"),
    ],
)
def test_the_zhu_that_lasts_is_simplified_and_that_of_writing_and_fame_stays(traditional: str, simplified: str) -> None:
    assert chinese.simplified(traditional) == simplified
    assert chinese.simplified(simplified) == simplified


def test_bigrams_are_pairs_of_han_and_lower_cased_words() -> None:
    assert chinese.bigrams("北辰AI模型 OpenAI") == {"北辰", "ai", "模型", "openai"}
