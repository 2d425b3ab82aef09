"""How well watch-terms find what they mean, on gold data: `make bench-quality`."""
