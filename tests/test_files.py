"""Documents an editor hands in: every way a path can fail is one clear line."""

import os

import pytest

from newsbot.edges.files import MAX_FILE, LocalFiles
from newsbot.errors import ParseError


async def test_a_file_is_read_whole(tmp_path) -> None:
    path = tmp_path / "稿件.md"
    path.write_bytes("正文".encode("gb18030"))
    assert await LocalFiles().read(str(path)) == "正文".encode("gb18030")


async def test_a_file_of_exactly_the_cap_is_read(tmp_path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * MAX_FILE)
    assert len(await LocalFiles().read(str(path))) == MAX_FILE


async def refusal(path: str) -> str:
    with pytest.raises(ParseError) as caught:
        await LocalFiles().read(path)
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def test_a_missing_file_is_refused_by_name(tmp_path) -> None:
    path = str(tmp_path / "no.md")
    assert await refusal(path) == f"{path} does not exist; check the path"


async def test_a_folder_is_refused(tmp_path) -> None:
    assert "is a folder" in await refusal(str(tmp_path))


async def test_an_empty_file_is_refused(tmp_path) -> None:
    (tmp_path / "empty.md").touch()
    assert "is empty" in await refusal(str(tmp_path / "empty.md"))


async def test_a_file_over_the_cap_is_refused(tmp_path) -> None:
    (tmp_path / "large.txt").write_bytes(b"a" * (MAX_FILE + 1))
    assert "larger than 10 MiB" in await refusal(str(tmp_path / "large.txt"))


async def test_a_pipe_is_refused_without_waiting_for_a_writer(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "no regular file" in await refusal(str(tmp_path / "pipe"))


async def test_a_path_below_a_file_is_refused(tmp_path) -> None:
    (tmp_path / "a").write_text("x", encoding="utf-8")
    assert "cannot be read" in await refusal(str(tmp_path / "a" / "b"))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
async def test_an_unreadable_file_is_refused(tmp_path) -> None:
    (tmp_path / "locked.md").write_text("x", encoding="utf-8")
    (tmp_path / "locked.md").chmod(0)
    assert "permissions" in await refusal(str(tmp_path / "locked.md"))


@pytest.mark.parametrize("path", ["a\0b", "a\ud800b", "x" * 5000, "two\nlines"])
async def test_a_hostile_path_is_one_clear_line(path: str) -> None:
    assert len(await refusal(path)) < 400
