"""Releases that were withdrawn from the package index."""

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.execute(
        "CREATE TABLE withdrawals ("
        " filename TEXT NOT NULL,"
        " reason TEXT NOT NULL,"
        " at TIMESTAMP WITH TIME ZONE NOT NULL,"
        " CONSTRAINT pk_withdrawals PRIMARY KEY (filename))"
    )


def downgrade() -> None:
    op.execute("DROP TABLE withdrawals")
