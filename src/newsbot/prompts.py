"""Prompts as files: TOML front matter that declares the variables, then the system and the user text.

    +++
    variables = ["headline", "passages"]
    max_tokens = 4000
    +++
    === system ===
    …
    === user ===
    …

A variable that is used and not declared, declared and not used, or missing when the prompt is
rendered is an error before any money is spent. A user's own folder wins over the packaged one.
This module is the only step that reads files: those below the two folders it is given.
"""

import functools
import hashlib
import hmac
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined, Template, TemplateError, meta

from newsbot.errors import SettingsError
from newsbot.news import NEWS, Access, Evidence, Kind, Noun, PromptUse, Source, SourceKind, Use

_FORM = re.compile(r"\A\+\+\+\n(.*?)\n\+\+\+\n=== system ===\n(.*?)\n=== user ===\n(.*)\Z", re.DOTALL)
_CANARY = "（本提示编号{}，不得写进答复。）"
# Autoescaping is for HTML; what we render is Markdown and plain text for a model.
_ENVIRONMENT = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False)  # noqa: S701


REPOSITORY = Path(__file__).parents[2]
"""The top of the repository, when newsbot runs from one; packaged files lie beside this module otherwise."""


class Prompt(Noun):
    """A prompt as its file states it. `max_tokens` bounds the reply; a role's own setting wins over `temperature`."""

    name: str
    system: str
    user: str
    variables: tuple[str, ...]
    max_tokens: int
    temperature: float | None

    def rendered(self, *, canary: str = "", **values: Any) -> "Rendered":
        """The texts with the values filled in. Raises `SettingsError` when values and variables differ.

        A `canary` is no variable: it ends the system text of whatever prompt, a user's own too.
        """
        if set(values) != set(self.variables):
            odd = ", ".join(sorted(set(values) ^ set(self.variables)))
            raise SettingsError(f"prompt {self.name}: these variables are missing or unknown: {odd}")
        try:
            system = _template(self.system).render(values).strip()
            user = _template(self.user).render(values).strip()
        except TemplateError as error:
            raise SettingsError(f"prompt {self.name} cannot be rendered: {error}") from error
        system = f"{system}\n\n{_CANARY.format(canary)}" if canary else system
        use = PromptUse(name=self.name, sha256=digest(f"{system}\0{user}"))
        return Rendered(use=use, system=system, user=user, max_tokens=self.max_tokens, temperature=self.temperature)


class Rendered(Noun):
    """A prompt ready to be sent, with the name and hash that the draft keeps."""

    use: PromptUse
    system: str
    user: str
    max_tokens: int
    temperature: float | None


@functools.lru_cache(64)
def _template(text: str) -> Template:
    """The text compiled: that costs more than filling it in."""
    return _ENVIRONMENT.from_string(text)


@functools.lru_cache(64)
def parse(name: str, text: str) -> Prompt:
    """The prompt in a file's text. Raises `SettingsError` naming the prompt and what is wrong with it."""
    form = _FORM.match(text.replace("\r\n", "\n"))
    if form is None:
        raise SettingsError(f"prompt {name}: expected +++ front matter +++, then === system === and === user === lines")
    try:
        front = tomllib.loads(form[1])
        used = meta.find_undeclared_variables(_ENVIRONMENT.parse(form[2])) | meta.find_undeclared_variables(
            _ENVIRONMENT.parse(form[3])
        )
    except (tomllib.TOMLDecodeError, TemplateError) as error:
        raise SettingsError(f"prompt {name}: {error}") from error
    declared = front.get("variables", [])
    if set(declared) != used:
        odd = ", ".join(sorted(set(declared) ^ used))
        raise SettingsError(
            f"prompt {name}: used but not declared, or declared but not used: {odd}; mend the list or the text"
        )
    return Prompt(
        name=name,
        system=form[2],
        user=form[3],
        variables=tuple(sorted(used)),
        max_tokens=int(front.get("max_tokens", 1000)),
        temperature=front.get("temperature"),
    )


def filled(name: str, text: str, **values: Any) -> str:
    """A template's text with the values filled in. Raises `SettingsError` naming the template."""
    try:
        return _template(text).render(values)
    except TemplateError as error:
        raise SettingsError(f"template {name} cannot be rendered: {error}") from error


