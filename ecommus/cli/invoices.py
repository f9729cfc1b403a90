"""``ecommus invoices verify``: proves that documents are numbered without gaps and unaltered."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from ecommus.cli.app import answer, application, say, tenant_of
from ecommus.db.session import TenantSession
from ecommus.db.tables.platform import tenants
from ecommus.services.invoice_proof import verify


def add(commands: Any) -> None:
    invoices = commands.add_parser("invoices", help="fiscal documents")
    actions = invoices.add_subparsers(dest="action", required=True, metavar="ACTION")
    proof = actions.add_parser("verify", help="look for gaps, duplicates and altered documents")
    proof.add_argument("slug", nargs="?", help="one shop; all of them when left out")
    proof.add_argument("--json", action="store_true")
    proof.set_defaults(run=run_verify)


def run_verify(arguments: Any) -> int:
    """Exit code 3 when something is wrong with a document."""
    proofs = {}
    with application(arguments) as registry, TenantSession(registry.databases.platform) as db:
        if arguments.slug:
            shops = [(arguments.slug, tenant_of(registry, arguments.slug).id)]
        else:
            columns = (tenants.c.slug, tenants.c.id)
            shops = [tuple(row) for row in db.execute(select(*columns).order_by(tenants.c.slug))]
        for slug, tenant_id in shops:
            proofs[slug] = verify(db, tenant_id)
    wrong = sum(len(proof.findings) for proof in proofs.values())
    if arguments.json:
        answer({slug: asdict(proof) for slug, proof in proofs.items()})
    else:
        for slug, proof in proofs.items():
            for finding in proof.findings:
                say(f"{slug}: {finding.kind} {finding.number}: {finding.text}")
        documents = sum(proof.documents for proof in proofs.values())
        say(f"{documents} documents in {len(proofs)} shops, {wrong} findings.")
    return 3 if wrong else 0
