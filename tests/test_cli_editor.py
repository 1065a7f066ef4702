"""`newsbot editor`, and acts on the command line under names that have accounts."""

import asyncio
import json
from pathlib import Path

import pytest

from desk_world import STORY, UNSEEN_AT, WRONG, WRONG_AT, newsroom
from newsroom_run import Result, run

pytestmark = pytest.mark.deep

ID = STORY.id[:6]
WORDS = "correct horse battery staple"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    async def made() -> None:
        async with newsroom(tmp_path):
            pass

    asyncio.run(made())
    return tmp_path


def newsbot(folder: Path, *args: str, by: str = "张三", piped: str = "") -> Result:
    env = {
        "NEWSBOT_DATABASE_URL": f"sqlite:///{folder / 'newsbot.db'}",
        "NEWSBOT_SITE__DRAFTS": str(folder / "drafts"),
        "NEWSBOT_SITE__DIR": str(folder / "site"),
        "NEWSBOT_DESK__EDITOR": by,
    }
    return run(args, folder, env, piped=piped)


def test_accounts_are_added_listed_changed_and_removed(folder: Path) -> None:
    assert "every name may do everything" in newsbot(folder, "editor", "list").err
    assert newsbot(folder, "editor", "add", "张三").code == 0
    assert newsbot(folder, "editor", "add", "李四", "--role", "writer", "--password", piped=f"{WORDS}\n").code == 0
    listed = newsbot(folder, "editor", "list", "--json").report["editors"]
    assert [(each["name"], each["role"], each["password"], each["token"]) for each in listed] == [
        ("张三", "editor", False, False),
        ("李四", "writer", True, False),
    ]
    assert newsbot(folder, "editor", "role", "李四", "editor").code == 0
    assert newsbot(folder, "editor", "password", "张三", piped=f"{WORDS}!\n").code == 0
    assert newsbot(folder, "editor", "list").out.splitlines() == ["张三\teditor\tpassword", "李四\teditor\tpassword"]
    assert newsbot(folder, "editor", "remove", "李四").code == 0
    assert "every name may do everything" in newsbot(folder, "editor", "remove", "张三").err


def test_a_token_is_shown_once_and_kept_as_a_hash(folder: Path) -> None:
    added = newsbot(folder, "editor", "add", "张三", "--token")
    (first,) = added.out.split()
    (second,) = newsbot(folder, "editor", "token", "张三").out.split()
    assert first.startswith("newsbot_") and first != second
    written = b"".join(path.read_bytes() for path in folder.rglob("newsbot.db*"))
    assert first.encode() not in written and second.encode() not in written
    assert first not in newsbot(folder, "editor", "list", "--json").out


