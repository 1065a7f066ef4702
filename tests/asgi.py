"""A browser's requests to an ASGI application, without a socket: cookies are kept, redirects are not followed."""

import asyncio
from collections.abc import Mapping
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import urlencode

HOST = "127.0.0.1:8321"


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Browser:
    """One browser at the desk."""

    def __init__(self, app: Any, host: str = HOST, address: str = "127.0.0.1") -> None:
        self._app = app
        self._host = host
        self._address = address
        self.cookies: dict[str, str] = {}

    async def get(self, path: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> Answer:
        return await self._ask(method, path, b"", headers or {})

    async def post(self, path: str, form: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Answer:
        """A form sent from a page of the desk itself, unless `headers` say otherwise."""
        sent = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin", **(headers or {})}
        return await self._ask("POST", path, urlencode(form).encode(), {k: v for k, v in sent.items() if v})

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        path, _, query = path.partition("?")
        sent = {"host": self._host, **headers}
        if self.cookies:
            sent["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "headers": [(name.encode(), value.encode()) for name, value in sent.items()],
            "client": (self._address, 50000),
            "server": ("127.0.0.1", 8321),
        }
        told: list[Any] = []
        asked = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Any:
            for message in asked:
                return message
            await asyncio.Event().wait()  # a browser that stays: whoever waits for it to go is cancelled
            raise AssertionError

        async def send(message: Any) -> None:
            told.append(message)

        await self._app(scope, receive, send)
        answered = {name.decode().lower(): value.decode() for name, value in told[0]["headers"]}
        if "set-cookie" in answered:
            for name, morsel in SimpleCookie(answered["set-cookie"]).items():
                self.cookies[name] = morsel.value
        return Answer(told[0]["status"], answered, b"".join(each.get("body", b"") for each in told[1:]))
