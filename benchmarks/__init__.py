"""One command each; they print ratios within one run."""
