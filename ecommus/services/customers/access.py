"""Signing up and in, and proving that an e-mail address is one's own.

Nobody learns here whether an address has an account. A sign-up and a forgotten password do exactly
the same for known and unknown addresses: one row is written, and the mail that is written later
(``web.storefront.account_mails``) decides what it says. A sign-up becomes a customer only when its
link is followed, with the password that was chosen: nobody can prepare an account for somebody
else's address.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import delete, func, insert, select, update

from ecommus.core.customers import is_email
from ecommus.core.errors import Invalid
from ecommus.core.events import AccountMailWanted, CustomerCreated
from ecommus.core.ids import uuid7
from ecommus.db.queries import customers as queries
from ecommus.db.tables import customers as t
from ecommus.db.tables.sales import orders
from ecommus.services.customers import privacy
from ecommus.services.tenants import PASSWORDS, hash_password
from ecommus.services.tokens import account_token, token_hash
from ecommus.services.work import Work

LIVES = {
    "sign-up": timedelta(days=2),
    "reset": timedelta(hours=1),
    "email": timedelta(days=1),
    # No link is in it: it says that another address was proved.
    "email-changed": timedelta(hours=1),
}
# A hash of nothing anybody can type: what is compared when the address is unknown.
DUMMY = PASSWORDS.hash("\0no password")


def sign_up(
    work: Work,
    email: str,
    password: str,
    *,
    first_name: str = "",
    last_name: str = "",
    marketing: bool = False,
) -> None:
    """Ask for an account. Invalid only for what is wrong with the form itself."""
    data = {
        "password_hash": hash_password(password),
        "first_name": first_name.strip(),
        "last_name": last_name.strip(),
        "marketing": marketing,
    }
    send_link(work, "sign-up", email, data)


def forgot(work: Work, email: str) -> None:
    """Ask for a new password."""
    send_link(work, "reset", email, {})


def send_link(work: Work, purpose: str, email: str, data: dict[str, Any]) -> None:
    """Have a mail of this purpose written; whether, and what it says, is decided after it."""
    email = email.strip()
    if not is_email(email):
        raise Invalid("email_invalid", "This is no e-mail address.", field="email")
    tokens, token_id = t.customer_tokens, uuid7()
    # What nobody followed is forgotten here, a day after its time.
    old = func.clock_timestamp() - timedelta(days=1)
    work.db.execute(delete(tokens).where(tokens.c.expires_at < old))
    work.db.execute(
        insert(tokens).values(
            id=token_id,
            purpose=purpose,
            email=email,
            locale=work.locale_name,
            token_hash=token_hash(account_token(work.registry.secret, token_id)),
            data=data,
            expires_at=func.clock_timestamp() + LIVES[purpose],
        )
    )
    work.publish(AccountMailWanted(token_id))


def confirm(work: Work, token: str, password: str) -> UUID:
    """Follow a sign-up's link, with the password chosen in it: the account is there.

    Answers the customer's id. Invalid when the link is over or the password is another.
    """
    row = living(work, "sign-up", token)
    if not matches(row.data["password_hash"], password):
        text = "This is not the password that you chose when you signed up."
        raise Invalid("password_wrong", text, field="password")
    known = queries.by_email(work.db, row.email)
    if known is None:
        customer_id = uuid7()
        work.db.execute(
            insert(t.customers).values(
                id=customer_id,
                email=row.email,
                password_hash=row.data["password_hash"],
                first_name=row.data["first_name"],
                last_name=row.data["last_name"],
                locale=row.locale,
                email_verified_at=func.clock_timestamp(),
            )
        )
        if row.data["marketing"]:
            privacy.note_consent(work, customer_id, "marketing", given=True)
        work.publish(CustomerCreated(customer_id))
    else:
        customer_id = known.id
        _set_password(work, customer_id, row.data["password_hash"])
    use(work, row)
    attach_orders(work, customer_id, row.email)
    return customer_id


def reset(work: Work, token: str, password: str) -> UUID:
    """Follow a reset's link and choose a new password; whoever was signed in is not any more."""
    hashed = hash_password(password)
    row = living(work, "reset", token)
    known = queries.by_email(work.db, row.email)
    if known is None:
        raise over()
    _set_password(work, known.id, hashed)
    use(work, row)
    attach_orders(work, known.id, known.email)
    return known.id


