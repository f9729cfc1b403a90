"""What a plugin may import: its manifest, the decorators, the interfaces to attach to."""

from ecommus.plugin_sdk.fields import Amount, shop_text
from ecommus.plugin_sdk.manifest import Plugin, PluginError, PluginPermissionError
from ecommus.plugin_sdk.views import Listing, api, page

__all__ = [
    "Amount",
    "Listing",
    "Plugin",
    "PluginError",
    "PluginPermissionError",
    "api",
    "page",
    "shop_text",
]
