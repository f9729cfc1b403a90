"""One demo shop from its JSON file: categories, products, pictures drawn for it, stock, texts."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update

from ecommus.core.customers import EU
from ecommus.core.ids import uuid7
from ecommus.core.inventory import Movement
from ecommus.core.money import round_half_up
from ecommus.core.tenants import LegalIdentity
from ecommus.db.stock import Stock, Why, default_location
from ecommus.db.tables import catalog as t
from ecommus.db.tables.platform import tenants as tenants_table
from ecommus.demo.carts import unfinished
from ecommus.demo.draw import draw
from ecommus.services import (
    catalog,
    catalog_promotions,
    coupons,
    delivery,
    media,
    price_lists,
    promotions,
    zones,
)
from ecommus.services.customers import groups
from ecommus.services.html import clean
from ecommus.services.tenants import NewTenant
from ecommus.services.work import Work

TRADED = 20
# From so many pieces on, this part of the price.
TRADE = ((1, Decimal("0.85")), (10, Decimal("0.75")))


def new_tenant(shop: dict[str, Any], password: str) -> NewTenant:
    """The tenant of a content file."""
    return NewTenant(
        slug=shop["slug"],
        name=shop["name"],
        owner_email=f"owner@{shop['slug']}.example",
        password=password,
        niche=shop["niche"],
        theme=shop["theme"],
        currency=shop["currency"],
        locales=tuple(shop["locales"]),
        settings={name: shop[name] for name in ("tagline", "description", "currencies")},
        legal=LegalIdentity(**shop["legal"]),
    )


def fill(work: Work, content: dict[str, Any]) -> None:
    """Everything in the shop, in one transaction: a demo is there or it is not."""
    shop = content["shop"]
    _hero(work, shop)
    for position, page in enumerate(content["pages"]):
        work.db.execute(insert(t.pages).values(**_page(page, position)))
    for position, attribute in enumerate(content["attributes"]):
        name = attribute["name"]
        work.db.execute(
            insert(t.attributes).values(
                id=uuid7(),
                code=attribute["code"],
                name=name["ro"],
                translations={"en": {"name": name["en"]}},
                position=position,
            )
        )
    categories = _categories(work, content["categories"])
    for entry in content["products"]:
        _product(work, entry, categories)
    _welcome(work)
    _delivery(work)
    _prices(work, shop)
    unfinished(work)


def _delivery(work: Work) -> None:
    """A place to come to, and a table by weight for the rest of the Union."""
    legal = work.tenant.legal
    pickup = {
        "code": "pickup",
        "name": "Ridicare personală",
        "kind": "pickup",
        "translations": {"en": {"name": "Pick-up"}},
        "tax_category": "standard",
        "pickup_address": f"{legal.street}, {legal.city}",
        "pickup_instructions": "L–V 10–18",
        "enabled": True,
    }
    union = {
        "code": "eu",
        "name": "Curier în Uniunea Europeană",
        "kind": "by_weight",
        "translations": {"en": {"name": "Courier in the European Union"}},
        "zones": ["EU-RO"],
        "tiers": [
            {"start": 0, "amount": 6900},
            {"start": 2000, "amount": 8900},
            {"start": 10000, "amount": 14900},
        ],
        "max_weight": 30000,
        "days": "3–6",
        "tax_category": "standard",
        "enabled": True,
    }
    abroad = [{"country": country} for country in sorted(EU - {legal.country})]
    zones.create(work, {"code": "EU-RO", "name": "Uniunea Europeană, fără România",
                        "members": abroad})  # fmt: skip
    for method in (pickup, union):
        delivery.create(work, method)


def _welcome(work: Work) -> None:
    """A code for whoever tries the shop out: ten per cent, once for each customer."""
    promotion_id = promotions.create(
        work,
        {
            "name": "Bun venit",
            "translations": {"en": {"name": "Welcome"}},
            "enabled": True,
            "coupon_based": True,
            "rules": [],
            "actions": [{"type": "order_percentage", "percentage": "10.00"}],
        },
    )
    coupons.create(work, promotion_id, {"code": "BUNVENIT", "customer_limit": 1})


def _prices(work: Work, shop: dict[str, Any]) -> None:
    """A category on sale for everybody, and trade prices of a few things for a group."""
    sale = shop["sale"]
    catalog_promotions.create(
        work,
        {
            "name": sale["name"]["ro"],
            "translations": {"en": {"name": sale["name"]["en"]}},
            "enabled": True,
            "categories": [sale["category"]],
            "percentage": sale["percentage"],
        },
    )
    group_id = groups.create(work, "angro", "Angro")
    list_id = price_lists.create(
        work,
        {
            "code": "angro",
            "name": "Prețuri angro",
            "currency": shop["currency"],
            "group_id": group_id,
            "enabled": True,
        },
    )
    c = t.variants.c
    some = select(c.id, c.price).order_by(c.sku).limit(TRADED)
    price_lists.put(
        work,
        list_id,
        [
            {
                "variant_id": row.id,
                "min_quantity": units,
                "amount": round_half_up(row.price * share),
            }
            for row in work.db.execute(some)
            for units, share in TRADE
        ],
    )


def picture(work: Work, image: dict[str, Any]) -> UUID:
    """Draw a picture, and keep it like any upload."""
    image = dict(image)
    alt = image.pop("alt", {})
    kind, palette = image.pop("kind"), image.pop("palette")
    svg = draw(kind, palette, **image).encode()
    return media.add(work, f"{kind}.svg", svg, alt).id


def _hero(work: Work, shop: dict[str, Any]) -> None:
    hero = shop["hero"]
    media_id = picture(work, hero["image"])
    row = work.db.execute(t.media.select().where(t.media.c.id == media_id)).one()
    image = {name: getattr(row, name) for name in ("width", "height", "alt", "renditions")}
    texts = {name: hero[name] for name in ("title", "text", "button")}
    settings = work.tenant.settings | {"hero": texts | {"image": image}}
    mine = tenants_table.c.id == work.tenant.id
    work.db.execute(update(tenants_table).where(mine).values(settings=settings))
    work.changed(config=True, catalogue=True)


def _page(page: dict[str, Any], position: int) -> dict[str, Any]:
    return {
        "id": uuid7(),
        "slug": page["slug"]["ro"],
        "title": page["title"]["ro"],
        "body": clean(page["body_html"]["ro"]),
        "position": position,
        "translations": {
            "en": {"title": page["title"]["en"], "body": clean(page["body_html"]["en"])}
        },
    }


def _categories(work: Work, entries: list[dict[str, Any]]) -> dict[str, UUID]:
    made: dict[str, UUID] = {}
    for position, entry in enumerate(entries):
        name, description = entry["name"], entry["description"]
        category = catalog.create_category(
            work,
            {
                "name": name["ro"],
                "slug": entry["slug"],
                "parent_id": made.get(entry["parent"]) if entry["parent"] else None,
                "description": description["ro"],
                "position": position,
                "translations": {"en": {"name": name["en"], "description": description["en"]}},
            },
        )
        category.media_id = picture(work, entry["image"])
        made[entry["slug"]] = category.id
    work.db.flush()
    return made


def _product(work: Work, entry: dict[str, Any], categories: dict[str, UUID]) -> None:
    pictures = [picture(work, image) for image in entry["images"]]
    options = entry["options"]
    english = {
        "title": entry["title"]["en"],
        "description": clean(entry["description_html"]["en"]),
        "options": {option["name"]["ro"]: option["name"]["en"] for option in options},
        "values": {value["ro"]: value["en"] for option in options for value in option["values"]},
    }
    fields = {
        "title": entry["title"]["ro"],
        "slug": entry["slug"],
        "description": entry["description_html"]["ro"],
        "status": "active",
        "vendor": entry["vendor"],
        "tags": entry["tags"],
        "options": [option["name"]["ro"] for option in options],
        "attributes": entry["attributes"],
        "tax_category": entry["tax_category"],
        "featured": entry["featured"],
        "translations": {"en": english},
        "categories": [str(categories[slug]) for slug in entry["categories"]],
        "media": pictures,
    }
    variants = [
        {
            "sku": variant["sku"],
            "option_values": [
                options[index]["values"][value]["ro"]
                for index, value in enumerate(variant["option_values"])
            ],
            "price": variant["price"],
            "compare_at": variant["compare_at"],
            "weight_grams": variant["weight_grams"],
            "media_id": pictures[variant["image"]] if pictures else None,
        }
        for variant in entry["variants"]
    ]
    product = catalog.create(work, fields, variants)
    stock = Stock(work.db, [variant.id for variant in product.variants], work.now)
    place = default_location(work.db)
    for variant, source in zip(product.variants, entry["variants"], strict=True):
        if source["quantity"]:
            why = Why(work.actor, "opening stock")
            stock.move(variant.id, place, Movement.RECEIVED, source["quantity"], why)
    stock.flush()