def test_a_password_is_nowhere_but_as_its_hash(folder: Path) -> None:
    said = [newsbot(folder, "editor", "add", "张三", "--password", "--json", piped=f"{WORDS}\n")]
    said += [newsbot(folder, "editor", "password", "王五", piped=f"{WORDS}\n")]  # no such name
    said += [newsbot(folder, "editor", "password", "张三", piped=f"{WORDS[:9]}\n")]  # too short
    said += [newsbot(folder, "editor", "add", "李四", "--password", WORDS)]  # as an argument
    assert [each.code for each in said] == [0, 2, 2, 2]
    assert all(WORDS not in each.out and WORDS not in each.err.replace(f"argument ({WORDS})", "") for each in said)
    assert WORDS[:9] not in said[2].err
    assert WORDS.encode() not in b"".join(path.read_bytes() for path in folder.rglob("newsbot.db*"))


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "张" * 5_000), "a name has 1 to 60 characters"),
        (("add", "<script>alert(1)</script>"), "letters of any script"),
        (("add", "张\x1b[31m三"), "letters of any script"),
        (("add", "张三"), "张三 has an account already"),
        (("add", "ANN"), "Ann has an account already"),
        (("add", "王五", "--password", "--token"), "one at a time"),
        (("remove", "王五"), "王五 has no account"),
        (("role", "王五", "writer"), "王五 has no account"),
        (("token", "ann"), "ann has no account"),
        (("role", "张三", "owner"), "is not one of"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line_and_changes_nothing(
    folder: Path, args: tuple[str, ...], said: str
) -> None:
    for name in ("张三", "Ann"):
        assert newsbot(folder, "editor", "add", name).code == 0
    before = newsbot(folder, "editor", "list", "--json").out
    refused = newsbot(folder, "editor", *args)
    assert refused.code == 2 and said in refused.err and len(refused.err) < 400
    assert newsbot(folder, "editor", "list", "--json").out == before


def test_the_first_account_tells_whose_name_acts_are_kept_under(folder: Path) -> None:
    told = newsbot(folder, "editor", "add", "李四", by="张三").err
    assert "张三, who has no account" in told


def test_acts_are_done_under_known_names_and_as_their_post_allows(folder: Path) -> None:
    assert newsbot(folder, "editor", "add", "张三").code == 0
    assert newsbot(folder, "editor", "add", "记者", "--role", "writer").code == 0
    unknown = newsbot(folder, "drafts", "cut", ID, WRONG_AT, by="王五")
    assert unknown.code == 1 and "王五 is no editor here; `newsbot editor list`" in unknown.err
    refused = newsbot(folder, "drafts", "keep", ID, WRONG_AT, "--reason", "核实", "--json", by="记者")
    assert refused.code == 1 and "to keep is for an editor" in json.loads(refused.out)["error"]["message"]
    for args in (("reject", ID, "--reason", "x"), ("approve", ID)):
        assert newsbot(folder, "drafts", *args, by="记者").code == 1
    edited = newsbot(folder, "drafts", "edit", ID, WRONG_AT, WRONG.replace("3万", "2万"), by="记者")
    assert edited.code == 0
    words = "the first batch of chips would go to three cloud providers"
    assert newsbot(folder, "drafts", "confirm", ID, UNSEEN_AT, "2.1", words).code == 0
    findings = newsbot(folder, "drafts", "show", ID, "--json").report["findings"]
    (number,) = [n for n, each in enumerate(findings) if each["rule"] == "length"]
    assert newsbot(folder, "drafts", "waive", ID, str(number), "--reason", "快讯").code == 0
    assert newsbot(folder, "drafts", "approve", ID).code == 0
    log = newsbot(folder, "drafts", "log", ID, "--json").report
    assert [(each["editor"], each["act"]["kind"]) for each in log["acts"]] == [
        ("记者", "edit"),
        ("张三", "confirm"),
        ("张三", "keep"),
        ("张三", "approve"),
    ]
    assert newsbot(folder, "publish", ID, by="记者").code == 1
    assert newsbot(folder, "publish", ID, "--editor", "王五", by="张三").code == 1
    published = newsbot(folder, "publish", ID, "--json")
    assert published.code == 0 and published.report["editor"] == "张三"
    assert 'editor: "张三"' in Path(published.report["path"]).read_text(encoding="utf-8")
    taken = ("unpublish", ID, "--reason", "来源撤稿")
    assert newsbot(folder, *taken, by="记者").code == 1
    assert newsbot(folder, *taken).code == 0


def test_what_an_editor_stopped_or_rejected_no_writer_lets_go_on(folder: Path) -> None:
    assert newsbot(folder, "editor", "add", "张三").code == 0
    assert newsbot(folder, "editor", "add", "记者", "--role", "writer").code == 0
    assert newsbot(folder, "park", ID, by="记者").code == 0  # everybody may stop it
    assert newsbot(folder, "drafts", "unpark", ID, by="记者").code == 1
    refused = newsbot(folder, "retry", "--all", by="记者")
    assert refused.code == 1 and "for an editor" in refused.err
    assert newsbot(folder, "retry", ID).code == 0
    assert newsbot(folder, "drafts", "reject", ID, "--reason", "不用").code == 0
    assert newsbot(folder, "retry", ID, by="记者").code == 1
    assert newsbot(folder, "retry", ID).code == 0


@pytest.mark.parametrize(
    ("accounts", "args", "by", "said"),
    [
        ((), ("--host", "0.0.0.0"), "张三", "`newsbot editor add NAME --password` first"),
        (("张三",), ("--host", "0.0.0.0"), "张三", "`newsbot editor add NAME --password` first"),
        (("张三", "--token"), ("--host", "0.0.0.0"), "张三", "answers only to names it knows"),
        (("张三", "--token"), ("--host", "192.0.2.1"), "张三", "cannot be had"),
        (("张三", "--token"), ("--host", "no such name"), "张三", "is no address of this machine"),
        (("张三",), (), "李四", "李四 has no account; set desk.editor"),
    ],
)
def test_the_desk_opens_to_nobody_where_nobody_or_anybody_could_come_in(
    folder: Path, accounts: tuple[str, ...], args: tuple[str, ...], by: str, said: str
) -> None:
    if accounts:
        assert newsbot(folder, "editor", "add", *accounts).code == 0
    refused = newsbot(folder, "desk", "--no-open", "--port", "0", *args, by=by)
    assert refused.code == 2 and said in refused.err and refused.out == ""


@pytest.mark.parametrize(
    "url", ["desk.example.org", "https://desk.example.org/path", "ftp://x", "https://a b", "https://x:y@z"]
)
def test_what_is_no_address_of_a_desk_is_a_setting_that_does_not_fit(folder: Path, url: str) -> None:
    refused = run(["desk", "--no-open", "--port", "0"], folder, {"NEWSBOT_DESK__URL": url})
    assert refused.code == 1 and "desk.url" in refused.err
