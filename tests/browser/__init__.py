"""What people meet, in a real Chromium against the real server: ``make test`` runs it last.

``server`` starts ecommus as ``make run`` does, in a folder of its own; ``chromium`` and ``axe``
find the programs; ``watch`` notes what a page complains about; ``shopper`` buys; ``world`` knows
the main pages and who may see them. ``screenshots`` draws the same pages into one contact sheet.
"""
