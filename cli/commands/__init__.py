"""One command per file. What is slow to load is imported by the command that needs it."""
