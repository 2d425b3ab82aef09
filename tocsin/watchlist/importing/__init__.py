"""Other people's lists of words as a watchlist: tables, OPML outlines, Wikidata entities."""
