"""A database and an application for tests: migrated once, cloned from a template in no time."""

import fcntl
import hashlib
import secrets
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

import ecommus
from ecommus.core.entitlements import Grace
from ecommus.core.keysets import pinned
from ecommus.core.license import License
from ecommus.db import plugin_schema
from ecommus.db.base import upgrade
from ecommus.db.connect import Databases
from ecommus.db.embedded import Cluster
from ecommus.db.migrations import SCRIPTS
from ecommus.db.provision import drop, provision
from ecommus.db.security import APP, OWNER, PLATFORM
from ecommus.db.session import TenantSession
from ecommus.services import tenants
from ecommus.testing.contract import Contract
from ecommus.testing.shop import PASSWORD, Shop
from ecommus.web.checks import find_pending
from ecommus.web.license import Held


def template_name() -> str:
    """The template's name holds the migrations' hash: a changed schema gets a new template."""
    digest = hashlib.sha256()
    for path in sorted((SCRIPTS / "versions").glob("*.*")):
        if path.is_file():
            digest.update(path.read_bytes())
    return f"ecommus_template_{digest.hexdigest()[:10]}"


# The offline root of a license service that tests play.
ROOT_KEY = Ed25519PrivateKey.from_private_bytes(b"r" * 32)


def a_license(**changes: Any) -> License:
    """A license for everything on localhost; ``changes`` replace single claims."""
    values: dict[str, Any] = {
        "install_id": "test",
        "tier": "enterprise",
        "kind": "perpetual",
        "features": frozenset({"multi_tenant", "tenant_provisioning", "white_label"}),
        "licensed_themes": frozenset({"*"}),
        "licensed_plugins": frozenset({"*"}),
        "niche_packages": frozenset({"ecommerce", "services", "real-estate", "travel"}),
        "domain_binding": ("localhost",),
        "issued_at": None,
        "expires_at": None,
        "support_until": None,
    }
    return License(**(values | changes))


class Kit:
    """One cluster, one database, one application."""

    def __init__(self, folder: Path, database: str = "ecommus_test", **settings: Any):
        self.folder = folder
        self.cluster = Cluster(folder / "postgres", durable=False)
        self.cluster.start()
        admin = self.cluster.conninfo("postgres", user="postgres")
        template = template_name()
        # Several test processes start at once: one makes the template, the others wait.
        with (folder / "template.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if provision(admin, template):
                upgrade(self.cluster.url(template, user=OWNER), SCRIPTS)
            self.database = f"{database}_{secrets.token_hex(4)}"
            provision(admin, self.database, template=template)
        self.databases = Databases(
            owner_url=self.cluster.url(self.database, user=OWNER),
            app_url=self.cluster.url(self.database, user=APP),
            platform_url=self.cluster.url(self.database, user=PLATFORM),
            listen_url=self.cluster.url(self.database, user=APP),
        )
        # Of this database alone: other test processes send mail too.
        self.mail_folder = folder / "mail" / self.database
        self.settings = {
            "ecommus.databases": self.databases,
            "ecommus.license": Held(a_license(), source="test"),
            "license.root_key": pinned(ROOT_KEY.public_key()),
            # Nobody answers there: a test that wants a license service starts one.
            "license.url": "http://127.0.0.1:1",
            "license.service_key": "els_test",
            "tenancy.modes": "subdomain header",
            "platform.host": "localhost",
            "site.scheme": "http",
            "cookies.secure": "false",
            "secret": "test-secret-" + "s" * 32,
            "jwt.secret": "test-jwt-secret-" + "j" * 32,
            "media.folder": str(folder / "media"),
            "cache.folder": str(folder / "cache"),
            "mail.url": f"folder:{self.mail_folder}",
            "rate.auth": "10000",
            "rate.checkout": "100000",
            "rate.upload": "100000",
            "plugins.development": "true",
            "pyramid.default_locale_name": "en",
        } | settings
        self.app = ecommus.main({}, **self.settings)
        plugin_schema.upgrade(self.databases.owner_url, self.registry.extensions.migrations)

        find_pending(self.registry)
        self.contract = Contract(self.registry)

    @property
    def registry(self) -> Any:
        return self.app.registry

    def platform_session(self) -> Session:
        """A session of the platform's role, for setting things up; commit it yourself."""
        return TenantSession(self.databases.platform)

    def shop(self, slug: str | None = None, **options: Any) -> Shop:
        """A fresh tenant."""
        slug = slug or f"t{secrets.token_hex(5)}"
        plugins = options.pop("plugins", tenants.BASIC_PLUGINS)
        with self.platform_session() as db:
            new = tenants.NewTenant(
                slug=slug,
                name=options.pop("name", f"Shop {slug}"),
                owner_email=f"owner@{slug}.example",
                password=PASSWORD,
                **options,
            )
            tenants.create(db, new, plugins)
            db.commit()
        tenant = self.registry.directory.find("slug", slug)
        if tenant is None:
            self.registry.directory.forget()
            tenant = self.registry.directory.find("slug", slug)
        return Shop(self, tenant.id, slug)

    def hold(self, license: License, grace: Grace = Grace.OK) -> None:
        """Run under another license, until the next call."""
        self.registry.licensing.held = Held(license, grace, source="test")

    def mails(self) -> list[bytes]:
        """What was sent, oldest first."""
        return [path.read_bytes() for path in sorted(self.mail_folder.glob("[!.]*.eml"))]

    def close(self) -> None:
        self.registry.directory.close()
        self.databases.close()
        drop(self.cluster.conninfo("postgres", user="postgres"), self.database)
        self.cluster.stop()
