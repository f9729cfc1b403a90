"""The shop in JSON (``/api/storefront``): what integrators and other front ends use."""
