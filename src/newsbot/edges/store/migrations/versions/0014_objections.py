"""What stands against published articles besides their sources; a page's text is found by its digest."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "objections",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("settled", sa.Text),
    )
    op.create_index("objections_story", "objections", ["story_id"])
    op.create_index("pages_sha256", "pages", ["sha256"])
