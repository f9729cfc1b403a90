"""Reads: Core selects that answer plain rows, and loaders of entities with their parts."""
