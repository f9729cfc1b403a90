"""The shop's migrations (Alembic): expand first, contract in a later release."""

from pathlib import Path

SCRIPTS = Path(__file__).parent
