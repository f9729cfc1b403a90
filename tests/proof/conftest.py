"""One demo installation per module, on ports that nothing else of the tests uses."""

import os
from collections.abc import Iterator
from itertools import count

import pytest

from .installation import Installation, installed

# Another run beside this one needs another first port.
PORTS = count(int(os.environ.get("ECOMMUS_PROOF_PORT", "8410")), 4)


def pytest_collection_modifyitems(items):
    """Whatever stands in this folder is a proof."""
    for item in items:
        if item.path.parent.name == "proof":
            item.add_marker("proof")


@pytest.fixture(scope="module")
def port() -> int:
    """Three ports in a row: this one, and the two after it."""
    return next(PORTS)


@pytest.fixture(scope="module")
def installation(tmp_path_factory, port) -> Iterator[Installation]:
    """Two demo shops, one web process, no worker."""
    with installed(tmp_path_factory.mktemp("shop"), port) as made:
        yield made
