"""Front matter for Hexo and Astro: their keys say what ours say, and the file stays the article it is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from pydantic import ValidationError

from article_sample import STORY, TEMPLATE, draft, evidence, form, paragraph, said, verdict
from newsbot import article, publishing
from newsbot.article import Correction, Cover, Document, Profile
from newsbot.article.document import FlowList, Quoted
from newsbot.settings.publishing import Publish
from publish_world import PublishWorld, publish_world
from test_feature import TEMPLATE as FEATURE_TEMPLATE
from test_feature import built as feature_built
from test_hugo import hostile_articles

AT = datetime(2026, 3, 6, 1, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
PICTURE = Cover(image="covers/a.png", credit="林工", licence="CC0")
ABOUT = "临江港上线语音调度模型。港务局称，等泊时间平均缩短11分钟。"


def news(**shown: Any) -> Document:
    made = article.build(verdict(draft()), evidence(), STORY, form()).document
    return article.published(made, AT, "陈编辑", None, shown.get("shown"))


def front(document: Document, template: str = TEMPLATE) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(article.finish(document, template).split("---\n")[1])
    return loaded


def test_for_hugo_nothing_changes() -> None:
    assert article.fitted(news(), "hugo", ZONE) == news()


def test_hexo_gets_its_dates_its_excerpt_and_no_tags_that_are_run() -> None:
    told = front(article.fitted(news(), "hexo", ZONE))
    assert (told["excerpt"], told["description"]) == (ABOUT, ABOUT)
    assert (told["published"], told["disableNunjucks"]) == (True, True)
    assert told["updated"] == told["date"]
    correction = Correction(day=date(2026, 3, 6), text="补充了来源。")
    corrected = front(article.fitted(article.corrected(news(), correction, AT), "hexo", ZONE))
    assert corrected["updated"] == datetime(2026, 3, 6, 9)  # the clock of the zone at `lastmod`
    assert corrected["date"] == told["date"]
    unpublished = article.build(verdict(draft()), evidence(), STORY, form()).document
    assert front(article.fitted(unpublished, "hexo", ZONE))["published"] is False


def test_hexo_is_told_the_clock_of_its_own_zone() -> None:
    """It takes 16:05:09Z for five past four in the afternoon wherever it is, and 00:05:09+08:00 too."""
    for document, template in ((news(), TEMPLATE), (feature_built()[0], FEATURE_TEMPLATE)):
        text = article.finish(article.fitted(document, "hexo", ZONE), template)
        assert "\ndate: 2026-03-05T00:05:09\n" in text
        again = article.fitted(article.parse(text), "hexo", ZoneInfo("America/New_York"))
        assert "\ndate: 2026-03-05T00:05:09\n" in article.finish(again, template)
    later = news(shown=datetime(2026, 4, 1, tzinfo=UTC))  # with `future: false` it is not shown before
    assert front(article.fitted(later, "hexo", ZONE))["date"] == datetime(2026, 4, 1, 8)


MARKUP = "<img src=x onerror=alert(1)>"


def test_what_hexos_themes_print_as_it_is_holds_no_markup() -> None:
    """NexT, Butterfly and Fluid print titles as HTML, Butterfly in a string of a script too; a tag cloud its names."""
    title = Quoted(quoted=MARKUP + "\\';alert(1)//")
    tagged = news().with_front(
        title=title, author=title, summary=title, tags=FlowList(items=("AI", MARKUP, "R&D", "&lt;b&gt;"))
    )
    told = front(article.fitted(tagged, "hexo", ZONE))
    for key in ("title", "author", "summary", "excerpt", "description"):
        assert told[key] == "＜img src=x onerror=alert(1)＞＼';alert(1)//"
    assert told["tags"] == ["AI", "＜img src=x onerror=alert(1)＞", "R&D", "＆lt;b＆gt;"]
    assert front(article.fitted(tagged, "astro", ZONE))["title"] == title.quoted


def test_no_brace_of_a_text_is_run_by_hexo() -> None:
    """Nunjucks is off for the article: `{{ 7*7 }}` stays what it says, and an open `{%` does not end the build."""
    braces = draft(introduction=(paragraph(said("他写下{{ 7*7 }}和{% raw %}。", "1.1")),))
    written = article.build(verdict(braces), evidence(), STORY, form()).document
    text = article.finish(article.fitted(written, "hexo", ZONE), TEMPLATE)
    assert "\ndisableNunjucks: true\n" in text.split("---\n")[1]
    assert r"他写下\{\{ 7\*7 }}和\{% raw %}" in text


def test_hexo_gets_the_picture_as_an_address_and_loses_it_with_the_article() -> None:
    """Themes print `cover` as it is: of a map they make "[object Object]"."""
    bare = front(article.fitted(news(), "hexo", ZONE))
    assert bare["cover"] == "" and "photos" not in bare
    for document, template in ((news(), TEMPLATE), (feature_built()[0], FEATURE_TEMPLATE)):
        fitted = article.fitted(article.covered(document, PICTURE), "hexo", ZONE)
        told = front(fitted, template)
        assert (told["cover"], told["photos"]) == ("/covers/a.png", ["/covers/a.png"])
        read = article.parse(article.finish(fitted, template))
        assert front(article.fitted(read, "hexo", ZONE), template) == told
        gone = article.fitted(article.withdrawn(read, "来源撤回", date(2026, 3, 7), AT), "hexo", ZONE)
        told = front(gone, template)
        assert not told.get("cover") and "photos" not in told and "image_credit" not in told


def test_a_correction_leaves_the_pictures_address_alone() -> None:
    """Whatever figure is put right: the file is called what it is called."""
    shown = article.covered(news(), Cover(image="covers/2026-11.png", alt="缩短11分钟", credit="林工", licence="CC0"))
    correction = Correction(day=date(2026, 3, 6), was="11", instead="12")
    assert front(article.corrected(shown, correction, AT))["cover"] == {
        "image": "covers/2026-11.png",
        "alt": "缩短12分钟",
        "caption": "林工（CC0）",
    }
    fitted = article.fitted(shown, "hexo", ZONE)
    told = front(article.fitted(article.corrected(fitted, correction, AT), "hexo", ZONE))
    assert told["cover"] == "/covers/2026-11.png" and "12分钟" in told["title"]


def test_astro_gets_what_the_schema_of_its_blog_asks_for() -> None:
    told = front(article.fitted(news(), "astro", ZONE))
    assert told["description"] == ABOUT
    assert told["pubDate"] == told["date"]
    assert "updatedDate" not in told and "heroImage" not in told
    later = news(shown=datetime(2026, 4, 1, tzinfo=UTC))
    assert front(article.fitted(later, "astro", ZONE))["pubDate"] == datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(("image", "hero"), [("covers/a.png", "/covers/a.png"), ("cover-1.png", "./cover-1.png")])
def test_astro_finds_the_picture_and_loses_it_with_the_article(image: str, hero: str) -> None:
    shown = article.covered(news(), Cover(image=image, credit="林工", licence="CC0"))
    fitted = article.fitted(shown, "astro", ZONE)
    assert front(fitted)["heroImage"] == hero
    gone = article.withdrawn(fitted, "来源撤回", date(2026, 3, 7), AT)
    told = front(article.fitted(gone, "astro", ZONE))
    assert "heroImage" not in told
    assert told["description"] == "本文已撤回。"


@pytest.mark.parametrize("profile", ["hexo", "astro"])
def test_the_file_reads_back_and_is_fitted_once_whatever_stands_in_it(profile: Profile) -> None:
    for document, template in (
        (news(), TEMPLATE),
        (feature_built()[0], FEATURE_TEMPLATE),
        *((each, TEMPLATE) for each in hostile_articles()),
    ):
        fitted = article.fitted(document, profile, ZONE)
        text = article.finish(fitted, template)
        assert article.finish(article.fitted(article.parse(text), profile, ZONE), template) == text
        bare = ("date", "cover", "title", "author", "summary", "tags", "categories") if profile == "hexo" else ()
        ours = [field for field in fitted.front if field in document.front and field.key not in bare]
        assert ours == [field for field in document.front if field.key not in bare]
        assert list(front(fitted, template))[:7] == list(front(document, template))[:7]


def test_an_address_has_a_place_for_the_name_and_leads_to_a_site() -> None:
    for good in ("https://news.example/posts/{name}/", "HTTP://[::1]:4000/新闻/{name}.html?a=b&c#d"):
        assert Publish(address=good).address == good
    for wrong in (
        "posts/{name}",
        "https://news.example/posts/",
        "https://news.example/{name}/{day}",
        "javascript:{name}",
        "https://news.example/{NAME}/",  # which nothing is put for
        "https://news.example/a](b/{name})",
        "https://news.example/\\{name}",
        "https://news.example/{name}\x00",
        "https://news.example/{name}\n",
    ):
        with pytest.raises(ValidationError, match="must be an address with"):
            Publish(address=wrong)


def test_bundles_are_refused_for_hexo() -> None:
    with pytest.raises(ValidationError, match="Hexo has no bundles"):
        Publish(profile="hexo", bundle=True)
    assert Publish(profile="astro", bundle=True).bundle


# ---------------------------------------------------------------- published


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        policy = replace(opened.publisher.policy, profile="hexo")
        yield replace(opened, publisher=replace(opened.publisher, policy=policy))


async def test_a_published_file_has_them_and_is_still_corrected_and_taken_back(desk: PublishWorld) -> None:
    await desk.reviewed()
    path = Path((await desk.published()).published.path)
    assert "\ndisableNunjucks: true\n" in path.read_text(encoding="utf-8")
    correction = Correction(day=date(2026, 3, 6), was="2300万元", instead="2400万元")
    await publishing.correct(await desk.row(), desk.publisher, "陈编辑", correction)
    told = yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
    assert told["updated"] == told["lastmod"].astimezone(ZONE).replace(tzinfo=None, microsecond=0)
    await publishing.withdraw(await desk.row(), desk.publisher, "陈编辑", "来源撤回", remove=False)
    text = path.read_text(encoding="utf-8")
    assert '\nexcerpt: "本文已撤回。"\n' in text and text.count("\nexcerpt:") == 1


async def test_where_hugo_is_not_asked_the_setting_says_where_the_article_stands(desk: PublishWorld) -> None:
    policy = replace(desk.publisher.policy, address="https://news.example/posts/{name}/")
    told = replace(desk, publisher=replace(desk.publisher, policy=policy))
    await told.reviewed()
    published = (await told.published()).published
    assert published.url == f"https://news.example/posts/{published.name.removesuffix('.md')}/"
    correction = Correction(day=date(2026, 3, 6), text="补充了来源。")
    corrected, _ = await publishing.correct(await told.row(), told.publisher, "陈编辑", correction)
    assert corrected.url == published.url
