"""Making the demo: two shops with content of our own, a super-admin, a file that says who is who.

Idempotent: what is there stays, with its data; only what is missing is made.
"""

import json
import secrets
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from ecommus.core.balances import grouped
from ecommus.core.permissions import STAFF
from ecommus.db.session import TenantSession
from ecommus.db.tables import platform
from ecommus.db.tables.accounts import staff
from ecommus.demo.orders import returned
from ecommus.demo.shop import fill, new_tenant
from ecommus.services import gift_cards, keys, tenants
from ecommus.web.jobs import shop_url, work

CONTENT = Path(__file__).parent / "content"
SHOPS = ("fashion", "home")
SUPER = "super@ecommus.example"


def seed(registry: Any, file: Path, port: int) -> dict[str, Any]:
    """The demo as ``var/demo.json`` describes it, made where it is missing."""
    known = json.loads(file.read_text()) if file.is_file() else {}
    entries = {entry["slug"]: entry for entry in known.get("tenants", [])}
    for slug in SHOPS:
        if slug in entries and registry.directory.find("slug", slug):
            continue
        content = json.loads((CONTENT / f"{slug}.json").read_text())
        entries[slug] = _make(registry, slug, content)
    owner = known.get("super_admin")
    if owner is None or not _has_super(registry):
        owner = {"email": SUPER, "password": secrets.token_urlsafe(9)}
        with TenantSession(registry.databases.platform) as db:
            tenants.add_platform_user(db, owner["email"], owner["password"], "Super Admin")
            db.commit()
    for slug, entry in entries.items():
        entry["url"] = shop_url(registry, registry.directory.find("slug", slug))
    owner["url"] = f"http://{registry.sites.host}:{port}/super-admin"
    demo = {"tenants": [entries[slug] for slug in SHOPS], "super_admin": owner}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(demo, indent=2) + "\n")
    return demo


def _has_super(registry: Any) -> bool:
    with registry.databases.platform.connect() as connection:
        return connection.execute(select(platform.platform_users.c.id).limit(1)).first() is not None


def _make(registry: Any, slug: str, content: dict[str, Any]) -> dict[str, Any]:
    password = secrets.token_urlsafe(9)
    if registry.directory.find("slug", slug) is None:
        new = new_tenant(content["shop"], password)
        with TenantSession(registry.databases.platform) as db:
            tenants.create(db, new)
            db.commit()
        registry.directory.forget()
        with work(registry, registry.directory.find("slug", slug), actor="demo") as job:
            fill(job, content)
        # As the shop is now: with its plugins, its products and its stock.
        with work(registry, registry.directory.find("slug", slug), actor="demo") as job:
            returned(job)
    else:
        # The shop is there and the file that knew its password is gone: a new person gets in.
        _new_owner(registry, slug, password)
    tenant = registry.directory.find("slug", slug)
    with work(registry, tenant, actor="demo") as job:
        held = frozenset(str(permission) for permission in STAFF)
        _key_id, key = keys.create(job, "Demo", sorted(held), held)
        note = {"note": "demo", "recipient_name": "Ana Pop", "locale": tenant.locale}
        _card_id, code = gift_cards.issue(job, 20_000, tenant.currency, **note)
    return {
        "slug": slug,
        "url": shop_url(registry, tenant),
        "admin_email": f"owner@{slug}.example",
        "admin_password": password,
        "api_key": key,
        "gift_card": grouped(code),
    }


def _new_owner(registry: Any, slug: str, password: str) -> None:
    with TenantSession(registry.databases.platform) as db:
        tenant = registry.directory.find("slug", slug)
        mine = (staff.c.tenant_id == tenant.id) & (staff.c.email == f"owner@{slug}.example")
        hashed = tenants.hash_password(password)
        db.execute(update(staff).where(mine).values(password_hash=hashed))
        db.commit()
