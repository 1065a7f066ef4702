"""Publishing: what stands against a draft, what its file becomes, and that there is one file whoever publishes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from article_sample import STORY, draft, said
from newsbot import article, checks, publishing
from newsbot.article.document import Quoted
from newsbot.edges.content import ContentFolder
from newsbot.errors import Conflict, PublishError, SiteBroken, UsageError, Withheld
from newsbot.news import Embargo, Published
from newsbot.publishing import Order, Publisher
from newsbot.wording import rows
from publish_world import NAMED, PublishWorld, publish_world


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        yield opened


def front(path: str) -> dict[str, object]:
    return {field.key: field.value for field in article.parse(Path(path).read_text(encoding="utf-8")).front}


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


async def kept(desk: PublishWorld) -> Published:
    return Published.model_validate_json(await desk.opened.store.artifact("7f3a9c21d4e5", "published") or "")


async def test_what_passed_is_published_as_it_is_under_its_own_name(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    ended = await desk.published(Order())
    published = ended.published
    assert desk.files() == [path.name]
    text = Path(published.path).read_text(encoding="utf-8")
    before = path.read_text(encoding="utf-8")
    differing = [line for line in text.splitlines() if line not in before.splitlines()]
    assert [line.partition(":")[0] for line in differing] == ["draft", "sync_time"]
    assert "draft: false" in text and "尚未审核" in text
    assert (await desk.row()).stage == "published"
    assert await kept(desk) == published
    assert (published.outcome, published.editor, published.at) == ("pass", "", desk.clock())


async def test_an_editor_who_answers_for_it_stands_in_the_file_and_the_label_says_so(desk: PublishWorld) -> None:
    await desk.reviewed("review")
    published = (await desk.published()).published
    text = Path(published.path).read_text(encoding="utf-8")
    assert front(published.path)["editor"] == Quoted(quoted="陈编辑")
    assert text.endswith("*本文由人工智能生成，经编辑审核后发布。*\n")
    assert (published.editor, published.reason, published.outcome) == ("陈编辑", "逐句看过", "review")


@pytest.mark.parametrize("order", [Order(), Order(editor="陈编辑"), Order(reason="看过"), Order(unattended=True)])
async def test_what_is_for_review_needs_a_name_and_a_reason(desk: PublishWorld, order: Order) -> None:
    await desk.reviewed("review")
    with pytest.raises(Withheld, match=r"verdict \(review\)"):
        await desk.published(order)
    assert desk.files() == []
    assert (await desk.row()).stage == "review"


async def test_an_edited_sentence_is_decided_on_at_the_desk_before_it_is_published(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    changed(path, "分工如下 ", "分工是这样的 ")
    with pytest.raises(Withheld, match="1 sentences rest on nothing that anybody has seen"):
        await desk.published()
    changed(path, "分工是这样的 ", "分工如下 ")
    await desk.edited("sections/0/0/2", "分工是这样的。", "编辑所加")
    assert (await desk.published()).published.outcome == "review"


async def test_what_is_held_is_published_by_nobody(desk: PublishWorld) -> None:
    await desk.reviewed("hold")
    with pytest.raises(Withheld, match="the gate holds it"):
        await desk.published()
    assert desk.files() == []


async def test_a_newsroom_may_ask_for_an_editor_always(desk: PublishWorld) -> None:
    await desk.reviewed()
    for order in (Order(), Order(editor="陈编辑"), NAMED, Order(unattended=True)):
        with pytest.raises(Withheld, match="require_editor"):
            await desk.published(order, require_editor=True)
    assert desk.files() == []
    assert (await desk.published(Order(), require_editor=False)).published.editor == ""


async def test_an_edited_draft_is_not_published_unseen(desk: PublishWorld) -> None:
    """The judge's word was on the sentence as it was: the edited one is open, and needs an editor."""
    path = await desk.reviewed()
    changed(path, "费用为2300万元", "费用为2400万元")
    with pytest.raises(Withheld, match=r"verdict"):
        await desk.published(Order())
    rules = checks.checks(0, 100_000)
    with pytest.raises(Withheld, match=r"introduction/0/1 \(money"):
        await desk.published(NAMED, checks_of=lambda _: rules)
    assert desk.files() == []


