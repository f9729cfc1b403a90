"""The package index: devpi-server behind a gate that a license opens.

``python -m license_service.index`` starts it. It has no database of the service's: it asks the
service over HTTP, so it may stand on another machine.
"""
