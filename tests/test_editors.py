"""Who works here: names, posts and what they may do, secrets that are kept as hashes only."""

import contextlib
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import get_args

import pytest

from article_sample import STORY as PUBLISHED
from desk_world import STORY, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from feed_world import Clock
from newsbot import article, editing, publishing, review, staff
from newsbot.edges import passwords
from newsbot.edges.store import Store
from newsbot.errors import NotAllowed, UsageError
from newsbot.news import Editor, Post
from newsbot.publishing import Order
from newsbot.wiring import Newsroom
from publish_world import PublishWorld, publish_world

WORDS = "correct horse battery staple"


def account(name: str, post: Post = "editor", **kept: str) -> Editor:
    return Editor(name=name, post=post, added=Clock()(), **{"mark": "1", **kept})


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[Store]:
    async with await Store.open(database_url, Clock()) as opened:
        yield opened


# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("张三", "张三"),
        ("  王小明 ", "王小明"),
        ("Anna-Marie O'Neil", "Anna-Marie O'Neil"),
        ("欧阳·阿依古丽", "欧阳·阿依古丽"),
        ("e\u0301ditrice", "éditrice"),
        ("night_desk.2", "night_desk.2"),
        ("张" * 60, "张" * 60),
    ],
)
def test_a_name_may_be_written_in_any_script(given: str, name: str) -> None:
    assert staff.name_of(given) == name


LENGTH, LETTERS, NOBODY = "1 to 60 characters", "letters of any script", "what nobody in particular does"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("", LENGTH),
        ("   ", LENGTH),
        ("张" * 61, LENGTH),
        ("a" * 5_000, LENGTH),
        (" " * 300 + "张三", LENGTH),
        ("张\x00三", LETTERS),
        ("张\n三", LETTERS),
        ("张\u202e三", LETTERS),
        ("张\u200b三", LETTERS),
        ("\ud800", LETTERS),
        ("<b>张三</b>", LETTERS),
        ('张三"><script>alert(1)</script>', LETTERS),
        ("{{7*7}}", LETTERS),
        ("张三&李四", LETTERS),
        ("-rf", LETTERS),
        ("../张三", LETTERS),
        ("张  三", LETTERS),
        ("·", LETTERS),
        ("😀", LETTERS),
        ("Newsbot", NOBODY),
        ("ＮＥＷＳＢＯＴ", NOBODY),
    ],
)
def test_a_hostile_name_is_refused_for_what_is_wrong_with_it_in_words_that_do_not_repeat_it(
    given: str, why: str
) -> None:
    with pytest.raises(UsageError, match=f"a name has .*{why}") as refused:
        staff.name_of(given)
    assert len(str(refused.value)) < 120 and "script>" not in str(refused.value)


@pytest.mark.parametrize(
    ("one", "other", "are"), [("Ann", "ANN", True), ("ａｎｎ", "ann", True), ("张三", "张四", False)]
)
def test_names_that_differ_in_case_or_width_alone_are_taken_for_one(one: str, other: str, are: bool) -> None:
    assert staff.alike(one, other) is are


# ---------------------------------------------------------------- posts

MATRIX: dict[str, tuple[bool, bool]] = {  # what: (a writer, an editor)
    "edit": (True, True),
    "cut": (True, True),
    "re-cite": (True, True),
    "rewrite": (True, True),
    "regenerate": (True, True),
    "send back": (True, True),
    "undo": (True, True),
    "confirm": (False, True),
    "keep": (False, True),
    "approve": (False, True),
    "reject": (False, True),
    "publish": (False, True),
    "correct": (False, True),
    "unpublish": (False, True),
    "settle": (False, True),
    "licence": (True, True),
    "complain": (True, True),
    "dismiss": (False, True),
    "park": (True, True),
    "unpark": (False, True),
    "choose": (True, True),
    "follow": (True, True),
    "ignore": (False, True),
    "merge": (False, True),
}


