"""What is not an order yet in a demo shop: a draft of the staff, and a cart that somebody left."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import update

from ecommus.core.customers import Address
from ecommus.core.orders import Cart
from ecommus.db.queries import sales, stock
from ecommus.db.tables.sales import carts as table
from ecommus.services import carts, drafts
from ecommus.services.tokens import new_token, token_hash
from ecommus.services.work import Work

LEFT = timedelta(hours=7)
ADDRESS = Address(
    first_name="Maria", last_name="Ionescu", street="Str. Avram Iancu 14", city="Cluj-Napoca",
    county="CJ", postal_code="400098", phone="+40745112233",
).to_json()  # fmt: skip


def unfinished(work: Work) -> None:
    """A phone sale with an agreed price; a cart that was left some hours ago."""
    first, second, third = _wares(work)
    draft = drafts.create(
        work, email="maria.ionescu@example.com", draft_name="Telefon, doamna Ionescu",
        shipping_address=ADDRESS, note="Sunați înainte de livrare.",
    )  # fmt: skip
    carts.add(work, draft, 4, variant_id=first)
    carts.add(work, draft, 1, variant_id=second)
    line = draft.lines[0]
    price = sales.rows_of(work.db, draft)[first].price
    drafts.agree(work, draft, line, price * 9 // 10, "Client fidel, patru bucăți")
    left = Cart(
        token_hash(new_token()), work.tenant.currency, work.tenant.locale,
        email="radu.popa@example.com",
    )  # fmt: skip
    work.db.add(left)
    work.db.flush()
    carts.add(work, left, 1, variant_id=third)
    carts.add(work, left, 2, variant_id=second)
    work.db.flush()
    then = work.now - LEFT
    values = {"created_at": then, "updated_at": then}
    work.db.execute(update(table).where(table.c.id == left.id).values(**values))


def _wares(work: Work) -> list[UUID]:
    """Variants of three products of which there are enough."""
    rows = stock.variants(work.db, stock.Wanted(active=True), limit=500)
    enough = {row.product_id: row.id for row in rows if row.available >= 5}
    return list(enough.values())[:3]
