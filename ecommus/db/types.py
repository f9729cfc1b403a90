"""Column types that SQLAlchemy does not have."""

from sqlalchemy.types import UserDefinedType


class XID8(UserDefinedType):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **_kw) -> str:
        return "xid8"
