"""Every figure of a sentence stands, by value, in a passage the sentence names."""

from fractions import Fraction
from itertools import pairwise

import pytest

from check_cases import found, rules
from newsbot.figures import Day, figures
from newsbot.news import SourceDate

FIGURE_RULES = {"figure", "date", "percent", "money"}

SAME = [
    # money, across languages and ways of writing
    ("总额为5000亿美元。", "a total of $500 billion"),
    ("总额为5000亿美元。", "a total of $500bn"),
    ("总额为5000亿美元。", "a total of US$500 billion"),
    ("总额为5000亿美元。", "a total of 500 billion dollars"),
    ("总额为5000亿美元。", "总额为5,000亿美元"),
    ("总额为5千亿美元。", "a total of $0.5 trillion"),
    ("总额为1.2万亿美元。", "worth $1.2 trillion"),
    ("总额为1.2万亿美元。", "總額為1.2兆美元"),
    ("合同价为2亿美元。", "a contract worth $200 million"),
    ("售价1999元。", "priced at RMB 1,999"),
    ("售价1999元。", "priced at ¥1,999"),
    ("售价1999日元。", "priced at ¥1,999"),
    ("投资100亿元。", "人民币100亿元"),
    ("投资100亿元。", "10 billion yuan"),
    ("罚款5000万欧元。", "a fine of €50 million"),
    ("罚款300万英镑。", "a fine of £3m"),
    ("投资3亿至5亿美元。", "between $300 million and $500 million"),
    ("投资3到5亿美元。", "$300 million to $500 million"),
    ("投资30亿至50亿美元。", "an investment of $3-5 billion"),
    # counts and numerals
    ("覆盖二十三家医院。", "it covers 23 hospitals"),
    ("覆盖23家医院。", "it covers twenty-three hospitals"),
    ("有1200名员工。", "the company has 1,200 employees"),
    ("有1.2万名员工。", "the company has 12,000 employees"),
    ("有三千五百人到场。", "3500人到场"),
    ("用户达50万。", "half a million users"),
    ("共12家公司参加。", "a dozen companies took part"),
    ("用户有1亿2000万人。", "120 million people use it"),
    ("模型有700亿参数。", "a 70B model"),
    ("模型有700亿参数。", "a model with 70 billion parameters"),
    ("上下文为12.8万词元。", "a context of 128K tokens"),
    ("训练用了1.5万亿词元。", "trained on 1.5 trillion tokens"),
    ("法院处罚了250人。", "two hundred and fifty people were fined"),
    ("这是第23届大会。", "the 23rd conference"),
    ("该国排名第三。", "the third-ranked country"),
    ("速度是上一代的2.5倍。", "a 2.5-fold speedup over the last one"),
    ("速度是上一代的3倍。", "3x faster than the last one"),
    ("裁决比分为3比1。", "3：1"),
    # units
    ("园区用电1.2吉瓦。", "a campus of 1.2 gigawatts"),
    ("园区用电120万千瓦。", "a 1.2 GW campus"),
    ("园区用电1200兆瓦。", "1.2吉瓦"),
    ("采用7纳米工艺。", "a 7nm process"),
    ("相距300公里。", "300 km apart"),
    ("占地1000英亩。", "a site of 1,000 acres"),
    ("合同为期18个月。", "an 18-month contract"),
    ("合同为期3年。", "a three-year contract"),
    ("他今年45岁。", "the 45-year-old"),
    ("训练用了48小时。", "trained for two days"),
    # percentages
    ("增长5%。", "grew 5 percent"),
    ("增长5%。", "增长百分之五"),
    ("增长百分之五点三。", "grew by 5.3%"),
    ("占三成。", "30 percent of the market"),
    ("占三成五。", "占35%"),
    ("占一半。", "half of the market"),
    ("占三分之一。", "one third of the market"),
    ("占三分之二。", "two-thirds of the market"),
    ("高出3个百分点。", "beats it by 3 percentage points"),
    ("高出3个百分点。", "three percentage points higher"),
    ("加息0.25个百分点。", "a rise of 25 basis points"),
    # dates and times
    ("1月21日宣布。", "announced on January 21"),
    ("1月21日宣布。", "announced on Jan. 21"),
    ("1月21日宣布。", "announced on 21 January"),
    ("2025年1月21日宣布。", "announced on January 21, 2025"),
    ("2025年1月21日宣布。", "announced on 2025-01-21"),
    ("2025年1月21日宣布。", "于2025/1/21宣布"),
    ("1月21日宣布。", "21日宣布"),
    ("2025年5月上市。", "on sale in May 2025"),
    ("2024年成立。", "founded in 2024"),
    ("二〇二四年成立。", "2024年成立"),
    ("2025年第三季度上市。", "due in Q3 2025"),
    ("第三季度上市。", "due in the third quarter"),
    ("上半年完成。", "done in the first half"),
    ("始于20世纪90年代。", "二十世纪九十年代"),
    ("会议下午3时开始。", "the meeting starts at 3 p.m."),
    ("会议15时开始。", "the meeting starts at 15:00"),
    # rounding that is marked
    ("约3000人到场。", "2,931 people came"),
    ("近5000亿美元。", "$498.3 billion"),
    ("逾2000家。", "2,043 companies"),
    ("4300多人报名。", "4365人报名"),
    # words that hold a numeral and count nothing
    ("一些公司一直在统一标准，十分重视四川和三星。", "some firms"),
    ("一方面，该公司万一失败，两国也将受影响。", "the company"),
    ("这是一家公司的两名高管。", "its chief executive and her deputy"),
    ("数百万人使用它。", "millions use it"),
    ("它运行GPT-4.1和Llama 3，用H100。", "GPT-4.1 and Llama 3 on H100"),
]

