"""The service's own database: tables, migrations, and the session of a request."""
