"""A shopper's account as pages: ``doors`` before it, ``overview`` and ``orders``, ``addresses``,
``parts`` (details, password, company), ``privacy``. What they share is in ``frame``."""
