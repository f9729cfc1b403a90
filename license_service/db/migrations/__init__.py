"""Migrations of the license service's database, run by ``ecommus.db.base``."""

from pathlib import Path

from sqlalchemy import Connection

from ecommus.db.base import check_revision

SCRIPTS = Path(__file__).parent


def check(connection: Connection) -> None:
    """OutOfDate unless every migration has run."""
    check_revision(connection, SCRIPTS, "python -m license_service -c YOUR.ini db upgrade")
