"""Pictures of our own site for the documents: one article of each kind on it, looked at in Chromium.

    python docs/site_pictures.py

Writes `docs/images/site-*.png`. Needs the extras test and site, and Chromium; all that is told there is made up.
"""

import asyncio
import functools
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import chromium
from golden import FOLDER
from hugo_site import hugo
from newsroom_run import run

IMAGES = Path(__file__).parent / "images"
SHOTS = (
    ("site-news", "news", "light", 900, 860),
    ("site-column", "commentary", "light", 900, 860),
    ("site-feature-dark", "feature", "dark", 900, 860),
    ("site-phone", "news", "dark", 390, 844),
)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of each request."""


@contextmanager
def served() -> Iterator[str]:
    """The address of a site with the sample articles on it, until the context ends."""
    with tempfile.TemporaryDirectory() as folder:
        server = ThreadingHTTPServer(
            ("127.0.0.1", 0), functools.partial(_Quiet, directory=str(Path(folder, "web", "public")))
        )
        address = f"http://127.0.0.1:{server.server_port}/"
        made = run(["site", "init", "web", "--title", "港口新闻", "--url", address], Path(folder))
        assert made.code == 0, made.err
        for name in {name for _, name, *_ in SHOTS}:
            text = (FOLDER / f"{name}.md").read_text(encoding="utf-8").replace("\ndraft: true\n", "\ndraft: false\n", 1)
            Path(folder, "web", "content", "posts", f"{name}.md").write_text(text, encoding="utf-8")
        subprocess.run([hugo(), "--source", str(Path(folder, "web")), "--buildFuture", "--quiet"], check=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


async def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with served() as address:
        async with chromium.browser() as browser:
            for name, post, scheme, width, height in SHOTS:
                context = await browser.new_context(
                    color_scheme="dark" if scheme == "dark" else "light", viewport={"width": width, "height": height}
                )
                page = await context.new_page()
                await page.goto(f"{address}posts/{post}/")
                await page.screenshot(path=IMAGES / f"{name}.png", scale="css")
                await context.close()
                print(f"{name}.png {(IMAGES / f'{name}.png').stat().st_size // 1000} kB")


if __name__ == "__main__":
    asyncio.run(main())
