"""Exporting what is held of a customer is a permission of its own, which no license state closes.

Whoever could do it before can do it now.
"""

from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.execute(
        "UPDATE roles SET permissions = permissions || ARRAY['customer.export']"
        " WHERE (permissions @> ARRAY['customer.manage'] OR code = 'read-only')"
        " AND NOT permissions @> ARRAY['customer.export']"
    )


def downgrade() -> None:
    op.execute("UPDATE roles SET permissions = array_remove(permissions, 'customer.export')")
