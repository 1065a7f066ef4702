"""Named accounts of editors and writers."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "editors",
        sa.Column("name", sa.String(64), primary_key=True),
        sa.Column("post", sa.String(16), nullable=False),
        sa.Column("added", sa.BigInteger, nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("token", sa.String(64), nullable=False),
        sa.Column("mark", sa.String(32), nullable=False),
    )
