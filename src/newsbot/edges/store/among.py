"""`column IN (…)` as one statement whatever the number of values.

SQLAlchemy writes an `IN` anew, and the database parses it anew, for every number of values. What a run asks hundreds of
times hands its values over as one: JSON on SQLite, an array on PostgreSQL.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine


class _Many(TypeDecorator[Sequence[Any]]):
    """Values handed over as one. `of` is their type, `Text` or `BigInteger`."""

    impl = Text
    cache_ok = True

    def __init__(self, of: type[Text] | type[BigInteger]) -> None:
        super().__init__()
        self.of = of

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.of()))

    def process_bind_param(self, value: Sequence[Any] | None, dialect: Dialect) -> Any:
        given = list(value or ())
        return json.dumps(given) if dialect.name == "sqlite" else given


class _Each(FunctionElement[Any]):
    inherit_cache = True
    name = "each"


def among(column: ColumnElement[Any], name: str, of: type[Text] | type[BigInteger] = Text) -> ColumnElement[bool]:
    """Whether the column is one of the values given as parameter `name`, numbers where `of` is `BigInteger`."""
    return column.bool_op("IN")(_Each(bindparam(name, type_=_Many(of))))


@compiles(_Each)
def _unnest(element: _Each, compiler: Any, **options: Any) -> str:
    return f"(SELECT unnest({compiler.process(element.clauses, **options)}))"


@compiles(_Each, "sqlite")
def _json_each(element: _Each, compiler: Any, **options: Any) -> str:
    return f"(SELECT value FROM json_each({compiler.process(element.clauses, **options)}))"  # noqa: S608 - a parameter
