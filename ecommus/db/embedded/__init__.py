"""PostgreSQL with pgvector from a pip wheel, for development, tests and small shops.

``cluster`` is what others use. Under it: ``shares`` (who uses the server), ``server`` (making,
starting and stopping it), ``supervisor`` (its parent process), ``sockets`` (where to reach it),
``processes`` (is it alive), ``accounts`` (as whom it runs) and ``binaries`` (where PostgreSQL is).
Nothing here creates roles or databases: that is ``ecommus.db.provision``.
"""

from ecommus.db.embedded.binaries import EmbeddedError
from ecommus.db.embedded.cluster import Cluster

__all__ = ["Cluster", "EmbeddedError"]
