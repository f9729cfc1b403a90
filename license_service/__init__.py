"""Issues licenses. Its own WSGI app with its own database; the shop never imports it."""
