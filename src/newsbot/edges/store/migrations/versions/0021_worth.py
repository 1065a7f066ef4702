"""What a story can be worth at most is read without its entries."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("scores", sa.Column("under", sa.String(64)))
    op.add_column("scores", sa.Column("lasting", sa.Float))
    op.add_column("scores", sa.Column("newest", sa.BigInteger))
