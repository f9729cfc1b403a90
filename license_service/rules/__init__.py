"""What holds without a database: grants, the chain of the log, what is suspicious. All pure."""
