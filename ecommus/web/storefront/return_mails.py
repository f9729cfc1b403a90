"""Mail about returns: to the buyer at each step, in the order's language; to the shop at first."""

from dataclasses import dataclass
from typing import Any

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render

from ecommus.core import events as e
from ecommus.core.ports import Mail
from ecommus.db.queries import returns as queries
from ecommus.services.customers.privacy import NOWHERE
from ecommus.services.timeline import note
from ecommus.services.tokens import order_token
from ecommus.web import return_words, storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate

_ = TranslationStringFactory("ecommus")


@dataclass(frozen=True)
class Letter:
    """What is written at a step: the subject, a paragraph, and the words above the answer."""

    subject: Any
    text: Any
    answer: Any = ""


LETTERS: dict[type, Letter] = {
    e.ReturnRequested: Letter(
        _("We received your return request: ${number}"),
        _("We look at it and write to you how it goes on. Please send nothing before that."),
    ),
    e.ReturnApproved: Letter(
        _("Your return ${number} is approved"),
        _("You can send the goods back now. Put the number of the return into the parcel."),
        _("The shop writes:"),
    ),
    e.ReturnRefused: Letter(
        _("Your return ${number} was not approved"),
        _("The shop could not take the goods back."),
        _("The shop writes:"),
    ),
    e.ReturnReceived: Letter(
        _("Your return ${number} has arrived"),
        _("The goods are here. The money comes back to you the way you paid it."),
    ),
    e.ReturnDone: Letter(
        _("Your return ${number} is closed"),
        _("Everything about it is settled. Write to us if something is missing."),
    ),
}
FOR_SHOP = Letter(
    _("A customer wants to return something: ${number}"),
    _("It waits in the admin, under Returns."),
)


def tell(event: Any, work: Any) -> None:
    """Tell the buyer; of a request that they made the shop too.

    A withdrawal has a receipt of its own, and what staff enter was not asked for.
    """
    found = queries.one(work.db, event.return_id)
    if found is None:
        return
    entered, order = found
    by_buyer = entered.requested_by == "shopper"
    if isinstance(event, e.ReturnRequested) and (entered.withdrawal_id or not by_buyer):
        return
    if isinstance(event, e.ReturnDone) and not entered.lines:
        # The order was cancelled instead, and that has a mail of its own.
        return
    if not order.email.endswith(f"@{NOWHERE}"):
        _send(in_language(work, order.locale), order.email, LETTERS[type(event)], entered, order)
        note(work, order.id, "mail", template=event.name)
    shop = work.tenant.legal.email
    if shop and isinstance(event, e.ReturnRequested):
        _send(in_language(work, work.tenant.locale), shop, FOR_SHOP, entered, order)


def _send(request: Any, to: str, letter: Letter, entered: Any, order: Any) -> None:
    base = shop_url(request.registry, request.tenant)
    subject = request.localizer.translate(
        TranslationString(letter.subject, domain="ecommus", mapping={"number": entered.number})
    )
    if letter is FOR_SHOP:
        link = f"{base}/admin/returns/{entered.id}"
    else:
        token = order_token(request.registry.secret, order.id)
        link = base + request.to(request.storefront.child("orders"), token)
    names = {str(line.id): line.name for line in order.lines}
    lines = [
        (max(line["quantity"], line["received"]), names.get(line["line_id"], ""),
         return_words.reason(request, line["reason"]))
        for line in entered.lines
    ]  # fmt: skip
    text = translate(request, letter.text)
    said = [("", entered.note)] if letter is FOR_SHOP and entered.note else []
    if letter.answer and entered.answer:
        said.append((translate(request, letter.answer), entered.answer))
    given = {
        "subject": subject, "base_url": base, "link": link, "text": text, "lines": lines,
        "said": said,
    }  # fmt: skip
    html = render("mail/return.pt", given, request, package=storefront)
    body = [
        subject, "", text, "",
        *(f"{units} × {name} ({why})" for units, name, why in lines), "",
        *(part for heading, words in said for part in (heading, words, "") if part or not heading),
        link, "",
        f"{request.tenant.name} · {request.tenant.legal.legal_name}",
    ]  # fmt: skip
    request.registry.mailer.send(Mail(to, subject, "\n".join(body) + "\n", html))
