"""What stories are worth, and which entries a model is still to be asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsure",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "scores",
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
    )
