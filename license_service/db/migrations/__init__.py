"""Migrations of the license service's database, run by ``ecommus.db.base``."""

from pathlib import Path

SCRIPTS = Path(__file__).parent
