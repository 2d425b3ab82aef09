"""Feeds: what the operator wrote about each, settled."""
