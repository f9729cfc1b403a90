"""Fixtures: one kit per test process, a fresh shop per test."""

import os
import tempfile
from pathlib import Path

import pytest

from ecommus.testing import Kit


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
