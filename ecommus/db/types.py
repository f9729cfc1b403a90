"""Column types that SQLAlchemy does not have."""

from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator, UserDefinedType

from ecommus.core.orders import CartLine


class XID8(UserDefinedType):
    """PostgreSQL's 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **_kw) -> str:
        return "xid8"


class CartLines(TypeDecorator):
    """The lines of a cart, a JSON array in its row (docs/adr/0015)."""

    impl = JSONB
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Any) -> Any:
        return [_dumped(line) for line in value or ()]

    def process_result_value(self, value: Any, dialect: Any) -> list[CartLine]:
        return [_loaded(entry) for entry in value]


def _dumped(line: CartLine) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "id": str(line.id), "variant": str(line.variant_id), "quantity": line.quantity,
    }  # fmt: skip
    if line.unit_price is not None:
        entry |= {"unit_price": line.unit_price, "price_reason": line.price_reason}
    return entry


def _loaded(entry: dict[str, Any]) -> CartLine:
    return CartLine(
        UUID(entry["variant"]), entry["quantity"], entry.get("unit_price"),
        entry.get("price_reason"), UUID(entry["id"]),
    )  # fmt: skip
