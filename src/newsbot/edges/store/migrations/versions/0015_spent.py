"""What was spent in a stretch of time, and by a run, is read from an index."""

from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    spent = ["settled_at", "micros", "earlier_micros", "prompt_tokens", "completion_tokens", "earlier_tokens"]
    op.create_index("calls_spent", "calls", spent)
    op.create_index("calls_owner", "calls", ["owner"])
