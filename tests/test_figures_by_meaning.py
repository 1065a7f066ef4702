"""Quantities by meaning, a table for each way of saying one: what is the same, and what is not."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from check_cases import found, passages, rules
from counted import work
from newsbot.checks.binding import binding_rule
from newsbot.checks.claim import Claim
from newsbot.checks.figures import figure_rule
from newsbot.figures import figures, glossed
from newsbot.news import Finding, Sentence, SourceDate

RULES = {"figure", "date", "percent", "money", "binding"}
Table = list[tuple[str, str]]

SCALES: Table = [
    ("融资3000万美元。", "raised $30M"),
    ("融资3000万美元。", "融资3千万美元"),
    ("融资15亿美元。", "raised $1.5B"),
    ("市值2.5万亿美元。", "a market value of $2.5T"),
    ("用户50万。", "500k users"),
    ("卖出150万台。", "sold one and a half million units"),
    ("卖出150万台。", "卖出一百五十万台"),
    ("It raised three million dollars.", "It raised $3 million."),
    ("It hired 12 people.", "It hired a dozen people."),
]
NOT_SCALES: Table = [
    ("融资300万美元。", "raised $30M"),
    ("融资1.5亿美元。", "raised $1.5B"),
    ("总额为500亿美元。", "a total of $500 billion"),
    ("两项合计2.02亿美元。", "a contract worth $200 million; $2 million obligated"),
    ("卖出100万台。", "sold one and a half million units"),
]
HALVES: Table = [
    ("运行一年半。", "ran for 18 months"),
    ("运行18个月。", "运行了一年半"),
    ("运行了一年半。", "ran for a year and a half"),
    ("历时半年。", "it took six months"),
    ("历时6个月。", "历时半年"),
    ("等了2.5小时。", "waited two and a half hours"),
    ("等了90分钟。", "等了一个半小时"),
    ("半小时后结束。", "ended half an hour later"),
]
NOT_HALVES: Table = [
    ("运行12个月。", "运行了一年半"),
    ("历时半年。", "it took nine months"),
    ("等了3小时。", "waited two and a half hours"),
]
PARTS: Table = [
    ("占七成半。", "75%"),
    ("占近七成。", "占69.5%"),
    ("十分之一的员工。", "one in ten employees"),
    ("占四分之三。", "three-fourths of users"),
    ("占75%。", "占四分之三"),
    ("占33%左右。", "about a third"),
    ("约三分之一。", "33 percent"),
    ("占1/3。", "三分之一"),
    ("五分之四的用户。", "four out of five users"),
    ("减少50%。", "cut by half"),
    ("营收减半。", "revenue fell by half"),
]
NOT_PARTS: Table = [
    ("十分之一的员工。", "one in five employees"),
    ("占七成。", "60 percent"),
    ("占2/3。", "三分之一"),
    ("营收减半。", "revenue fell by a third"),
]
POINTS: Table = [
    ("涨2.5个百分点。", "rose 2.5 points"),
    ("下调25个基点。", "cut by a quarter of a percentage point"),
    ("下调25个基点。", "下调0.25个百分点"),
]
NOT_POINTS: Table = [
    ("高出3%。", "beats it by 3 percentage points"),
    ("涨3个百分点。", "上涨3%"),
    ("下调0.5个百分点。", "a quarter-point cut"),
]
RANGES: Table = [
    ("增长3%至5%。", "grow between 3 and 5 percent"),
    ("增长3%—5%。", "3-5%"),
    ("年龄18至24岁。", "aged 18 to 24"),
    ("每周工作3到5天。", "three to five days a week"),
    ("3月至5月举行。", "from March to May"),
    ("2020年至2023年。", "2020-23"),
    ("3月3日至5日举行。", "March 3-5"),
    ("至少增长3%。", "增长3%至5%"),
    ("至多增长5%。", "增长3%至5%"),
    ("下限为3%，上限为5%。", "3%至5%"),
    ("从3%升到5%。", "rose from 3% to 5%"),
    ("此前为3%。", "rose from 3% to 5%"),
    ("It will be between $3 billion and $5 billion.", "$3-5 billion"),
]
NOT_RANGES: Table = [
    ("增长3%。", "增长3%至5%。"),
    ("增长5%。", "3% to 5% growth"),
    ("投资3亿美元。", "投资3亿至5亿美元"),
    ("投资4亿美元。", "投资3亿至5亿美元"),
    ("增长3%至6%。", "3% to 5% growth"),
    ("3月3日至6日举行。", "March 3-5"),
]
ROUNDED: Table = [
    ("约5亿美元。", "$503 million"),
    ("近5亿美元。", "4.98亿美元"),
    ("逾5亿美元。", "5.03亿美元"),
    ("500余人。", "more than 500 people"),
    ("不到100人。", "fewer than 100 people"),
    ("至多2亿美元。", "a $200 million ceiling"),
]
NOT_ROUNDED: Table = [
    ("5亿美元。", "5.03亿美元"),
    ("$500 million.", "$503 million"),
    ("约5亿美元。", "4.2亿美元"),
]
ORDINALS: Table = [
    ("排名第三。", "ranked No. 3"),
    ("位居首位。", "ranked first"),
    ("位居榜首。", "topped the list"),
    ("位列第一。", "the world's largest"),
    ("第三大公司。", "the third-largest company"),
    ("第二十届。", "the twentieth"),
    ("第21届。", "the twenty-first"),
    ("第一款芯片。", "its first chip"),
]
NOT_ORDINALS: Table = [
    ("位居首位。", "ranked second"),
    ("排名第一。", "排名第二"),
    ("第四大公司。", "the third-largest company"),
    ("第二十届。", "the twenty-first"),
]
MULTIPLES: Table = [
    ("营收翻了一番。", "revenue doubled"),
    ("营收增长一倍。", "revenue doubled"),
    ("营收增至两倍。", "revenue doubled"),
    ("营收增长100%。", "营收翻了一番"),
    ("营收增长两倍。", "revenue tripled"),
    ("营收是去年的三倍。", "revenue tripled from last year"),
    ("产能扩大到四倍。", "capacity quadrupled"),
    ("产能增长3倍。", "capacity quadrupled"),
    ("速度快3倍。", "three times faster"),
    ("速度是其3倍。", "3x as fast"),
    ("增长10倍。", "grew tenfold"),
    ("营收翻两番。", "revenue quadrupled"),
    ("Sales doubled.", "sales rose 100%"),
]
NOT_MULTIPLES: Table = [
    ("营收翻一番。", "revenue tripled"),
    ("营收增长三倍。", "revenue tripled"),
    ("营收增至两倍。", "revenue tripled"),
    ("营收增长两倍。", "revenue doubled"),
    ("营收增长两倍。", "营收增长到两倍"),
    ("营收翻两番。", "revenue doubled"),
    ("Revenue tripled.", "Revenue doubled."),
]
MONEY: Table = [
    ("售价20美元/月。", "$20 a month"),
    ("100万欧元。", "EUR 1 million"),
    ("100万元人民币。", "CNY 1 million"),
    ("5万亿韩元。", "5 trillion won"),
    ("1亿港元。", "HK$100 million"),
]
NOT_MONEY: Table = [
    ("100亿元。", "$10 billion"),
    ("100亿美元。", "10 billion euros"),
    ("100亿元人民币。", "100亿日元"),
    ("1亿美元。", "HK$100 million"),
]
SIZES: Table = [
    ("模型有70亿参数。", "a 7B model"),
    ("70亿参数模型。", "Qwen2.5-7B-Instruct"),
    ("激活370亿参数。", "37B activated parameters"),
    ("上下文窗口为100万token。", "a 1M token context window"),
    ("它由GPT-4.1驱动。", "it runs on GPT-4.1"),
]
NOT_SIZES: Table = [
    ("模型有7亿参数。", "a 7B model"),
    ("720亿参数模型。", "Qwen2.5-7B-Instruct"),
    ("性能提升4.1%。", "it runs on GPT-4.1"),
]
TIMES: Table = [
    ("中午12时开始。", "it starts at noon"),
    ("20:30开始。", "晚上8点半开始"),
    ("3时开始。", "it starts at 3 p.m."),
]
NOT_TIMES: Table = [
    ("上午3时开始。", "it starts at 3 p.m."),
    ("下午4时开始。", "it starts at 3 p.m."),
]

SAME = {
    "scales": SCALES,
    "halves": HALVES,
    "parts": PARTS,
    "points": POINTS,
    "ranges": RANGES,
    "rounding": ROUNDED,
    "ordinals": ORDINALS,
    "multiples": MULTIPLES,
    "money": MONEY,
    "model sizes": SIZES,
    "times": TIMES,
}
OTHER = {
    "scales": NOT_SCALES,
    "halves": NOT_HALVES,
    "parts": NOT_PARTS,
    "points": NOT_POINTS,
    "ranges": NOT_RANGES,
    "rounding": NOT_ROUNDED,
    "ordinals": NOT_ORDINALS,
    "multiples": NOT_MULTIPLES,
    "money": NOT_MONEY,
    "model sizes": NOT_SIZES,
    "times": NOT_TIMES,
}


def cases(tables: dict[str, Table]) -> list[tuple[str, str]]:
    return [case for table in tables.values() for case in table]


@pytest.mark.parametrize(("text", "passage"), cases(SAME))
def test_one_quantity_said_in_two_ways_is_left_alone(text: str, passage: str) -> None:
    assert rules(found(text, passage), "error") & RULES == set()


@pytest.mark.parametrize(("text", "passage"), cases(OTHER))
def test_another_quantity_is_an_error(text: str, passage: str) -> None:
    assert rules(found(text, passage), "error") & RULES


# ---------------------------------------------------------------- dates by the source's own; it is a Wednesday


RESOLVED: Table = [
    ("1月15日宣布。", "announced last Wednesday"),
    ("1月15日宣布。", "上周三宣布"),
    ("1月17日宣布。", "上周五宣布"),
    ("1月17日宣布。", "announced on Friday"),
    ("1月20日宣布。", "announced two days ago"),
    ("1月19日宣布。", "三天前宣布"),
    ("1月15日宣布。", "一周前宣布"),
    ("1月24日举行。", "本周五举行"),
    ("1月31日举行。", "next Friday"),
    ("2024年12月宣布。", "announced last month"),
    ("2024年11月宣布。", "两个月前宣布"),
    ("2022年成立。", "founded three years ago"),
    ("2025财年。", "本财年"),
    ("2024财年。", "上财年"),
    ("2024年第四季度。", "last quarter"),
    ("2024年第四季度。", "上季度"),
    ("2025年第一季度。", "this quarter"),
    ("2024年第四季度。", "4Q24"),
    ("2024年第四季度。", "Q4 of fiscal 2024"),
    ("2024年第四季度。", "the December quarter of 2024"),
    ("2024年前9个月。", "2024年前三季度"),
    ("2024年上半年。", "the first six months of 2024"),
    ("前八个月花费9400美元。", "It spent $9,400 in the first eight months."),
    ("It spent $9,400 in the first eight months.", "前8个月花费9400美元。"),
    ("前8个月花费9400美元。", "It spent $9,400 in the first eight months of 2025."),
    ("首季营收增长。", "first-quarter revenue grew"),
    ("周二宣布。", "announced on January 21"),
    ("周二宣布。", "1月21日宣布"),
    ("每周三次更新，首周三天免费。", "three times; three days"),
]
NOT_RESOLVED: Table = [
    ("1月16日宣布。", "上周五宣布"),
    ("1月18日宣布。", "announced two days ago"),
    ("2024年10月宣布。", "announced last month"),
    ("2023年成立。", "founded three years ago"),
    ("2023年营收。", "revenue last year"),
    ("第三季度营收。", "fourth-quarter revenue"),
    ("2024年前8个月。", "2024年前三季度"),
    ("It spent $9,400 in the first nine months.", "前8个月花费9400美元。"),
    ("It spent $9,400 in the first eight months.", "2024年前9个月花费9400美元。"),
    ("周一宣布。", "announced on Tuesday"),
    ("It was announced on Monday.", "It was announced on Tuesday."),
    ("2月21日宣布。", "21日宣布"),
]


@pytest.mark.parametrize(("text", "passage"), RESOLVED)
def test_words_for_dates_mean_what_the_sources_own_date_makes_of_them(text: str, passage: str) -> None:
    assert rules(found(text, passage), "error") & RULES == set()


@pytest.mark.parametrize(("text", "passage"), NOT_RESOLVED)
def test_another_date_than_the_words_mean_is_an_error(text: str, passage: str) -> None:
    assert "date" in rules(found(text, passage), "error")


@pytest.mark.parametrize(
    ("text", "passage", "same"),
    [
        ("法院以5比4裁定该法有效。", "The court ruled 5-4 that the law stands.", True),
        ("众议院以218比213通过。", "The House passed it by a vote of 218 to 213.", True),
        ("法院以5比4裁定该法有效。", "The court, in a 5-to-4 vote, let the law stand.", True),
        ("法院以6比3裁定该法有效。", "The court ruled 5-4 that the law stands.", False),
        ("法院以5比4裁定该法有效。", "The court opens from 5-4.5 p.m.", False),
        ("法院以5比4裁定该法有效。", "Of 5 judges 4 agreed.", False),
    ],
)
def test_a_vote_or_score_is_as_english_writes_it(text: str, passage: str, same: bool) -> None:
    assert ("figure" in rules(found(text, passage), "error")) is not same


@pytest.mark.parametrize("text", ["耗时8个月，花费9400美元。", "最近8个月花费9400美元。"])
def test_eight_months_are_not_the_first_eight(text: str) -> None:
    assert "figure" in rules(found(text, "It spent $9,400 in the first eight months."), "error")


def test_a_weekday_in_the_title_of_the_source_may_be_told_with_the_title() -> None:
    text = "据《公司周一发布芯片》报道，芯片售价499欧元。"
    assert "date" not in rules(found(text, "芯片售价499欧元。", published=None, title="公司周一发布芯片"))


def test_a_weekday_that_nothing_speaks_against_is_a_warning() -> None:
    findings = found("公司周一发布芯片。", "公司发布芯片。", published=None)
    assert ("date" in rules(findings, "warning"), "date" in rules(findings, "error")) == (True, False)


def test_a_mere_day_is_near_its_sources_date() -> None:
    early = SourceDate(year=2025, month=3, day=2)
    assert "date" not in rules(found("2月27日宣布。", "27日宣布", published=early))
    assert "date" in rules(found("3月27日宣布。", "27日宣布", published=early), "error")


def test_a_verb_is_no_percentage_for_the_writer() -> None:
    assert glossed("Revenue halved.") == "Revenue halved."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("In the first eight months it spent $9,400.", "In the 前8个月 it spent 9400美元."),
        ("in the first nine months of 2025", "in the 2025年前9个月"),
        ("One in nine said so.", "九分之一 said so."),
        ("a poem by June Jordan, read in March", "a poem by June Jordan, read 3月"),
        ("It has been open since June 5.", "It has been open 自6月5日以来."),
        ("It has been open since June; it closes in July.", "It has been open 自6月以来; it closes 7月."),
        ("It ends by March or lasts until June.", "It ends 不迟于3月 or lasts 直到6月."),
        ("from June to August, through late May", "从6月 到8月, through 5月下旬"),
        ("at the end of March, last June, in early July", "at the end of 3月, last 6月, in 7月初"),
        ("the first half of 2025, in 2024 and mid-July", "the 2025年上半年, in 2024 and 7月中旬"),
        ("Since March it has grown since it opened.", "自3月以来 it has grown since it opened."),
        ("about two thirds of users", "约三分之二 of users"),
        ("up to $500 billion", "至多5000亿美元"),
        ("less than $500 billion", "不到5000亿美元"),
        ("nearly $500 billion", "近5000亿美元"),
        ("under 5% of the load", "不到5% of the load"),
        ("more than 60,000 people", "超过6万 people"),
        ("a seventeenth of them", "a seventeenth of them"),
    ],
)
def test_figures_stand_in_chinese_with_the_word_that_limits_them(text: str, shown: str) -> None:
    assert glossed(text) == shown


# ---------------------------------------------------------------- hostile text: work counted, not time


PIECES = [
    "1",
    "一",
    "半年",
    "3%至5%、",
    "1/3",
    "2天前",
    "上周五",
    "Q4 ",
    "one in five ",
    "a year and a half ",
    "tripled ",
    "一名，",
]
PIECES += [
    "$3-5 billion ",
    "March 3-5 ",
    "增长3倍，",
    "2023年30亿、",
    "分之",
    "fold",
    "第一",
    "-7B",
    "Q",
    "'90s ",
    "1-7月",
]


def checked(text: str, *texts: str) -> list[Finding]:
    cited = passages(texts)
    claim = Claim("introduction/0/0", Sentence(text=text, passages=tuple(each.id for each in cited)), cited)
    return figure_rule(claim) + binding_rule(claim)


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map("".join), st.uuids())
@settings(max_examples=30, deadline=None)
def test_twice_the_passage_is_no_more_than_about_twice_the_work(piece: str, salt: object) -> None:
    mine = "该公司2023年营收3%，1名警员受伤，30亿美元。"
    short, long = (
        work(lambda length=length: checked(mine, f"{salt}：" + piece * (length // len(piece))))
        for length in (600, 1200)
    )
    assert long <= 3 * short


@given(st.integers(1, 8))
@settings(max_examples=8, deadline=None)
def test_the_work_grows_with_the_passages_not_with_their_square(count: int) -> None:
    mine = "该公司2023年营收30亿元，增长5%。"
    texts = [f"第{n}家公司2022年营收{n}亿元，增长{n}%；2023年营收30亿元。" for n in range(4 * count)]
    short, long = (work(lambda cited=cited: checked(mine, *cited)) for cited in (texts, texts * 2))
    assert long <= 3 * short


@pytest.mark.parametrize("piece", PIECES)
def test_long_hostile_text_is_read(piece: str) -> None:
    """Each figure once, in order; and of a text that says just what its passage does no more is held to be wrong
    than a figure that runs into the next."""
    read = figures(piece * (200_000 // len(piece)))
    assert all(one.end <= other.start for one, other in pairwise(read))
    assert rules(checked(piece * 300, piece * 2_000)) <= {"$3-5 billion ": {"money"}, "2023年30亿、": {"figure"}}.get(
        piece, set()
    )


def test_figures_and_speakers_in_the_title_of_a_cited_source_are_the_sources_own() -> None:
    title = "白鹭机器人六月进仓"
    text = f"《{title}》写道：“企业更关心的是维修。”"
    passage = "韩映表示，企业更关心的是维修。"
    assert rules(found(text, passage, title=title), "error") == set()
    assert "date" in rules(found("《另一篇六月的报道》写道：“企业更关心的是维修。”", passage, title=title), "error")
