"""Which texts are the same text, which tell of the same event, and which only look alike."""

import itertools
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsbot.grouping import (
    Likeness,
    Rarity,
    Text,
    Usual,
    Vectors,
    group,
    independent,
    likeness,
    place,
    prepared,
    rarity,
    usual,
)
from newsbot.grouping.translated import acts

DATA = Path(__file__).parents[2] / "shared" / "data" / "stories" / "duplicate_pairs.jsonl"
MONDAY = datetime(2026, 3, 2, 8, tzinfo=UTC)

REPORT = (
    "北辰智能3月2日在上海发布新一代推理芯片“启明三号”，称其能效比上一代提高40%。公司首席执行官李岚在发布会上表示，"
    "这款芯片采用5纳米工艺，集成了620亿个晶体管，将于今年第三季度开始量产。她说，过去一年里国内客户对推理算力的需求"
    "增长了两倍，数据中心的电费已经成为最大的一笔开支。北辰智能还宣布与三家云服务商签订供货协议，首批订单为12万片，"
    "总额约38亿元。分析人士认为，新品能否按时交付取决于代工厂的产能，而竞争对手也在准备同类产品。公司股价当天上涨6.2%，"
    "收于每股81.5元。李岚最后说，公司计划两年内把研发人员增加到4000人，并在合肥建设第二个测试中心。"
)
FOOTER = (
    "返回首页，查看更多。责任编辑：王小 版权声明：本文系转载，不代表本站观点，如有侵权请联系我们删除。相关阅读 热门推荐"
)
NOTICE = (
    "{name}（{code}）{day}主力资金净流出{out}万元，占总成交额{share}%。截至{day}收盘，{name}报收于{price}元，下跌{fall}%，"
    "换手率{turn}%，成交量{volume}万手。该股主要指标如下：{name}一季报显示，公司主营收入{income}亿元，同比上升{rise}%。"
    "资金流向名词解释：指通过价格变化反推资金流向。股价处于上升状态时主动性买单形成的成交额是推动股价上涨的力量，"
    "这部分成交额被定义为资金流入，股价处于下跌状态时主动性卖单产生的成交额是推动股价下跌的力量。以上内容由算法生成。"
)
EVENT = "微光科技宣布开源其语言模型“流萤”，权重与训练代码一并公开，允许商业使用。"
RETOLD = "语言模型“流萤”的权重今天起可以下载：微光科技把它连同训练代码开源，并允许商业使用，社区反应热烈。"
OTHER = "欧洲多国监管机构就社交平台的年龄验证展开联合调查，要求平台在月底前提交说明。"


def text(body: str, key: str = "a", title: str = "", at: datetime | None = MONDAY, **more: str) -> Text:
    return prepared(key, title, body, date=at, **more)


def told(one: Text, other: Text, vectors: Vectors | None = None) -> Likeness:
    """How they stand to each other among texts of other things."""
    return likeness(one, other, rarity([one, other]), vectors)


def notice(**slots: str) -> str:
    given = {"name": "青禾股份", "code": "600111", "day": "3月2日", "out": "34.05", "share": "0.91", "price": "6.63"}
    rest = {"fall": "1.2", "turn": "0.64", "volume": "5.65", "income": "8.6", "rise": "4.1"}
    return NOTICE.format(**(given | rest | slots))


# ------------------------------------------------------------------ copies


@pytest.mark.parametrize(
    "copy",
    [
        f"广告 点击下载客户端 首页 新闻 科技 登录 注册 {REPORT}{FOOTER}",
        REPORT[:260],
        REPORT.replace("3月2日", "今天").replace("公司首席执行官", "首席执行官").replace("她说", "李岚说"),
        REPORT.replace("芯片", "晶片").translate(str.maketrans("发汉开说这为产", "發漢開說這為產")),
        REPORT.replace("，", ", ").replace("6.2%", "６.２％").replace("。", "。\n\n"),
    ],
    ids=["with other header and footer", "cut", "edited", "in other characters", "with other punctuation"],
)
def test_a_copy_is_the_same_text(copy: str) -> None:
    assert told(text(REPORT), text(copy, "b")).relation == "same text"


