"""The demo shops: what they sell (``content/*.json``) and the pictures drawn for it (``draw``).

The JSON is the source of truth; a picture there is ``{"kind", "palette", ...}`` and becomes an
SVG through :func:`ecommus.demo.draw.draw`. ``tests/core/test_demo_content.py`` holds both to it.
"""
