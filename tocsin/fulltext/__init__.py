"""Full text: whether the page an entry links to says more than the entry does."""
