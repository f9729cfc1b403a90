"""``ecommus catalog import|export``: a shop's catalogue from and to CSV."""

import sys
from pathlib import Path
from typing import Any

from sqlalchemy import select

from ecommus.cli.app import Mistake, answer, application, read_file, say, tenant_of
from ecommus.db.tables.ops import imports
from ecommus.services import exporting, importing
from ecommus.web.jobs import opener, shop_url, work


def add(commands: Any) -> None:
    catalog = commands.add_parser("catalog", help="the catalogue of a shop")
    actions = catalog.add_subparsers(dest="action", required=True, metavar="ACTION")
    load = actions.add_parser("import", help="import a CSV file (- for standard input)")
    load.add_argument("tenant")
    load.add_argument("file")
    load.add_argument(
        "--format", default="auto", choices=("auto", "ecommus", "shopify", "woocommerce")
    )
    load.add_argument("--map", action="append", default=[], metavar="COLUMN=field")
    load.add_argument("--dry-run", action="store_true", help="say what would happen")
    load.add_argument("--json", action="store_true")
    load.set_defaults(run=run_import)
    dump = actions.add_parser("export", help="write the catalogue to a CSV file (- for output)")
    dump.add_argument("tenant")
    dump.add_argument("file")
    dump.set_defaults(run=run_export)


def _mapping(entries: list[str]) -> dict[str, str]:
    mapping = {}
    for entry in entries:
        column, sign, field = entry.rpartition("=")
        if not sign or not column or not field:
            raise Mistake(f"--map {entry!r}: write COLUMN=field, as --map 'Selling Price=price'")
        mapping[column] = field
    return mapping


def run_import(arguments: Any) -> int:
    """Import now, without the queue. Exit code 3 when rows were refused."""
    mapping = _mapping(arguments.map)
    with application(arguments) as registry:
        data = read_file(arguments.file)
        tenant = tenant_of(registry, arguments.tenant)
        with work(registry, tenant, actor="command line") as job:
            import_id = importing.start(
                job,
                Path(arguments.file).name,
                data,
                format=arguments.format,
                mapping=mapping,
                dry_run=arguments.dry_run,
            )
        show = _progress if sys.stderr.isatty() and not arguments.json else None
        importing.run(opener(registry, tenant, "command line"), import_id, progress=show)
        with work(registry, tenant) as job:
            row = job.db.execute(select(imports).where(imports.c.id == import_id)).one()
    counts = {name: getattr(row, name) for name in ("created", "updated", "unchanged", "failed")}
    errors = [
        {
            "row": error["row"],
            "field": error["field"],
            "code": error["code"],
            "message": error["message"] % error["params"] if error["params"] else error["message"],
        }
        for error in row.errors
    ]
    if arguments.json:
        answer({"import_id": import_id, **counts, "errors": errors})
    else:
        say(("Dry run: " if row.dry_run else "") + ", ".join(f"{n} {k}" for k, n in counts.items()))
        for error in errors:
            say(f"  row {error['row']}, {error['field']}: {error['message']}")
    return 3 if errors else 0


def _progress(done: int, total: int) -> None:
    width = 30 * done // max(total, 1)
    end = "\n" if done >= total else ""
    print(f"\r[{'#' * width:30}] {done}/{total}", end=end, file=sys.stderr, flush=True)  # noqa: T201


def run_export(arguments: Any) -> None:
    with application(arguments) as registry:
        tenant = tenant_of(registry, arguments.tenant)
        with work(registry, tenant) as job:
            data = exporting.to_csv(job, shop_url(registry, tenant))
    if arguments.file == "-":
        sys.stdout.buffer.write(data)
    else:
        Path(arguments.file).write_bytes(data)
        say(f"Wrote {arguments.file}.")
