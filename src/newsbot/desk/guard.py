"""What every request must be before anything looks at its path, and what every answer carries.

A page elsewhere in the same browser is the attacker: it may make the browser send requests to this address under any
name (DNS rebinding), and with our cookie. So the name and port asked for must be ours, and whatever changes something
must come from a page of ours.
"""

from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

READING = frozenset({"GET", "HEAD"})
HEADERS = {
    # Nothing from elsewhere, nothing inline, no frame around us, no form to elsewhere.
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cache-control": "no-store",
}


class Guard:
    """Wraps an application. `addresses` are those by which it may be asked, such as `http://127.0.0.1:8321`."""

    def __init__(self, app: ASGIApp, addresses: Iterable[str], headers: Mapping[str, str] = HEADERS) -> None:
        self._app = app
        self._headers = headers
        self._origins = frozenset(address.lower() for address in addresses)
        self._hosts = frozenset(origin.partition("://")[2] for origin in self._origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it in one line."""
        if scope["type"] != "http":  # no web sockets; `lifespan` is off
            return
        refusal = self._refusal(scope["method"], Headers(scope=scope))

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)  # a preview under this address has a policy of its own
            await send(message)

        if refusal is None:
            await self._app(scope, receive, sent)
        else:
            status, why = refusal
            await PlainTextResponse(why + "\n", status)(scope, receive, sent)

    def _refusal(self, method: str, headers: Headers) -> tuple[int, str] | None:
        if [host.lower() for host in headers.getlist("host")] not in [[host] for host in self._hosts]:
            return 421, "this desk does not answer to that name"
        if method in READING:
            return None
        if method != "POST":
            return 405, "only GET and POST"
        site = headers.get("sec-fetch-site")
        if site is not None:
            return None if site == "same-origin" else (403, "a page elsewhere may not change anything here")
        if headers.get("origin", "").lower() in self._origins:
            return None
        return 403, "a request that changes something must come from a page of this desk"
