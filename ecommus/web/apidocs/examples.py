"""Values that stand in many examples."""

ID = "019aa6d2-5c1e-7a40-9f3b-2f6d1c8e4b70"
