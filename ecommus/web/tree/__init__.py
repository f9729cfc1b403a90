"""The tree: tenant → scope → resource. ``ecommus tree`` prints it with its views."""
