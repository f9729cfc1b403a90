"""Customers: who a license belongs to. Romanian tax numbers are checked, others by VIES's form."""

import re
from typing import Any
from uuid import UUID

from sqlalchemy import func, insert, select, update
from stdnum.eu import vat
from stdnum.ro import cui

from ecommus.core.errors import Invalid
from ecommus.core.ids import uuid7
from license_service.db.tables import customers
from license_service.services.work import Work

EMAIL = re.compile(r"[^@\s,;<>]{1,64}@[^@\s,;<>]{1,190}\.[^@\s,;<>.]{2,63}")
LANGUAGES = ("ro", "en")


def checked_email(text: str, field: str = "customer_email") -> str:
    email = text.strip()
    if not EMAIL.fullmatch(email):
        raise Invalid("email_malformed", "Write an e-mail address like ana@acme.ro.", field=field)
    return email


def checked_cif(text: str) -> str:
    """The tax number without spaces; Invalid when its check digit is wrong. May be empty."""
    cif = re.sub(r"[\s.-]", "", text).upper()
    if not cif:
        return ""
    romanian = cif.isdigit() or cif.startswith("RO")
    if not (cui.is_valid(cif) if romanian else vat.is_valid(cif)):
        text = "%(cif)s is no valid tax number; check its digits."
        raise Invalid("cif_malformed", text, field="customer_cif", cif=cif)
    return cif


def find_or_make(
    work: Work, email: str, company: str = "", cif: str = "", language: str = ""
) -> UUID:
    """The customer with this e-mail and tax number; their company and language are as said last,
    a new one without a language is written in Romanian."""
    email, cif, company = checked_email(email), checked_cif(cif), company.strip()
    _checked_language(language or "ro")
    # Two orders of a new customer at the same time: the second finds what the first made.
    key = f"{email.lower()}\n{cif}"
    work.db.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(key, 7310005))))
    found = work.db.execute(
        select(customers.c.id, customers.c.company, customers.c.language).where(
            func.lower(customers.c.email) == email.lower(), customers.c.cif == cif
        )
    ).one_or_none()
    if found:
        change(work, found, company=company or found.company, language=language or found.language)
        return found.id
    made, language = uuid7(), language or "ro"
    row = {"id": made, "email": email, "company": company, "cif": cif, "language": language}
    work.db.execute(insert(customers).values(**row, created_at=work.now))
    return made


def _checked_language(language: str) -> None:
    if language not in LANGUAGES:
        raise Invalid("language_unknown", "The language is ro or en.", field="language")


def change(work: Work, row: Any, *, company: str, language: str) -> None:
    """What the customer is called in letters, and their language; noted when it is another."""
    _checked_language(language)
    values = {"company": company.strip(), "language": language}
    if values == {"company": row.company, "language": row.language}:
        return
    work.db.execute(update(customers).where(customers.c.id == row.id).values(**values))
    work.note("customer.changed", customer=str(row.id), values=values)


def get(work: Work, customer_id: UUID) -> Any:
    return work.db.execute(select(customers).where(customers.c.id == customer_id)).one_or_none()


def search(work: Work, text: str = "", most: int = 50, after: UUID | None = None) -> list[Any]:
    """By part of the e-mail, the company or the tax number; the newest first."""
    query = select(customers).order_by(customers.c.id.desc()).limit(most)
    if after is not None:
        query = query.where(customers.c.id < after)
    # PostgreSQL keeps no NUL, so nothing has one in it.
    if text := text.replace("\0", ""):
        columns = (customers.c.email, customers.c.company, customers.c.cif)
        hits = [column.icontains(text, autoescape=True) for column in columns]
        query = query.where(hits[0] | hits[1] | hits[2])
    return list(work.db.execute(query))
