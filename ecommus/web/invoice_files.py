"""An issued document as a file: the PDF people read, the XML that RO e-Factura takes.

Drawn from the stored model each time; the same model gives the same bytes.
"""

from typing import Any

from pyramid.response import Response

from ecommus.core.invoice import Invoice
from ecommus.services.invoicing.pdf import to_pdf
from ecommus.services.invoicing.ubl import to_xml

# extension -> (type, how it is made)
KINDS = {"pdf": ("application/pdf", to_pdf), "xml": ("application/xml", to_xml)}


def name_of(row: Any, extension: str) -> str:
    """``FCT-000123.pdf``."""
    return f"{row.full_number}.{extension}"


def content(row: Any, extension: str) -> bytes:
    """The file of an issued document (its row)."""
    return KINDS[extension][1](Invoice.of(row.model))


def response(row: Any, extension: str) -> Response:
    """The file, to be saved; a PDF may be looked at first."""
    made = Response(content(row, extension), content_type=KINDS[extension][0], charset=None)
    place = "inline" if extension == "pdf" else "attachment"
    made.content_disposition = f'{place}; filename="{name_of(row, extension)}"'
    made.headers["Cache-Control"] = "private, no-store"
    return made
