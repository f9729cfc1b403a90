"""The stock themes, one package each; others come as installed distributions."""
