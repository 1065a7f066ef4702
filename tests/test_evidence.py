"""What an article may rest on: which pages, which passages of them, under which ids."""

from pathlib import Path

import pytest

from newsbot import chinese, evidence
from newsbot.errors import NothingFound, TooThin
from newsbot.evidence import Candidate, Limits
from newsbot.news import Evidence, SourceDate, Standing
from story_cases import AMPLE, READ, candidate, headline, page, sample_candidates, sample_evidence

TITLE = "北辰实验室公布语音模型“听澜”"
# Paragraphs that all speak of the headline and share little else.
PARAGRAPHS = [
    "北辰实验室公布语音模型“听澜”，支持二十三种方言的识别与合成，权重可以下载。",
    "何静川介绍，政务热线从十二月起在四十个坐席试用听澜，为期三个月，费用全免。",
    "顾南枝说，北辰实验室的团队花了四个月压缩听澜，占用内存减到原来的三分之一。",
    "骆安在旧手机上试用听澜，十分钟录音转写费时不到四分钟，多人对话会有遗漏。",
    "陶一宁提醒，声音属于敏感个人信息，听澜开源之后由谁追查滥用，许可没有写清。",
    "沈若溪的团队请六十五岁以上的老人朗读菜市场见闻，听澜的错误明显多于年轻人。",
]


def choose(
    candidates: list[Candidate], query: str = TITLE, *, tokens: int = 6000, minimum: int = 0, more: tuple[str, ...] = ()
) -> Evidence:
    return evidence.choose(
        "s1", [query, *more], candidates, Limits(tokens=tokens, minimum=minimum), ("本站档案", "某某搜索")
    )


