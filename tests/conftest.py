"""Fixtures: one kit per test process, a fresh shop per test."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from ecommus.testing import Kit

# How fast the machine is at the moment says nothing about a property.
settings.register_profile("ours", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")


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
