"""How often in a row a story found its model or disk away, apart from what may be its own fault."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stories") as stories:
        stories.add_column(sa.Column("outages", sa.Integer))
    op.execute("UPDATE stories SET outages = 0")
    with op.batch_alter_table("stories") as stories:
        stories.alter_column("outages", existing_type=sa.Integer(), nullable=False)
