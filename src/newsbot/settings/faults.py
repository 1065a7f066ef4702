"""What is wrong with a setting, said with its place and the nearest known name, and never with its value."""

import difflib
from collections.abc import Iterator
from typing import get_args

from pydantic import BaseModel, ValidationError

from newsbot.settings.writing import Group


def paths(model: type[BaseModel]) -> Iterator[tuple[str, ...]]:
    """Every setting of a section, as the names that lead to it, in the order of the classes."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, Group):
            yield from ((name, *rest) for rest in paths(field.annotation))
        else:
            yield (name,)


def explained(error: ValidationError, known: type[BaseModel]) -> Iterator[str]:
    """One clause a fault; `known` has the settings that an unknown name is compared with."""
    for each in error.errors(include_input=False, include_url=False):
        loc, kind = each["loc"], each["type"]
        message = each["msg"].removeprefix("Value error, ")
        if kind == "extra_forbidden":
            yield f"{_place(loc)} is no setting{_nearest_beside(loc, known)}"
            continue
        if kind in ("tuple_type", "list_type"):
            message = 'Must be a list, like ["one", "two"]'
        elif kind == "model_type" and loc[0] == "feeds":
            message = 'Must be an address or a table, like {url = "https://…", language = "zh"}'
        elif kind == "model_type" and loc[:2] == ("sources", "outlets"):
            message = 'Must be a host or a table, like {host = "example.org", kind = "wire"}'
        yield f"setting {_place(loc)}: {message[0].lower() + message[1:]}"


def _place(loc: tuple[int | str, ...]) -> str:
    """Where a setting stands: `llm.timeout`, or in a list, counted from one, `feeds, number 2, url`."""
    text = ""
    for part in loc:
        if isinstance(part, int):
            text += f", number {part + 1}, "
        else:
            text += part if not text or text.endswith(" ") else f".{part}"
    return text.removesuffix(", ")


def _nearest_beside(loc: tuple[int | str, ...], known: type[BaseModel]) -> str:
    """The known name nearest to an unknown one: inside a table of a list one of its keys, else any setting."""
    if listed := _listed(loc[:-1], known):
        return nearest(str(loc[-1]), tuple(listed.model_fields))
    return nearest(_place(loc), tuple(".".join(path) for path in paths(known)))


def _listed(loc: tuple[int | str, ...], known: type[BaseModel]) -> type[BaseModel] | None:
    """The section that tables of this list are, such as a feed, an outlet or a rule of kinds; None outside a list."""
    section, listed = known, None
    for part in loc:
        field = section.model_fields.get(str(part))
        if field is None:
            continue
        inside = [each for each in (field.annotation, *get_args(field.annotation)) if isinstance(each, type)]
        section = next((each for each in inside if issubclass(each, Group)), section)
        listed = section if section in get_args(field.annotation) else listed
    return listed


def nearest(name: str, known: tuple[str, ...]) -> str:
    """A clause that names the most alike of the known names, or where all of them stand."""
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else "; `newsbot init` writes a file with all of them"
