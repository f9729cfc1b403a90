"""``ecommus tenant …`` and ``ecommus user …``."""

import getpass
import secrets
import sys
from typing import Any

from sqlalchemy import select

from ecommus.cli.app import Mistake, answer, application, say, tenant_of
from ecommus.core.entitlements import require_feature
from ecommus.core.license import MULTI_TENANT
from ecommus.core.tenants import TenantState
from ecommus.db.session import TenantSession
from ecommus.db.tables import accounts, platform
from ecommus.services import domains, tenants


def add(commands: Any) -> None:
    tenant = commands.add_parser("tenant", help="the shops")
    actions = tenant.add_subparsers(dest="action", required=True, metavar="ACTION")
    create = actions.add_parser("create", help="make a shop that can sell")
    create.add_argument("slug")
    create.add_argument("--name", required=True)
    create.add_argument("--owner", required=True, metavar="EMAIL")
    create.add_argument("--niche", default="ecommerce")
    create.add_argument("--theme", default="base")
    create.set_defaults(run=run_create)
    listing = actions.add_parser("list", help="all shops")
    listing.add_argument("--json", action="store_true")
    listing.set_defaults(run=run_list)
    for name, state in (("suspend", TenantState.SUSPENDED), ("restore", TenantState.ACTIVE)):
        action = actions.add_parser(name, help=f"make a shop {state.value}")
        action.add_argument("slug")
        action.set_defaults(run=run_state, state=state)
    domain = actions.add_parser("domain", help="give a shop a domain of its own")
    domain.add_argument("slug")
    domain.add_argument("host")
    domain.add_argument("--verify", action="store_true", help="look for the proof now")
    domain.set_defaults(run=run_domain)
    user = commands.add_parser("user", help="people")
    people = user.add_subparsers(dest="action", required=True, metavar="ACTION")
    new = people.add_parser("create", help="staff of a shop, or with --super a super-admin")
    new.add_argument("email")
    new.add_argument("--tenant", metavar="SLUG")
    new.add_argument("--role", default="owner")
    new.add_argument("--super", action="store_true")
    new.add_argument("--password-stdin", action="store_true", help="read it from standard input")
    new.set_defaults(run=run_user)


def run_create(arguments: Any) -> None:
    password = secrets.token_urlsafe(12)
    with application(arguments) as registry, TenantSession(registry.databases.platform) as db:
        if arguments.theme not in registry.themes:
            raise Mistake(f"there is no theme {arguments.theme!r}: {', '.join(registry.themes)}")
        new = tenants.NewTenant(
            slug=arguments.slug,
            name=arguments.name,
            owner_email=arguments.owner,
            password=password,
            niche=arguments.niche,
            theme=arguments.theme,
        )
        tenants.create(db, new, most=registry.licensing.entitlements(None).stores)
        db.commit()
    say(f"Made {arguments.slug}. {arguments.owner} signs in with: {password}")


def run_list(arguments: Any) -> None:
    table = platform.tenants
    columns = (table.c.slug, table.c.name, table.c.state, table.c.niche, table.c.theme)
    with application(arguments) as registry, registry.databases.platform.connect() as connection:
        rows = connection.execute(select(*columns).order_by(table.c.slug)).all()
    if arguments.json:
        answer([dict(row._mapping) for row in rows])
        return
    for row in rows:
        say(f"{row.slug:24} {row.state:10} {row.niche:12} {row.theme:16} {row.name}")
    if not rows:
        say("No shop yet. Make one: ecommus tenant create SLUG --name … --owner EMAIL")


def run_state(arguments: Any) -> None:
    table = platform.tenants
    with application(arguments) as registry, TenantSession(registry.databases.platform) as db:
        row = db.execute(select(table).where(table.c.slug == arguments.slug)).one_or_none()
        if row is None:
            raise Mistake(f"there is no tenant {arguments.slug!r}; see: ecommus tenant list")
        tenants.set_state(db, row, arguments.state)
        db.commit()
    say(f"{arguments.slug} is {arguments.state.value}.")


def run_domain(arguments: Any) -> None:
    """Claim a domain and say how to prove it; with ``--verify`` look for the proof."""
    with application(arguments) as registry, TenantSession(registry.databases.platform) as db:
        tenant = tenant_of(registry, arguments.slug)
        if not require_feature(MULTI_TENANT).met(registry.licensing.entitlements(None)):
            raise Mistake(f"the license has no {MULTI_TENANT}: shops have no domains of their own")
        host = domains.check_host(arguments.host, registry.sites.host)
        proof = domains.add(db, tenant.id, host, registry.sites.host)
        db.commit()
        if arguments.verify:
            domains.verify(db, host)
            db.commit()
            say(f"{host} is now a domain of {arguments.slug}.")
            return
    say(f"Point {host} at this server, and publish one of these two:")
    say(f'  DNS   {domains.RECORD}{host}  TXT  "{proof}"')
    say(f"  file  http://{host}{domains.FILE}  with the text  {proof}")
    say("Then run this again with --verify.")


def run_user(arguments: Any) -> None:
    if arguments.password_stdin:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass(f"Password for {arguments.email}: ")
    if bool(arguments.tenant) == arguments.super:
        raise Mistake("name a shop with --tenant, or say --super; one of the two")
    with application(arguments) as registry, TenantSession(registry.databases.platform) as db:
        if arguments.super:
            tenants.add_platform_user(db, arguments.email, password)
        else:
            tenant = tenant_of(registry, arguments.tenant)
            role = db.execute(
                select(accounts.roles.c.id).where(
                    accounts.roles.c.tenant_id == tenant.id,
                    accounts.roles.c.code == arguments.role,
                )
            ).scalar()
            if role is None:
                raise Mistake(f"there is no role {arguments.role!r} in {arguments.tenant}")
            tenants.add_staff(db, tenant.id, arguments.email, password, role)
        db.commit()
    say(f"{arguments.email} can sign in.")
