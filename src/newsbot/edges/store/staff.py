"""Who has an account. Plain transactions."""

from sqlalchemy import Connection, delete, select, update

from newsbot.edges.store.tables import editors, insert
from newsbot.news import Editor


def everybody(connection: Connection) -> tuple[Editor, ...]:
    """All accounts, in the order of their names."""
    found = connection.execute(select(editors))
    return tuple(sorted((Editor.model_validate(dict(row._mapping)) for row in found), key=lambda each: each.name))


def add(connection: Connection, editor: Editor) -> bool:
    """Keep a new account; False when there is one of this name."""
    made = insert(connection, editors).values(editor.model_dump()).on_conflict_do_nothing()
    return connection.scalar(made.returning(editors.c.name)) is not None


def change(connection: Connection, editor: Editor) -> bool:
    """Keep an account in place of the one of this name; False when there is none."""
    changed = update(editors).where(editors.c.name == editor.name).values(editor.model_dump())
    return connection.execute(changed).rowcount == 1


def remove(connection: Connection, name: str) -> bool:
    """Remove an account; False when there is none of this name."""
    return connection.execute(delete(editors).where(editors.c.name == name)).rowcount == 1