def test_a_template_about_another_company_is_different() -> None:
    slots = {"name": "海湾电气", "code": "002777", "out": "160.34", "share": "3.1", "price": "12.73", "fall": "0.9"}
    found = told(text(notice()), text(notice(**slots, turn="0.98", volume="3.97", income="15.8", rise="6.9"), "b"))
    assert (found.relation, found.template, found.unsure) == ("different", True, False)


def test_a_template_about_the_same_company_on_another_day_is_different() -> None:
    slots = {
        "day": "3月3日",
        "out": "77.1",
        "share": "1.4",
        "price": "6.51",
        "fall": "1.8",
        "turn": "0.7",
        "volume": "6.1",
    }
    found = told(text(notice()), text(notice(**slots), "b", at=MONDAY + timedelta(days=1)))
    assert (found.relation, found.template) == ("different", True)


def test_a_template_in_which_only_names_differ_is_different() -> None:
    body = (
        "{name} said on Tuesday that its board has accepted the resignation of the chief financial officer, "
        "effective in May. Shares of {name} were little changed in early trading. The company has begun a search "
        "for a successor and expects no effect on the results it is due to publish. Analysts had asked {name} for more "
        "detail on its accounting since the spring, and the company has promised to give it at the next meeting."
    )
    found = told(text(body.format(name="Larkspur")), text(body.format(name="Quillon"), "b"))
    assert (found.relation, found.template) == ("different", True)


def test_a_report_with_one_figure_corrected_is_not_of_a_template() -> None:
    """A first report and its update: not the words of the other, but the same event or the same text."""
    found = told(text(REPORT), text(REPORT.replace("620亿", "640亿"), "b"))
    assert not found.template
    assert found.relation != "different"


def test_an_item_of_a_round_up_is_not_the_round_up() -> None:
    rest = "".join(f"第{n}条：{OTHER[n % 9 :]}另据消息，编号{n}的项目于{n}月开工，投资{n}7亿元。" for n in range(1, 40))
    assert told(text(REPORT), text(rest + REPORT, "b")).relation != "same text"


def test_the_same_headline_without_text_is_the_same_text_on_the_same_days_only() -> None:
    headline = "微光科技开源语言模型流萤，允许商业使用"
    first = text("", title=headline)
    assert told(first, text("", "b", headline)).relation == "same text"
    assert told(first, text("", "b", headline, at=MONDAY + timedelta(days=30))).relation != "same text"
    assert told(text("", title="早报"), text("", "b", "早报")).relation != "same text"


# ------------------------------------------------------------------ events


def test_one_event_in_other_words_is_the_same_event() -> None:
    assert told(text(EVENT), text(RETOLD, "b")).relation == "same event"
    assert told(text(EVENT), text(OTHER, "b")).relation == "different"


def test_one_event_in_english_is_the_same_event() -> None:
    one = text("Larkspur opens its Firefly language model, with weights and training code, for commercial use.")
    other = text("Developers can now use Firefly commercially: Larkspur released the language model's weights.", "b")
    assert told(one, other).relation == "same event"


def test_days_make_texts_less_alike() -> None:
    one = text(EVENT)
    scores = [told(one, text(RETOLD, "b", at=MONDAY + timedelta(days=days))).score for days in (1, 9, 16, 60)]
    assert scores == sorted(scores, reverse=True)
    assert told(one, text(RETOLD, "b", at=MONDAY + timedelta(days=60))).relation == "different"
    assert told(one, text(RETOLD, "b", at=None)).relation == "same event"


def test_another_version_of_the_same_thing_is_another_event() -> None:
    one = text("OpenAI releases GPT-4.1 to developers with a longer context window and lower prices.")
    other = text("OpenAI releases GPT-5 to developers with a longer context window and lower prices.", "b")
    found = told(one, other)
    assert (found.relation, "another version of gpt" in found.why) == ("different", True)


