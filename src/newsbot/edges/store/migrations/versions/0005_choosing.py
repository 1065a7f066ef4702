"""When a story was chosen to be written, when one that failed is tried again, how often it failed; who works."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stories") as stories:
        stories.add_column(sa.Column("chosen", sa.BigInteger))
        stories.add_column(sa.Column("due", sa.BigInteger))
        stories.add_column(sa.Column("failures", sa.Integer))
    op.execute("UPDATE stories SET failures = 0")
    with op.batch_alter_table("stories") as stories:
        stories.alter_column("failures", existing_type=sa.Integer(), nullable=False)
    op.create_index("stories_chosen", "stories", ["stage", "chosen"])
    op.create_table(
        "workers",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("host", sa.Text, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("seen", sa.BigInteger, nullable=False),
    )