def bound(chosen: Evidence) -> int:
    return sum((len((each.original or each.text).encode()) + 1) // 2 for each in chosen.passages)


# ---------------------------------------------------------------- ids and bounds


@pytest.mark.parametrize("tokens", [60, 150, 300, 6000])
def test_ids_are_given_after_the_cut_without_gaps_and_in_the_order_of_the_text(tokens: int) -> None:
    chosen = choose(
        [candidate("\n".join(PARAGRAPHS)), candidate(TITLE + "，引起关注。", "https://b.example/")], tokens=tokens
    )
    assert [source.id for source in chosen.sources] == list(range(1, len(chosen.sources) + 1))
    for source in chosen.sources:
        own = [each for each in chosen.passages if each.source == source.id]
        assert [each.id for each in own] == [f"{source.id}.{n}" for n in range(1, len(own) + 1)]
        assert [each.start for each in own] == sorted(each.start for each in own)
    assert {each.source for each in chosen.passages} == {source.id for source in chosen.sources}


@pytest.mark.parametrize("tokens", [60, 100, 150, 300, 1000])
def test_what_the_model_is_shown_fits_the_token_bound(tokens: int) -> None:
    chosen = choose([candidate("\n".join(PARAGRAPHS))], tokens=tokens)
    assert 0 < bound(chosen) <= tokens


def test_no_source_fills_the_evidence_alone_and_no_more_than_eight_are_named() -> None:
    subjects = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉"
    long = "\n".join(
        f"听澜的{each}项试验由{each * 3}负责，{each * 4}报告了{each * 5}的结果与不足。" for each in subjects
    )
    pages = [
        candidate(
            f"{TITLE}。\n{long}" if n == 0 else f"{TITLE}。听澜{each * 12}。", f"https://{n}.example/", title=TITLE
        )
        for n, each in enumerate(subjects)
    ]
    chosen = choose(pages, tokens=60_000)
    assert len(chosen.sources) <= evidence.MOST_SOURCES
    counts = [sum(each.source == source.id for each in chosen.passages) for source in chosen.sources]
    assert max(counts) == evidence.MOST_FROM_ONE_SOURCE


def test_a_passage_is_the_span_of_its_page_that_it_says_it_is() -> None:
    text = "\n".join(PARAGRAPHS)
    chosen = choose([candidate(text)])
    assert len(chosen.passages) == len(PARAGRAPHS)
    assert all((each.original or each.text) == text[each.start : each.end] for each in chosen.passages)


def test_headings_bylines_and_the_title_itself_are_no_passages() -> None:
    chosen = choose([candidate(f"{TITLE}\n编辑：某某\n{PARAGRAPHS[0]}", title=TITLE)])
    assert [each.text for each in chosen.passages] == [PARAGRAPHS[0]]


def test_the_same_pages_give_the_same_evidence() -> None:
    first, second = (choose(sample_candidates("A"), headline("A")) for _ in range(2))
    assert first.model_dump_json() == second.model_dump_json()


# ---------------------------------------------------------------- what a source is


def test_a_source_keeps_what_its_reference_needs() -> None:
    date = SourceDate(year=2026, month=11)
    page = candidate(
        PARAGRAPHS[0], "https://a.example/1", title=TITLE, author="秦晚舟", publisher="北桥社", published=date
    )
    (source,) = choose([page]).sources
    assert (source.url, source.title, source.author, source.publisher) == (
        "https://a.example/1",
        TITLE,
        "秦晚舟",
        "北桥社",
    )
    assert (source.published, source.retrieved, source.sha256) == (date, READ, page.page.sha256)


def test_the_address_after_redirects_is_the_one_that_is_named() -> None:
    page = candidate(PARAGRAPHS[0], "https://short.example/x", final_url="https://a.example/long")
    assert choose([page]).sources[0].url == "https://a.example/long"


def test_traditional_chinese_is_shown_simplified_and_its_original_is_kept() -> None:
    text = "北辰實驗室公佈語音模型「聽瀾」，支援二十三種方言的識別與合成，權重開放下載。"
    chosen = choose([candidate(text, title="「聽瀾」語音模型開放下載", publisher="晴嶼時報")])
    (passage,) = chosen.passages
    assert passage.text == chinese.simplified(text) != text
    assert passage.original == text == text[passage.start : passage.end]
    assert (chosen.sources[0].title, chosen.sources[0].publisher) == ("「听澜」语音模型开放下载", "晴屿时报")


def test_simplified_and_foreign_passages_have_no_other_original() -> None:
    assert not any(each.original for each in choose([candidate(PARAGRAPHS[0])]).passages)
    assert not any(each.original for each in sample_evidence("D").passages if each.language == "en")


# ---------------------------------------------------------------- which pages


@pytest.mark.parametrize("letter", ["A", "B", "D"])
def test_pages_about_something_else_are_left_out(letter: str) -> None:
    others = [each for other in ("A", "B", "C", "D", "") if other != letter for each in sample_candidates(other)]
    chosen = choose([*others, *sample_candidates(letter)], headline(letter))
    assert {source.url for source in chosen.sources} <= {each.page.url for each in sample_candidates(letter)}
    assert len(chosen.sources) >= 3


def test_a_word_that_every_page_of_the_trade_has_makes_no_page_one_about_the_headline() -> None:
    chosen = choose([*sample_candidates("C"), *sample_candidates("D")], headline("C"))
    assert {source.url for source in chosen.sources} <= {each.page.url for each in sample_candidates("C")}


def test_a_page_an_editor_named_comes_first_and_one_about_something_else_is_left_out_with_a_note() -> None:
    stray = candidate(
        "某地的苹果今年丰收，果农说雨水正好，价格比去年略低一些。",
        "https://fruit.example/",
        given=True,
        title="苹果丰收",
    )
    named = candidate("\n".join(PARAGRAPHS[3:]), "https://named.example/", given=True)
    found = candidate("\n".join(PARAGRAPHS[:3]), "https://found.example/", title=TITLE)
    chosen = choose([stray, found, named])
    assert [source.url for source in chosen.sources] == ["https://named.example/", "https://found.example/"]
    assert [note for note in chosen.notes if "苹果丰收" in note] == list(chosen.notes) != []


def test_a_found_page_about_something_else_is_left_out_in_silence() -> None:
    stray = candidate("某地的苹果今年丰收，果农说雨水正好，价格比去年略低一些。", "https://fruit.example/")
    chosen = choose([stray, candidate(PARAGRAPHS[0])])
    assert (len(chosen.sources), chosen.notes) == (1, ())


def test_a_foreign_page_is_known_by_the_names_in_the_headline_or_by_the_translated_query() -> None:
    english = candidate(
        "Larkmoor Compute said on Thursday that it will build a campus of data centers in Abilene, Texas.",
        "https://en.example/",
    )
    assert choose([english], "拉克莫尔（Larkmoor Compute）在Abilene建园区").sources
    assert choose([english], "拉克莫尔在得州建园区", more=("Larkmoor builds a campus in Abilene, Texas",)).sources


def test_a_copied_wire_text_is_kept_once_however_often_it_was_printed() -> None:
    wire = "\n".join(PARAGRAPHS)
    copy = wire.replace("听澜", "「聽瀾」", 1)
    chosen = choose(
        [candidate(wire, f"https://{n}.example/") for n in range(4)] + [candidate(copy, "https://hant.example/")]
    )
    assert len(chosen.passages) == len(PARAGRAPHS)
    assert len({chinese.simplified(each.text) for each in chosen.passages}) == len(PARAGRAPHS)


# ---------------------------------------------------------------- refusals


@pytest.mark.parametrize(
    "candidates",
    [[], [candidate("某地的苹果今年丰收，果农说雨水正好，价格比去年略低一些。")], [candidate("", title="")]],
    ids=["no pages", "only unrelated pages", "an empty page"],
)
def test_no_page_about_the_headline_is_refused_with_where_we_looked(candidates: list[Candidate]) -> None:
    with pytest.raises(NothingFound) as refused:
        choose(candidates)
    assert refused.value.searched == ("本站档案", "某某搜索")
    assert TITLE in str(refused.value) and "\n" not in str(refused.value)


def test_too_little_text_is_refused_with_how_much_there_is_and_where_we_looked() -> None:
    with pytest.raises(TooThin) as refused:
        choose([candidate(PARAGRAPHS[0])], minimum=200)
    assert refused.value.searched == ("本站档案", "某某搜索")
    assert str(chinese.weight(PARAGRAPHS[0])) in str(refused.value) and "200" in str(refused.value)


def test_the_least_counts_what_is_left_after_the_cut() -> None:
    pages = [candidate("\n".join(PARAGRAPHS))]
    least = chinese.weight("".join(PARAGRAPHS))
    assert choose(pages, minimum=least).passages
    with pytest.raises(TooThin):
        choose(pages, minimum=least, tokens=100)


@pytest.mark.parametrize(
    "query",
    ["", "   ", "？！", "a", "“", "“听澜”" * 2000, "\x00{{< x >}}---", "听" * 10_000],
    ids=["empty", "white space", "stops", "one letter", "one quotation mark", "long", "control characters", "10,000"],
)
def test_no_headline_breaks_the_choice(query: str) -> None:
    try:
        chosen = choose([candidate("\n".join(PARAGRAPHS)), candidate("\n".join(PARAGRAPHS), given=True)], query)
    except NothingFound:
        return
    assert chosen.passages


def test_giant_pages_cost_no_more_than_their_place() -> None:
    giant = candidate((TITLE + "，详情如下。\n") * 3000 + "听澜" * 50_000, "https://giant.example/")
    chosen = evidence.choose("s1", [TITLE], [giant, candidate("\n".join(PARAGRAPHS))], AMPLE, ())
    assert bound(chosen) <= AMPLE.tokens
    assert {"https://wire.example/a"} <= {source.url for source in chosen.sources}


# ---------------------------------------------------------------- what may be used, and how


def standing(**what: object) -> Standing:
    return Standing.model_validate(what)


LABELLED = [
    (candidate("\n".join(PARAGRAPHS), machine=True), "由机器生成"),
    (candidate("\n".join(PARAGRAPHS), ours=True), "本站自己的文章"),
    (candidate("\n".join(PARAGRAPHS)).model_copy(update={"standing": standing(kind="machine")}), "由机器生成"),
    (candidate("\n".join(PARAGRAPHS)).model_copy(update={"standing": standing(use="never")}), "不得使用"),
    (candidate("\n".join(PARAGRAPHS)).model_copy(update={"standing": standing(use="link")}), "只可链接"),
]


@pytest.mark.parametrize(("page", "why"), LABELLED, ids=["machine", "ours", "machine by standing", "never", "link"])
def test_what_may_not_be_evidence_is_left_out_with_a_note_and_alone_is_a_refusal(page: Candidate, why: str) -> None:
    other = candidate(PARAGRAPHS[0] + PARAGRAPHS[1], "https://b.example/", title=TITLE)
    chosen = choose([page, other])
    assert [source.url for source in chosen.sources] == ["https://b.example/"]
    assert any(why in note for note in chosen.notes)
    with pytest.raises(NothingFound) as refused:
        choose([page])
    assert page.name in str(refused.value) and "read and left out" in str(refused.value)


def test_a_source_for_facts_only_is_taken_and_keeps_its_use_for_the_gate() -> None:
    facts = candidate("\n".join(PARAGRAPHS)).model_copy(update={"standing": standing(use="facts", kind="wire")})
    (source,) = choose([facts]).sources
    assert (source.use, source.kind) == ("facts", "wire")


def test_the_announcement_comes_before_the_reports_of_it() -> None:
    report = candidate("\n".join(PARAGRAPHS), "https://media.example/", title=TITLE)
    announced = candidate(
        f"{TITLE}。\n本公司今日公布听澜，二十三种方言可以识别，许可允许商用。", "https://lab.example/"
    )
    announced = announced.model_copy(update={"standing": standing(kind="primary")})
    assert [source.kind for source in choose([report, announced]).sources] == ["primary", "media"]


@pytest.mark.parametrize(
    "weaker",
    [
        {"page": page(PARAGRAPHS[1], "https://b.example/", title=TITLE, access="excerpt")},
        {"page": page(PARAGRAPHS[1], "https://b.example/", title=TITLE, access="paywalled")},
        {"standing": standing(weight=0.3)},
        {"standing": standing(kind="rumour")},
    ],
    ids=["excerpt", "paywalled", "little weight", "rumour"],
)
def test_of_two_pages_the_one_whose_word_counts_more_fills_the_bound(weaker: dict[str, object]) -> None:
    strong = candidate(PARAGRAPHS[0], "https://a.example/", title=TITLE)
    weak = candidate(PARAGRAPHS[1], "https://b.example/", title=TITLE).model_copy(update=weaker)
    chosen = choose([weak, strong], tokens=70)
    assert [source.url for source in chosen.sources] == ["https://a.example/"]


def test_copies_are_one_source_cited_at_the_one_they_name_with_their_outlets() -> None:
    wire = "\n".join(PARAGRAPHS)
    copies = [
        candidate(f"本报讯\n{wire}", "https://b.example/", publisher="晴屿时报", origin="北桥社"),
        candidate(f"{wire}\n责任编辑：某某", "https://c.example/", publisher="长湾晚报", origin="来源：北桥社"),
    ]
    original = candidate(wire, "https://a.example/", publisher="北桥社", title=TITLE)
    (source,) = choose([*copies, original]).sources
    assert (source.url, source.copies) == ("https://a.example/", ("晴屿时报", "长湾晚报"))


def test_outlets_that_are_known_to_carry_a_text_are_named_too() -> None:
    known = candidate("\n".join(PARAGRAPHS), publisher="北桥社").model_copy(update={"copies": ("晚报", "北桥社")})
    assert choose([known]).sources[0].copies == ("晚报",)  # it is no copy of itself


def test_a_page_titled_otherwise_lends_only_the_places_that_are_about_the_headline() -> None:
    digest = [
        "东山市的地铁三号线今天停运检修，市民可以改乘接驳公交车前往市区各站。",
        "果农说今年雨水正好，苹果的价格比去年略低一些，外地客商已经订货三千吨。",
        *PARAGRAPHS[:2],
        "长途列车的餐车从下月起取消现金付款，乘客可以用交通卡或者手机结账。",
        "市图书馆的闭馆时间推迟到二十二时，自习区一百二十六个座位常常坐满。",
    ]
    chosen = choose([candidate("\n".join(digest), title="城市早报：三号线停运检修")])
    texts = [each.text for each in chosen.passages]
    assert set(PARAGRAPHS[:2]) <= set(texts)
    assert digest[0] not in texts and digest[-1] not in texts


def test_a_name_in_quotation_marks_is_known_by_the_form_that_a_page_puts_beside_it() -> None:
    headline = "“国家版星图”：多国获益最大"
    explains = candidate(
        "星图公司公布“国家版星图”（Startography for Nations）计划，多国获益最大，首批十国参加合作。",
        "https://a.example/",
        title=headline,
    )
    knows = candidate(
        "星图公司上周宣布了Startography for Nations，打算在十个国家各建一座机房，由当地政府出地出电。",
        "https://b.example/",
        title="机房建到国外去",
    )
    near = candidate(
        "星图公司与晨风公司的合作出现裂痕，两家公司为机房的使用权争执了四个月，多国媒体关注。",
        "https://c.example/",
        title="星图公司与晨风公司争执",
    )
    chosen = choose([explains, knows, near], headline)
    assert {source.url for source in chosen.sources} == {"https://a.example/", "https://b.example/"}


def test_a_page_that_can_hold_no_word_of_the_headline_is_known_by_its_figures() -> None:
    english = [each for each in sample_candidates("A") if each.page.language == "en"]
    (marathon,) = [each for each in sample_candidates("") if each.page.language == "en"]
    named = [each.model_copy(update={"given": True}) for each in (*english, marathon)]
    chosen = choose([*sample_candidates("A"), *named][-9:], headline("A"))
    addresses = {source.url for source in chosen.sources}
    assert english[0].page.url in addresses and marathon.page.url not in addresses


def test_pages_together_have_anybodys_small_numbers_and_that_makes_no_page_theirs() -> None:
    asked = "五座城市公布算力中心运行情况"

    def town(number: int) -> Candidate:
        rows = "".join(f"第{row}座机房有机柜{number * 10 + row}台。" for row in range(10))
        return candidate(f"{asked}。{rows}", f"https://{number}.example/", title=asked)

    ports = "".join(f"Berth {number} was handed to the software. " for number in range(10, 60, 5))
    foreign = candidate(ports, "https://ports.example/", title="How small ports learned to trust", language="en")
    towns = [town(number) for number in range(1, 6)]
    chosen = choose([*towns, foreign], asked)
    assert {source.url for source in chosen.sources} == {each.page.url for each in towns}


def test_a_refusal_for_too_little_text_names_what_was_left_out() -> None:
    machine = candidate("\n".join(PARAGRAPHS[2:]), "https://m.example/", title="听澜速览", machine=True)
    with pytest.raises(TooThin) as refused:
        choose([candidate(PARAGRAPHS[0]), machine], minimum=200)
    assert "听澜速览: a text that a machine wrote is no evidence" in str(refused.value)


SEEDS = Path(__file__).parents[2] / "shared" / "seeds"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
def test_of_the_seed_documents_and_the_sample_site_only_what_concerns_the_headline_is_used() -> None:
    """The first document has this very headline and says that a machine wrote it: no evidence. The fourth is a
    commentary on “OpenAI for Countries”. The others are on OpenAI's scenarios, the American action plan, and OpenAI's
    quarrel with Microsoft: near, and not about it."""
    from newsbot import readability

    asked = "“国家版OpenAI”：美国政府获益最大"
    read = [(path.name, readability.plain(path.name, path.read_bytes())) for path in sorted(SEEDS.iterdir())]
    seeds = [
        candidate(
            each.text, "", given=True, title=each.title, language=each.language, machine=each.machine, ours=each.ours
        )
        for _, each in read
    ]
    site = [each for letter in ("A", "B", "C", "D", "") for each in sample_candidates(letter)]
    named = [each.model_copy(update={"given": True}) for each in site]
    for others in ([], site, named):
        chosen = choose([*seeds, *others], asked)
        assert {source.sha256 for source in chosen.sources} == {seeds[3].page.sha256}
        assert len(chosen.notes) == 4 + (len(named) if others is named else 0)
        assert sum("由机器生成" in note for note in chosen.notes) == 1
    assert len(choose([*seeds, *site], asked, minimum=600).passages) >= 10
