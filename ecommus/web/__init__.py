"""The application: pipeline, tree, security, and one package per scope."""