def test_across_languages_names_and_figures_tell_the_event() -> None:
    chinese = text("甲骨文将为OpenAI的星际之门项目供应4.5吉瓦算力，合同价值3000亿美元。")
    english = text("Oracle will supply OpenAI's Stargate project with 4.5 GW under a contract worth $300 billion.", "b")
    assert told(chinese, english).relation == "same event"


def test_across_languages_names_alone_leave_it_open() -> None:
    chinese = text("OpenAI首席执行官奥尔特曼谈星际之门的进展。")
    english = text("OpenAI's Altman visits the Stargate site.", "b")
    found = told(chinese, english)
    assert (found.relation, found.unsure) == ("different", True)


def test_figures_are_compared_by_value() -> None:
    assert text("融资5000亿美元，增长12.5%").figures == text("raised $500 billion, up 12.5%").figures


# ------------------------------------------------------------------ vectors


def vectors(one: Sequence[float], other: Sequence[float], spread: tuple[float, float] = (0.0, 0.1)) -> Vectors:
    """Vectors of a and b whose languages lie at nought."""
    pairs = dict.fromkeys([("en", "zh"), ("zh", "zh")], spread)
    return Vectors({"a": one, "b": other}, Usual({"en": (0.0, 0.0), "zh": (0.0, 0.0)}, pairs))


def test_vectors_tell_events_across_languages() -> None:
    chinese, english = text(EVENT), text("Weiguang opens its language model for commercial use.", "b")
    assert told(chinese, english).relation == "different"
    assert told(chinese, english, vectors((1, 0), (1, 0.1))).relation == "same event"
    assert told(chinese, english, vectors((1, 0), (-1, 1.7))).relation == "different"


def test_names_and_figures_are_vetoes_whatever_the_vectors_say() -> None:
    chinese = text("OpenAI发布GPT-5.1，价格不变。")
    english = text("OpenAI launches GPT-5.2 at the same price.", "b")
    found = told(chinese, english, vectors((1, 0), (1, 0)))
    assert (found.relation, "another version of gpt" in found.why) == ("different", True)
    slots = {"name": "海湾电气", "code": "002777", "out": "160.34", "share": "3.1", "price": "12.73", "fall": "0.9"}
    another = text(notice(**slots, turn="0.98", volume="3.97", income="15.8", rise="6.9"), "b")
    filled = told(text(notice()), another, vectors((1, 0), (1, 0)))
    assert (filled.relation, filled.template) == ("different", True)


def test_nearness_counts_from_what_is_usual() -> None:
    one, other = text(EVENT), text(OTHER, "b")
    assert vectors((1, 0), (1, 0.1), (0.995, 0.01)).nearness(one, other) == pytest.approx(0.0, abs=0.05)
    assert vectors((1, 0), (1, 0.1), (0.2, 0.2)).nearness(one, other) == 1.5


def test_nearness_counts_from_where_the_vectors_of_a_language_lie() -> None:
    one, other = text(EVENT), text(OTHER, "b")
    crowded = Vectors({"a": (9, 1), "b": (9, -1)}, Usual({"zh": (9.0, 0.0)}, {("zh", "zh"): (0.0, 0.1)}))
    assert crowded.nearness(one, other) == 0.0


def test_what_has_no_vector_is_told_by_its_words() -> None:
    one, other = text(EVENT), text(RETOLD, "b")
    unlike = Vectors({"a": (1.0,), "b": (1.0,)}, Usual({}, {}))
    for nothing in (Vectors({}, Usual({}, {})), vectors((1, 0), (1, 0, 0)), unlike):
        assert told(one, other, nothing) == told(one, other)


def test_what_is_usual_is_learned_from_many_pairs_and_not_from_few() -> None:
    texts = [text(OTHER, f"{n:02}") for n in range(24)]
    of = {each.key: (1.0, float(n % 3)) for n, each in enumerate(texts)}
    found = usual(texts, of)
    assert found.centres["zh"] == pytest.approx((1.0, 1.0))
    mean, spread = found.spreads["zh", "zh"]
    assert -1 < mean < 1
    assert spread > 0
    assert usual(texts[:5], of) == Usual({}, {})