def test_the_table_has_everything_that_is_done_under_a_name() -> None:
    kinds, others = get_args(staff.Duty)
    assert {*get_args(kinds), *get_args(others)} == set(MATRIX)


@pytest.mark.parametrize("duty", MATRIX)
async def test_who_may_do_what(store: Store, duty: staff.Duty) -> None:
    await staff.answerable(store, "anybody", duty)  # nobody has an account
    await store.add_editor(account("记者", "writer"))
    await store.add_editor(account("编辑", "editor"))
    for name, may in zip(("记者", "编辑"), MATRIX[duty], strict=True):
        if may:
            await staff.answerable(store, name, duty)
            continue
        with pytest.raises(NotAllowed, match=f"to {duty} is for an editor") as refused:
            await staff.answerable(store, name, duty)
        assert refused.value.rule == "post"
    for unknown in ("anybody", "", "编辑 "):
        with pytest.raises(NotAllowed, match="newsbot editor list") as refused:
            await staff.answerable(store, unknown, duty)
        assert refused.value.rule == "unknown"


def test_what_is_in_no_table_is_an_editors() -> None:
    assert staff.may("editor", "something new")
    assert not staff.may("writer", "something new")
    assert not staff.may(None, "edit")


# ---------------------------------------------------------------- accounts in the database


async def test_accounts_are_kept_changed_and_removed(store: Store) -> None:
    first = account("张三", "writer", password="hash", token="digest")
    assert await store.add_editor(first)
    assert not await store.add_editor(account("张三"))
    assert await store.editors() == (first,)
    promoted = first.model_copy(update={"post": "editor", "mark": "2"})
    assert await store.change_editor(promoted)
    assert not await store.change_editor(account("李四"))
    assert await store.editors() == (promoted,)
    assert await store.remove_editor("张三")
    assert not await store.remove_editor("张三")
    assert await store.editors() == ()


def test_an_account_shows_no_hash_when_it_is_printed() -> None:
    assert "argon2" not in repr(account("张三", password=passwords.hashed(WORDS), token="abcdef", mark="xyz"))
    assert "abcdef" not in repr(account("张三", token="abcdef"))


# ---------------------------------------------------------------- passwords and tokens


async def test_a_password_opens_and_nothing_else_does() -> None:
    lock, mine = passwords.Lock(), account("张三", password=passwords.hashed("我们的 密码 三个字"))
    assert await lock.opens(mine, "我们的 密码 三个字")
    for wrong in ("", "我们的 密码 三个", "我们的 密码 三个字 ", mine.password, "x" * 100_000, "\ud800"):
        assert not await lock.opens(mine, wrong)
        assert not await lock.opens(None, wrong)
    assert not await lock.opens(account("李四"), "")


async def test_the_work_is_the_same_whether_there_is_such_a_name_or_not() -> None:
    compared: list[tuple[str, str]] = []

    def matches(kept: str, password: str) -> bool:
        compared.append((kept.rpartition("$")[0].rpartition("$")[0], password))
        return False

    lock = passwords.Lock(matches)
    for editor in (account("张三", password=passwords.hashed(WORDS)), account("李四"), None):
        assert not await lock.opens(editor, "guess")
    assert len(compared) == 3 and len(set(compared)) == 1  # one hash each, with the same parameters


async def test_a_token_opens_once_made_and_not_after_another_was() -> None:
    lock = passwords.Lock()
    (first, kept), (second, anew) = passwords.new_token(), passwords.new_token()
    assert first != second and first not in kept
    assert await lock.opens(account("张三", token=kept), first)
    assert not await lock.opens(account("张三", token=anew), first)
    assert not await lock.opens(account("张三"), first)
    assert not await lock.opens(None, first)


async def test_one_password_typed_on_two_keyboards_is_one() -> None:
    assert await passwords.Lock().opens(
        account("a", password=passwords.hashed("ｃａｆé 1234567")), "cafe\u0301 1234567"
    )


