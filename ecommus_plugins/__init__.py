"""The stock plugins, one package each; others come as installed distributions."""
