"""What is wrong with a watchlist that no single key can know, one file per question. Read from what is written, so
that a fault of one kind hides none of another."""
