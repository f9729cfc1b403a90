"""The nightly proof of a shop: documents without gaps and unaltered, ledgers that explain stock,
gift cards and store credit.

Once a day of the shop's calendar: the day's row is the claim, so any number of workers, one of them
killed in between, make one proof. What is found is logged, and told in the admin.
"""

import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ecommus.core.money import Money
from ecommus.db import stock_proof
from ecommus.db.queries import balances, proofs
from ecommus.db.tables import catalog as t
from ecommus.services import invoice_proof
from ecommus.services.work import Work

log = logging.getLogger(__name__)
KEPT = timedelta(days=90)
# So many findings are kept; who sees one asks for all of them.
MOST = 100


def prove(work: Work) -> list[dict[str, Any]] | None:
    """Make today's proof; answers what it found, or None when it was made already."""
    day = work.now.astimezone(ZoneInfo(work.tenant.timezone)).date()
    proof_id = proofs.claim(work.db, day)
    if proof_id is None:
        return None
    documents = invoice_proof.verify(work.db, work.tenant.id)
    found = [{"subject": "invoice"} | asdict(finding) for finding in documents.findings]
    found += _stock(work)
    found += _balances(work)
    proofs.keep(work.db, proof_id, documents.documents, found[:MOST])
    proofs.forget(work.db, day - KEPT)
    for finding in found[:MOST]:
        log.error("%s: %s", work.tenant.slug, " ".join(finding.values()))
    return found


def _stock(work: Work) -> Iterator[dict[str, str]]:
    rows = stock_proof.difference(work.db)
    wanted = [row.variant_id for row in rows]
    skus = select(t.variants.c.id, t.variants.c.sku).where(t.variants.c.id.in_(wanted))
    names = dict(map(tuple, work.db.execute(skus))) if rows else {}
    for row in rows:
        yield {
            "subject": "stock",
            "kind": "ledger",
            "number": names.get(row.variant_id) or str(row.variant_id),
            "text": f"{row.on_hand} on hand, {row.ledger or 0} by its ledger",
        }


def _balances(work: Work) -> Iterator[dict[str, str]]:
    for row in balances.difference(work.db):
        on_it, ledger = (
            Money(int(n or 0), row.currency).format("en") for n in (row.amount, row.ledger)
        )
        yield {
            "subject": "balance",
            "kind": "ledger",
            "number": f"…{row.code_hint}" if row.code_hint else str(row.id),
            "text": f"{on_it} on it, {ledger} by its ledger",
        }
