"""Tenants: making one with all it needs to sell, and its states. Runs on the platform's role."""

from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from argon2 import PasswordHasher
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.orm import Session

from ecommus.core.customers import is_email
from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from ecommus.core.permissions import ROLES
from ecommus.core.tenants import LegalIdentity, TenantState, check_slug, check_transition
from ecommus.db import versions
from ecommus.db.tables import accounts, ops, platform, stock
from ecommus.services.tenant_taxes import seed_taxes

PASSWORDS = PasswordHasher()
SHORTEST_PASSWORD = 10
NICHES = ("ecommerce", "services", "real-estate", "travel")
_ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7310010)")
# What a shop of a niche starts with where no plugin says more.
BASIC_PLUGINS = ("payment-cod", "shipping-flat")


@dataclass(frozen=True)
class NewTenant:
    """What is needed to make a shop."""

    slug: str
    name: str
    owner_email: str
    password: str
    niche: str = "ecommerce"
    theme: str = "base"
    currency: str = "RON"
    locales: tuple[str, ...] = ("ro", "en")
    settings: dict[str, Any] | None = None
    legal: LegalIdentity | None = None


def hash_password(password: str) -> str:
    """argon2id. Invalid when it is too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            "password_short",
            "Use at least %(least)s characters.",
            field="password",
            least=SHORTEST_PASSWORD,
        )
    return PASSWORDS.hash(password)


def create(
    db: Session,
    new: NewTenant,
    plugins: tuple[str, ...] = BASIC_PLUGINS,
    *,
    most: int | None = None,
) -> UUID:
    """A shop that can sell: roles, owner, stock location, tax rates, plugins. Answers its id.

    ``db`` is a session of the platform's role; ``most``: as many shops the license is for. Invalid
    or Conflict names the field.
    """
    check_slug(new.slug)
    if new.niche not in NICHES:
        raise Invalid("niche_unknown", "There is no such niche package.", field="niche")
    if not new.name.strip():
        raise Invalid("required", "A shop needs a name.", field="name")
    known = select(platform.tenants.c.id).where(platform.tenants.c.slug == new.slug)
    if db.execute(known).first():
        raise Conflict("slug_taken", "This address is taken.", field="slug")
    tenant_id = uuid7()
    db.execute(
        insert(platform.tenants).values(
            id=tenant_id,
            slug=new.slug,
            name=new.name.strip(),
            niche=new.niche,
            theme=new.theme,
            currency=new.currency,
            locales=list(new.locales),
            settings=new.settings or {},
            legal=asdict(new.legal or LegalIdentity()),
        )
    )
    db.execute(insert(platform.versions).values(tenant_id=tenant_id))
    inside = {"tenant_id": tenant_id}
    role_ids = {code: uuid7() for code in ROLES}
    db.execute(
        insert(accounts.roles),
        [
            inside
            | {"id": role_ids[code], "code": code, "name": code, "permissions": sorted(grants)}
            for code, grants in ROLES.items()
        ],
    )
    add_staff(db, tenant_id, new.owner_email, new.password, role_ids["owner"])
    db.execute(
        insert(stock.stock_locations).values(
            **inside, id=uuid7(), code="main", name="Main warehouse"
        )
    )
    seed_taxes(db, tenant_id)
    if plugins:
        db.execute(
            insert(ops.tenant_plugins),
            [inside | {"id": uuid7(), "plugin": name, "enabled": True} for name in plugins],
        )
    if most is not None:
        _check_room(db, most)
    return tenant_id


def _check_room(db: Session, most: int) -> None:
    """Conflict when there are more shops by now; archived ones do not count. Whoever makes one at
    the same time waits here until this transaction ends."""
    db.execute(_ONE_AT_A_TIME)
    open_ones = platform.tenants.c.state != TenantState.ARCHIVED.value
    if db.execute(select(func.count()).where(open_ones)).scalar_one() > most:
        message = (
            "The license has no room for another shop (it holds %(most)s). Archive one, or get a"
            " license for more."
        )
        raise Conflict("stores_full", message, most=most)


def add_staff(db: Session, tenant_id: UUID, email: str, password: str, role_id: UUID) -> UUID:
    """A member of staff."""
    email = email.strip()
    if not is_email(email):
        raise Invalid("email_invalid", "This is no e-mail address.", field="owner_email")
    staff_id = uuid7()
    db.execute(
        insert(accounts.staff).values(
            tenant_id=tenant_id,
            id=staff_id,
            email=email,
            password_hash=hash_password(password),
            role_id=role_id,
        )
    )
    return staff_id


def set_state(db: Session, tenant: Any, state: TenantState) -> None:
    """Suspend, restore or archive. Conflict when the state machine has no such way."""
    check_transition(TenantState(tenant.state), state)
    table = platform.tenants
    db.execute(update(table).where(table.c.id == tenant.id).values(state=state.value))
    versions.bump(db, tenant.id, config=True)


def add_platform_user(db: Session, email: str, password: str, name: str = "") -> UUID:
    """A super-admin; a known e-mail gets the new password."""
    if not is_email(email):
        raise Invalid("email_invalid", "This is no e-mail address.", field="email")
    table = platform.platform_users
    values = {"password_hash": hash_password(password), "name": name}
    found = db.execute(select(table.c.id).where(table.c.email == email.lower())).scalar()
    if found:
        db.execute(update(table).where(table.c.id == found).values(**values))
        return found
    user_id = uuid7()
    db.execute(insert(table).values(id=user_id, email=email.lower(), **values))
    return user_id