# ------------------------------------------------------------------ what is done, in two languages


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("OpenAI cuts prices for its API", "OpenAI 宣布 API 降价"),
        ("Nvidia unveils a new chip", "英伟达发布新芯片"),
        ("Meta lays off staff after lay off talks", "Meta 裁员"),
        ("Apple sued over copyright", "苹果因版权被起诉"),
    ],
)
def test_what_is_done_is_known_in_both_languages(english: str, chinese: str) -> None:
    assert acts(english) & acts(chinese)


@pytest.mark.parametrize("other", ["the finest banker released nothing finer", "天气晴朗", "", "IPOD", "supply"])
def test_a_word_within_another_is_not_what_is_done(other: str) -> None:
    assert not acts(other) & {"fine", "ban", "IPO", "funding", "sue"}


def test_names_in_two_languages_and_what_is_done_tell_the_event_without_figures() -> None:
    chinese = text("英伟达收购以色列初创公司，甲骨文入股，反垄断机构展开调查。")
    english = text("Nvidia acquires Israeli startup, Oracle takes a stake, antitrust probe opened.", "b")
    assert told(chinese, english).relation == "same event"
    later = text("Nvidia and Oracle deny talks with Israeli ministers.", "b")
    assert told(chinese, later).relation == "different"


# ------------------------------------------------------------------ any text


@given(st.text(max_size=400), st.text(max_size=400))
def test_any_two_texts_can_be_compared_and_their_order_makes_no_difference(a: str, b: str) -> None:
    one, other = text(a, title=b[:50]), text(b, "b")
    rare = rarity([one, other])
    found, back = likeness(one, other, rare), likeness(other, one, rare)
    assert (found.relation, found.score, found.unsure) == (back.relation, back.score, back.unsure)
    assert 0 <= found.score <= 1


