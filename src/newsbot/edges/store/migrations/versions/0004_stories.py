"""Which entries are which story, and what was decided of stories."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "members",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
        sa.Column("by_hand", sa.Boolean, nullable=False),
        sa.Column("is_copy", sa.Boolean, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("news", sa.String(16), nullable=False),
        sa.Column("facts", sa.Text, nullable=False),
    )
    op.create_index("members_story", "members", ["story_id"])
    op.create_index("members_seen", "members", ["seen"])
    op.create_index("members_address", "members", ["address", "added"])
    op.create_table(
        "rulings",
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("other_id", sa.String(128), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
