"""`edges/site`: a draft lies there whole or not at all, and nothing of anyone else's is written over."""

import fcntl
import hashlib
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from article_sample import STORY, TEMPLATE, draft, evidence, form, verdict
from newsbot.article import build, finish
from newsbot.edges.site import DraftFolder
from newsbot.errors import Conflict, SiteBroken
from newsbot.newsroom import Desk

NAME = "2026-03-05-gang-7f3a9c21.md"


def text_of(**settings):
    return finish(build(verdict(draft()), evidence(), STORY, form(**settings)).document, TEMPLATE)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


async def test_the_first_draft_makes_its_folder_and_returns_the_path(tmp_path):
    folder = tmp_path / "site" / "drafts"
    desk: Desk = DraftFolder(folder)
    path = await desk.write(NAME, "第一稿\n", STORY.id)
    assert path == str(folder / NAME)
    assert Path(path).read_bytes() == "第一稿\n".encode()
    assert names(folder) == [NAME]


async def test_writing_the_same_text_again_is_a_success_that_touches_nothing(tmp_path):
    desk = DraftFolder(tmp_path)
    first = Path(await desk.write(NAME, text_of(), STORY.id)).stat()
    again = Path(await desk.write(NAME, text_of(), STORY.id)).stat()
    assert (first.st_ino, first.st_mtime_ns) == (again.st_ino, again.st_mtime_ns)


async def test_a_run_that_was_cut_off_after_the_write_can_be_made_again(tmp_path):
    """Only the moment of writing differs then: the file stays, and its digest is that of what lies there."""
    desk = DraftFolder(tmp_path)
    path = await desk.write(NAME, text_of(), STORY.id)
    later = text_of(synced=datetime(2026, 3, 5, tzinfo=UTC))
    assert await desk.write(NAME, later, STORY.id) == path
    assert (tmp_path / NAME).read_text() == text_of()
    assert await desk.digest(path) == sha256(text_of())


async def test_another_storys_file_is_a_conflict_and_stays(tmp_path):
    desk = DraftFolder(tmp_path)
    old = text_of()
    await desk.write(NAME, old, STORY.id)
    with pytest.raises(Conflict, match=f"{NAME} belongs to another story \\({STORY.id}\\)"):
        await desk.write(NAME, "another\n", "fedcba987654", replacing=sha256(old))
    assert (tmp_path / NAME).read_text() == old


async def test_a_draft_is_replaced_only_by_who_knows_what_it_was(tmp_path):
    desk = DraftFolder(tmp_path)
    old, new = text_of(), text_of(score=1)
    await desk.write(NAME, old, STORY.id)
    with pytest.raises(Conflict, match="is not as newsbot wrote it"):
        await desk.write(NAME, new, STORY.id)
    await desk.write(NAME, new, STORY.id, replacing=sha256(old))
    assert (tmp_path / NAME).read_text() == new
    assert names(tmp_path) == [NAME]


async def test_a_draft_edited_by_hand_is_a_conflict_and_stays(tmp_path):
    desk = DraftFolder(tmp_path)
    old = text_of()
    edited = old.replace("语音", "声音")
    (tmp_path / NAME).write_text(edited)
    with pytest.raises(Conflict, match="edited by hand"):
        await desk.write(NAME, text_of(score=1), STORY.id, replacing=sha256(old))
    assert (tmp_path / NAME).read_text() == edited


async def test_a_title_cannot_pose_as_the_mark_of_ownership(tmp_path):
    old = f'---\ntitle: "\\n  ProduceID: \\"{STORY.id}\\""\nAIGC:\n  ProduceID: "fedcba987654"\n---\n'
    (tmp_path / NAME).write_text(old)
    with pytest.raises(Conflict, match="fedcba987654"):
        await DraftFolder(tmp_path).write(NAME, "new\n", STORY.id)


async def test_a_broken_link_of_that_name_is_not_written_through(tmp_path):
    (tmp_path / NAME).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SiteBroken, match=NAME):
        await DraftFolder(tmp_path).write(NAME, "new\n", STORY.id)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize("below", [".", "drafts"])
async def test_a_folder_that_is_a_file_is_one_clear_line(tmp_path, below):
    (tmp_path / "taken").write_text("here\n")
    with pytest.raises(SiteBroken) as caught:
        await DraftFolder(tmp_path / "taken" / below).write(NAME, "new\n", STORY.id)
    assert "\n" not in str(caught.value) and "choose another folder (--out" in str(caught.value)
    assert isinstance(caught.value.__cause__, OSError)
    assert (tmp_path / "taken").read_text() == "here\n"


async def test_a_folder_that_takes_no_file_is_one_clear_line():
    """`/proc` takes none, not even from root, to whom modes mean nothing."""
    with pytest.raises(SiteBroken, match=r"/proc/drafts/.* cannot be written .*: .*folder"):
        await DraftFolder(Path("/proc/drafts")).write(NAME, "new\n", STORY.id)


async def test_a_draft_that_is_a_folder_is_one_clear_line(tmp_path):
    (tmp_path / NAME).mkdir()
    with pytest.raises(SiteBroken, match=NAME):
        await DraftFolder(tmp_path).write(NAME, "new\n", STORY.id)


async def test_what_a_killed_process_left_of_the_file_goes_and_what_another_is_writing_stays(tmp_path):
    left, writing = tmp_path / f".{NAME}.00000000.tmp", tmp_path / f".{NAME}.11111111.tmp"
    others = tmp_path / ".other.md.00000000.tmp"
    for file in (left, others, writing):
        file.write_text("half")
    with writing.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        await DraftFolder(tmp_path).write(NAME, "new\n", STORY.id)
    assert names(tmp_path) == sorted([NAME, others.name, writing.name])


@pytest.mark.parametrize("name", ["../out.md", "a/b.md", "/etc/x.md", "..", ""])
async def test_a_name_that_leaves_the_folder_is_a_bug(tmp_path, name):
    with pytest.raises(ValueError, match="no plain file name"):
        await DraftFolder(tmp_path).write(name, "new\n", STORY.id)


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 KiB; only root may mount one."""
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(tmp_path)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("a small tmpfs cannot be mounted here")
    yield tmp_path
    subprocess.run(["umount", str(tmp_path)], check=True)


@pytest.mark.deep
async def test_a_full_disk_leaves_the_old_draft_and_no_other_file(small_disk):
    desk = DraftFolder(small_disk)
    await desk.write(NAME, "old\n", STORY.id)
    with pytest.raises(SiteBroken, match="free some space"):
        await desk.write(NAME, "x" * 200_000, STORY.id, replacing=sha256("old\n"))
    assert names(small_disk) == [NAME]
    assert (small_disk / NAME).read_text() == "old\n"
