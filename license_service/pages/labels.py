"""What the words of the database and of the log are called on pages; each is a message."""

from license_service.i18n import _

KINDS = {
    "license.made": _("License made"), "issue": _("Token issued"), "resend": _("Sent again"),
    "transfer": _("Transferred"), "extend": _("Support extended"), "add": _("Added"),
    "prolong": _("Prolonged"), "revoke": _("Revoked"), "refund": _("Refunded"),
    "heartbeat": _("Heartbeat"), "heartbeats.pruned": _("Old heartbeats removed"),
    "suspect": _("Suspicious"), "token.shown": _("Token looked at"),
    "mail.sent": _("Mail sent"), "stripe": _("Stripe event"),
    "operator.made": _("Operator made"), "operator.signed_in": _("Signed in"),
    "operator.code_reset": _("Second factor forgotten"),
    "operator.removed": _("Operator removed"), "operator.closed": _("Account closed for a while"),
    "address.closed": _("Address closed for a while"),
    "customer.changed": _("Customer changed"),
    "key.made": _("Key made"), "key.active": _("Key signs"), "key.retired": _("Key retired"),
    "key.removed": _("Key removed"), "keys.taken": _("Key set taken in"),
    "service_key.made": _("Service key made"), "service_key.revoked": _("Service key revoked"),
    "publisher.made": _("Publisher's key registered"),
    "publisher.rotated": _("Publisher's key rotated"),
    "publisher.suspended": _("Publisher suspended"),
    "publisher.restored": _("Publisher restored"),
    "publisher.revoked": _("Publisher's key revoked"),
    "release.withdrawn": _("Release withdrawn"), "release.restored": _("Release restored"),
    "plan.made": _("Plan made"), "plan.changed": _("Plan changed"),
    "tier.changed": _("Tier changed"),
}  # fmt: skip
# Of licenses, then of installations by what was heard of them.
STATES = {"active": _("In force"), "revoked": _("Revoked"), "refunded": _("Refunded")}
HEALTH = {
    "ok": _("Well"), "warning": _("Silent for a while"), "reduced": _("Reduced"),
    "locked": _("Locked"), "never": _("Never heard of"),
}  # fmt: skip
SOLD_AS = {
    "perpetual": _("Perpetual"), "trial": _("Trial"), "saas-monthly": _("Monthly"),
}  # fmt: skip
NICHES = {
    "ecommerce": _("Online shop"), "real-estate": _("Real estate"), "services": _("Services"),
    "travel": _("Travel"),
}  # fmt: skip
CATEGORIES = {
    "package": _("Website package"), "plugin": _("Plugin"), "theme": _("Theme"),
    "support": _("Support"),
}  # fmt: skip
KEY_STATES = {
    "pending": _("Waits for the root"), "active": _("Signs"), "retired": _("Verifies only"),
    "removed": _("Removed"),
}  # fmt: skip
PUBLISHING = {
    "active": _("May publish"), "suspended": _("Suspended"), "revoked": _("Revoked"),
    "unlicensed": _("License ended"),
}  # fmt: skip
LANGUAGES = {"ro": _("Romanian"), "en": _("English")}
MONTHS = {
    "3mo": _("3 months"), "6mo": _("6 months"), "9mo": _("9 months"), "12mo": _("12 months"),
    "24mo": _("24 months"), "36mo": _("36 months"),
}  # fmt: skip
# The matrix as it was delivered; what an operator wrote since stands as it was written.
AXES = frozenset({
    _("Default theme"), _("Plugins bundled"), _("Mobile storefront"), _("Mobile admin"),
    _("White-label"), _("Marketplace publisher"),
    _("Multi-warehouse"), _("Development hours"), _("Dedicated manager, SLA"),
    _("Early major versions"), _("standard demo"), _("choice of 3 demos"), _("all demos"),
    _("all demos, 8 h/year of development"), _("core"), _("core and popular"),
    _("core, popular and advanced"), _("all"), _("yes"), _("yes, branded build"), _("yes, POS"),
    _("basic"), _("full"), _("optional"), _("8 a year"),
})  # fmt: skip
# The facts of an entry of the log, by their names there.
FACTS = {
    "active": _("signs"), "address": _("address"), "before": _("before"), "category": _("category"),
    "changed": _("changed"), "code": _("code"), "currency": _("currency"),
    "customer": _("customer"), "domain": _("domain"), "domains": _("domains"),
    "email": _("e-mail"), "event": _("event"), "expires_at": _("ends"),
    "features": _("features"), "id": _("id"), "install_id": _("installation"),
    "item": _("plugin or theme"), "jti": _("token"), "kid": _("key"), "kids": _("keys"),
    "kind": _("kind"), "months": _("months"), "name": _("name"), "niche": _("niche"),
    "niches": _("niches"), "outcome": _("came to"), "packages": _("packages"),
    "period": _("for"), "plugins": _("plugins"), "prefix": _("begins"), "price": _("price"),
    "reason": _("reason"), "revoked": _("told of the end"), "scopes": _("scopes"),
    "stripe_price": _("Stripe price"), "successor": _("new key"),
    "support_days": _("days of support"), "support_until": _("support until"),
    "company": _("company"), "language": _("language"), "themes": _("themes"),
    "tier": _("tier"), "to": _("to"), "type": _("type"),
    "until": _("until"), "values": _("values"), "version": _("version"), "why": _("why"),
    "customer_id": _("customer"), "rule": _("rule"), "detail": _("detail"),
}  # fmt: skip
ON_SALE = _("on sale")
# Why a token was issued, what an event of Stripe came to.
WHY = {
    "new": _("new license"), "transfer": _("transferred"), "extend": _("support extended"),
    "add": _("something added"), "prolong": _("prolonged"), "rotation": _("the key was rotated"),
    "no_license": _("no license fits"), "no_plan": _("no plan has this price"),
    "support_extended": _("support extended"), "added": _("something added"),
    "prolonged": _("prolonged"), "refunded": _("refunded"),
    "partly_refunded": _("refunded in part: nothing changes"),
    "other_payment": _("another payment bought the license"),
    "license_closed": _("the license had ended"),
}  # fmt: skip
SUSPICIONS = {
    "other_install": _("The installation %(install_id)s uses the license of %(issued_for)s."),
    "unbound_domain": _("It answers at %(domain)s; the license is bound to %(domains)s."),
    "two_domains": _("It answers at %(domain)s, and within the last week at %(domains)s."),
    "clock_back": _("Its clock says %(clock)s; it said %(before)s earlier."),
    "clock_off": _("Its clock says %(clock)s, which is more than a day off."),
    "old_token": _("The token before came again after its successor: there may be two of it."),
    "too_often": _("More than %(most)s heartbeats within an hour; no more of them are kept."),
    "unknown_jti": _("A token %(jti)s from %(address)s is signed by us and in no book."),
}  # fmt: skip
# Said once on the page that an action leads to.
DONE = {
    "saved": _("Saved."),
    "license.issue": _("The license is issued."),
    "license.resend": _("The license goes out by e-mail once more."),
    "license.extend": _("Support is extended."),
    "license.add": _("It is added to the license."),
    "license.transfer": _("The license is transferred."),
    "license.revoke": _("The license is revoked."),
    "license.refund": _("The license is marked as refunded."),
    "plan.made": _("The plan is made. Set its price here."),
    "publisher.register": _("The key is registered and counts within a minute."),
    "publisher.rotate": _("This is the new key; it counts within a minute."),
    "publisher.suspend": _("The key is suspended."),
    "publisher.restore": _("The key counts again within a minute."),
    "publisher.revoke": _("The key is revoked."),
}
ACTORS = {
    "cli": _("Command line"), "stripe": _("Stripe"), "postman": _("Mail"),
    "development": _("First start"), "nobody": _("Not signed in"),
}  # fmt: skip