@pytest.mark.parametrize(
    "piece", ["数", "1", "a ", "《", "1,", "，", "GPT-", "9" * 5000, "来源：", "新华社", "(Reuters"]
)
def test_long_hostile_texts_are_cut(piece: str) -> None:
    one, other = text(piece * (200_000 // len(piece))), text(piece * (200_000 // len(piece)) + "x", "b")
    assert 0 <= told(one, other).score <= 1
    assert len(one.body) <= 6_000


def test_rarity_never_fails_on_counts_that_do_not_fit() -> None:
    """A word that more have than there are is as common as can be, and no less."""
    assert Rarity(0, {}).of("词") > Rarity(1_000, {"词": 5_000}).of("词") == Rarity(1_000, {"词": 1_000}).of("词") > 0


# ------------------------------------------------------------------ groups


def batch() -> list[Text]:
    return [
        text(REPORT, "chip 1", outlet="甲报"),
        text(REPORT[:300] + FOOTER, "chip 2", at=MONDAY + timedelta(hours=3), outlet="乙网"),
        text(EVENT, "model 1"),
        text(RETOLD, "model 2", at=MONDAY + timedelta(hours=5)),
        text(OTHER, "law"),
        text(notice(), "stock 1"),
        text(notice(name="海湾电气", code="002777", out="160.34", price="12.73", volume="3.97", turn="2.1"), "stock 2"),
    ]


def test_a_batch_falls_into_its_events() -> None:
    found = {frozenset(keys) for keys in group(batch()).groups}
    assert found == {
        frozenset({"chip 1", "chip 2"}),
        frozenset({"model 1", "model 2"}),
        frozenset({"law"}),
        frozenset({"stock 1"}),
        frozenset({"stock 2"}),
    }


def test_the_order_of_a_batch_makes_no_difference() -> None:
    texts = batch()
    assert len({group(order) for order in itertools.islice(itertools.permutations(texts), 0, 5040, 700)}) == 1


def test_nothing_is_grouped_into_nothing() -> None:
    assert group([]).groups == ()
    assert independent([]) == ()


def test_what_is_left_open_is_named_for_a_model_to_tell() -> None:
    texts = [
        text("OpenAI首席执行官奥尔特曼谈星际之门的进展。", "zh"),
        text("OpenAI's Altman visits the Stargate site.", "en"),
    ]
    found = group(texts)
    assert len(found.groups) == 2
    assert [(pair.one, pair.other) for pair in found.unsure] == [("en", "zh")]


def test_a_new_text_goes_where_its_event_is() -> None:
    there = {"s1": [text(REPORT, "r")], "s2": [text(EVENT, "e")], "s3": [text(OTHER, "o")], "s4": []}
    rare = rarity(each for texts in there.values() for each in texts)
    assert place(text(RETOLD, "new"), there, rare).group == "s2"
    copied = place(text(FOOTER + REPORT, "new"), there, rare)
    assert (copied.group, copied.likeness is not None and copied.likeness.relation) == ("s1", "same text")
    assert place(text("天文学家在南天发现一颗新彗星，亮度将在五月达到峰值。", "new"), there, rare).group is None


def test_a_new_text_of_a_template_goes_to_no_group_of_it() -> None:
    filled = text(notice(name="海湾电气", code="002777", out="160.34", price="12.73", volume="3.97", turn="2.1"), "new")
    found = place(filled, {"s": [text(notice(), "n")]}, rarity([filled]))
    assert (found.group, found.unsure) == (None, ())


def test_a_text_like_one_of_a_group_and_unlike_its_others_is_left_open() -> None:
    there = {"s": [text(EVENT, "e"), text(OTHER, "o"), text(REPORT, "r")]}
    found = place(text(RETOLD, "new"), there, rarity(there["s"]))
    assert found.group is None
    assert [pair.other for pair in found.unsure] == ["e"]


# ------------------------------------------------------------------ independence


def test_copies_count_as_one_source_and_the_earliest_is_the_original() -> None:
    late = text(REPORT + FOOTER, "late", at=MONDAY + timedelta(hours=2), outlet="乙网")
    early = text(REPORT, "early", outlet="甲报")
    alone = text(RETOLD, "alone", outlet="丙报")
    found = independent([late, alone, early])
    assert [(each.original.key, [copy.key for copy in each.copies]) for each in found] == [
        ("alone", []),
        ("early", ["late"]),
    ]


def test_the_outlet_that_copies_name_is_the_original_even_when_it_was_read_later() -> None:
    copy = text(f"{REPORT}来源：北方通讯社", "copy", outlet="甲报")
    wire = text(REPORT, "wire", at=MONDAY + timedelta(hours=9), outlet="北方通讯社")
    (found,) = independent([copy, wire])
    assert (found.original.key, found.origin) == ("wire", "北方通讯社")


@pytest.mark.parametrize(
    ("body", "origin"),
    [
        ("新华社北京3月2日电（记者 某某）会议今天开幕。", "新华社"),
        ("据新华社电 会议今天开幕。", "新华社"),
        ("LONDON, March 2 (Reuters) - The talks began on Monday.", "Reuters"),
        ("会议今天开幕。文章来源：晨报", "晨报"),
        ("会议今天开幕，信息公开。", ""),
    ],
)
def test_the_agency_that_a_text_names_is_its_origin(body: str, origin: str) -> None:
    assert text(body).origin == origin


# ------------------------------------------------------------------ real pairs


@pytest.mark.skipif(not DATA.exists(), reason="needs ../shared/data/stories/duplicate_pairs.jsonl")
def test_of_real_pairs_95_percent_of_the_copies_are_merged_and_no_template() -> None:
    rows = [json.loads(line) for line in DATA.read_text(encoding="utf-8").splitlines()]
    pairs = [(row["kind"], text(row["a"], "a", at=None), text(row["b"], "b", at=None)) for row in rows]
    rare = rarity(each for _, *both in pairs for each in both)
    relations = [(kind, likeness(one, other, rare).relation) for kind, one, other in pairs]
    copies = [relation for kind, relation in relations if kind.startswith("syndicated")]
    assert copies.count("same text") >= 0.95 * len(copies)
    assert {relation for kind, relation in relations if kind.startswith("template")} == {"different"}