def test_the_hash_is_argon2id_and_of_one_password_never_twice_the_same() -> None:
    one, other = passwords.hashed(WORDS), passwords.hashed(WORDS)
    assert one.startswith("$argon2id$") and one != other and WORDS not in one


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "12 to 200 characters"),
        ("eleven char", "12 to 200 characters"),
        ("x" * 201, "12 to 200 characters"),
        ("aaaaaaaaaaaaaaaa", "guessed at once"),
        ("abcabcabcabcabc", "guessed at once"),
        ("张三张三张三张三张三张三", "guessed at once"),
        ("zhangsan1234", "guessed at once"),
        ("ZhangSanzhangsan", "guessed at once"),
    ],
)
def test_a_weak_password_is_refused_for_what_is_wrong_with_it_and_not_repeated(password: str, why: str) -> None:
    with pytest.raises(UsageError, match=why) as refused:
        passwords.refuse_weak(password, "zhangsan" if "zhang" in password.lower() else "张三")
    assert not password or password not in str(refused.value)


@pytest.mark.parametrize("password", [WORDS, "我们的密码不是一个好词语呢", "zhangsan weiss nichts", "abcd" * 50])
def test_from_twelve_characters_on_one_is_taken(password: str) -> None:
    passwords.refuse_weak(password, "zhangsan")
    passwords.refuse_weak(password[:12], "somebody else")
    with pytest.raises(UsageError, match="12 to 200 characters"):
        passwords.refuse_weak(password[:11], "somebody else")


# ---------------------------------------------------------------- acts on drafts


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Newsroom]:
    async with newsroom(tmp_path) as room:
        await room.world.archive.add_editor(account("记者", "writer"))
        await room.world.archive.add_editor(account("编辑", "editor"))
        yield room


async def test_a_writer_words_the_draft_and_decides_nothing(room: Newsroom) -> None:
    world, rules = room.world, room.rules
    on = await editing.opened(STORY.id, world)
    desk, now = on.editing(rules), world.now()
    words = "the first batch of chips would go to three cloud providers"
    kept = desk.keep(on.review, WRONG_AT, "记者", now, "已核实")
    confirmed = desk.confirm(on.review, UNSEEN_AT, "2.1", words, "记者", now)
    waived = desk.waive(on.review, review.open_findings(on.review)[0], "记者", now, "快讯")
    for edited in (kept, confirmed, waived):
        with pytest.raises(NotAllowed, match="记者 is a writer"):
            await editing.keep(on, edited, "记者", world, rules)
    with pytest.raises(NotAllowed, match="记者 is a writer"):
        await editing.reject(on, "不用", "记者", world)
    assert (await editing.opened(STORY.id, world)).number == 0
    on = await editing.keep(on, desk.edit(on.review, WRONG_AT, WRONG.replace("3万", "2万")), "记者", world, rules)
    on = await editing.undo(on, "记者", world, rules)
    await editing.send_back(on, "导语先写产能", "记者", world)
    assert [each.act.kind for each in await world.archive.acts(STORY.id)] == ["edit", "undo", "send back"]


async def test_a_writer_takes_no_decision_of_an_editor_back(room: Newsroom) -> None:
    world, rules = room.world, room.rules
    on = await editing.opened(STORY.id, world)
    kept = on.editing(rules).keep(on.review, WRONG_AT, "编辑", world.now(), "已核实")
    on = await editing.keep(on, kept, "编辑", world, rules)
    with pytest.raises(NotAllowed) as refused:
        await editing.undo(on, "记者", world, rules)
    assert refused.value.rule == "post"
    assert (await editing.undo(on, "编辑", world, rules)).number == 2


