"""Customers, a subject per module: ``access`` (signing up and in), ``profile``, ``addresses``,
``groups``, ``privacy`` (consents, export, erasure). Withdrawals are ``services.withdrawals``."""
