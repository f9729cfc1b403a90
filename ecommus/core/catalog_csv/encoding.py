"""Which letters a file is written in. ``sniff`` goes on from the text."""

import codecs
import re

from ecommus.core.catalog_csv.drafts import CatalogFormatError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def decode(data: bytes) -> str:
    """Text of UTF-8, UTF-16 with its mark, Windows-1252 or Windows-1250 (what Excel saves).

    CatalogFormatError: ``empty``, ``workbook``, ``binary``, ``undecodable``.
    """
    if data.startswith(_WORKBOOKS):
        raise CatalogFormatError(
            "workbook", "This is a spreadsheet workbook. Save it as “CSV UTF-8” and try again."
        )
    mark, encoding = next((bom for bom in _BOMS if data.startswith(bom[0])), (b"", ""))
    try:
        text = data[len(mark) :].decode(encoding) if mark else _unmarked(data)
    except UnicodeDecodeError:
        raise CatalogFormatError(
            "undecodable",
            "The file's letters cannot be read. Save it as “CSV UTF-8” and try again.",
        ) from None
    if not text.strip():
        raise CatalogFormatError("empty", "The file is empty.")
    if "\0" in text:
        raise CatalogFormatError("binary", "This is no text file. Choose a CSV file.")
    return text


def _unmarked(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        text = data.decode("cp1252")
    # A Romanian or Polish Excel writes Windows-1250, in which these letters are ş and ţ.
    if re.search(r"[a-z]º[a-z]|[þÞ]", text, re.IGNORECASE) and not re.search("[ðÐ]", text):
        return data.decode("cp1250", errors="replace")
    return text
