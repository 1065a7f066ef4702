"""What a page says of itself: who, when, whom it took it from, its address, its price, and that a machine wrote it."""

import pytest

from newsbot import readability
from newsbot.errors import ParseError
from newsbot.news import Readable
from page_samples import PARAGRAPHS, SEEN, TEXT, TITLE, URL, article, json_ld, page


def read(body: str, head: str = "", title: str = TITLE, url: str = URL) -> Readable:
    return readability.extract(url, "text/html", SEEN, page(body, head, title))


def refused(body: str, head: str = "", title: str = TITLE) -> str:
    with pytest.raises(ParseError) as caught:
        read(body, head, title)
    return str(caught.value)


# ---------------------------------------------------------------- who, when, from whom


@pytest.mark.parametrize(
    ("byline", "author", "origin", "published"),
    [
        ("<p>2026年8月21日 20:40 来源：新华社</p>", "", "新华社", "2026-08-21"),
        (
            "<div><span>来源：</span><span>云栖时报</span> <span>作者：</span><span>张三</span></div>",
            "张三",
            "云栖时报",
            "None",
        ),
        ("<p>作者：张三 李四 来源：新华社 责任编辑：王五</p>", "张三、李四", "新华社", "None"),
        ("<p>责任编辑：王五</p>", "", "", "None"),
        ("<p>文 | 佘小明　2026-8-1</p>", "佘小明", "", "2026-08-01"),
        ("<p>记者 欧阳小明 发布时间：2026/08/20 08:30</p>", "欧阳小明", "", "2026-08-20"),
        ("<p>3小时前</p>", "", "", "2026-08-22"),
        ("<p>昨天 09:00 · 云栖</p>", "", "", "2026-08-21"),
        ("<p>By Jane Doe August 20, 2026</p>", "Jane Doe", "", "2026-08-20"),
        ("<p>2027年1月1日</p>", "", "", "None"),
        ("<p>2026年13月41日</p>", "", "", "None"),
    ],
)
def test_the_line_under_the_headline_says_who_when_and_from_whom(
    byline: str, author: str, origin: str, published: str
) -> None:
    found = read(article(byline=byline))
    assert (found.author, found.origin, str(found.published)) == (author, origin, published)


@pytest.mark.parametrize(
    ("lead", "author", "origin"),
    [
        (
            "新华社北京8月21日电（记者张三、李四）北京的一家公司周五发布了新的模型，价格下降一半。",
            "张三、李四",
            "新华社",
        ),
        (
            "BEIJING, Aug 21 (Reuters) - A company in Beijing released a model on Friday that runs on a phone.",
            "",
            "Reuters",
        ),
    ],
)
def test_a_news_agency_is_found_at_the_head_of_its_text(lead: str, author: str, origin: str) -> None:
    found = read(f"<article><h1>{TITLE}</h1><p>{lead}</p><p>{PARAGRAPHS[1]}</p><p>{PARAGRAPHS[2]}</p></article>")
    assert (found.author, found.origin) == (author, origin)


def test_a_date_in_the_future_is_not_believed_and_the_next_one_is() -> None:
    future = "<meta property='article:published_time' content='2031-01-01'>"
    assert read(article(), future).published is None
    both = future + "<meta name='date' content='2026-08-20'>"
    assert str(read(article(), both).published) == "2026-08-20"


def test_tomorrow_is_not_the_future_where_it_is_tomorrow_already() -> None:
    head = "<meta property='article:published_time' content='2026-08-23T00:30:00+14:00'>"
    assert str(read(article(), head).published) == "2026-08-23"


def test_a_title_without_end_is_cut_and_the_sites_name_taken_off() -> None:
    assert len(read(f"<p>{TEXT}</p>", title="题" * 5_000).title) == 300
    found = read(f"<p>{TEXT}</p>", title=f"{TITLE}_云栖网")
    assert (found.title, found.publisher) == (TITLE, "云栖网")


