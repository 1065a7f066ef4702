"""The model of this machine: its file is fetched once and held to its digest, and it answers on loopback."""

import asyncio
import fcntl
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import web
from click.testing import CliRunner

from loopback import raw, site
from newsbot.cli import model as face
from newsbot.cli import newsbot
from newsbot.edges.local_model import DEFAULT, PINS, Pin, file_name, pin_of, pull, pulled, serving
from newsbot.errors import LocalModelError, UsageError
from newsbot.settings import Llm, Price, Settings
from newsbot.wiring import on_this_machine

FILE = bytes(range(256)) * 20_000  # five megabytes and no model
PIN = Pin("small", len(FILE), hashlib.sha256(FILE).hexdigest(), "", "", ())


async def fetch(pin: Pin, folder: Path, source: str) -> Path:
    return await asyncio.to_thread(pull, pin, folder, source, lambda _done, _whole: None)


async def whole(_request: web.Request) -> web.StreamResponse:
    return web.Response(body=FILE)


async def in_parts(request: web.Request) -> web.StreamResponse:
    """A server that knows ranges."""
    start = request.http_range.start or 0
    if start >= len(FILE):
        return web.Response(status=416)
    headers = {"Content-Range": f"bytes {start}-{len(FILE) - 1}/{len(FILE)}"} if start else {}
    return web.Response(status=206 if start else 200, body=FILE[start:], headers=headers)


async def test_the_file_is_fetched_whole_and_told_of_as_it_comes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    async with site({"/m": whole}) as server:
        path = await asyncio.to_thread(pull, PIN, tmp_path, server.url("/m"), lambda *far: told.append(far))
    assert path.read_bytes() == FILE
    assert told[-1] == (len(FILE), len(FILE))
    assert told == sorted(told)
    assert [each.name for each in pulled(tmp_path)] == ["small"]


async def test_what_is_here_is_not_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / PIN.file).write_bytes(FILE)
    async with site({}) as server:
        await fetch(PIN, tmp_path, server.url("/m"))
        assert server.requests == []


@pytest.mark.parametrize(("handler", "from_the_beginning"), [(in_parts, False), (whole, True)])
async def test_an_interrupted_download_goes_on_where_it_ended_if_the_server_can(
    tmp_path: Path, handler: object, from_the_beginning: bool
) -> None:
    (tmp_path / f"{PIN.file}.part").write_bytes(FILE[:1_000_000])
    told: list[int] = []
    async with site({"/m": handler}) as server:  # type: ignore[dict-item]
        await asyncio.to_thread(pull, PIN, tmp_path, server.url("/m"), lambda done, _: told.append(done))
        assert server.requests[0].headers["Range"] == "bytes=1000000-"
    assert (tmp_path / PIN.file).read_bytes() == FILE
    assert (told[0] < 1_000_000) is from_the_beginning


@pytest.mark.parametrize("size", [len(FILE), 0])
async def test_a_connection_that_breaks_keeps_what_came(tmp_path: Path, size: int) -> None:
    """Of a model that is not in the list too, whose size the server alone knows."""

    async def breaks(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(FILE) + FILE[:3_000_000])
        await writer.drain()

    async with raw(breaks) as origin:
        with pytest.raises(LocalModelError, match="run it again"):
            await fetch(replace(PIN, size=size), tmp_path, f"{origin}/m")
    assert (tmp_path / f"{PIN.file}.part").read_bytes() == FILE[:3_000_000]
    assert pulled(tmp_path) == ()


@pytest.mark.parametrize("body", [FILE[:-1] + b"?", b"<html>log in</html>"])
async def test_a_file_with_another_digest_is_refused_and_thrown_away(tmp_path: Path, body: bytes) -> None:
    async with site({"/m": body}) as server:
        with pytest.raises(LocalModelError, match="another digest"):
            await fetch(replace(PIN, size=0), tmp_path, server.url("/m"))
    assert list(tmp_path.iterdir()) == []


async def test_more_than_the_file_has_is_not_taken(tmp_path: Path) -> None:
    async with site({"/m": FILE + FILE}) as server:
        with pytest.raises(LocalModelError, match="sends more than"):
            await fetch(PIN, tmp_path, server.url("/m"))
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) == 0


async def test_where_one_address_has_nothing_the_next_is_asked(tmp_path: Path) -> None:
    async with site({"/m": whole}) as server:
        await fetch(replace(PIN, addresses=(server.url("/gone"), server.url("/m"))), tmp_path, "")
    assert (tmp_path / PIN.file).read_bytes() == FILE


async def test_where_none_has_it_each_is_named_with_what_it_said(tmp_path: Path) -> None:
    async with site({}) as server:
        with pytest.raises(LocalModelError, match=r"/a answered 404; .*/b answered 404.*--from"):
            await fetch(replace(PIN, addresses=(server.url("/a"), server.url("/b?key=x"))), tmp_path, "")


async def test_a_file_of_ones_own_is_held_to_the_digest_too(tmp_path: Path) -> None:
    (tmp_path / "mine").write_bytes(FILE)
    assert (await fetch(PIN, tmp_path / "models", str(tmp_path / "mine"))).read_bytes() == FILE
    (tmp_path / "other").write_bytes(b"other")
    with pytest.raises(LocalModelError, match=r"other has another digest .*It stays where it is"):
        await fetch(replace(PIN, name="b"), tmp_path / "models", str(tmp_path / "other"))
    assert (tmp_path / "other").read_bytes() == b"other"
    with pytest.raises(LocalModelError, match="is no file"):
        await fetch(replace(PIN, name="c"), tmp_path / "models", str(tmp_path / "nothing"))
    assert [each.name for each in (tmp_path / "models").iterdir()] == [PIN.file]


