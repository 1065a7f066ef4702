"""Front matter for Hexo and Astro: their keys say what ours say, and the file stays the article it is."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from article_sample import STORY, TEMPLATE, draft, evidence, form, verdict
from newsbot import article, publishing
from newsbot.article import Correction, Cover, Document, Profile
from newsbot.article.document import FlowList
from publish_world import PublishWorld, publish_world
from test_feature import TEMPLATE as FEATURE_TEMPLATE
from test_feature import built as feature_built
from test_hugo import hostile_articles

AT = datetime(2026, 3, 6, 1, tzinfo=UTC)
ABOUT = "临江港上线语音调度模型。港务局称，等泊时间平均缩短11分钟。"


def news(**shown: Any) -> Document:
    made = article.build(verdict(draft()), evidence(), STORY, form()).document
    return article.published(made, AT, "陈编辑", None, shown.get("shown"))


def front(document: Document, template: str = TEMPLATE) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(article.finish(document, template).split("---\n")[1])
    return loaded


def test_for_hugo_nothing_changes() -> None:
    assert article.fitted(news(), "hugo") == news()


def test_hexo_gets_its_dates_its_excerpt_and_no_tags_that_are_run() -> None:
    told = front(article.fitted(news(), "hexo"))
    assert (told["excerpt"], told["description"]) == (ABOUT, ABOUT)
    assert (told["published"], told["disableNunjucks"]) == (True, True)
    assert told["updated"] == told["date"]
    correction = Correction(day=date(2026, 3, 6), text="补充了来源。")
    corrected = front(article.fitted(article.corrected(news(), correction, AT), "hexo"))
    assert corrected["updated"] == corrected["lastmod"] != corrected["date"]
    unpublished = article.build(verdict(draft()), evidence(), STORY, form()).document
    assert front(article.fitted(unpublished, "hexo"))["published"] is False


def test_no_tag_is_markup_in_hexos_tag_cloud() -> None:
    tagged = news().with_front(tags=FlowList(items=("AI", "<img src=x onerror=alert(1)>", "R&D")))
    told = front(article.fitted(tagged, "hexo"))
    assert told["tags"] == ["AI", "＜img src=x onerror=alert(1)＞", "R＆D"]
    assert front(article.fitted(tagged, "astro"))["tags"][2] == "R&D"


def test_astro_gets_what_the_schema_of_its_blog_asks_for() -> None:
    told = front(article.fitted(news(), "astro"))
    assert told["description"] == ABOUT
    assert told["pubDate"] == told["date"]
    assert "updatedDate" not in told and "heroImage" not in told
    later = news(shown=datetime(2026, 4, 1, tzinfo=UTC))
    assert front(article.fitted(later, "astro"))["pubDate"] == datetime(2026, 4, 1, tzinfo=UTC)


@pytest.mark.parametrize(("image", "hero"), [("covers/a.png", "/covers/a.png"), ("cover-1.png", "./cover-1.png")])
def test_astro_finds_the_picture_and_loses_it_with_the_article(image: str, hero: str) -> None:
    shown = article.covered(news(), Cover(image=image, credit="林工", licence="CC0"))
    fitted = article.fitted(shown, "astro")
    assert front(fitted)["heroImage"] == hero
    gone = article.withdrawn(fitted, "来源撤回", date(2026, 3, 7), AT)
    told = front(article.fitted(gone, "astro"))
    assert "heroImage" not in told
    assert told["description"] == "本文已撤回。"


@pytest.mark.parametrize("profile", ["hexo", "astro"])
def test_the_file_reads_back_and_is_fitted_once_whatever_stands_in_it(profile: Profile) -> None:
    for document, template in (
        (news(), TEMPLATE),
        (feature_built()[0], FEATURE_TEMPLATE),
        *((each, TEMPLATE) for each in hostile_articles()),
    ):
        fitted = article.fitted(document, profile)
        text = article.finish(fitted, template)
        assert article.finish(article.fitted(article.parse(text), profile), template) == text
        bare = ("tags", "categories") if profile == "hexo" else ()
        ours = [field for field in fitted.front if field in document.front and field.key not in bare]
        assert ours == [field for field in document.front if field.key not in bare]
        assert list(front(fitted, template))[:7] == list(front(document, template))[:7]


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
    assert told["updated"] == told["lastmod"]
    await publishing.withdraw(await desk.row(), desk.publisher, "陈编辑", "来源撤回", remove=False)
    text = path.read_text(encoding="utf-8")
    assert '\nexcerpt: "本文已撤回。"\n' in text and text.count("\nexcerpt:") == 1
