"""Feeds with what polling them needs to remember; entries with what tells new from known; hosts that ask to wait.

The program never filled the first `feeds`. Entries kept so far get their key as their id, and no digests:
they are known, and not announced anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _feeds()
    _entries()
    op.create_table(
        "hosts",
        sa.Column("host", sa.Text, primary_key=True),
        sa.Column("asked", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )


def _feeds() -> None:
    op.drop_table("feeds")
    op.create_table(
        "feeds",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("declared", sa.Boolean, nullable=False),
        sa.Column("paused", sa.Text, nullable=False),
        sa.Column("polled", sa.BigInteger),
        sa.Column("answered", sa.BigInteger),
        sa.Column("due", sa.BigInteger),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("options", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
    )


def _entries() -> None:
    with op.batch_alter_table("entries") as entries:
        entries.add_column(sa.Column("id", sa.Text))
        entries.add_column(sa.Column("mark", sa.Text))
        entries.add_column(sa.Column("digests", sa.Text))
        entries.add_column(sa.Column("updates", sa.Integer))
        entries.add_column(sa.Column("place", sa.String(64)))
        entries.add_column(sa.Column("tell", sa.String(8)))
        entries.add_column(sa.Column("teller", sa.String(64)))
    op.execute("UPDATE entries SET id = key, mark = '', digests = '', updates = 0, place = '', tell = '', teller = ''")
    with op.batch_alter_table("entries") as entries:
        for name in ("id", "mark", "digests"):
            entries.alter_column(name, existing_type=sa.Text(), nullable=False)
        entries.alter_column("updates", existing_type=sa.Integer(), nullable=False)
        for name, length in (("place", 64), ("tell", 8), ("teller", 64)):
            entries.alter_column(name, existing_type=sa.String(length), nullable=False)
    op.create_index("entries_id", "entries", ["feed", "id"])
    op.create_index("entries_mark", "entries", ["feed", "first_seen", "mark"])
    op.create_index("entries_first_seen", "entries", ["first_seen"])
    op.create_index("entries_place", "entries", ["feed", "place"])
    op.create_index("entries_tell", "entries", ["tell", "teller"])
