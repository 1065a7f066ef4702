"""When the sources of published articles are read again, and what was found."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rechecks",
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("source", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("published", sa.BigInteger, nullable=False),
        sa.Column("due", sa.BigInteger),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("checked", sa.BigInteger),
        sa.Column("result", sa.Text, nullable=False),
        sa.Column("finding", sa.Text),
        sa.Column("found", sa.BigInteger),
        sa.Column("settled", sa.Text),
    )
    op.create_index("rechecks_due", "rechecks", ["due"])
