"""What an invoice's page says besides its data, in the document's language. See ``pdf``.

No msgids: a document is not translated with the shop, and drawing one knows of no request.
"""

_EN = {
    "title": "Invoice", "credit": "Credit note", "corrected": "Corrected invoice",
    "seller": "Seller", "buyer": "Buyer", "page": "Page",
    "issued": "Issued on", "due": "Due on", "order": "Order", "means": "Payment",
    "currency": "Currency", "credits": "Credits invoice", "corrects": "Corrects",
    "of": "%(number)s of %(date)s",
    "item": "Goods or services", "quantity": "Quantity", "price": "Unit price, net",
    "net": "Net", "vat": "VAT", "gross": "Total", "rate": "VAT rate", "base": "Net",
    "summary": "VAT summary", "lines_net": "Sum of lines", "allowances": "Discounts",
    "charges": "Charges", "total_net": "Total without VAT", "total_vat": "VAT",
    "vat_ron": "VAT in RON", "total": "Total with VAT", "paid": "Paid",
    "payable": "To pay", "credited": "To give back",
    "payment": "Payment", "notes": "Notes", "bank": "Bank", "reference": "Payment reference",
    "vat_id": "VAT number", "tax_id": "Fiscal code", "register": "Trade register",
    "deliver_to": "Delivered to",
    "on_collection": "VAT on collection",
    "signature": "Valid without signature and stamp under art. 319 (29) of the Romanian Fiscal"
                 " Code.",
}  # fmt: skip
_RO = {
    "title": "Factură", "credit": "Factură de stornare", "corrected": "Factură corectată",
    "seller": "Furnizor", "buyer": "Client", "page": "Pagina",
    "issued": "Data emiterii", "due": "Scadența", "order": "Comanda", "means": "Plata",
    "currency": "Moneda", "credits": "Stornează factura", "corrects": "Corectează",
    "of": "%(number)s din %(date)s",
    "item": "Denumirea bunurilor sau serviciilor", "quantity": "Cantitate",
    "price": "Preț unitar fără TVA", "net": "Valoare fără TVA", "vat": "TVA", "gross": "Total",
    "rate": "Cota de TVA", "base": "Baza", "summary": "Sumar TVA", "lines_net": "Suma liniilor",
    "allowances": "Reduceri", "charges": "Taxe suplimentare", "total_net": "Total fără TVA",
    "total_vat": "TVA", "vat_ron": "TVA în RON", "total": "Total cu TVA", "paid": "Achitat",
    "payable": "Total de plată", "credited": "Total de restituit",
    "payment": "Plata", "notes": "Mențiuni", "bank": "Banca", "reference": "Referința plății",
    "vat_id": "Cod TVA", "tax_id": "CUI", "register": "Reg. com.",
    "deliver_to": "Livrat la",
    "on_collection": "TVA la încasare",
    "signature": "Factura este valabilă fără semnătură și ștampilă, conform art. 319 alin. (29)"
                 " din Codul fiscal.",
}  # fmt: skip
# UN/ECE recommendation 20, as people write it.
UNITS = {
    "ro": {"H87": "buc.", "C62": "buc.", "KGM": "kg", "HUR": "ore", "MTR": "m", "LTR": "l"},
    "en": {"H87": "pcs", "C62": "pcs", "KGM": "kg", "HUR": "h", "MTR": "m", "LTR": "l"},
}


def words(locale: str) -> dict[str, str]:
    """In the document's language, in Romanian where there is no other."""
    return _EN if locale == "en" else _RO
