"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _newsroom()
    _pages()
    _ledger()


def _newsroom() -> None:
    op.create_table(
        "installation",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "stories",
        sa.Column("id", sa.String(128), primary_key=True),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("headline", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("stage", sa.String(16), nullable=False),
        sa.Column("parked", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.Column("updated", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "artifacts",
        sa.Column("story_id", sa.String(128), sa.ForeignKey("stories.id"), primary_key=True),
        sa.Column("stage", sa.String(16), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "feeds",
        sa.Column("url", sa.String(2048), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("language", sa.String(64), nullable=False),
        sa.Column("polled", sa.BigInteger),
    )
    op.create_table(
        "entries",
        sa.Column("feed", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("first_seen", sa.BigInteger, nullable=False),
    )


def _pages() -> None:
    op.create_table(
        "pages",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("final_url", sa.Text, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("fetched", sa.BigInteger, nullable=False),
    )
    op.create_index("pages_fetched", "pages", ["fetched", "id"])
    op.create_table(
        "passages",
        sa.Column("page_id", sa.String(64), sa.ForeignKey("pages.id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("language", sa.Text, nullable=False),
    )


def _ledger() -> None:
    op.create_table(
        "calls",
        sa.Column("key", sa.String(128), primary_key=True),
        sa.Column("story", sa.String(128), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("ordinal", sa.Integer, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("most_tokens", sa.BigInteger, nullable=False),
        sa.Column("most_micros", sa.BigInteger, nullable=False),
        sa.Column("prompt_tokens", sa.BigInteger, nullable=False),
        sa.Column("completion_tokens", sa.BigInteger, nullable=False),
        sa.Column("usage_known", sa.Boolean, nullable=False),
        sa.Column("micros", sa.BigInteger, nullable=False),
        sa.Column("earlier_tokens", sa.BigInteger, nullable=False),
        sa.Column("earlier_micros", sa.BigInteger, nullable=False),
        sa.Column("reply", sa.Text),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("ticket", sa.String(32), nullable=False),
        sa.Column("reserved_at", sa.BigInteger, nullable=False),
        sa.Column("lease_until", sa.BigInteger, nullable=False),
        sa.Column("settled_at", sa.BigInteger),
    )
    op.create_index("calls_state", "calls", ["state", "settled_at"])
    op.create_index("calls_story", "calls", ["story"])
    op.create_table(
        "endpoints",
        sa.Column("base_url", sa.String(512), primary_key=True),
        sa.Column("model", sa.String(256), primary_key=True),
        sa.Column("probe", sa.Text, nullable=False),
        sa.Column("checked", sa.BigInteger, nullable=False),
    )
