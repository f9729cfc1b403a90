"""The admin in JSON (``/api/admin``): the same resources and permissions as the pages."""
