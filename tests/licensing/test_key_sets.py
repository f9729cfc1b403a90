"""Which key sets the service goes on under: those of its root, newer, of keys it made."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ecommus.core import keysets
from ecommus.core.errors import Conflict
from ecommus.core.keysets import jwk
from ecommus.core.signed import SignedError
from license_service.services import keys, roots

STRANGER = Ed25519PrivateKey.generate()


def why(service, change, root=None):
    """The code with which a changed proposal is refused, and nothing moved."""
    version = service.keys().version
    with service.work() as job:
        proposal = keys.proposal(job)
        token = roots.sign_set(proposal | change, root or service.root, job.now)
        with pytest.raises((Conflict, SignedError)) as refused:
            keys.take_in(job, token)
    assert service.keys().version == version
    return refused.value.code


def test_only_the_roots_sets_move_keys(service):
    held = service.keys()
    active = jwk(held.active, held.keys[held.active])
    assert why(service, {}, STRANGER) == "unknown_kid"
    assert why(service, {"version": held.version}) == "keys_older"
    assert why(service, {"keys": [active, jwk("k-x", STRANGER.public_key())]}) == "key_unknown"
    assert why(service, {"keys": [jwk(held.active, STRANGER.public_key())]}) == "key_unknown"
    past = int((datetime.now(UTC) - timedelta(days=1)).timestamp())
    assert why(service, {"expires_at": past}) == "keys_expired"


def test_a_removed_key_never_signs_again(service):
    first = service.keys().active
    service.rotate(first)
    held = service.keys()
    assert first not in held.keys
    with service.work() as job:
        assert {row.kid: row.state for row in keys.listed(job)}[first] == "removed"
        with pytest.raises(keys.NoKeys):
            keys.signer(job, first)
        with pytest.raises(Conflict):
            keys.proposal(job, first)


def test_the_set_goes_on_after_its_end(service):
    late = datetime.now(UTC) + keys.LIFETIME + timedelta(days=1)
    with service.work(late) as job:
        assert keys.current(job).version == service.keys().version


def test_a_public_root_is_told_from_anything_else(service):
    text = keysets.pinned(service.root.public_key())
    assert keysets.root_of(text)[1] == service.root.public_key()
    other = keysets.pinned(STRANGER.public_key())
    for bad in ("", "root-1", text[:-2], text.partition(":")[0] + ":" + other.partition(":")[2]):
        with pytest.raises(SignedError):
            keysets.root_of(bad)
