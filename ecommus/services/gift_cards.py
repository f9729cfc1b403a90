"""Gift cards: issued, blocked, given another code, and put into a cart by their code.

A code is shown once, in the answer that makes it; kept is a keyed hash (``tokens``).
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlalchemy.dialects.postgresql import insert as upsert

from ecommus.core.balances import Kind, Move, bare, problem, said
from ecommus.core.customers import is_email
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.money import MAX_AMOUNT
from ecommus.core.orders import Cart
from ecommus.db.queries import balances as queries
from ecommus.db.tables.balances import balance_movements, balances
from ecommus.services import carts, currencies, offers
from ecommus.services.coupons import ALPHABET
from ecommus.services.tokens import gift_card_hash
from ecommus.services.work import Work

LENGTH = 16
MOST_IN_CART = 10
# What staff say of a card; the amount changes by movements alone.
FIELDS = ("expires_at", "note", "recipient_email", "recipient_name", "message", "locale")


def exist(work: Work) -> bool:
    """Whether carts are asked for gift cards: the shop has issued one."""
    return work.remembered("gift-cards", lambda: queries.any_card(work.db))


def issue(
    work: Work, amount: int, currency: str, *, card_id: UUID | None = None, **fields: Any
) -> tuple[UUID, str]:
    """A new card; answers its id and its code, which nobody sees again.

    ``card_id``: of a form, so that a button pressed twice makes one card. Invalid: nothing would be
    on it, it would have expired already, or the shop sells in other currencies. Conflict: it was
    issued already.
    """
    if not 0 < amount <= MAX_AMOUNT:
        raise Invalid("amount_invalid", "Give an amount above zero.", field="amount")
    currencies.check_offered(work.tenant, currency)
    _check_expiry(work, fields.get("expires_at"))
    _check_mail(work, fields)
    if not exist(work):
        work.changed(config=True)
    card_id, code = card_id or uuid7(), _new_code()
    values = {"id": card_id, "kind": Kind.GIFT_CARD.value, "currency": currency, "amount": amount}
    made = upsert(balances).values(values | _hidden(work, code) | fields).on_conflict_do_nothing()
    if work.db.execute(made.returning(balances.c.id)).scalar() is None:
        text = "This gift card is issued already: it stands in the list."
        raise Conflict("issued_already", text)
    work.db.execute(
        insert(balance_movements).values(
            id=uuid7(), balance_id=card_id, kind=Move.ISSUED.value, amount=amount, left_on=amount,
            actor=work.actor,
        )
    )  # fmt: skip
    return card_id, code


def change(work: Work, card: Any, changes: dict[str, Any]) -> tuple[str, ...]:
    """Change what is said of a card, or until when it holds; answers the changed names."""
    changed = {k: v for k, v in changes.items() if k in FIELDS and getattr(card, k) != v}
    if "expires_at" in changed:
        _check_expiry(work, changed["expires_at"])
    _check_mail(work, changed)
    if changed:
        _write(work, card, **changed)
    return tuple(changed)


def _check_mail(work: Work, fields: dict[str, Any]) -> None:
    """Invalid when the code could not be mailed: it is shown once, and would be lost."""
    email, locale = fields.get("recipient_email"), fields.get("locale")
    if email and not is_email(email):
        raise Invalid("email_invalid", "This is no e-mail address.", field="recipient_email")
    if locale and locale not in work.tenant.locales:
        text, known = "Choose one of the shop's languages: %(locales)s.", work.tenant.locales
        raise Invalid("locale_invalid", text, field="locale", locales=", ".join(known))


def replace_code(work: Work, card: Any) -> str:
    """Another code for a card; the old one opens nothing from now on."""
    code = _new_code()
    _write(work, card, mailed_at=None, **_hidden(work, code))
    return code


def block(work: Work, card: Any, on: bool) -> None:
    """Block a card, so that it pays nothing; or let it pay again. What is on it stays."""
    if (card.disabled_at is not None) != on:
        _write(work, card, disabled_at=work.now if on else None)


def mailed(work: Work, card_id: UUID) -> None:
    """The mail with the code is on its way."""
    here = balances.c.id == card_id
    work.db.execute(update(balances).where(here).values(mailed_at=func.clock_timestamp()))


def find(work: Work, code: str) -> Any:
    """The card of a code as it was typed, or None; what cannot be a code costs no statement."""
    found = bare(code)
    if found is None:
        return None
    keys = (work.registry.secret, *work.registry.previous_secrets)
    hashes = [gift_card_hash(key, work.tenant.id, found) for key in keys]
    return queries.card_by_hash(work.db, hashes)


def set_codes(work: Work, cart: Cart, codes: Sequence[str]) -> None:
    """The cart's codes: gift cards are added to those it has, the others are its coupons from now
    on. A draft of the staff takes gift cards too, which change nothing that was agreed.

    Invalid names the first that opens nothing, or why it pays nothing; of a code that is unknown it
    says the same whatever it looks like.
    """
    coupons, cards = [], list(cart.gift_cards)
    for number, code in enumerate(codes):
        card = find(work, code)
        if card is None:
            coupons.append(code)
            continue
        wrong = problem(card, currencies.of_cart(work, cart), work.now)
        if wrong:
            field = f"coupons.{number}"
            raise Invalid(wrong[0], wrong[1], field=field, **said(card))
        cards.append(card.id)
    cards = list(dict.fromkeys(cards))
    if len(cards) > MOST_IN_CART:
        raise Invalid("too_many", "At most ten gift cards.", field="coupons")
    if cart.drafted_by is None or coupons != cart.coupons:
        carts.check_own(cart)
        offers.set_codes(work, cart, coupons)
    if cards != cart.gift_cards:
        cart.gift_cards = cards


def keep(cart: Cart, card_ids: Sequence[UUID]) -> None:
    """Take the other gift cards out of a cart. Invalid: one that is not in it."""
    if set(card_ids) - set(cart.gift_cards):
        text = "Add gift cards by their code; here are the ids of those that stay."
        raise Invalid("card_unknown", text, field="gift_cards")
    kept = [card_id for card_id in cart.gift_cards if card_id in card_ids]
    if kept != cart.gift_cards:
        cart.gift_cards = kept


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def _hidden(work: Work, code: str) -> dict[str, Any]:
    key = gift_card_hash(work.registry.secret, work.tenant.id, code)
    return {"code_hash": key, "code_hint": code[-4:]}


def _check_expiry(work: Work, moment: datetime | None) -> None:
    if moment is not None and moment <= work.now:
        raise Invalid("expired_already", "Choose a day that is still to come.", field="expires_at")


def _write(work: Work, card: Any, **values: Any) -> None:
    here, version = balances.c.id == card.id, balances.c.version + 1
    work.db.execute(update(balances).where(here).values(**values, version=version))