async def test_of_two_that_fetch_one_file_the_second_is_told_so(tmp_path: Path) -> None:
    (tmp_path / f"{PIN.file}.lock").touch()
    with (tmp_path / f"{PIN.file}.lock").open() as first:
        fcntl.flock(first, fcntl.LOCK_EX)
        with pytest.raises(LocalModelError, match="wait until it has ended"):
            await fetch(PIN, tmp_path, "http://127.0.0.1:9/m")
    assert pulled(tmp_path) == ()


async def test_a_disk_without_room_is_said_before_anything_is_fetched(tmp_path: Path) -> None:
    async with site({}) as server:
        with pytest.raises(LocalModelError, match="has room for"):
            await fetch(replace(PIN, size=1 << 60), tmp_path, server.url("/m"))
        assert server.requests == []


def test_a_model_not_in_the_list_needs_its_digest_and_a_known_one_keeps_its_own() -> None:
    assert pin_of(DEFAULT) is PINS[0]
    assert pin_of("mine-7b", "0" * 64).file == "mine-7b.gguf"
    for name, sha256 in (("mine-7b", ""), ("mine-7b", "xyz"), (DEFAULT, "0" * 64), ("../x", "0" * 64), ("", "0" * 64)):
        with pytest.raises(UsageError):
            pin_of(name, sha256)
    with pytest.raises(UsageError):
        file_name("../../etc/passwd")


# ---------------------------------------------------------------- serving

MODEL = b"GGUF and no more"
SERVER = """
import http.server, sys
server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), http.server.SimpleHTTPRequestHandler)
print("a library's own words")
print("newsbot-serving", f"http://127.0.0.1:{server.server_port}", flush=True)
import threading
threading.Thread(target=server.serve_forever, daemon=True).start()
sys.stdin.read()
"""


async def test_a_model_answers_on_loopback_and_its_process_ends_with_the_block(tmp_path: Path) -> None:
    (tmp_path / "m.gguf").write_bytes(MODEL)
    async with serving(tmp_path / "m.gguf", server=SERVER) as server:
        assert server.base_url.startswith("http://127.0.0.1:")
        assert server.base_url.endswith("/v1")
        assert not server.ended.done()
    assert server.ended.result() == 0


async def test_what_does_not_start_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LocalModelError, match="newsbot model pull m"):
        async with serving(tmp_path / "m.gguf", server=SERVER):
            pass
    (tmp_path / "m.gguf").write_bytes(b"no model")
    with pytest.raises(LocalModelError, match="no model in GGUF form"):
        async with serving(tmp_path / "m.gguf", server=SERVER):
            pass
    (tmp_path / "m.gguf").write_bytes(MODEL)
    with pytest.raises(LocalModelError, match="does not start"):
        async with serving(tmp_path / "m.gguf", server="raise SystemExit(1)"):
            pass
    async with site({}) as taken:
        port = int(taken.origin.rpartition(":")[2])
        with pytest.raises(UsageError, match=f"port {port} .*--port"):
            async with serving(tmp_path / "m.gguf", port=port, server=SERVER):
                pass


async def test_its_process_sees_no_key_of_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-canary")
    (tmp_path / "m.gguf").write_bytes(MODEL)
    telling = f"import os; open({str(tmp_path / 'seen')!r}, 'w').write(repr(dict(os.environ)))\n{SERVER}"
    async with serving(tmp_path / "m.gguf", server=telling):
        pass
    assert "sk-canary" not in (tmp_path / "seen").read_text()


def test_what_runs_on_this_machine_is_free_and_asked_one_thing_at_a_time() -> None:
    llm = Llm(base_url="local", draft_model="small", judge_model="big", prices={"big": Price(input=1, output=1)})
    here = on_this_machine(Settings.model_construct(llm=llm)).llm
    assert here.prices == {"small": Price(input=0, output=0), "big": Price(input=1, output=1)}
    assert here.concurrency == 1
    assert here.deadline > Llm().deadline
    hurried = on_this_machine(Settings.model_construct(llm=Llm(base_url="local", draft_model="small", deadline=5)))
    assert hurried.llm.deadline == 5
    elsewhere = Settings.model_construct(llm=Llm(base_url="http://127.0.0.1:1/v1", draft_model="small"))
    assert on_this_machine(elsewhere) is elsewhere


# ---------------------------------------------------------------- the command


def test_the_command_lists_fetches_and_says_what_is_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSBOT_LLM__MODELS", str(tmp_path / "models"))
    (tmp_path / "given").write_bytes(FILE)
    run = CliRunner()
    told = run.invoke(newsbot, ["model", "pull", "small", "--from", "given", "--sha256", PIN.sha256])
    assert told.exit_code == 0, told.output
    assert told.stdout.strip() == os.fspath(tmp_path / "models" / "small.gguf")
    assert "NEWSBOT_LLM__DRAFT_MODEL=small" in told.stderr
    listed = {
        each["name"]: each["here"]
        for each in json.loads(run.invoke(newsbot, ["model", "list", "--json"]).stdout)["models"]
    }
    assert listed == {DEFAULT: False, "small": True}
    assert "no: newsbot model pull" in run.invoke(newsbot, ["model", "list"]).stdout
    assert face.DEFAULT == DEFAULT


def test_the_command_refuses_a_wrong_digest_under_json_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NEWSBOT_LLM__MODELS", str(tmp_path / "models"))
    (tmp_path / "given").write_bytes(b"other")
    asked = ["model", "pull", "small", "--from", "given", "--sha256", PIN.sha256, "--json"]
    with pytest.raises(LocalModelError):
        CliRunner().invoke(newsbot, asked, catch_exceptions=False)
