"""What the shop does: carts, checkout, orders, catalogue, imports, tenants.

A service takes the work at hand (a request, a job, a command: anything with a session, a tenant and
a way to publish), asks ``core`` for the rule and ``db`` for the rows. It knows nothing of HTTP, and
so serves pages, API, worker and command line alike (docs/adr/0002).
"""