# ---------------------------------------------------------------- its own address


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ("<link rel=canonical href='https://www.news.example/2026/b.html'>", "https://www.news.example/2026/b.html"),
        ("<link rel=canonical href='/2026/b.html?id=1'>", "https://www.news.example/2026/b.html?id=1"),
        ("<link rel=canonical href='https://m.news.example/b'>", "https://m.news.example/b"),
        ("<meta property='og:url' content='https://news.example/2026/b.html'>", "https://news.example/2026/b.html"),
        ("<link rel=canonical href='https://www.news.example/'>", ""),
        ("<link rel=canonical href='https://other.example/2026/b.html'>", ""),
        ("<link rel=canonical href='javascript:alert(1)'>", ""),
        ("<link rel=canonical href='ftp://www.news.example/a'>", ""),
        ("<link rel=canonical href='https://u:p@www.news.example/a'>", ""),
        ("<link rel=canonical href='https://[broken/a'>", ""),
        (
            "<link rel=canonical href='https://www.news.example/'><meta property='og:url' content='/b'>",
            "https://www.news.example/b",
        ),
    ],
)
def test_a_page_names_its_own_address_on_its_own_site_only(head: str, canonical: str) -> None:
    assert read(article(), head).canonical == canonical


def test_a_file_may_name_any_address() -> None:
    body = page(article(), "<link rel=canonical href='https://other.example/b'>")
    assert readability.plain("a.html", body).canonical == "https://other.example/b"


# ---------------------------------------------------------------- access


@pytest.mark.parametrize(
    "free",
    [{"isAccessibleForFree": False}, {"isAccessibleForFree": "False"}, {"hasPart": {"isAccessibleForFree": "false"}}],
)
def test_what_says_that_it_is_not_free_is_paywalled(free: dict[str, object]) -> None:
    assert read(article(), json_ld({"@type": "NewsArticle", **free})).access == "paywalled"
    assert read(article(), json_ld({"@type": "NewsArticle", "isAccessibleForFree": True})).access == "full"


@pytest.mark.parametrize("wall", ["订阅后阅读全文", "本文为付费内容", "Subscribe to continue reading", "试读已结束"])
def test_a_short_text_above_a_wall_is_paywalled_and_a_long_one_is_not(wall: str) -> None:
    assert read(article() + f"<div>{wall}</div>").access == "paywalled"
    assert read(article(*(f"<p>{n}：{PARAGRAPHS[0]}</p>" for n in range(40))) + f"<div>{wall}</div>").access == "full"


# ---------------------------------------------------------------- what is no article


@pytest.mark.parametrize(
    ("body", "title", "says"),
    [
        ("<p>抱歉，您访问的页面不存在，3秒后返回首页。</p>", "云栖网", ""),
        ("<h1>页面不存在</h1><p>您可以返回首页。</p>", "云栖网", "no such page"),
        ("<p>Go back to the home page.</p>", "Page not found - News", "no such page"),
        ("<p>它可能被移走了。</p>", "404", "no such page"),
        ("<h2>该文章已被删除</h2><p>看看别的。</p>", "云栖网", "no such page"),
        ("<form><p>请先登录</p><input name=u><input type=password></form>", "云栖网", "login wall"),
        ("<h1>Log in to continue</h1><p>Members read more.</p>", "News", "login wall"),
        (
            "<h1>Before you continue</h1><p>We use cookies and our partners ask for your consent.</p>"
            "<p>Read our cookie notice and privacy policy. Accept all cookies.</p>",
            "News",
            "cookie wall",
        ),
        (
            "<h1>We value your privacy</h1><p>We and our 842 partners store information on a device, such as cookies, "
            "and process personal data to personalise content and ads and to analyse our traffic.</p>"
            "<button>Accept all</button><button>Reject all</button>",
            "News",
            "cookie wall",
        ),
        (
            "<h1>Court: sites may not ask twice</h1><p>Whoever clicked “reject all” may not be shown the question "
            "again within six months, a court in Hamburg ruled on Tuesday. The publisher that lost had asked its "
            "readers on every visit whether they agree to cookies, and says that it will appeal.</p>",
            "Court",
            "",
        ),
    ],
)
def test_walls_and_error_pages_have_a_line_of_their_own(body: str, title: str, says: str) -> None:
    if says:
        assert says in refused(body, title=title)
        assert refused(body, title=title).startswith(URL)
    else:
        assert read(body, title=title).text


def test_a_page_that_only_leads_on_names_where_to() -> None:
    head = "<meta http-equiv='Refresh' content='0; URL=https://b.example/story?key=sesame'>"
    assert refused("<p>转到新地址</p>", head).endswith(
        "only sends readers on to https://b.example/story; give that address"
    )


