"""What a source is and what it may be used for: settings first, then what is known, then what is seen of it."""

from datetime import UTC, datetime
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsbot import sources
from newsbot.news import Page, SourceKind, Use
from newsbot.settings import Outlet

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def page(url: str = "https://paper.example/a", title: str = "北辰发布大模型", **fields: Any) -> Page:
    return Page(url=url, final_url=url, fetched=NOW, title=title, text="正文。", sha256="0" * 64, **fields)


# ---------------------------------------------------------------- what is known


@pytest.mark.parametrize(
    ("url", "kind", "outlet"),
    [
        ("https://openai.com/index/x", "primary", "OpenAI"),
        ("https://www.anthropic.com/news/x", "primary", "Anthropic"),
        ("https://deepmind.google/x", "primary", "Google"),
        ("https://ai.meta.com/blog/x", "primary", "Meta"),
        ("https://blogs.microsoft.com/x", "primary", "Microsoft"),
        ("https://www.huawei.com/cn/news/x", "primary", "华为"),
        ("https://www.tencent.com/zh-cn/x", "primary", "腾讯"),
        ("https://www.cac.gov.cn/x", "primary", "中国政府网"),
        ("https://www.reuters.com/x", "wire", "路透社"),
        ("https://apnews.com/article/x", "wire", "美联社"),
        ("http://www.xinhuanet.com/x", "wire", "新华社"),
        ("https://www.news.cn/x", "wire", "新华社"),
        ("https://www.afp.com/x", "wire", "法新社"),
        ("https://www.toutiao.com/article/1", "aggregator", "今日头条"),
        ("https://www.sohu.com/a/1_2", "aggregator", "搜狐号"),
        ("https://www.163.com/dy/article/x", "aggregator", "网易号"),
        ("https://baijiahao.baidu.com/s?id=1", "aggregator", "百家号"),
        ("https://www.msn.com/en-us/x", "aggregator", "MSN"),
        ("https://finance.yahoo.com/x", "aggregator", "Yahoo"),
    ],
)
def test_well_known_hosts_are_known_with_all_hosts_below_them(url: str, kind: SourceKind, outlet: str) -> None:
    found = sources.standing(page(url))
    assert (found.kind, found.outlet) == (kind, outlet)
    assert (found.use, found.weight) == (sources.USES[kind], sources.WEIGHTS[kind])
    assert found.why


@pytest.mark.parametrize(
    "url",
    [
        "https://openai.com.evil.example/x",
        "https://notopenai.com/x",
        "https://evil.example/openai.com/",
        "https://evil.example/?reuters.com",
        "https://openai.com@evil.example/",
        "https://www.163.com/news/article/x",
        "https://www.sohu.com/about",
        "https://huggingface.co/someone/model",
        "http://127.0.0.1:8001/reuters.com",
        "https://government.example/",
        "http://[broken",
        "",
    ],
)
def test_what_only_looks_like_a_known_outlet_is_one_like_any_other(url: str) -> None:
    found = sources.standing(page(url, publisher="Reuters"))
    assert (found.kind, found.use, found.weight, found.outlet) == ("media", "quote", 1.0, "Reuters")


def test_where_users_write_on_a_labs_host_is_no_announcement() -> None:
    assert sources.standing(page("https://community.openai.com/t/1")).kind == "media"
    assert sources.standing(page("https://cloud.tencent.com/developer/article/1")).weight < 1
    assert sources.standing(page("https://cloud.tencent.com/product/x")).kind == "primary"


def test_where_a_page_ended_counts_and_not_what_was_asked_for() -> None:
    moved = page("https://openai.com/x").model_copy(update={"final_url": "https://paper.example/x"})
    assert sources.standing(moved).kind == "media"


def test_how_much_was_read_is_another_matter() -> None:
    for access in ("full", "excerpt", "headline", "paywalled"):
        assert sources.standing(page(access=access)) == sources.standing(page())


# ---------------------------------------------------------------- the settings


def test_an_outlet_of_the_settings_wins_over_what_is_known() -> None:
    outlet = Outlet(host="reuters.com", name="Reuters 中文", kind="media", use="link", weight=0.4)
    found = sources.standing(page("https://cn.reuters.com/x"), [outlet])
    assert (found.kind, found.use, found.weight, found.outlet) == ("media", "link", 0.4, "Reuters 中文")
    assert "sources.outlets" in found.why


def test_what_an_outlet_of_the_settings_leaves_out_is_as_it_is_known() -> None:
    known = sources.standing(page("https://www.reuters.com/x"), [Outlet(host="reuters.com")])
    assert (known.kind, known.use, known.weight, known.outlet) == ("wire", "quote", 1.3, "路透社")
    unknown = sources.standing(page(publisher="某报"), [Outlet(host="paper.example", kind="aggregator")])
    assert (unknown.kind, unknown.use, unknown.weight, unknown.outlet) == ("aggregator", "facts", 0.6, "某报")


