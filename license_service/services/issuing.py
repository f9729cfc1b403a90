"""A new license: a tier's grants and what was ordered beyond them, for a customer's domains."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import func, insert, select

from ecommus.core.errors import Conflict, Invalid
from ecommus.core.ids import uuid7
from license_service.db.tables import licenses, plans, tiers
from license_service.rules import grants
from license_service.rules.grants import Tier, Wish
from license_service.services import customers, mail, tokens
from license_service.services.work import Work


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. ``plan``: the code of a website package, which names the tier."""

    customer_email: str
    customer_company: str = ""
    customer_cif: str = ""
    language: str = ""
    tier: str = ""
    plan: str = ""
    kind: str = "perpetual"
    niche_packages: tuple[str, ...] = ()
    domain_binding: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    licensed_plugins: tuple[str, ...] = ()
    licensed_themes: tuple[str, ...] = ()
    support_period: str = ""
    early_adopter: bool = False
    send_email: bool = True
    stripe_subscription: str = ""
    stripe_payment: str = ""
    install_id: str = ""
    request_key: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Issued:
    id: UUID
    token: str
    # The same request was answered before.
    repeated: bool = False


def issue(work: Work, order: Order) -> Issued:
    """The license and its first token. Asked twice with one ``request_key``, it is one license."""
    if order.request_key:
        key = f"{work.actor} {order.request_key}"
        work.db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 7310006))))
        before = select(licenses.c.id).where(licenses.c.request_key == key)
        found = work.db.execute(before).scalar_one_or_none()
        if found:
            return Issued(found, tokens.token_of(work, found), repeated=True)
    _unused(work, order)
    tier_code, niches = _planned(work, order)
    tier = tier_of(work, tier_code)
    kind = "trial" if tier_code == "trial" else order.kind
    wish = Wish(
        kind, niches, order.domain_binding, order.features, order.licensed_plugins,
        order.licensed_themes, order.support_period,
    )  # fmt: skip
    grant = grants.grant(tier, wish, work.now)
    customer = customers.find_or_make(
        work, order.customer_email, order.customer_company, order.customer_cif, order.language
    )
    made = uuid7()
    work.db.execute(
        insert(licenses).values(
            id=made,
            install_id=order.install_id or str(uuid7()),
            customer_id=customer,
            plan=order.plan or None,
            tier=tier.code,
            kind=kind,
            features=grant.features,
            plugins=grant.plugins,
            themes=grant.themes,
            niches=grant.niches,
            domains=grant.domains,
            stores=grant.stores,
            early_adopter=order.early_adopter,
            issued_at=work.now,
            expires_at=grant.expires_at,
            support_until=grant.support_until,
            stripe_subscription=order.stripe_subscription or None,
            stripe_payment=order.stripe_payment or None,
            request_key=f"{work.actor} {order.request_key}" if order.request_key else None,
        )
    )
    work.note("license.made", made, tier=tier.code, kind=kind, domains=grant.domains,
              customer=str(customer), email=order.customer_email)  # fmt: skip
    token = tokens.issue(work, made, "new")
    if order.send_email:
        mail.instructions(work, made, token)
    return Issued(made, token)


def _unused(work: Work, order: Order) -> None:
    """Conflict when a license was issued for the same payment or subscription already; of two at
    the same time the second waits for the first."""
    for name in ("stripe_payment", "stripe_subscription"):
        if not (value := getattr(order, name)):
            continue
        work.db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(value, 7310009))))
        before = select(licenses.c.id).where(licenses.c[name] == value)
        if found := work.db.execute(before).scalar_one_or_none():
            text = "The license %(license)s was issued for %(value)s already."
            raise Conflict("payment_used", text, field=name, license=str(found), value=value)


def _planned(work: Work, order: Order) -> tuple[str, tuple[str, ...]]:
    """(tier, niches) by the plan, or as they were named."""
    if not order.plan:
        return order.tier, order.niche_packages
    plan = work.db.execute(select(plans).where(plans.c.code == order.plan)).one_or_none()
    if plan is None or plan.category != "package" or not plan.active:
        text = "There is no website package %(plan)s on sale."
        raise Invalid("plan_unknown", text, field="plan", plan=order.plan)
    if order.tier and order.tier != plan.tier:
        text = "The plan %(plan)s is of the tier %(tier)s."
        raise Invalid("tier_mismatch", text, field="tier", plan=order.plan, tier=plan.tier)
    return plan.tier, tuple({*order.niche_packages, plan.niche})


def tier_of(work: Work, code: str) -> Tier:
    """What the tier grants at present. Invalid for one that is not issued."""
    row = work.db.execute(select(tiers).where(tiers.c.code == code)).one_or_none()
    if row is None or code not in grants.ISSUED:
        text = "The tier is one of: %(tiers)s."
        raise Invalid("tier_unknown", text, field="tier", tiers=", ".join(grants.ISSUED))
    return Tier(
        row.code, row.domains, row.niches, row.support_days,
        frozenset(row.features), frozenset(row.plugins), frozenset(row.themes),
        row.stores,
    )  # fmt: skip
