"""One embedded server for all, a service with a database of its own for each module."""

import os
import tempfile
from pathlib import Path

import pytest
from service import Service

from ecommus.db.embedded import Cluster
from license_service.services import operators


@pytest.fixture(scope="session")
def cluster():
    default = Path(tempfile.gettempdir()) / "ecommus-test"
    folder = Path(os.environ.get("ECOMMUS_TEST_FOLDER", default))
    with Cluster(folder / "postgres", durable=False) as made:
        yield made


@pytest.fixture(scope="module")
def service(cluster, tmp_path_factory):
    made = Service(cluster, tmp_path_factory.mktemp("mail"))
    yield made
    made.close()


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """Passwords at the lowest cost that argon2 knows."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(operators, "PASSWORDS", PasswordHasher(1, 8, 1))
