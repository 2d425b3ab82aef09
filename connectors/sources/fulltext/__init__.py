"""The article on the page that an entry links to."""