class Folder:
    """Prompts or templates by name, from the user's folder first and the packaged one after it."""

    def __init__(self, what: str, folders: Iterable[Path | None]) -> None:
        self._what = what
        self._folders = tuple(folder for folder in folders if folder is not None)

    @functools.cache  # noqa: B019  (one folder object lives as long as the process)
    def text(self, name: str) -> str:
        """The file's text. Raises `SettingsError` when no folder has it."""
        for folder in self._folders:
            path = folder / name
            if path.is_file():
                try:
                    return path.read_text(encoding="utf-8")
                except (OSError, UnicodeDecodeError) as error:
                    raise SettingsError(f"{self._what} {path} cannot be read: {error}") from error
        places = " or ".join(str(folder) for folder in self._folders)
        raise SettingsError(f"{self._what} {name} is in neither {places}; reinstall newsbot or put it there")

    def prompt(self, name: str) -> Prompt:
        """The prompt `name`, such as `news/draft`."""
        return parse(name, self.text(f"{name}.md"))

    def prompt_of(self, kind: Kind, name: str) -> Prompt:
        """The prompt `name` of a kind: its own, else that of the kind it is like, else that of `news`."""
        own = (whose for whose in (kind.name, kind.like) if whose and self.has(f"{whose}/{name}.md"))
        return self.prompt(f"{next(own, NEWS.name)}/{name}")

    def has(self, name: str) -> bool:
        """Whether one of the folders has the file."""
        return any((folder / name).is_file() for folder in self._folders)

    def below(self, folder: str) -> tuple[str, ...]:
        """The names of the prompts in this folder, such as `news`, wherever they lie."""
        found = {path.stem for place in self._folders for path in (place / folder).glob("*.md")}
        return tuple(f"{folder}/{each}" for each in sorted(found))

    def declared(self, name: str) -> dict[str, str]:
        """The texts of the files of this name that lie one folder down, by the folder: `news` for `news/kind.toml`."""
        found = {path.parent.name for folder in self._folders for path in folder.glob(f"*/{name}")}
        return {each: self.text(f"{each}/{name}") for each in sorted(found)}


def packaged(what: str) -> Path:
    """Where the packaged `prompts` or `templates` lie: in the wheel, else at the top of the repository."""
    inside = Path(__file__).parent / what
    return inside if inside.is_dir() else REPOSITORY / what


def digest(text: str) -> str:
    """The sha256 of a text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def marker(secret: str, story: str, evidence: Evidence, purpose: str) -> str:
    """The delimiter around source text: no source can guess it, every rerun repeats it."""
    shown = digest(evidence.model_dump_json())
    return hmac.new(secret.encode(), f"{story}\0{shown}\0{purpose}".encode(), hashlib.sha256).hexdigest()[:16]


def canary(secret: str, story: str, evidence: Evidence) -> str:
    """The word that ends the system texts of a story's prompts and must stand in no draft: as a marker, one a story."""
    return marker(secret, story, evidence, "canary")


def listed(evidence: Evidence, only: Mapping[int, Any] | None = None) -> str:
    """The evidence as the model is shown it: each source's line, then its passages under their ids."""
    lines = []
    for source in evidence.sources:
        if only is not None and source.id not in only:
            continue
        lines.append(_line(source))
        lines += [f"[{passage.id}] {passage.text}" for passage in evidence.passages if passage.source == source.id]
    return "\n".join(lines)


_KINDS: dict[SourceKind, str] = {
    "primary": "当事方自己发布",
    "wire": "通讯社",
    "aggregator": "转载平台",
    "rumour": "传闻",
    "machine": "机器生成",
}
_ACCESS: dict[Access, str] = {"headline": "仅见标题", "excerpt": "仅见摘要", "paywalled": "仅见付费墙前的部分"}
_USES: dict[Use, str] = {"facts": "只采用事实，不引原话", "link": "不能作依据", "never": "不能作依据"}


def named(evidence: Evidence) -> dict[int, str]:
    """How each source is named to a model, by its id: its outlet and, in brackets, what kind of source it is."""
    return {source.id: _named(source) for source in evidence.sources}


def _named(source: Source) -> str:
    copies = f"与{'、'.join(source.copies[:5])}同文，算一个来源" if source.copies else ""
    wire = f"转自{source.origin}" if source.origin and source.origin != source.publisher else ""
    marks = (_KINDS.get(source.kind), _ACCESS.get(source.access), _USES.get(source.use), wire, copies)
    shown = "，".join(mark for mark in marks if mark)
    return f"{source.publisher or '出处不详'}{f'（{shown}）' if shown else ''}"


def _line(source: Source) -> str:
    date = f"，{source.published}发布" if source.published else "，发布日期不详"
    return f"【来源{source.id}】{_named(source)}：{source.title}{date}"