async def test_a_draft_that_lost_its_form_says_where(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    changed(path, "</article>", "")
    with pytest.raises(PublishError, match=r"line \d+"):
        await desk.published()


TERMS = rows("白鹭,block,,,客户保密\n报纸2,block,,source,\n临江港,warn,,,\n", "terms.csv")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("费用为2300万元", "白鹭的费用为2300万元", "introduction/0/1"),
        ('"AI", "Voice Dispatch"', '"AI", "白鹭"', "tags/1"),
        ("**Keywords**: 人工智能", "**Keywords**: 白鹭", "keywords/0"),
        ('alt: "', 'alt: "白鹭', "cover/alt"),
        ("#AI #VoiceDispatch", "#AI #白鹭", "hashtags"),
        (": 王小明.", ": 白鹭.", "references/"),
    ],
)
async def test_a_blocked_word_anywhere_in_the_file_refuses_with_rule_and_place(
    desk: PublishWorld, old: str, new: str, place: str
) -> None:
    path = await desk.reviewed()
    changed(path, old, new)
    standards = checks.Standards(terms=TERMS[:1])
    asked = {"standards": standards, "checks_of": lambda _: (checks.house_terms(standards),)}
    with pytest.raises(Withheld) as refused:
        await desk.published(NAMED, **asked)
    assert any(place in each and "house-term" in each and "terms.csv, line 1" in each for each in refused.value.reasons)
    assert desk.files() == []


async def test_a_blocked_word_in_the_title_refuses_and_one_that_only_warns_does_not(desk: PublishWorld) -> None:
    await desk.reviewed(written=draft(title=said("白鹭号停靠临江港", "1.1")))
    standards = checks.Standards(terms=TERMS)
    with pytest.raises(Withheld, match=r"title \(house-term\).*白鹭"):
        await desk.published(NAMED, standards=standards, checks_of=lambda _: (checks.house_terms(standards),))
    fine = checks.Standards(terms=TERMS[2:])
    assert (await desk.published(NAMED, standards=fine, checks_of=lambda _: (checks.house_terms(fine),))).published


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("\n*本文由人工智能生成，尚未审核。*\n", "", r"label \(explicit\)"),
        ('  Label: "1"', '  Label: ""', r"label \(implicit\)"),
        ('kind: "news"', 'kind: "news"\nurl: "/"', r"front matter \(key\): url"),
        ('kind: "news"', 'kind: "news"\nkind: "news"', r"kind stands twice"),
        ('image: ""', 'image: "https://evil.example/x.png"', r"cover \(image\)"),
        ('image: ""', 'image: "//evil.example/x.png"', r"cover \(image\)"),
    ],
)
async def test_what_an_edit_must_not_do_to_the_file_around_the_text(
    desk: PublishWorld, old: str, new: str, rule: str
) -> None:
    path = await desk.reviewed()
    changed(path, old, new)
    with pytest.raises(Withheld, match=rule):
        await desk.published()
    assert desk.files() == []