def test_an_article_about_missing_pages_logins_and_cookies_is_an_article() -> None:
    text = "".join(
        f"<p>{n}. 这家网站要求读者先登录，还要接受cookie，否则页面不存在。{each}</p>"
        for n in range(5)
        for each in PARAGRAPHS
    )
    refresh = "<meta http-equiv=refresh content='300; url=/a'>"
    found = read(f"<article><h1>404：找不到的页面</h1>{text}</article>", refresh, "404：找不到的页面")
    assert "否则页面不存在" in found.text


# ---------------------------------------------------------------- made by a machine


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (article("<p>本文由人工智能生成，仅供参考。</p>"), ""),
        (article("<p>（本文由云栖大模型自动生成）</p>"), ""),
        (article("<p>This article was automatically generated by AI News Assistant on 6/9/2025</p>"), ""),
        (article("<p>This story was written with the help of a person.</p>", byline="<p>AI-generated article</p>"), ""),
        (article() + "<footer>内容由AI生成</footer>", ""),
        (article(), """<meta name="AIGC" content='{"Label":"1","ContentProducer":"x"}'>"""),
        (article(), """<script type="application/json">{"AIGC": {"Label": "1", "ProduceID": "7"}}</script>"""),
        (
            article(),
            json_ld(
                {
                    "@type": "NewsArticle",
                    "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
                }
            ),
        ),
    ],
)
def test_what_calls_itself_machine_made_is_believed(body: str, head: str) -> None:
    found = read(body, head)
    assert (found.machine, found.ours) == (True, False)


@pytest.mark.parametrize(
    ("body", "head"),
    [
        (article("<p>本文由人工智能生成，尚未审核。newsbot</p>"), ""),
        (article(), "<meta name=generator content='newsbot 0.1'>"),
        (article(), """<meta name="aigc" content='{"Label":"1","ContentProducer":"newsbot"}'>"""),
    ],
)
def test_our_own_articles_are_known(body: str, head: str) -> None:
    found = read(body, head)
    assert (found.machine, found.ours) == (True, True)


def test_news_about_machine_made_texts_and_other_generators_is_not_machine_made() -> None:
    middle = ["<p>专家说，网上的一些文章由人工智能生成，读者难以分辨。</p>"]
    about = "".join(f"<p>{n}：{each}</p>" for n in range(3) for each in PARAGRAPHS)
    found = read(article(about, *middle, about), "<meta name=generator content='Hugo 0.140'>")
    assert (found.machine, found.ours) == (False, False)


# ---------------------------------------------------------------- tables and the second extractor


def test_tables_are_kept_as_rows_and_in_the_text() -> None:
    rows = (("th", "模型", "得分"), ("td", "小型", "85.3"), ("td", "大型", ""))
    table = "".join(f"<tr><{tag}>{one}</{tag}><{tag}>{other}</{tag}></tr>" for tag, one, other in rows)
    found = read(article(f"<table>{table}</table><p>{PARAGRAPHS[0]}</p>"))
    assert found.tables == ((("模型", "得分"), ("小型", "85.3"), ("大型", "")),)
    assert "模型 | 得分\n小型 | 85.3\n大型" in found.text


def test_two_extractors_agree_on_a_plain_article() -> None:
    agreement = read(article()).agreement
    assert agreement is not None
    assert agreement > 0.8


def test_they_do_not_agree_where_one_sees_much_more() -> None:
    comments = "".join(f"<p>{n}楼：我觉得这个模型的价格还是太贵了，等一等再说。</p>" for n in range(60))
    agreement = read(article() + f"<div id='comments' class='comments'>{comments}</div>").agreement
    plain = read(article()).agreement
    assert agreement is not None
    assert plain is not None
    assert agreement <= plain


# ---------------------------------------------------------------- one line for a whole page


def test_a_page_scraped_into_one_line_has_its_headings_and_paragraphs_again() -> None:
    chapters = [f"{n}、第{n}部分的题目 （一）背景 {TEXT.replace(chr(10), ' ')} 表:各方的得分" for n in "一二三四五六"]
    lines = read(f"<article><div>{' '.join(chapters)}</div></article>").text.split("\n")
    assert [line for line in lines if "题目" in line] == [f"{n}、第{n}部分的题目" for n in "一二三四五六"]
    assert lines.count("（一）背景") == lines.count("表:各方的得分") == 6
    assert [line for line in lines if line in PARAGRAPHS] == [*PARAGRAPHS] * 6
