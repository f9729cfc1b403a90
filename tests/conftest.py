"""Fixtures: one kit per test process, a fresh shop per test."""

import os
import tempfile
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from ecommus.services import tenants
from ecommus.services.customers import access
from ecommus.testing import Kit
from ecommus.web.back_office import signin

# How fast the machine is at the moment says nothing about a property.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


# Passwords of tests are hashed like any other, at the lowest cost that argon2 knows.
CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
for module in (tenants, access, signin):
    module.PASSWORDS = CHEAP


@pytest.fixture(scope="session")
def kit(worker_id="master"):
    """An application over a database of this process's own; the cluster is shared by all."""
    folder = Path(
        os.environ.get("ECOMMUS_TEST_FOLDER", Path(tempfile.gettempdir()) / "ecommus-test")
    )
    folder.mkdir(parents=True, exist_ok=True)
    made = Kit(folder)
    yield made
    made.close()


@pytest.fixture
def shop(kit):
    """A fresh tenant."""
    return kit.shop()


@pytest.fixture
def other_shop(kit):
    """Another one, for strangers."""
    return kit.shop()
