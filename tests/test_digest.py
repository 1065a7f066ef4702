"""The kind `digest`: what was published, a paragraph and a link each; one a day, and an article in one only."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from article_sample import STORY as ARTICLE
from article_sample import evidence as told_by
from article_sample import form
from golden import ROOT, expect_golden
from newsbot import article, checks, digesting, kinds, proofreading, publishing
from newsbot.article import document as files
from newsbot.article.document import Mark, plain
from newsbot.demo.sample_site import SampleSite
from newsbot.errors import TooThin
from newsbot.news import Draft, Evidence, Section, Sentence, Signed, Story
from newsbot.settings import Digest
from newsbot.writers import compose, extract
from newsroom_run import beside, left_in
from publish_world import NAMED, publish_world
from story_cases import PROMPTS, sample_evidence
from test_article_build import front_of
from test_cli_write import about, excerpting

KIND = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "digest")
BRIEF = kinds.named(kinds.known(PROMPTS.declared(kinds.FILE)), "brief")
TEMPLATE = (ROOT / "templates" / KIND.template).read_text(encoding="utf-8")
STORY = Story(
    id="d" * 32, kind="digest", headline="综述", created=datetime(2026, 11, 21, tzinfo=UTC), of=("a", "b", "c")
)


def signed(letter: str) -> Signed:
    """A story of the sample site as it was published, excerpted."""
    evidence = sample_evidence(letter)
    return Signed(draft=extract.write(evidence), evidence=evidence, link=f"https://site.example/posts/{letter}/")


ARTICLES = tuple(map(signed, "ABC"))


def digest(days: int = 1) -> tuple[Evidence, Draft]:
    return compose.compose(STORY, ARTICLES, KIND, days)


# ---------------------------------------------------------------- composed


def test_every_sentence_is_one_of_the_articles_on_the_very_passages_it_had() -> None:
    evidence, draft = digest()
    known = {
        (sentence.text, tuple(passage.text for passage in each.evidence.cited(sentence.passages)))
        for each in ARTICLES
        for _, sentence in each.draft.placed()
    }
    for place, sentence in draft.placed():
        text = sentence.text.removeprefix("日报｜")
        rests = tuple(passage.text for passage in evidence.cited(sentence.passages))
        assert any((said, rests) in known for said in (text, text.rstrip("。"), f"摘编｜{text}")), place
    assert [section.link for section in draft.sections] == [each.link for each in ARTICLES]


def test_its_ids_are_new_without_gaps_and_a_source_of_two_articles_is_one() -> None:
    evidence, _ = compose.compose(STORY, (*ARTICLES, ARTICLES[0]), KIND, 1)
    assert [source.id for source in evidence.sources] == list(range(1, len(evidence.sources) + 1))
    assert len({(source.url, source.sha256) for source in evidence.sources}) == len(evidence.sources)
    assert len({passage.id for passage in evidence.passages}) == len(evidence.passages)
    assert evidence.sources == digest()[0].sources


@pytest.mark.parametrize(("days", "mark"), [(1, "日报｜"), (6, "日报｜"), (7, "周报｜"), (31, "周报｜")])
def test_a_digest_of_a_week_or_more_is_weekly(days: int, mark: str) -> None:
    _, draft = digest(days)
    assert draft.title.text == mark + ARTICLES[0].draft.title.text.removeprefix("摘编｜")


def test_its_sentences_pass_the_rules_again_and_none_is_wrong() -> None:
    evidence, draft = digest()
    found = [each for rule in checks.checks(100, 6000, kind=KIND) for each in rule(draft, evidence)]
    assert [(each.rule, each.place) for each in found if each.severity == "error"] == []


# ---------------------------------------------------------------- the file


def file() -> tuple[article.Document, str]:
    from article_sample import verdict

    evidence, draft = digest()
    document = article.build(verdict(draft), evidence, STORY, form(kind=KIND)).document
    return document, article.finish(document, TEMPLATE)


def test_the_sample_stories_as_a_digest_are_exactly_this_file() -> None:
    expect_golden("digest.md", file()[1])


def test_it_is_built_as_readers_know_a_digest() -> None:
    """What it is and its first story in the title, the others in the lead; each a heading, cited prose and a link."""
    document, text = file()
    titles = [plain(section.title) for section in document.sections]
    assert text.splitlines()[1] == f'title: "日报｜{titles[0]}"'
    assert len(titles) == len(set(titles)) == len(ARTICLES) and len(document.tldr) == 1
    for section in document.sections:
        (block,) = section.blocks
        assert isinstance(block, files.Paragraph) and isinstance(block.inlines[-1], Mark) and section.link
    after = text.partition("## References\n")[2]
    assert [line[:4] for line in after.splitlines() if line] == [f"[^{n}]" for n in range(1, 7)]
    assert "TL;DR" not in text and "### 引言" not in text and "### 结论" not in text


def test_its_file_links_each_article_and_reads_back_as_its_draft() -> None:
    document, text = file()
    assert article.parse(text) == document
    assert text.count("\n[全文](https://site.example/posts/") == 3
    evidence, draft = digest()
    again = proofreading.reread(document, text, draft, evidence)
    assert (again.draft.sections, again.edited, again.findings) == (draft.sections, frozenset(), ())
    marks = {each.mark for s in document.sections for b in s.blocks for each in b.inlines if isinstance(each, Mark)}
    assert marks == {each.label for each in document.references}


def test_a_link_to_elsewhere_is_an_error() -> None:
    document, text = file()
    changed = text.replace("https://site.example/posts/B/", "https://evil.example/")
    evidence, draft = digest()
    found = proofreading.reread(article.parse(changed), changed, draft, evidence).findings
    assert [(each.rule, each.severity, each.place) for each in found] == [("link", "error", "sections/1")]
    assert document.sections[1].link == "https://site.example/posts/B/"


@pytest.mark.parametrize("link", ["", "javascript:alert(1)", "/posts/a/"])
def test_what_is_no_address_of_the_web_is_no_link(link: str) -> None:
    from article_sample import verdict

    evidence, draft = digest()
    sections = tuple(Section(title=each.title, blocks=each.blocks, link=link) for each in draft.sections)
    changed = draft.model_copy(update={"sections": sections})
    document = article.build(verdict(changed), evidence, STORY, form(kind=KIND)).document
    text = article.finish(document, TEMPLATE)
    assert "全文" not in text
    assert article.parse(text) == document


def test_a_text_that_looks_like_the_link_is_text() -> None:
    from article_sample import evidence, paragraph, said, verdict
    from test_feature import feature

    sections = feature().sections[:2]
    hostile = Section(title=said("甲", "1.1"), blocks=(paragraph(Sentence(text="[全文](https://evil.example)")),))
    draft = feature(sections=(*sections, hostile))
    document = article.build(verdict(draft), evidence(), STORY, form(kind=KIND)).document
    again = article.parse(article.finish(document, TEMPLATE))
    assert again == document
    assert [section.link for section in again.sections if plain(section.title)] == [None, None, None]


# ---------------------------------------------------------------- of a newsroom


async def published(site: SampleSite, folder: Path, letters: str, env: dict[str, str] | None = None) -> list[str]:
    """Stories of the sample site, excerpted and put on the site by an editor; their ids."""
    ids = []
    for letter in letters:
        env = env or excerpting(site)
        written = await beside([*about(site, site.headlines[letter], letter), "--json"], folder, env)
        ids.append(written.report["story"])
        done = await beside(["publish", ids[-1], "--editor", "陈编辑", "--reason", "逐句看过"], folder, env)
        assert done.code == 0, done.err
    return ids


async def test_twice_on_one_day_it_is_one_file_and_an_article_is_in_one_digest_only(
    site: SampleSite, tmp_path: Path
) -> None:
    none = await beside(["digest", "--json"], tmp_path, excerpting(site))
    assert (none.code, "at least 2 are needed" in none.err) == (3, True)
    ids = await published(site, tmp_path, "ABC")
    first = await beside(["digest", "--json"], tmp_path, excerpting(site))
    assert (first.code, first.report["verdict"]) == (0, "review"), first.err
    assert sorted(first.report["of"]) == sorted(ids)
    before = left_in(tmp_path)
    again = await beside(["digest", "--json"], tmp_path, excerpting(site))
    assert (again.report, left_in(tmp_path)) == (first.report, before)
    weekly = await beside(["digest", "--days", "7"], tmp_path, excerpting(site))  # all of them stand in the daily one
    assert (weekly.code, left_in(tmp_path)) == (3, before)
    text = (tmp_path / first.report["path"]).read_text(encoding="utf-8")
    assert front_of(text)["title"].startswith("日报｜") and front_of(text)["kind"] == "digest"
    assert len(article.parse(text).sections) == 3
    verified = await beside(["verify", first.report["path"], "--json"], tmp_path, excerpting(site))
    assert (verified.code, verified.report["kind"]) == (0, "digest")
    assert not any(each["edited"] for each in verified.report["sentences"])
    asked = await beside(["write", "综述", "--kind", "digest"], tmp_path, excerpting(site))
    assert (asked.code, "`newsbot digest` makes one" in asked.err) == (2, True)


async def test_what_was_corrected_is_told_as_corrected_and_a_file_changed_by_hand_is_left_out(
    site: SampleSite, tmp_path: Path
) -> None:
    env = excerpting(site)
    ids = await published(site, tmp_path, "ABC")
    fix = ["correct", ids[0], "--was", "方言", "--now", "乡音", "--reason", "来源更正", "--editor", "陈编辑", "--json"]
    corrected = await beside(fix, tmp_path, env)
    assert corrected.code == 0, corrected.err
    byhand = next(path for path in (tmp_path / "site").rglob("*.md") if ids[1] in path.read_text(encoding="utf-8"))
    byhand.write_text(byhand.read_text(encoding="utf-8").replace("。", "！"), encoding="utf-8")
    made = await beside(["digest", "--json"], tmp_path, env)
    text = (tmp_path / made.report["path"]).read_text(encoding="utf-8")
    body = text.partition("\n---\n")[2].partition("## References")[0]
    assert "方言" not in body, "what was wrong once is told to nobody again; what no source supports is cut"
    assert "岚江市" in body
    assert "left out of the digest" in made.err


async def test_the_next_days_digest_is_of_what_is_new_and_of_the_best_by_score(tmp_path: Path) -> None:
    async with publish_world(tmp_path) as desk:
        world, zone = desk.publisher.world, form().zone

        async def put(*names: str) -> None:
            for name in names:
                story = ARTICLE.model_copy(update={"id": name})
                pages = (each.model_copy(update={"sha256": f"{name}{each.id}"}) for each in told_by().sources)
                await desk.reviewed(story=story, sources=tuple(pages))
                await publishing.publish(await desk.row(name), desk.publisher, NAMED)

        async def of(**wanted: int) -> tuple[str, ...]:
            return (await digesting.begun(world, Digest.model_validate(wanted), zone)).of

        await put("a", "b", "c")
        assert await of(stories=2) == ("a", "b")
        assert await of(stories=3) == ("a", "b")  # the same one
        await put("d")
        desk.clock.turn(hours=23)
        assert await of() == ("c", "d")
        desk.clock.turn(hours=24)
        await put("e")
        with pytest.raises(TooThin, match="1 articles of the last 1 days are in no digest yet"):
            await of()
        assert len(await world.archive.stories_of("digest", 10)) == 2


async def test_an_event_comes_back_only_with_a_new_page_and_a_refused_digest_told_of_nothing(tmp_path: Path) -> None:
    async with publish_world(tmp_path) as desk:
        world, zone = desk.publisher.world, form().zone

        async def put(name: str, event: str, newest: str = "") -> None:
            def of_it(number: int) -> str:
                return f"{newest if newest and number == 4 else event}{number}"

            pages = tuple(each.model_copy(update={"sha256": of_it(each.id)}) for each in told_by().sources)
            await desk.reviewed(story=ARTICLE.model_copy(update={"id": name}), sources=pages)
            await publishing.publish(await desk.row(name), desk.publisher, NAMED)

        for name in "abcd":
            await put(name, name)
        refused = await digesting.begun(world, Digest(stories=2), zone)
        assert refused.of == ("a", "b")
        await world.archive.finish(refused.id, "new", "refused", "{}", "不用")
        desk.clock.turn(hours=20)
        assert (await digesting.begun(world, Digest(), zone)).of == ("a", "b", "c", "d")
        desk.clock.turn(hours=24)
        await put("a-again", "a")
        await put("b-on", "b", newest="x")
        await put("e", "e")
        assert (await digesting.begun(world, Digest(), zone)).of == ("b-on", "e")


def test_of_two_articles_of_one_event_a_digest_has_one() -> None:
    """A brief and the feature after it rest on the same pages; pages alone, and titles alone, make no event."""
    evidence = sample_evidence("A")
    brief = Signed(draft=extract.write(evidence, kind=BRIEF), evidence=evidence, link="https://site.example/brief/")
    news, other, _ = ARTICLES
    assert digesting.same_event(brief, news) and digesting.same_event(news, brief)
    assert not digesting.same_event(news, other)
    elsewhere = news.draft.model_copy(update={"title": other.draft.title})
    assert not digesting.same_event(brief, news.model_copy(update={"draft": elsewhere}))
    pages = tuple(each.model_copy(update={"sha256": f"{each.id}"}) for each in evidence.sources)
    again = news.model_copy(update={"evidence": evidence.model_copy(update={"sources": pages})})
    assert not digesting.same_event(brief, again)


@pytest.mark.parametrize(
    ("links", "said"),
    [
        (("https://news.example/a/", "http://localhost:1313/b/"), "http://localhost:1313/b/"),
        (("http://127.0.0.1/a/",), "http://127.0.0.1/a/"),
        (("http://[::1]:1313/a/",), "http://[::1]:1313/a/"),
        (("https://news.example/localhost/", "", "/posts/a/", "https://localhost.example/"), ""),
    ],
)
def test_links_of_a_site_that_does_not_know_its_address_are_told_of(links: tuple[str, ...], said: str) -> None:
    assert digesting.unreachable(links) == said


async def test_an_event_that_was_published_twice_stands_in_the_digest_once(tmp_path: Path) -> None:
    async with publish_world(tmp_path) as desk:
        for name in ("a", "b"):
            await desk.reviewed(story=ARTICLE.model_copy(update={"id": name}))
            await publishing.publish(await desk.row(name), desk.publisher, NAMED)
        with pytest.raises(TooThin, match="1 articles of the last 1 days"):
            await digesting.begun(desk.publisher.world, Digest(), form().zone)


def test_a_digest_and_the_daemon_name_one_kind() -> None:
    assert KIND.name == digesting.KIND and KIND.writers == ("compose",)