async def test_a_writer_signs_nothing_even_when_nothing_is_open(room: Newsroom) -> None:
    world, rules = room.world, room.rules
    on = await editing.opened(STORY.id, world)
    for each in review.open_sentences(on.review):
        on = await editing.keep(
            on, on.editing(rules).keep(on.review, each.place, "编辑", world.now(), "已核实"), "编辑", world, rules
        )
    for finding in review.open_findings(on.review):
        on = await editing.keep(
            on, on.editing(rules).waive(on.review, finding, "编辑", world.now(), "快讯"), "编辑", world, rules
        )
    with pytest.raises(NotAllowed, match="to approve is for an editor"):
        await editing.approve(on, "记者", world, rules)
    signed = await editing.approve(on, "编辑", world, rules)
    after = await editing.keep(signed, signed.editing(rules).cut(signed.review, UNSEEN_AT), "记者", world, rules)
    assert after.review.approval is None  # what was changed after it is signed no longer


async def test_a_name_that_is_unknown_or_was_removed_acts_on_nothing(room: Newsroom) -> None:
    await room.world.archive.add_editor(account("王五"))
    await room.world.archive.remove_editor("王五")
    on = await editing.opened(STORY.id, room.world)
    for name in ("root", "王五", "编辑\u200b"):
        with pytest.raises(NotAllowed, match="is no editor here"):
            await editing.keep(on, on.editing(room.rules).cut(on.review, WRONG_AT), name, room.world, room.rules)
    assert await room.world.archive.acts(STORY.id) == ()


# ---------------------------------------------------------------- what is published


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[PublishWorld]:
    async with publish_world(tmp_path) as opened:
        await opened.opened.store.add_editor(account("记者", "writer"))
        await opened.opened.store.add_editor(account("陈编辑", "editor"))
        await opened.reviewed()
        yield opened


@pytest.mark.parametrize(
    "order",
    [
        Order(),
        Order(by="记者"),
        Order(by="root"),
        Order(editor="root", reason="看过"),
        Order(by="记者", editor="陈编辑", reason="代签"),
        Order(by="陈编辑", editor="记者", reason="代签"),
    ],
)
async def test_only_a_known_editor_publishes_and_in_no_other_name_than_an_editors(
    site: PublishWorld, order: Order
) -> None:
    with pytest.raises(NotAllowed):
        await site.published(order)
    assert site.files() == []
    await site.published(Order(by="陈编辑"))
    assert len(site.files()) == 1


async def test_what_passed_is_published_unattended_under_nobodys_name(site: PublishWorld) -> None:
    assert (await site.published(Order(unattended=True))).published.editor == ""


@pytest.mark.parametrize("name", ["记者", "root", ""])
async def test_only_an_editor_corrects_and_takes_back(site: PublishWorld, name: str) -> None:
    await site.published()
    row, before = await site.row(), (site.folder / site.files()[0]).read_bytes()
    correction = article.Correction(day=site.clock().date(), text="更正", was="", instead="", reason="", mark="")
    with pytest.raises(NotAllowed):
        await publishing.correct(row, site.publisher, name, correction)
    with pytest.raises(NotAllowed):
        await publishing.withdraw(row, site.publisher, name, "来源撤稿", remove=True)
    with pytest.raises(NotAllowed):
        await publishing.undo(row, site.publisher, name)
    assert (site.folder / site.files()[0]).read_bytes() == before
    await publishing.undo(row, site.publisher, "陈编辑")
    assert site.files() == []
    assert (await site.row(PUBLISHED.id)).stage == "review"


async def test_no_secret_stands_in_the_database(tmp_path: Path) -> None:
    token, kept = passwords.new_token()
    async with await Store.open(f"sqlite:///{tmp_path / 'newsbot.db'}", Clock()) as store:
        await store.add_editor(account("张三", password=passwords.hashed(WORDS), token=kept))
    with contextlib.closing(sqlite3.connect(tmp_path / "newsbot.db")) as database:
        (row,) = database.execute("SELECT * FROM editors").fetchall()
    dumped = str(row)
    assert "$argon2id$" in dumped and WORDS not in dumped and token not in dumped