def test_the_most_exact_host_wins_and_of_equal_ones_the_first() -> None:
    outlets = [
        Outlet(host="example.org", name="a"),
        Outlet(host="www.news.example.org", name="b"),
        Outlet(host="news.example.org", name="c"),
        Outlet(host="example.org:8080", name="d"),
    ]
    told = {
        url: sources.standing(page(url), outlets).outlet
        for url in ("http://example.org/", "https://www.news.example.org./", "http://example.org:8080/")
    }
    assert list(told.values()) == ["a", "b", "d"]


def test_a_publishers_name_counts_only_for_outlets_without_a_host() -> None:
    named, hosted = Outlet(name="机器新闻", kind="wire"), Outlet(host="reuters.com", name="Reuters", kind="wire")
    account = page("https://mp.weixin.qq.com/s/1", publisher=" 機器新聞 ")
    assert sources.standing(account, [hosted, named]).kind == "wire"
    assert sources.standing(page(publisher="Reuters"), [hosted, named]).kind == "media"


def test_only_listed_outlets_may_be_used_where_the_settings_say_so() -> None:
    outlets = [Outlet(host="paper.example")]
    assert sources.standing(page(), outlets, only_listed=True).use == "quote"
    other = sources.standing(page("https://www.reuters.com/x"), outlets, only_listed=True)
    assert other.use == "never"
    assert "only_listed" in other.why
    hearsay = sources.standing(page("https://b.example/", "网传某公司裁员"), outlets, only_listed=True)
    assert (hearsay.use, hearsay.why) == ("never", other.why)


def test_a_document_an_editor_handed_in_is_no_outlet() -> None:
    assert sources.standing(page(""), [Outlet(host="paper.example")], only_listed=True).use == "quote"


def test_machine_made_pages_and_our_own_articles_are_never_used_whatever_is_set() -> None:
    outlets = [Outlet(host="paper.example", kind="primary", use="quote", weight=9)]
    for flag in ({"machine": True}, {"ours": True}):
        found = sources.standing(page(**flag), outlets)
        assert (found.kind, found.use, found.weight) == ("machine", "never", 0.0)
    assert sources.standing(page(ours=True)).why != sources.standing(page(machine=True)).why
    farm = sources.standing(page(), [Outlet(host="paper.example", kind="machine", use="quote")])
    assert (farm.kind, farm.use) == ("machine", "never")


# ---------------------------------------------------------------- hearsay


@pytest.mark.parametrize(
    "title",
    [
        "网传某厂将发布新模型",
        "網傳某廠將發佈新模型",
        "据传苹果将收购一家实验室",
        "爆料：新芯片参数曝光",
        "关于新模型的传闻汇总",
        "Rumor: lab to ship a new model",
        "New GPU rumoured for May",
    ],
)
def test_a_headline_that_calls_itself_hearsay_makes_a_rumour_that_is_linked_only(title: str) -> None:
    found = sources.standing(page(title=title))
    assert (found.kind, found.use, found.weight) == ("rumour", "link", 0.3)
    assert "传闻" in found.why


@pytest.mark.parametrize(
    "title",
    [
        "互联网传输协议更新",
        "联网传感器的数据传递",
        "根据传统做法",
        "网传某厂裁员？公司否认",
        "官方辟谣：网传消息不实",
        "某公司回应收购传闻",
        "Company denies rumors of a sale",
        "Sources say the lab raised $1 billion",
        "知情人士称公司将融资",
        "Rumination on language models",
    ],
)
def test_longer_words_answers_to_rumours_and_unnamed_sources_are_no_hearsay(title: str) -> None:
    assert sources.standing(page(title=title)).kind == "media"


def test_who_announces_or_is_listed_is_not_called_a_rumour() -> None:
    title = "网传某厂将发布新模型"
    assert sources.standing(page("https://openai.com/x", title)).kind == "primary"
    assert sources.standing(page("https://www.reuters.com/x", title)).kind == "wire"
    assert sources.standing(page(title=title), [Outlet(host="paper.example")]).kind == "media"


# ---------------------------------------------------------------- always


def test_every_kind_has_its_use_and_weight_and_the_settings_know_the_same_kinds_and_uses() -> None:
    assert set(sources.USES) == set(sources.WEIGHTS) == set(get_args(SourceKind))
    fields = Outlet.model_fields
    assert get_args(fields["kind"].annotation) == ("", *get_args(SourceKind))
    assert get_args(fields["use"].annotation) == ("", *get_args(Use))


def test_before_a_page_is_read_its_address_tells_the_same() -> None:
    for url in ("https://openai.com/x", "https://paper.example/x", "https://www.sohu.com/a/1"):
        assert sources.of_address(url, "某报") == sources.standing(page(url, publisher="某报"))


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=60), st.text(max_size=30), st.text(max_size=30))
def test_no_address_name_or_title_is_too_odd_to_stand_somewhere(url: str, publisher: str, title: str) -> None:
    found = sources.standing(page(f"https://{url}", title, publisher=publisher), [Outlet(host="a.example")])
    assert found.kind in get_args(SourceKind)
    assert found.why


def test_giant_texts_are_read_to_a_bound() -> None:
    odd = page("https://" + "a." * 50_000 + "example/" + "b/" * 50_000, "网传" * 100_000, publisher="某" * 100_000)
    assert sources.standing(odd, [Outlet(name="x")]).kind == "rumour"