def is_living(work: Work, purpose: str, token: str) -> bool:
    """Whether a link still leads somewhere: asked before its form is shown."""
    return _find(work, purpose, token) is not None


def living(work: Work, purpose: str, token: str) -> Any:
    """The row of a link that can be followed. Invalid when it is over."""
    row = _find(work, purpose, token)
    if row is None:
        raise over()
    return row


def over() -> Invalid:
    """What is said of a link that leads nowhere any more."""
    text = "This link is over: it works once, and not for long. Ask for a new one."
    return Invalid("link_over", text, field="token")


def _find(work: Work, purpose: str, token: str) -> Any:
    tokens = t.customer_tokens
    statement = select(tokens).where(
        tokens.c.token_hash == token_hash(token),
        tokens.c.purpose == purpose,
        tokens.c.used_at.is_(None),
        tokens.c.expires_at > func.clock_timestamp(),
    )
    if not work.db.read_only:
        statement = statement.with_for_update()
    return work.db.execute(statement).one_or_none()


def use(work: Work, row: Any) -> None:
    """The link is used, and with it every other of its kind to the same address."""
    tokens = t.customer_tokens
    work.db.execute(
        update(tokens)
        .where(
            queries.same_email(tokens.c.email, row.email),
            tokens.c.purpose == row.purpose,
            tokens.c.used_at.is_(None),
        )
        .values(used_at=func.clock_timestamp(), data={})
    )


def matches(hashed: str | None, password: str) -> bool:
    """Whether a password is the one of a hash; takes as long without one."""
    try:
        PASSWORDS.verify(hashed or DUMMY, password[:1000])
    except (VerifyMismatchError, InvalidHashError):
        return False
    return hashed is not None


def check(work: Work, email: str, password: str) -> Any:
    """The customer, when address and password are right and the address is proved; else None."""
    found = queries.by_email(work.db, email[:254])
    proved = found is not None and found.email_verified_at is not None
    if not matches(found.password_hash if proved else None, password):
        return None
    if PASSWORDS.check_needs_rehash(found.password_hash):
        work.db.execute(
            update(t.customers)
            .where(t.customers.c.id == found.id)
            .values(password_hash=PASSWORDS.hash(password))
        )
    return found


def change_password(work: Work, customer_id: UUID, current: str, new: str) -> None:
    """Another password, by somebody who knows the present one; every session ends."""
    check_own(work, customer_id, current, field="current")
    _set_password(work, customer_id, hash_password(new))


def check_own(work: Work, customer_id: UUID, password: str, *, field: str = "password") -> None:
    """Invalid unless it is the customer's password: asked before what cannot be undone."""
    if not matches(queries.password_hash(work.db, customer_id), password):
        raise Invalid("password_wrong", "This is not your present password.", field=field)


def _set_password(work: Work, customer_id: UUID, hashed: str) -> None:
    verified = func.coalesce(t.customers.c.email_verified_at, func.clock_timestamp())
    work.db.execute(
        update(t.customers)
        .where(t.customers.c.id == customer_id)
        .values(
            password_hash=hashed,
            email_verified_at=verified,
            version=t.customers.c.version + 1,
        )
    )
    # Whoever knew the old password may have asked for another address with it.
    tokens = t.customer_tokens
    mine = tokens.c.data["customer_id"].astext == str(customer_id)
    work.db.execute(delete(tokens).where(tokens.c.purpose == "email", mine))
    end_sessions(work, customer_id)


def end_sessions(work: Work, customer_id: UUID) -> None:
    """Sign a customer out everywhere."""
    s = t.customer_sessions
    work.db.execute(
        update(s)
        .where(s.c.customer_id == customer_id, s.c.revoked_at.is_(None))
        .values(revoked_at=func.clock_timestamp())
    )


def attach_orders(work: Work, customer_id: UUID, email: str) -> None:
    """Orders placed as a guest with a proved address are its owner's."""
    work.db.execute(
        update(orders)
        .where(queries.same_email(orders.c.email, email), orders.c.customer_id.is_(None))
        .values(customer_id=customer_id)
    )
