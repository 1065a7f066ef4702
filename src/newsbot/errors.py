"""Every error newsbot raises on purpose, as one tree.

NewsbotError
├── UsageError              the request itself cannot be understood (exit 2)
├── SettingsError           a setting is missing, unknown or does not fit
├── FetchError              one address could not be read
│   ├── Blocked             our own rules forbid the address
│   ├── TooLarge            more bytes than the cap
│   ├── TooSlow             not finished within the deadline
│   ├── Unreachable         no connection, no such name, broken TLS
│   └── HttpStatus          the server answered with an error
├── ParseError              bytes that are not what they should be
├── StoreError              the database cannot be used
├── ModelError              one model call gave nothing usable
│   ├── Unauthorised        the endpoint refuses the key
│   ├── Unavailable         down, unreachable, timed out or 5xx after every retry
│   ├── RateLimited         asked to come back later than we may wait
│   ├── Rejected            the endpoint does not accept the request itself
│   ├── Refused             the model declined to answer
│   ├── Truncated           the reply ended at the token limit
│   ├── EmptyReply          the reply has no text
│   ├── WrongLanguage       the reply is not Chinese
│   ├── Malformed           the reply does not fit the schema, even after one repair
│   └── OutOfBudget         a cap would be passed; raised before the call
├── EvidenceError
│   ├── NothingFound        no page about the headline
│   └── TooThin             pages, but too little in them to write from
├── DeskError               an editor's act cannot be done
│   ├── NotAllowed          it lacks something, or may not be done by this editor or to this draft
│   └── Stale               the draft has changed since the editor saw it
├── PublishError
│   ├── Conflict            the file on disk is not the one we wrote
│   ├── SiteBroken          the folder cannot be written, or the site does not build
│   └── Withheld            a rule forbids to publish the article as it stands
├── NoticeError             a channel did not take a notice
└── LocalModelError         the model of this machine is not there, cannot be fetched, or does not start

Foreign exceptions are translated once, in `edges/`, with the cause kept. Each error's
text is one line that says what happened, to which feed, story or file, and what to do
next; it never holds a key. Anything that is not in this tree is a bug and stops the run.
"""

from collections.abc import Mapping
from datetime import datetime


class NewsbotError(Exception):
    """The root: catching it catches what can be expected, and nothing else."""


class UsageError(NewsbotError):
    """The request cannot be understood: an empty headline, an unknown kind."""


class SettingsError(NewsbotError):
    """A setting is missing, unknown or does not fit; the text names the key and where it came from."""


class FetchError(NewsbotError):
    """One address could not be read. `url` is the address that was asked for."""

    def __init__(self, url: str, message: str) -> None:
        super().__init__(message)
        self.url = url


class Blocked(FetchError):
    """Our own rules forbid the address; `rule` is a short name such as `private-address` or `port`."""

    def __init__(self, url: str, rule: str, message: str) -> None:
        super().__init__(url, message)
        self.rule = rule


class TooLarge(FetchError):
    """More decoded bytes than the cap."""


class TooSlow(FetchError):
    """Not finished within the total deadline."""


class Unreachable(FetchError):
    """No such name, no connection, broken TLS, or a connection cut in the middle."""


class HttpStatus(FetchError):
    """The server answered with a status that carries no page.

    `host` (with its port where that is not the usual one) is the server that answered, after redirects;
    `retry_after` is how many seconds it asks to be left alone, None when it does not say. `hops` are the
    redirects on the way, each as (address, status, where it sent us), `final_url` is the address that answered,
    and `headers` are those of the answer, names in lower case.
    """

    def __init__(
        self,
        url: str,
        status: int,
        message: str,
        host: str = "",
        retry_after: float | None = None,
        *,
        hops: tuple[tuple[str, int, str], ...] = (),
        final_url: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(url, message)
        self.status = status
        self.host = host
        self.retry_after = retry_after
        self.hops = hops
        self.final_url = final_url
        self.headers = headers or {}


class ParseError(NewsbotError):
    """Bytes or text that are not what they should be; the text says where."""


class StoreError(NewsbotError):
    """The database cannot be opened, read or written; the text names it and the way out."""


class ModelError(NewsbotError):
    """One model call gave nothing usable."""


class Unauthorised(ModelError):
    """The endpoint refuses the key (401, 403)."""


class Unavailable(ModelError):
    """The endpoint is down, unreachable, silent or failing after every retry; `retry_after` as of `RateLimited`."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class RateLimited(ModelError):
    """The endpoint asks to wait longer than this run may; `retry_after` is in seconds."""

    def __init__(self, message: str, retry_after: float | None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Rejected(ModelError):
    """The endpoint does not accept the request: unknown model, context too long, not an API."""


class Refused(ModelError):
    """The model declined to answer; the text keeps its reason."""


class Truncated(ModelError):
    """The reply ended at the token limit (`finish_reason=length`)."""


class EmptyReply(ModelError):
    """The reply has no text."""


class WrongLanguage(ModelError):
    """The reply is not Chinese."""


class Malformed(ModelError):
    """The reply does not fit what was asked, even after one repair."""


class OutOfBudget(ModelError):
    """A cap in money or tokens would be passed, or the model has no price; raised before the call.

    `until` is the instant from which on the cap lets calls through again; None when a person must raise it. `cap` is
    the setting of that cap, such as `budget.daily_usd`; empty where it is the price that is missing. `of` is the story
    or run that it stops, empty when it stops all calls.
    """

    def __init__(self, message: str, until: datetime | None = None, cap: str = "", of: str = "") -> None:
        super().__init__(message)
        self.until = until
        self.cap = cap
        self.of = of


class EvidenceError(NewsbotError):
    """The story cannot be written from what was found; `searched` says where we looked."""

    def __init__(self, message: str, searched: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.searched = searched


class NothingFound(EvidenceError):
    """No page about the headline."""


class TooThin(EvidenceError):
    """Pages were found, but they hold too little to write from."""


class DeskError(NewsbotError):
    """An editor's act cannot be done; `rule` is a short name of what stands against it, such as `no-reason`."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


class NotAllowed(DeskError):
    """The act lacks something, or may not be done by this editor or to this draft."""


class Stale(DeskError):
    """The draft has changed since the editor saw it."""

    def __init__(self, message: str) -> None:
        super().__init__("stale", message)


class PublishError(NewsbotError):
    """An article could not be put where it belongs."""


class Conflict(PublishError):
    """The file on disk is not the one we wrote: it belongs to someone else or was edited by hand.

    `lies` is the text that lies there and `ours` what was to be written, where both are to be compared.
    """

    def __init__(self, message: str, lies: str = "", ours: str = "") -> None:
        super().__init__(message)
        self.lies = lies
        self.ours = ours


class SiteBroken(PublishError):
    """The folder is missing, read-only, full or otherwise cannot be written; or the site's builder refuses."""


class Withheld(PublishError):
    """A rule forbids to publish the article as it stands; `reasons` name each rule and place.

    `until` is when the reason ends by itself (an embargo), None when a person must act.
    """

    def __init__(self, message: str, reasons: tuple[str, ...] = (), until: datetime | None = None) -> None:
        super().__init__(message)
        self.reasons = reasons
        self.until = until


class NoticeError(NewsbotError):
    """A channel did not take a notice; the text says why, and never names the channel's address."""


class LocalModelError(NewsbotError):
    """A model file is not there, is another than it should be, cannot be fetched, or does not start."""
