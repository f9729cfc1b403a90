"""The page of the trial provider: what a buyer sees instead of a bank's form."""

from html import escape
from typing import Any

from ecommus.core.money import Money

TEXTS = {
    "ro": {
        "title": "Procesator de probă", "lead": "Comanda {order}",
        "note": "Nu se ia niciun ban. Alege cum se termină plata.",
        "pay": "Plătește {amount}", "decline": "Cardul este refuzat", "leave": "Înapoi fără plată",
        "over": "Această plată s-a încheiat.",
        "declined": "cardul a fost refuzat", "back": "Înapoi la magazin",
    },
    "en": {
        "title": "Trial provider", "lead": "Order {order}",
        "note": "No money is taken. Choose how the payment ends.",
        "pay": "Pay {amount}", "decline": "The card is declined", "leave": "Back without paying",
        "over": "This payment is over.",
        "declined": "the card was declined", "back": "Back to the shop",
    },
}  # fmt: skip
STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;background:#eef1f4;color:#17202a;margin:0}"
    "main{max-width:24rem;margin:10vh auto;background:#fff;padding:2rem;border-radius:12px;"
    "box-shadow:0 2px 16px #0002}h1{font-size:1.3rem;margin:0}p{margin:.5rem 0 1.25rem}"
    "button{font:inherit;width:100%;padding:.8rem;border-radius:8px;border:1px solid #9aa5b1;"
    "background:#fff;margin-top:.7rem;cursor:pointer}"
    ".go{background:#0b5fa5;border-color:#0b5fa5;color:#fff;font-weight:600}"
)


def declined(locale: str) -> str:
    """Why a payment failed, as the buyer would read it."""
    return TEXTS.get(locale, TEXTS["en"])["declined"]


def render(payment: dict[str, Any]) -> str:
    """The page of one payment, in the buyer's language."""
    says = TEXTS.get(payment["locale"], TEXTS["en"])
    amount = Money(payment["amount"], payment["currency"]).format(payment["locale"])
    button = '<button class="{look}" name="do" value="{do}">{label}</button>'
    if payment["status"] == "pending":
        labels = {do: says[do].format(amount=amount) for do in ("pay", "decline", "leave")}
        intro = says["note"]
    else:
        labels, intro = {"leave": says["back"]}, says["over"]
    buttons = "".join(
        button.format(look="go" if do == "pay" else "", do=do, label=escape(label))
        for do, label in labels.items()
    )
    return (
        f'<!doctype html><html lang="{escape(payment["locale"])}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{says['title']}</title><style>{STYLE}</style></head><body><main>"
        f"<h1>{says['title']}</h1><p><strong>{escape(says['lead'].format(order=payment['order']))}"
        f"</strong><br>{intro}</p><form method='post'>{buttons}</form></main></body></html>"
    )
