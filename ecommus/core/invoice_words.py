"""The few words that are part of a fiscal document itself, in its language.

They are stored with it, so they are no msgids: a document never changes with a translation. What
the law wants said of an untaxed sale is said in Romanian on every document (Codul fiscal,
art. 319 alin. (20) lit. l and m).
"""

from dataclasses import dataclass

from ecommus.core.invoice import Category

# Category -> (VATEX code, BT-120)
REASONS = {
    Category.EXEMPT: ("", "Operațiune scutită de TVA"),
    Category.REVERSE_CHARGE: ("VATEX-EU-AE", "Taxare inversă"),
    Category.INTRA_COMMUNITY: (
        "VATEX-EU-IC",
        "Livrare intracomunitară scutită, art. 294 alin. (2) lit. a) din Codul fiscal",
    ),
    Category.EXPORT: (
        "VATEX-EU-G",
        "Export scutit, art. 294 alin. (1) lit. a) din Codul fiscal",
    ),
    Category.NOT_SUBJECT: (
        "VATEX-EU-O",
        "Neplătitor de TVA, regim special de scutire, art. 310 din Codul fiscal",
    ),
}


@dataclass(frozen=True, slots=True)
class Words:
    discount: str
    shipping: str
    exchange: str
    credit: str
    correct: str
    reduction: str
    granted: str


_WORDS = {
    "ro": Words(
        "Reducere",
        "Transport",
        "Curs de schimb: 1 %(currency)s = %(rate)s RON",
        "Stornare a facturii %(number)s din %(date)s",
        "Corectează și înlocuiește factura %(number)s din %(date)s",
        "Reducere acordată ulterior",
        "Reducere acordată anterior",
    ),
    "en": Words(
        "Discount",
        "Shipping",
        "Exchange rate: 1 %(currency)s = %(rate)s RON",
        "Credits invoice %(number)s of %(date)s",
        "Corrects and replaces invoice %(number)s of %(date)s",
        "Discount granted afterwards",
        "Discount granted before",
    ),
}


def words(locale: str) -> Words:
    """In the document's language, in Romanian where there is no other."""
    return _WORDS.get(locale, _WORDS["ro"])
