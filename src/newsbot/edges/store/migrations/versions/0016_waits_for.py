"""What a story waits for that may come by itself, and whether it was chosen by a person."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("stories") as stories:
        stories.add_column(sa.Column("by_hand", sa.Boolean))
        stories.add_column(sa.Column("waits_for", sa.String(16)))
    op.execute("UPDATE stories SET by_hand = FALSE, waits_for = ''")
    with op.batch_alter_table("stories") as stories:
        stories.alter_column("by_hand", existing_type=sa.Boolean(), nullable=False)
        stories.alter_column("waits_for", existing_type=sa.String(16), nullable=False)
