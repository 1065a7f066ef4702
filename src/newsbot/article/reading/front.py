"""Front matter read."""

import json
import re
from collections.abc import Iterator

from newsbot.article.document import Bare, BlockList, BlockMap, DashList, FlowList, FrontField, Quoted, Value
from newsbot.article.reading.lines import Lines

DEEPEST = 8  # spaces of indentation in front matter; ours needs 4


def fields_in(lines: Lines, indent: int) -> tuple[FrontField, ...]:
    """The fields at exactly this indentation."""
    fields: list[FrontField] = []
    while (match := re.match(r"( *)([A-Za-z_]\w*):(?: (.*))?$", lines.next or "")) and len(match[1]) == indent:
        lines.take()
        fields.append(FrontField(key=match[2], value=_value(lines, match[3], indent)))
    return tuple(fields)


def _value(lines: Lines, text: str | None, indent: int) -> Value:
    if text is None:
        return _nested(lines, indent + 2)
    if text.startswith(('"', "[")):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise lines.wrong('text in "double quotes" with JSON escapes', back=1) from error
        if isinstance(value, str):
            return Quoted(quoted=value)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return FlowList(items=tuple(value))
        raise lines.wrong("a list of quoted strings", back=1)
    return Bare(bare=text)


def _nested(lines: Lines, indent: int) -> Value:
    if indent > DEEPEST:
        raise lines.wrong("front matter that is less deep")
    dash = " " * indent + "- "
    if not lines.starts(dash):
        return BlockMap(fields=fields_in(lines, indent))
    if lines.starts(f'{dash}"'):
        return DashList(items=tuple(_scalars(lines, dash)))
    items = []
    while lines.starts(dash):
        lines.replace(" " * (indent + 2) + lines.expect_start(dash))
        items.append(BlockMap(fields=fields_in(lines, indent + 2)))
    return BlockList(items=tuple(items))


def _scalars(lines: Lines, dash: str) -> Iterator[str]:
    while lines.starts(dash):
        value = _value(lines, lines.expect_start(dash), 0)
        if not isinstance(value, Quoted):
            raise lines.wrong('text in "double quotes"', back=1)
        yield value.quoted
