"""The shop's rules: entities and pure functions. No request, no table, no clock of its own.

Neighbours: ``ecommus.db`` stores what stands here, ``ecommus.web`` shows it.
"""
