"""Entries that are in no story yet, by themselves."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "waiting",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
    )
    op.create_index("waiting_first_seen", "waiting", ["first_seen"])
    op.execute(
        "INSERT INTO waiting (feed, key, first_seen) SELECT feed, key, first_seen FROM entries WHERE NOT EXISTS "
        "(SELECT 1 FROM members WHERE members.feed = entries.feed AND members.key = entries.key)"
    )