DIFFERENT = [
    ("总额为500亿美元。", "a total of $500 billion", "money"),
    ("总额为5000亿元。", "a total of $500 billion", "money"),
    ("总额为5000亿美元。", "a total of 500 billion yuan", "money"),
    ("总额为5000亿美元。", "a total of €500 billion", "money"),
    ("总额为5000亿美元。", "a total of 500 billion parameters", "money"),
    ("投资30亿至60亿美元。", "an investment of $3-5 billion", "money"),
    ("覆盖24家医院。", "it covers twenty-three hospitals", "figure"),
    ("有12万名员工。", "the company has 12,000 employees", "figure"),
    ("建5个数据中心。", "it will build ten data centers", "figure"),
    ("第22届大会召开。", "the 23rd conference", "figure"),
    ("园区用电1.2兆瓦。", "a campus of 1.2 gigawatts", "figure"),
    ("园区用电12万千瓦。", "a campus of 1.2 gigawatts", "figure"),
    ("合同为期3个月。", "a three-year contract", "figure"),
    ("增长3%。", "higher by 3 percentage points", "percent"),
    ("增长3个百分点。", "grew 3 percent", "percent"),
    ("占四成。", "30 percent of the market", "percent"),
    ("占三分之二。", "one third of the market", "percent"),
    ("1月22日宣布。", "announced on January 20, 2024", None),  # the source's own date
    ("1月23日宣布。", "announced on January 21", "date"),
    ("2月21日宣布。", "announced on January 21", "date"),
    ("2023年1月21日宣布。", "announced on January 21", "date"),
    ("2026年上市。", "on sale in May 2025", "date"),
    ("第二季度上市。", "due in the third quarter", "date"),
    ("会议下午4时开始。", "the meeting starts at 3 p.m.", "date"),
    ("3000人到场。", "2,931 people came", "figure"),
    ("约3000人到场。", "2,500 people came", "figure"),
    ("约2932人到场。", "2,931 people came", "figure"),
    ("模型有80亿参数。", "a 70B model", "figure"),
]


@pytest.mark.parametrize(("text", "passage"), SAME)
def test_equal_figures_are_not_flagged(text: str, passage: str) -> None:
    assert rules(found(text, passage, place="sections/0/title")) & FIGURE_RULES == set()


@pytest.mark.parametrize(("text", "passage", "rule"), DIFFERENT)
def test_other_figures_are_errors_under_their_rule(text: str, passage: str, rule: str | None) -> None:
    assert rules(found(text, passage), "error") & FIGURE_RULES == ({rule} if rule else set())


def test_a_finding_says_what_the_source_has_in_its_words_and_in_chinese() -> None:
    (finding,) = [each for each in found("总额为500亿美元。", "up to $500 billion in all") if each.rule == "money"]
    assert (finding.found, finding.source_has) == ("500亿美元", "$500 billion（5000亿美元）")
    assert "500亿美元" in finding.advice


@pytest.mark.parametrize(
    ("text", "passage", "flagged"),
    [
        ("投资5000亿美元。", "up to $500 billion", True),
        ("投资至多5000亿美元。", "up to $500 billion", False),
        ("投资5000亿美元。", "$500 billion", False),
        ("合同上限为2亿美元。", "a ceiling of $200 million", False),
        ("有3000人。", "about 3,000 people", True),
        ("有约3000人。", "about 3,000 people", False),
        ("合同期两年。", "They work under a two-year contract.", False),
        ("工期两年。", "It took just under two years.", True),
        ("裁员至少200人。", "at least 200 jobs", False),
        ("四年至多投5000亿美元。", "up to $500 billion over four years", False),
        ("合同金额以2亿美元为限，2亿美元是上限。", "with a ceiling of $200 million", False),
    ],
)
def test_a_dropped_qualifier_is_a_warning(text: str, passage: str, flagged: bool) -> None:
    findings = found(text, passage)
    assert ("qualifier" in rules(findings, "warning")) == flagged
    assert rules(findings, "error") == set()