async def test_without_labels_in_the_settings_none_is_asked_for(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    changed(path, "\n*本文由人工智能生成，尚未审核。*\n", "")
    assert (await desk.published(label_explicit=False)).published.path


# ---------------------------------------------------------------- embargoes

NOON = datetime(2026, 11, 21, 4, 0, tzinfo=UTC)  # twelve o'clock in Shanghai; the clock stands the day before


@pytest.mark.parametrize("of", ["source", "settings"])
async def test_an_embargo_holds_until_its_end(desk: PublishWorld, of: str) -> None:
    held = Embargo(words="调度", until=NOON)
    await desk.reviewed(**({"embargo": held} if of == "source" else {}))
    embargoes = (held, Embargo(words="别的事", until=NOON)) if of == "settings" else ()
    with pytest.raises(Withheld, match="embargo: “调度” until 2026-11-21 12:00") as refused:
        await desk.published(Order(), embargoes=embargoes)
    assert refused.value.until == NOON
    desk.clock.at = NOON
    assert (await desk.published(Order(), embargoes=embargoes)).published.despite == ""


async def test_an_embargo_lets_through_what_is_shown_only_after_it_and_what_somebody_takes_on_them(
    desk: PublishWorld,
) -> None:
    await desk.reviewed(embargo=Embargo(words="EMBARGOED UNTIL TUESDAY"))
    with pytest.raises(Withheld, match="names no date that can be read"):
        await desk.published(Order(shown=NOON))
    published = (await desk.published(Order(despite="来源已经解禁"))).published
    assert published.despite == "来源已经解禁"
    (act,) = await desk.opened.store.acts(published.story)
    assert act.act.kind == "publish" and "来源已经解禁" in act.act.reason


async def test_a_later_showing_stands_in_the_file(desk: PublishWorld) -> None:
    await desk.reviewed(embargo=Embargo(words="禁止", until=NOON))
    published = (await desk.published(Order(shown=NOON))).published
    assert "publishDate: 2026-11-21T04:00:00.000Z\n" in Path(published.path).read_text(encoding="utf-8")
    assert published.shown == NOON


# ---------------------------------------------------------------- one file


async def test_when_a_published_article_is_shown_is_not_changed_in_passing(desk: PublishWorld) -> None:
    await desk.reviewed()
    await desk.published()
    later = NAMED.model_copy(update={"shown": desk.clock() + timedelta(days=2)})
    with pytest.raises(UsageError, match="when it is shown is set with the publish"):
        await desk.published(later)
    assert (await desk.published()).already


async def test_a_dry_run_changes_nothing(desk: PublishWorld) -> None:
    await desk.reviewed()
    ended = await desk.published(Order(dry=True))
    assert ended.text.count("draft: false") == 1
    assert desk.files() == []
    assert (await desk.row()).stage == "review"


async def test_many_who_publish_one_draft_make_one_file(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    row = await desk.row()
    ended = await asyncio.gather(*(publishing.publish(row, desk.publisher, Order()) for _ in range(8)))
    assert sum(not each.already for each in ended) == 1
    assert len({each.published.sha256 for each in ended}) == 1
    assert desk.files() == [path.name]
    again = await desk.published(Order())
    assert again.already and again.published == await kept(desk)


async def test_cut_off_between_file_and_database_it_is_published_by_the_next_try(desk: PublishWorld) -> None:
    await desk.reviewed()
    ended = await desk.published(Order(dry=True))
    await desk.publisher.site.put(ended.published.name, ended.text)
    desk.clock.turn(hours=1)
    published = (await desk.published(Order())).published
    assert published.sha256 == ended.published.sha256
    assert (await desk.row()).stage == "published"


async def test_a_file_somebody_changed_is_a_conflict_with_both_versions(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    desk.folder.mkdir(parents=True)
    (desk.folder / path.name).write_text("我自己写的\n", encoding="utf-8")
    with pytest.raises(Conflict, match="Take the change over") as refused:
        await desk.published()
    assert refused.value.lies == "我自己写的\n" and "draft: false" in refused.value.ours
    assert (desk.folder / path.name).read_text(encoding="utf-8") == "我自己写的\n"
    assert (await desk.row()).stage == "review"


async def test_an_edited_draft_is_published_over_its_own_file_and_over_no_other(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    first = (await desk.published()).published
    changed(path, 'author: "', 'author: "本报 ')
    second = (await desk.published()).published
    assert first.at == second.at and first.sha256 != second.sha256
    assert 'author: "本报 ' in Path(second.path).read_text(encoding="utf-8")
    changed(Path(second.path), 'author: "本报 ', 'author: "手改 ')
    changed(path, 'author: "本报 ', 'author: "本刊 ')
    with pytest.raises(Conflict):
        await desk.published()


async def test_paused_nothing_is_published(desk: PublishWorld) -> None:
    await desk.reviewed()
    await desk.opened.store.pause("等法务")
    with pytest.raises(Withheld, match=r"paused .等法务."):
        await desk.published()
    assert desk.files() == []
    assert await desk.opened.store.resume()
    assert not await desk.opened.store.resume()
    assert (await desk.published()).published


async def test_what_somebody_stops_in_the_last_moment_leaves_no_file(desk: PublishWorld) -> None:
    """The row says it can go; when the file is written it has been parked."""
    await desk.reviewed()
    row = await desk.row()
    await desk.opened.store.park(row.story.id, "review", "先等等")
    with pytest.raises(UsageError, match="was stopped while it was published"):
        await publishing.publish(row, desk.publisher, Order(unattended=True))
    assert desk.files() == []
    assert (await desk.published()).published  # an editor may all the same


async def test_a_story_without_a_draft_is_no_use(desk: PublishWorld) -> None:
    await desk.opened.store.add_story(STORY)
    with pytest.raises(UsageError, match="stands at new"):
        await desk.published()


class CutOff(ContentFolder):
    """A folder whose process is cut off right after it has put a file there."""

    async def put(self, name: str, markdown: str, *, replacing: str = "") -> str:
        await super().put(name, markdown, replacing=replacing)
        raise SiteBroken("cut off")


@pytest.mark.parametrize("what", ["correct", "withdraw"])
async def test_cut_off_while_a_published_file_is_replaced_the_next_try_ends_it(desk: PublishWorld, what: str) -> None:
    await desk.reviewed()
    published = (await desk.published()).published
    cut = replace(desk.publisher, site=CutOff(desk.folder))
    correction = article.Correction(day=desk.clock().date(), was="2300万元", instead="2400万元")

    async def tried(publisher: Publisher) -> None:
        row = await desk.row()
        if what == "correct":
            await publishing.correct(row, publisher, "陈编辑", correction)
        else:
            await publishing.withdraw(row, publisher, "陈编辑", "来源撤回", remove=False)

    with pytest.raises(SiteBroken):
        await tried(cut)
    desk.clock.turn(minutes=5)
    await tried(desk.publisher)
    text = Path(published.path).read_text(encoding="utf-8")
    assert text.count("> **") == 1
    assert (await desk.row()).stage == ("published" if what == "correct" else "withdrawn")
    assert ("2400万元" in text) == (what == "correct")


async def test_two_corrections_at_once_leave_no_file_that_nobody_knows(desk: PublishWorld) -> None:
    await desk.reviewed()
    await desk.published()
    row = await desk.row()
    made = [article.Correction(day=desk.clock().date(), text=f"更正之{n}。") for n in range(4)]
    ended = await asyncio.gather(
        *(publishing.correct(row, desk.publisher, "陈编辑", each) for each in made), return_exceptions=True
    )
    assert all(isinstance(each, tuple | Conflict) for each in ended)
    assert any(isinstance(each, tuple) for each in ended)
    later = article.Correction(day=desk.clock().date(), text="最后一次。")
    await publishing.correct(await desk.row(), desk.publisher, "陈编辑", later)


async def test_the_file_of_another_story_in_the_drafts_place_is_not_published(desk: PublishWorld) -> None:
    path = await desk.reviewed()
    text = path.read_text(encoding="utf-8")
    assert STORY.id in text
    path.write_text(text.replace(STORY.id, "9" * len(STORY.id)), encoding="utf-8")
    with pytest.raises(Conflict, match="belongs to another story"):
        await desk.published()
    assert (desk.files(), (await desk.row()).stage) == ([], "review")


async def test_for_half_an_hour_a_publish_can_be_undone_and_not_when_it_was_corrected_meanwhile(
    desk: PublishWorld,
) -> None:
    """Then readers have been told of it: a correction is not undone without a trace."""
    await desk.reviewed()
    await desk.published()
    desk.clock.turn(minutes=31)
    with pytest.raises(UsageError, match="cannot be undone"):
        await publishing.undo(await desk.row(), desk.publisher, "陈编辑")
    desk.clock.turn(minutes=-2)
    await publishing.undo(await desk.row(), desk.publisher, "陈编辑")
    assert (desk.files(), (await desk.row()).stage) == ([], "review")
    await desk.published()
    correction = article.Correction(day=desk.clock().date(), was="2300万元", instead="2400万元")
    await publishing.correct(await desk.row(), desk.publisher, "陈编辑", correction)
    with pytest.raises(UsageError, match="was corrected"):
        await publishing.undo(await desk.row(), desk.publisher, "陈编辑")
    assert (await desk.row()).stage == "published"
