"""The one mail to somebody who waits for a variant. Written when the outbox delivers."""

from typing import Any

from pyramid.i18n import TranslationString, TranslationStringFactory
from pyramid.renderers import render
from sqlalchemy import select

from ecommus.core.ports import Mail
from ecommus.db.queries import storefront as queries
from ecommus.db.tables import catalog as t
from ecommus.db.tables.stock import stock_notices
from ecommus.services import stock_notices as service
from ecommus.services.tokens import seal
from ecommus.web import storefront
from ecommus.web.jobs import in_language, shop_url
from ecommus.web.problems import translate
from ecommus.web.storefront.variants import available, names

_ = TranslationStringFactory("ecommus")
SUBJECT = _("${title} is back at ${shop}")
TEXTS = (
    _("You asked us to write when it can be bought again. Now it can, as long as there is some."),
    _("This is the only mail about it. To be told of nothing else either, follow this link:"),
)


def notice_due(event: Any, work: Any) -> None:
    """Tell one address, once. Sold out again meanwhile: it goes on waiting."""
    row = work.db.execute(
        select(stock_notices, t.products.c.slug)
        .join(t.variants, t.variants.c.id == stock_notices.c.variant_id)
        .join(t.products, t.products.c.id == t.variants.c.product_id)
        .where(stock_notices.c.id == event.notice_id, stock_notices.c.told_at.is_(None))
        .with_for_update(of=stock_notices)
    ).one_or_none()
    product = queries.product(work.db, row.slug) if row is not None else None
    if row is None or product is None:
        return
    entry = next(entry for entry in product.variants if entry["id"] == str(row.variant_id))
    if not available(entry):
        return
    request = in_language(work, row.locale)
    base = shop_url(work.registry, work.tenant)
    path = request.to(request.storefront.child("products"), row.slug)
    link = f"{base}{path}?variant={entry['id']}"
    sealed = seal(work.registry.secret, service.PURPOSE, str(row.id))
    forget = base + request.to(request.storefront, "forget-me", query={"notice": sealed})
    title = product.translations.get(row.locale, {}).get("title") or product.title
    values_of = names(product, row.locale)[1]
    chosen = " / ".join(values_of.get(value, value) for value in entry["option_values"])
    title = f"{title} ({chosen})" if chosen else title
    mapping = {"title": title, "shop": work.tenant.name}
    subject = request.localizer.translate(
        TranslationString(SUBJECT, domain="ecommus", mapping=mapping)
    )
    texts = [translate(request, text) for text in TEXTS]
    given = {"subject": subject, "base_url": base, "link": link, "forget": forget, "texts": texts}
    html = render("mail/back_in_stock.pt", given, request, package=storefront)
    legal = work.tenant.legal.legal_name
    body = [subject, "", texts[0], "", link, "", texts[1], forget, "",
            f"{work.tenant.name} · {legal}"]  # fmt: skip
    work.registry.mailer.send(Mail(row.email, subject, "\n".join(body) + "\n", html))
    service.told(work, row.id)