def test_a_ceiling_turned_into_a_floor_is_an_error() -> None:
    assert rules(found("投资超过5000亿美元。", "up to $500 billion"), "error") == {"qualifier"}


@pytest.mark.parametrize(
    ("text", "passage", "published", "flagged"),
    [
        ("2025年1月21日宣布。", "announced on January 21", SourceDate(year=2025, month=1, day=22), False),
        ("2025年1月21日宣布。", "announced on January 21", None, True),
        ("2025年1月21日宣布。", "announced on January 21", SourceDate(year=2023, month=2), True),
        ("2024年12月30日宣布。", "announced on December 30", SourceDate(year=2025, month=1, day=2), False),
        ("1月21日宣布。", "announced on Tuesday", SourceDate(year=2025, month=1, day=22), False),
        ("1月20日宣布。", "announced on Tuesday", SourceDate(year=2025, month=1, day=22), True),
        ("1月21日宣布。", "公司昨日宣布", SourceDate(year=2025, month=1, day=22), False),
        ("1月24日开售。", "周五开售", SourceDate(year=2025, month=1, day=22), False),
        ("2024年亏损。", "去年亏损", SourceDate(year=2025), False),
        ("2024年12月亏损。", "上月亏损", SourceDate(year=2025, month=1), False),
        ("1月22日报道。", "It reported this.", SourceDate(year=2025, month=1, day=22), False),
        ("12月31日宣布。", "31日宣布", SourceDate(year=2025, month=1, day=2), False),
    ],
)
def test_dates_may_lean_on_the_sources_own_date(
    text: str, passage: str, published: SourceDate | None, flagged: bool
) -> None:
    assert ("date" in rules(found(text, passage, published=published))) == flagged


def test_a_time_converted_to_beijing_is_a_warning_to_check_it() -> None:
    findings = found("会议于北京时间凌晨4时开始。", "the meeting starts at 3 p.m. local time")
    assert (rules(findings, "error"), rules(findings, "warning")) == (set(), {"date"})


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,200", 1200, ""),
        ("三千五百万", 35_000_000, ""),
        ("一万亿", 10**12, ""),
        ("三亿五千万元", 350_000_000, "CNY"),
        ("$1.2-trillion", 1_200_000_000_000, "USD"),
        ("10多年", 120, "months"),
        ("百分之二十五", 25, "percent"),
    ],
)
def test_figures_read_as_values(text: str, value: int, unit: str) -> None:
    (figure,) = figures(text)
    assert (figure.value, figure.unit) == (Fraction(value), unit)


def test_a_date_reads_as_far_as_it_is_stated() -> None:
    assert [figure.day for figure in figures("2025年1月和Jan. 21")] == [Day(2025, 1), Day(None, 1, 21)]
    assert [figure.day for figure in figures("公司Q3营收和FY2024利润")] == [Day(part="Q3"), Day(2024)]


def test_places_count_in_the_text_as_it_is_folded() -> None:
    text = "，總額５００億美元。"
    (figure,) = figures(text)
    assert text[figure.start : figure.end] == "５００億美元"
    assert figure.text == "500亿美元"


@pytest.mark.parametrize(
    ("text", "first", "count"),
    [
        ("1" * 50_000, "1" * 24, 1),
        ("1," * 9_000, "1", 9_000),
        ("万" * 9_000, "万" * 20, 450),
        ("1月" * 9_000, "1月", 9_000),
        ("百分之" * 5_000, "百分之百", 2_500),
        ("Llama 3" * 3_000, "3", 2_857),  # as far as a text is read
        ("$" * 9_000, "", 0),
        ("0分之0", "0", 2),
        ("٣٤٥ ३४ ৫月 ３年 ²³½", "3年", 1),
    ],
)
def test_hostile_digits_are_read_without_failing(text: str, first: str, count: int) -> None:
    read = figures(text)
    assert (next((each.text for each in read), ""), len(read)) == (first, count)
    assert all(one.end <= other.start for one, other in pairwise(read))


def test_a_sentence_of_nothing_but_numbers_is_an_error_not_a_computation() -> None:
    text = "名单上有" + "、".join(str(number) for number in range(100, 400)) + "。"
    assert rules(found(text, text), "error") == {"figure"}
