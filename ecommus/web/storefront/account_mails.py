"""Mail about accounts and withdrawals: written when the outbox delivers, in its reader's language.

Here it is decided what is said to an address that somebody typed: to one without an account a
forgotten password says nothing, to one with an account a sign-up says so.
"""

from typing import Any

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render
from sqlalchemy import select

from ecommus.core.ports import Mail
from ecommus.db.queries import customers
from ecommus.db.tables import customers as t
from ecommus.services.tokens import account_token
from ecommus.web import storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate
from ecommus.web.storefront.account.frame import url
from ecommus.web.storefront.shop import show_date

_ = TranslationStringFactory("ecommus")


def account_mail_wanted(event: Any, work: Any) -> None:
    """A link to finish a sign-up or to choose a password; or that there is an account already."""
    tokens = t.customer_tokens
    row = work.db.execute(select(tokens).where(tokens.c.id == event.token_id)).one_or_none()
    if row is None or row.used_at is not None:
        return
    customer = customers.by_email(work.db, row.email)
    token = account_token(work.registry.secret, row.id)
    request = in_language(work, row.locale)
    # An account that staff made has no owner yet: signing up is how it gets one.
    known = customer is not None and customer.password_hash and customer.email_verified_at
    if row.purpose in ("email", "email-changed"):
        _other_address(request, row, customer, token)
        return
    if row.purpose == "reset":
        if customer is None:
            return
        kind, subject, path = "reset", _("A new password at ${shop}"), ("new-password", token)
    elif known:
        kind, subject, path = "known", _("You have an account at ${shop}"), ("sign-in", "")
    else:
        kind, subject, path = "sign_up", _("Confirm your account at ${shop}"), ("confirm", token)
    code, token = path
    link = url(request, code, token=token) if token else url(request, code)
    texts = ACCOUNT[kind]
    _send(request, row.email, subject, f"account_{kind}", texts, link)


def _other_address(request: Any, row: Any, customer: Any, token: str) -> None:
    """To a new address: prove it, or that it is somebody's already. To an old one: it was left."""
    if row.purpose == "email-changed":
        kind, subject, link = "email_left", _("Your e-mail address at ${shop} was changed"), ""
    elif customer is not None:
        kind, subject, link = "email_known", _("You have an account at ${shop}"), ""
    else:
        kind, subject = "email", _("Confirm your new e-mail address at ${shop}")
        link = url(request, "new-email", token=token)
    template = "account_email" if link else "account_note"
    _send(request, row.email, subject, template, ACCOUNT[kind], link)


def withdrawal_declared(event: Any, work: Any) -> None:
    """The receipt on a durable medium, with content, date and time; and a word to the shop."""
    table = t.withdrawals
    row = work.db.execute(select(table).where(table.c.id == event.withdrawal_id)).one_or_none()
    if row is None or not row.name:
        return
    request = in_language(work, row.locale)
    subject = _("We received your withdrawal from the contract: order ${number}")
    _receipt(request, row.email, row, subject)
    shop = work.tenant.legal.email
    if shop:
        request = in_language(work, work.tenant.locale)
        _receipt(request, shop, row, _("A customer withdraws from the contract: order ${number}"))


def _receipt(request: Any, to: str, row: Any, subject: str) -> None:
    when = show_date(row.created_at, request.locale_name, request.tenant.timezone)
    pairs = [
        (_("Received on"), when),
        (_("Name"), row.name),
        (_("Order"), row.order_number),
        (_("E-mail"), row.email),
        (_("What is returned"), row.note or translate(request, _("everything"))),
    ]
    pairs = [(translate(request, label), value) for label, value in pairs]
    lines = [_("This is what was declared:"), *(f"{label}: {value}" for label, value in pairs)]
    _send(
        request, to, subject, "withdrawal", lines, "", pairs=pairs, number=row.order_number
    )  # fmt: skip


ACCOUNT = {
    "sign_up": (
        _("Follow this link and type the password that you chose. It works for two days."),
        _("You did not ask for an account? Then do nothing: there will be none."),
    ),
    "known": (
        _("Somebody, probably you, asked for an account with this address. You have one already."),
        _("Sign in with your password, or let us send you a link to choose a new one."),
    ),
    "email": (
        _("Follow this link, and the address of your account is this one. It works for a day."),
        _("You did not ask for it? Then do nothing: no account gets your address."),
    ),
    "email_known": (
        _("Somebody, probably you, asked to use this address for another account."),
        _("It belongs to your account here already, so nothing was changed."),
    ),
    "email_left": (
        _("From now on you sign in with another address, and our mails go there."),
        _("It was not you? Then write to us at once: somebody knows your password."),
    ),
    "reset": (
        _("Follow this link to choose a new password. It works for an hour, and once."),
        _("You did not ask for it? Then do nothing: your password stays as it is."),
    ),
}


def _send(
    request: Any, to: str, subject: Any, template: str, lines: Any, link: str, **values: Any
) -> None:
    base = shop_url(request.registry, request.tenant)
    mapping = {"shop": request.tenant.name, "number": values.pop("number", "")}
    subject = request.localizer.translate(
        TranslationString(subject, domain="ecommus", mapping=mapping)
    )
    link = base + link if link else ""
    texts = [translate(request, line) for line in lines]
    given = {"subject": subject, "base_url": base, "link": link, "texts": texts} | values
    html = render(f"mail/{template}.pt", given, request, package=storefront)
    legal = request.tenant.legal.legal_name
    body = [
        subject,
        "",
        *texts,
        "",
        *([link, ""] if link else []),
        f"{request.tenant.name} · {legal}",
    ]
    request.registry.mailer.send(Mail(to, subject, "\n".join(body) + "\n", html))
