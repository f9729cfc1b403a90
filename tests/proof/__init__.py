"""The long proofs: races, kills and fuzzing against servers that really run (``make proof``)."""
