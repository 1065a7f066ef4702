"""The search index of the archive. It is made empty; what was kept before is indexed when the store is opened."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "findable",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(8), nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("page_id", sa.String(64)),
        sa.Column("feed", sa.Text),
        sa.Column("key", sa.Text),
        sa.Column("dated", sa.BigInteger, nullable=False),
    )
    op.create_index("findable_name", "findable", ["kind", "name"], unique=True)
    op.create_table(
        "pieces",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("dated", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.Text, nullable=False),
    )
    op.create_table(
        "frequencies",
        sa.Column("term", sa.Text, primary_key=True),
        sa.Column("pieces", sa.BigInteger, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "totals",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("pieces", sa.BigInteger, nullable=False),
        sa.Column("terms", sa.BigInteger, nullable=False),
    )
    for kind in ("page", "entry"):
        if op.get_bind().dialect.name == "sqlite":
            # Which row holds which token, and nothing else: neither the text, nor places, nor lengths.
            op.execute(
                f"CREATE VIRTUAL TABLE {kind}_terms "
                "USING fts5(terms, content='', columnsize=0, detail=none, tokenize='ascii')"
            )
        else:
            op.create_table(
                f"{kind}_terms",
                sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
                sa.Column("terms", sa.dialects.postgresql.TSVECTOR, nullable=False),
            )
            op.create_index(f"{kind}_terms_terms", f"{kind}_terms", ["terms"], postgresql_using="gin")
